/** Samples of the page that tells what an agent did. */
import { renderActivity } from "../account/activity.tsx";
import type { ActivityModel } from "../models/agents.ts";
import type { Locale } from "../words/index.ts";
import { contextOf, hostile, hostileApp, live, scopeWords } from "./parts.ts";
import type { Sample } from "./parts.ts";

const day = Date.UTC(2026, 10, 20);

function activity(what: string, change: (locale: Locale) => Partial<ActivityModel>): Sample {
  return {
    name: `activity/${what}`,
    render: (locale) =>
      renderActivity({
        context: contextOf(locale),
        app: { ...live, name: "Editor", organisation: "editor.example", verified: false },
        consentId: "con_1",
        days: [
          {
            at: day,
            calls: 14,
            lines: scopeWords(locale, 2).map((words, at) => ({
              words,
              route: at === 0 ? "GET /shipments" : "POST /shipments/{id}/label",
              calls: at === 0 ? 12 : 2,
            })),
          },
          { at: day - 86_400_000, calls: 1, lines: [{ words: "Quote", route: "GET /rates", calls: 1 }] },
        ],
        left: 85,
        until: day + 86_400_000,
        readOnly: true,
        now: day,
        stopAction: "/apps/disconnect",
        csrf: "csrf-sample",
        backPath: "/apps",
        ...change(locale),
      }),
  };
}

export const agentSamples: Sample[] = [
  activity("several", () => ({})),
  activity("none", () => ({ days: [], left: null, until: null, readOnly: false })),
  activity("ended", () => ({ now: day + 2 * 86_400_000, left: 0 })),
  activity("hostile", () => ({
    app: hostileApp,
    days: [{ at: day, calls: 1, lines: [{ words: hostile, route: hostile, calls: 1 }] }],
  })),
];
