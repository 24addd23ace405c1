/** The inspector of an app: what happened, filtered, a page at a time; it loads itself anew for whoever asks for it. */
import { listEvents } from "../../desk/operations/events.ts";
import { KINDS, OUTCOMES } from "../../desk/inspector/event.ts";
import { renderInspector } from "../../pages/portal/inspector.tsx";
import { readQuery } from "../account/form.ts";
import { ask, page, send } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { appOf, placeOf } from "./read.ts";

const choices = { environment: ["test", "live"], outcome: OUTCOMES, kind: KINDS } as const;
const names = ["environment", "outcome", "kind"] as const;

/** Seconds. */
const RELOAD = "5";

export const showInspector: Handler = page(async (visit) => {
  const app = await appOf(visit);
  const query = readQuery(visit.request);
  const chosen: Record<string, string> = {};
  for (const [name, values] of Object.entries(choices)) {
    const value = query.get(name);
    if (value !== null && (values as readonly string[]).includes(value)) chosen[name] = value;
  }
  const cursor = query.get("cursor");
  const { items, next } = await ask(visit, listEvents, {
    app: app.id,
    ...chosen,
    ...(cursor === null ? {} : { cursor }),
  });
  const at = (more: Record<string, string>): string => {
    const parameters = Object.entries({ ...chosen, ...more }).filter(([, value]) => value !== "");
    if (parameters.length === 0) return visit.path;
    return `${visit.path}?${new URLSearchParams(parameters).toString()}`;
  };
  const isLive = query.get("live") === "1";
  // By header: no script is needed, and only who asked for it is interrupted (WCAG 2.2.1).
  if (isLive) void visit.reply.header("refresh", RELOAD);
  return send(
    visit,
    renderInspector({
      ...(await placeOf(visit, app)),
      events: items,
      filters: names.map((name) => ({
        name,
        options: ["", ...choices[name]].map((value) => ({
          value,
          href: at({ [name]: value }),
          current: (chosen[name] ?? "") === value,
        })),
      })),
      live: isLive ? null : at({ live: "1" }),
      still: isLive ? at({}) : null,
      next: next === null ? null : at({ cursor: next }),
    }),
  );
});
