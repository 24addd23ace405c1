/** Samples of the console's pages about APIs, their permissions and versions, and living tokens. */
import type { ApiJson } from "../../desk/json.ts";
import type { VersionUseJson } from "../../desk/operations/events.ts";
import type { ScopeJson } from "../../desk/operations/scopes.ts";
import { renderAct } from "../console/act.tsx";
import { renderNewApi, renderScopeForm } from "../console/api-forms.tsx";
import { renderConsoleApis, renderScope } from "../console/apis.tsx";
import { renderTokens, renderVersions } from "../console/use.tsx";
import { around } from "./console-parts.ts";
import { hostile, type Sample } from "./parts.ts";
import { client, form } from "./portal-parts.ts";

const api: ApiJson = {
  id: "api_1",
  identifier: "https://api.northwind.example",
  name: "Shipping API",
  server: null,
  scopes: [
    { name: "shipments:read", words: { en: "See your shipments" }, person: true },
    { name: "shipments:write", words: { en: "Create shipments" }, person: false },
  ],
  routes: [
    {
      method: "GET",
      path: "/shipments",
      summary: "All shipments",
      scopes: ["shipments:read"],
      person: true,
    },
  ],
  versions: [
    { version: "2024-05-01", status: "retired", deprecated_at: null, sunset_at: "2026-01-31T00:00:00Z" },
    { version: "2025-03-01", status: "deprecated", deprecated_at: null, sunset_at: "2027-01-31T00:00:00Z" },
    { version: "2026-02-01", status: "stable", deprecated_at: null, sunset_at: null },
    { version: "2026-11-01", status: "preview", deprecated_at: null, sunset_at: null },
  ],
};

const scope: ScopeJson = {
  api: { id: api.id, identifier: api.identifier, name: api.name },
  name: "shipments:read",
  words: { en: "See your shipments", de: "Ihre Sendungen ansehen" },
  person: true,
  access: "read",
  imported: true,
  clients: (["test", "live"] as const).map((environment) => ({
    client_id: client(environment).client_id,
    app_id: "app_1",
    client_name: "Parcel Pilot",
    organisation: "Pilot Logistics Ltd",
    environment,
  })),
  consents: 1204,
  routes: [
    { method: "GET", path: "/shipments" },
    { method: "GET", path: "/shipments/{id}" },
  ],
};

const use = (version: string, change: Partial<VersionUseJson> = {}): VersionUseJson => ({
  version,
  app_id: "app_1",
  client_name: "Parcel Pilot",
  organisation: "Pilot Logistics Ltd",
  environment: "live",
  calls: 48_210,
  last_at: "2026-11-22T08:00:00.000Z",
  ...change,
});

const typed = { scope: "", words: {}, person: false, access: "unknown" };
const token = { families: 1204, opaque: 310, jwts: 96 };

export const consolePlatformSamples: Sample[] = [
  {
    name: "console-apis/normal",
    render: (locale) => renderConsoleApis({ ...around(locale), apis: [api] }),
  },
  {
    name: "console-apis/reviewer",
    render: (locale) =>
      renderConsoleApis({ ...around(locale, { admin: false, done: "remove_scope" }), apis: [api] }),
  },
  { name: "console-scope/normal", render: (locale) => renderScope({ ...around(locale), scope }) },
  {
    name: "console-scope/hostile",
    render: (locale) =>
      renderScope({
        ...around(locale),
        scope: {
          ...scope,
          words: { en: hostile },
          access: null,
          imported: false,
          routes: [],
          clients: scope.clients.map((one) =>
            Object.assign({}, one, { client_name: hostile, organisation: hostile }),
          ),
        },
      }),
  },
  {
    name: "console-scope/unused",
    render: (locale) => renderScope({ ...around(locale), scope: { ...scope, clients: [], consents: 0 } }),
  },
  {
    name: "console-scope-form/new",
    render: (locale) =>
      renderScopeForm({
        frame: around(locale).frame,
        form: form("/console/apis/api_1/new-scope"),
        api,
        name: null,
        typed,
      }),
  },
  {
    name: "console-scope-form/problem",
    render: (locale) =>
      renderScopeForm({
        frame: around(locale).frame,
        form: form("/console/apis/api_1/scopes/a/change", "invalid", [
          "words",
          "Give the English words too.",
        ]),
        api,
        name: "shipments:read",
        typed: { ...typed, words: { de: "Ihre Sendungen ansehen" }, person: true, access: "read" },
      }),
  },
  {
    name: "console-new-api/problem",
    render: (locale) =>
      renderNewApi({
        frame: around(locale).frame,
        form: form("/console/apis/new", "invalid", [
          "identifier",
          "Take the fragment out of the identifier (RFC 8707 §2).",
        ]),
        typed: { identifier: "https://api.northwind.example/#x", name: hostile },
      }),
  },
  {
    name: "console-act/remove-scope",
    render: (locale) =>
      renderAct({
        frame: around(locale).frame,
        form: form("/console/apis/api_1/scopes/a/remove"),
        act: "remove_scope",
        subject: "shipments:read · 3 · 1204",
        crumbs: [{ href: "/console/apis", label: "APIs" }],
        field: null,
      }),
  },
  {
    name: "console-versions/several",
    render: (locale) =>
      renderVersions({
        ...around(locale),
        apis: [api],
        uses: [
          use("2025-03-01"),
          use("2025-03-01", { environment: "test", client_name: hostile, calls: 3 }),
          use("2026-02-01"),
          use("2023-01-01", { calls: 2 }),
        ],
      }),
  },
  {
    name: "console-versions/none",
    render: (locale) => renderVersions({ ...around(locale), apis: [], uses: [] }),
  },
  {
    name: "console-tokens/apps",
    render: (locale) =>
      renderTokens({
        ...around(locale),
        of: "client",
        items: [
          { id: client("live").client_id, name: "Parcel Pilot", environment: "live", ...token },
          { id: client("test").client_id, name: hostile, environment: "test", ...token, jwts: 0 },
        ],
      }),
  },
  {
    name: "console-tokens/people",
    render: (locale) =>
      renderTokens({
        ...around(locale, { done: "end_tokens" }),
        of: "person",
        items: [{ id: "usr_1", name: "ada@lovelace.example", environment: null, ...token }],
      }),
  },
  {
    name: "console-tokens/none",
    render: (locale) => renderTokens({ ...around(locale), of: "client", items: [] }),
  },
];
