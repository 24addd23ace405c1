/** Samples of the pages about one app. */
import type { PolicyJson } from "../../desk/json.ts";
import type { AccessModel, AppModel, Attention, ChangeAccessModel, ExplainedUri } from "../models/portal.ts";
import { renderAccess } from "../portal/access.tsx";
import { renderAppSettings } from "../portal/app-settings.tsx";
import { renderApp } from "../portal/app.tsx";
import { renderChangeAccess } from "../portal/change-access.tsx";
import type { Locale } from "../words/index.ts";
import { hostile, scopeWords } from "./parts.ts";
import type { Sample } from "./parts.ts";
import { app as appOf, client, firstRun, form, frame, organisation, place } from "./portal-parts.ts";

const policy: PolicyJson = {
  pkce: "s256_required",
  refresh_token: "offline_access",
  access_token_profile: "rfc9068",
  access_token_seconds: 3600,
  code_seconds: 60,
  refresh_idle_seconds: 30 * 86_400,
  refresh_absolute_seconds: 365 * 86_400,
  s256_seen_at: "2026-05-02T10:00:00.000Z",
};

const attention: readonly Attention[] = [
  {
    kind: "secret_expires",
    environment: "live",
    detail: "production server",
    at: "2026-12-01T00:00:00.000Z",
    href: "/portal/apps/app_1/live/secrets",
  },
  {
    kind: "secret_unused",
    environment: "test",
    detail: "old laptop",
    at: null,
    href: "/portal/apps/app_1/test/secrets",
  },
];

function app(what: string, change: (locale: Locale) => Partial<AppModel>): Sample {
  return {
    name: `portal-app/${what}`,
    render: (locale) =>
      renderApp({
        ...place(locale),
        environments: (["test", "live"] as const).map((environment) => ({
          client: client(environment),
          policy,
          secrets: 2,
          lastUsedAt: "2026-11-21T17:05:00.000Z",
        })),
        attention: [],
        health: [],
        firstRun: null,
        done: null,
        ...change(locale),
      }),
  };
}

const uris: readonly ExplainedUri[] = [
  { uri: "https://app.parcelpilot.example/oauth/callback", kind: "https", trouble: null },
  { uri: "http://127.0.0.1/callback", kind: "loopback", trouble: null },
];

const scopesOf = (locale: Locale): AccessModel["scopes"] =>
  ["shipments:read", "shipments:write"].map((name, index) => ({
    name,
    words: scopeWords(locale, 2)[index] ?? "",
    person: index === 1,
    chosen: true,
  }));

function access(what: string, change: Partial<AccessModel>): Sample {
  return {
    name: `portal-access/${what}`,
    render: (locale) =>
      renderAccess({
        ...place(locale),
        client: client("test"),
        policy,
        api: "Shipping",
        uris,
        scopes: scopesOf(locale),
        done: null,
        ...change,
      }),
  };
}

function changeAccess(what: string, change: Partial<ChangeAccessModel>): Sample {
  return {
    name: `portal-access-change/${what}`,
    render: (locale) =>
      renderChangeAccess({
        ...place(locale),
        client: client("live"),
        form: form("/portal/apps/app_1/live/access/change"),
        redirect_uris: "https://app.parcelpilot.example/oauth/callback",
        uris: [],
        scopes: scopesOf(locale),
        grants: [
          { name: "authorization_code", chosen: true },
          { name: "refresh_token", chosen: true },
          { name: "client_credentials", chosen: false },
          { name: "urn:ietf:params:oauth:grant-type:device_code", chosen: false },
        ],
        ...change,
      }),
  };
}

const refused = "Use https. Plain http is only possible for 127.0.0.1, [::1] and localhost.";
const hostileApp = appOf({
  client_name: hostile,
  organisation: { ...organisation, name: hostile },
  suspended_at: "2026-11-01T00:00:00.000Z",
  suspended_why: hostile,
});

export const portalAppSamples: Sample[] = [
  app("live", () => ({ attention, done: "app_renamed" })),
  app("test-only", (locale) => ({
    ...place(locale, { clients: [client("test")] }),
    environments: [
      { client: client("test"), policy: { ...policy, s256_seen_at: null }, secrets: 1, lastUsedAt: null },
    ],
    attention: [],
    firstRun: firstRun({ tokenAt: "2026-11-21T17:05:00.000Z" }),
    health: [
      { kind: "plain_allowed", environment: "test", detail: null },
      { kind: "challenge_repeated", environment: "test", detail: null },
      { kind: "local_redirect", environment: "live", detail: "http://localhost:3000/cb" },
    ],
  })),
  app("called", (locale) => ({
    ...place(locale, { clients: [client("test")] }),
    environments: [{ client: client("test"), policy, secrets: 1, lastUsedAt: "2026-11-21T17:05:00.000Z" }],
    attention: [],
    firstRun: firstRun({ callAt: "2026-11-21T17:06:00.000Z" }),
  })),
  app("hostile", (locale) => ({
    frame: frame(locale),
    app: hostileApp,
    firstRun: firstRun({ organisation: { id: "org_1", name: hostile }, app: { id: "app_1", name: hostile } }),
    attention: [
      { kind: "suspended", environment: null, detail: hostile.slice(0, 250), at: null, href: null },
      { kind: "secret_unused", environment: "test", detail: hostile, at: null, href: "/portal" },
    ],
  })),
  access("normal", { done: "access_changed" }),
  access("machine", {
    client: client("live", { grant_types: ["client_credentials"], redirect_uris: [] }),
    uris: [],
    scopes: [],
  }),
  changeAccess("normal", {}),
  changeAccess("problem", {
    form: form("/portal/apps/app_1/live/access/change", "invalid", ["redirect_uris", refused]),
    redirect_uris: "http://app.example/cb\nhttps://app.example/cb",
    uris: [
      { uri: "http://app.example/cb", kind: null, trouble: refused },
      { uri: "https://app.example/cb", kind: "https", trouble: null },
    ],
  }),
  changeAccess("hostile", {
    form: form("/portal/apps/app_1/live/access/change", "invalid", ["redirect_uris", refused]),
    redirect_uris: "",
    uris: [{ uri: hostile.slice(0, 200), kind: null, trouble: refused }],
  }),
  {
    name: "portal-app-settings/normal",
    render: (locale) =>
      renderAppSettings({
        ...place(locale),
        form: form("/portal/apps/app_1/settings"),
        name: "Parcel Pilot",
        done: "disabled",
      }),
  },
  {
    name: "portal-app-settings/problem",
    render: (locale) =>
      renderAppSettings({
        ...place(locale),
        may: { change: true, own: false },
        form: form("/portal/apps/app_1/settings", "invalid", [
          "client_name",
          "Give a name of 1 to 80 characters.",
        ]),
        name: "",
        done: null,
      }),
  },
];
