/** Samples of inspector, usage and funnel. */
import type { EventJson } from "../../desk/operations/events.ts";
import type { InspectorModel, UsageModel } from "../models/inspector.ts";
import { renderFunnel } from "../console/funnel.tsx";
import { renderInspector } from "../portal/inspector.tsx";
import { renderUsage } from "../portal/usage.tsx";
import type { Locale } from "../words/index.ts";
import { hostile } from "./parts.ts";
import type { Sample } from "./parts.ts";
import { client, frame, place } from "./portal-parts.ts";

function event(count: number, change: Partial<EventJson> = {}): EventJson {
  return {
    id: `019a-${count}`,
    at: `2026-11-21T17:0${count}:12.345Z`,
    client_id: client("test").client_id,
    environment: "test",
    kind: "token",
    outcome: "ok",
    refusal: null,
    grant_type: "client_credentials",
    route: null,
    facts: { method: "POST", status: 200, auth: "basic", user_agent: "curl", scope_given: "shipments:read" },
    request_id: "req-1",
    diagnosis: null,
    ...change,
  };
}

const events: readonly EventJson[] = [
  event(9, {
    kind: "authorize",
    outcome: "refused",
    refusal: "redirect_uri_unregistered",
    grant_type: null,
    facts: {
      method: "GET",
      status: 400,
      parameters: ["client_id", "redirect_uri", "response_type", "scope"],
      redirect_uri: "https://app.parcelpilot.example/oauth/callback/",
      redirect_differs: ["trailing_slash"],
      state: false,
    },
    diagnosis: {
      cause: "redirect_uri is not the registered one: one of them ends in a slash.",
      fix: "Register it exactly as you send it, or send it exactly as it is registered.",
      guide: "redirect-uris",
    },
  }),
  event(8, {
    kind: "guard",
    grant_type: null,
    route: "GET /shipments",
    facts: { version: "2026-05", count: 12 },
  }),
  event(7, {
    environment: "live",
    outcome: "refused",
    refusal: "unknown_client",
    facts: { auth: "body", secret_of: "test", only_named: true },
    diagnosis: {
      cause: "The secret of the test environment was sent with the client_id of live.",
      fix: "Take client_id and secret of the same environment.",
      guide: "environments",
    },
  }),
  event(6),
  event(5, {
    kind: "authorize",
    grant_type: null,
    facts: { method: "GET", status: 303, pkce: "S256", challenge_repeated: 4, state: true },
  }),
];

const filters: InspectorModel["filters"] = (
  [
    ["environment", ["", "test", "live"]],
    ["outcome", ["", "ok", "refused"]],
    ["kind", ["", "authorize", "token", "refresh", "guard"]],
  ] as const
).map(([name, values]) => ({
  name,
  options: values.map((value) => ({
    value,
    href: `/portal/apps/app_1/inspector?${name}=${value}`,
    current: value === "",
  })),
}));

function inspector(what: string, change: (locale: Locale) => Partial<InspectorModel>): Sample {
  return {
    name: `portal-inspector/${what}`,
    render: (locale) =>
      renderInspector({
        ...place(locale),
        events,
        filters,
        live: "/portal/apps/app_1/inspector?live=1",
        still: null,
        next: "/portal/apps/app_1/inspector?cursor=x",
        ...change(locale),
      }),
  };
}

const points = (most: number): UsageModel["series"][number]["points"] =>
  Array.from({ length: 7 }, (_, index) => ({
    at: `2026-11-1${index + 1}T00:00:00.000Z`,
    count: (index * 37) % (most + 1),
  }));

function usage(what: string, change: Partial<UsageModel>): Sample {
  return {
    name: `portal-usage/${what}`,
    render: (locale) =>
      renderUsage({
        ...place(locale),
        days: 7,
        ways: [7, 30, 90].map((days) => ({ days, href: `/portal/apps/app_1/usage?days=${days}` })),
        series: [
          { name: "tokens", points: points(120) },
          { name: "calls", points: points(90) },
          { name: "refused", points: points(4) },
        ],
        tokens: [{ environment: "live", name: "authorization_code", count: 1203 }],
        calls: [
          { environment: "live", route: "GET /shipments", version: "2026-05", count: 11_872 },
          { environment: "test", route: "POST /shipments", version: "", count: 3 },
        ],
        refused: [
          {
            environment: "live",
            refusal: "unknown_code",
            cause: "The code is not known: it is too old.",
            count: 4,
          },
        ],
        lastAt: "2026-11-21T17:05:00.000Z",
        inspectorPath: "/portal/apps/app_1/inspector?outcome=refused",
        ...change,
      }),
  };
}

const steps = ["signed_up", "organisation", "app", "first_token", "first_200", "live_requested", "live"];

export const portalInspectorSamples: Sample[] = [
  {
    name: "console-funnel/normal",
    render: (locale) =>
      renderFunnel({
        frame: frame(locale, { place: "console", staff: true }),
        admin: false,
        done: null,
        steps: steps.map((step, index) => ({
          step,
          count: 128 - index * 17,
          median_seconds: index === 0 ? null : index ** 3 * 95,
        })),
      }),
  },
  inspector("several", () => ({})),
  inspector("none", () => ({ events: [], next: null, live: null, still: "/portal/apps/app_1/inspector" })),
  inspector("hostile", () => ({
    events: [
      event(5, { outcome: "refused", refusal: hostile, route: hostile, facts: { redirect_uri: hostile } }),
    ],
  })),
  usage("normal", {}),
  usage("none", { series: [], tokens: [], calls: [], refused: [], lastAt: null }),
];
