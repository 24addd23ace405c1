/** Samples of the console's pages. */
import { renderAct } from "../console/act.tsx";
import { renderConsoleApp } from "../console/app.tsx";
import { renderConsoleAudit } from "../console/audit.tsx";
import { renderConsoleApps, renderConsoleOrganisations, renderConsolePeople } from "../console/lists.tsx";
import { renderConsoleOrganisation } from "../console/organisation.tsx";
import { renderConsents, renderConsolePerson } from "../console/person.tsx";
import { renderConsoleKeys, renderConsoleSettings } from "../console/platform.tsx";
import { renderDecision, renderRequests } from "../console/requests.tsx";
import { around, consent, entry, evil, person, request, suspended } from "./console-parts.ts";
import { hostile } from "./parts.ts";
import type { Sample } from "./parts.ts";
import { app, client, form, organisation } from "./portal-parts.ts";

const sample = (name: string, render: Sample["render"]): Sample => ({ name: `console-${name}`, render });

const act = { crumbs: [{ href: "/console/apps/app_1", label: "Parcel Pilot" }], subject: "Parcel Pilot" };

export const consoleSamples: Sample[] = [
  sample("requests/several", (locale) =>
    renderRequests({
      ...around(locale),
      items: [
        { request, app: app({ clients: [client("test")] }) },
        { request, app: app({ organisation: { ...organisation, verified_at: null } }) },
      ],
    }),
  ),
  sample("requests/none", (locale) => renderRequests({ ...around(locale), items: [] })),
  sample("decision/normal", (locale) =>
    renderDecision({
      frame: around(locale).frame,
      form: form("/console/apps/app_1/decision"),
      app: app(),
      request,
      seen: "{}",
      typed: { decision: "", reason: "" },
    }),
  ),
  sample("decision/again", (locale) =>
    renderDecision({
      frame: around(locale).frame,
      form: form("/console/apps/app_1/decision"),
      app: app({
        clients: [
          client("test", {
            redirect_uris: ["https://labels.parcelpilot.example/oauth/callback"],
            scope: "shipments:read shipments:write offline_access invoices:read",
          }),
          client("live"),
        ],
      }),
      request,
      seen: "{}",
      typed: { decision: "", reason: "" },
    }),
  ),
  sample("decision/changed", (locale) =>
    renderDecision({
      frame: around(locale).frame,
      form: form("/console/apps/app_1/decision", "changed", [
        "redirect_uris",
        "The redirect URIs changed since you looked.",
      ]),
      app: app(),
      request,
      seen: "{}",
      typed: { decision: "approved", reason: "" },
    }),
  ),
  sample("decision/problem-hostile", (locale) =>
    renderDecision({
      frame: around(locale).frame,
      form: form("/console/apps/app_1/decision", "invalid", ["reason", "Say what should change."]),
      app: evil,
      request: { ...request, answers: { purpose: hostile.slice(0, 250) } },
      seen: "{}",
      typed: { decision: "declined", reason: "" },
    }),
  ),
  sample("apps/several", (locale) =>
    renderConsoleApps({
      ...around(locale),
      search: "parcel",
      state: "any",
      items: [app(), suspended, app({ client_name: "Label printer", clients: [client("test")] })],
      nextPath: "/console/apps?cursor=x",
    }),
  ),
  sample("apps/hostile", (locale) =>
    renderConsoleApps({ ...around(locale), search: "", state: "any", items: [evil], nextPath: null }),
  ),
  sample("app/normal", (locale) => renderConsoleApp({ ...around(locale), app: app(), request })),
  sample("app/suspended", (locale) =>
    renderConsoleApp({ ...around(locale, { done: "suspend" }), app: suspended, request: null }),
  ),
  sample("app/hostile", (locale) => renderConsoleApp({ ...around(locale), app: evil, request: null })),
  sample("organisations/several", (locale) =>
    renderConsoleOrganisations({
      ...around(locale),
      search: "",
      items: [
        { ...organisation, created_at: "2026-03-01T09:00:00.000Z", apps: 3, members: 2 },
        {
          id: "org_2",
          name: "Brightbooks GmbH",
          verified_at: null,
          created_at: "2026-03-01T09:00:00.000Z",
          apps: 0,
          members: 1,
        },
      ],
      nextPath: null,
    }),
  ),
  sample("organisation/normal", (locale) =>
    renderConsoleOrganisation({
      ...around(locale),
      organisation,
      apps: [app(), suspended],
      members: [{ person, role: "owner", since: "2026-04-12T08:00:00.000Z" }],
    }),
  ),
  sample("organisation/empty", (locale) =>
    renderConsoleOrganisation({
      ...around(locale, { admin: false, done: "unverify" }),
      organisation: { ...organisation, verified_at: null },
      apps: [],
      members: [],
    }),
  ),
  sample("people/several", (locale) =>
    renderConsolePeople({
      ...around(locale),
      search: "ada",
      items: [
        person,
        { ...person, id: "usr_2", name: "Grace", staff: null, disabled_at: "2026-11-01T08:00:00.000Z" },
      ],
      nextPath: null,
    }),
  ),
  sample("people/none", (locale) =>
    renderConsolePeople({ ...around(locale), search: "nobody", items: [], nextPath: null }),
  ),
  sample("person/normal", (locale) =>
    renderConsolePerson({ ...around(locale), person, self: false, consents: [consent] }),
  ),
  sample("person/hostile", (locale) =>
    renderConsolePerson({
      ...around(locale, { admin: false }),
      person: { ...person, name: hostile, username: hostile, email: hostile, staff: null },
      self: false,
      consents: [{ ...consent, client_name: hostile }],
    }),
  ),
  sample("consents/normal", (locale) =>
    renderConsents({
      ...around(locale),
      app: app(),
      client_id: client("live").client_id,
      consents: [consent],
    }),
  ),
  sample("keys/normal", (locale) =>
    renderConsoleKeys({
      ...around(locale),
      keys: (["next", "current", "retiring", "retired", "revoked"] as const).map((phase) => ({
        kid: `key_${phase}`,
        alg: phase === "next" ? "ES256" : "RS256",
        rsa_bits: 2048,
        environment: phase === "next" ? "test" : "live",
        phase,
        activates_at: "2026-11-01T08:00:00.000Z",
        retires_at: phase === "current" ? null : "2026-12-01T08:00:00.000Z",
      })),
    }),
  ),
  sample("settings/normal", (locale) =>
    renderConsoleSettings({
      ...around(locale),
      settings: [
        {
          key: "issuer",
          value: "https://auth.northwind.example",
          origin: "GATEHOUSE_ISSUER",
          doc: "Our name.",
        },
        { key: "secret", value: "(set, not shown)", origin: "--secret-file", doc: "The one secret." },
      ],
    }),
  ),
  sample("audit/normal", (locale) =>
    renderConsoleAudit({
      ...around(locale),
      filter: { since: "2026-11-01", action: "", actor: "", target: "app_1" },
      items: [entry, { ...entry, id: "aud_2", action: "app.resumed", after: null, address: null }],
      nextPath: "/console/audit?cursor=x",
      csvPath: "/console/audit/export.csv",
      jsonPath: "/console/audit/export.json",
    }),
  ),
  sample("audit/hostile", (locale) =>
    renderConsoleAudit({
      ...around(locale),
      filter: { since: "", action: "", actor: "", target: "" },
      items: [{ ...entry, after: { name: hostile } }],
      nextPath: null,
      csvPath: "/console/audit/export.csv",
      jsonPath: "/console/audit/export.json",
    }),
  ),
  sample("act/suspend-problem", (locale) =>
    renderAct({
      ...act,
      frame: around(locale).frame,
      form: form("/console/apps/app_1/suspend", "invalid", ["reason", "This field is needed."]),
      act: "suspend",
      field: { name: "reason", value: "" },
    }),
  ),
  sample("act/rename-hostile", (locale) =>
    renderAct({
      crumbs: [{ href: "/console/organisations/org_1", label: hostile }],
      frame: around(locale).frame,
      form: form("/console/organisations/org_1/rename"),
      act: "rename",
      subject: hostile,
      field: { name: "name", value: "Pilot" },
    }),
  ),
  sample("act/rotate", (locale) =>
    renderAct({
      ...act,
      frame: around(locale).frame,
      form: form("/console/keys/rotate"),
      act: "rotate_keys",
      subject: null,
      field: null,
    }),
  ),
];
