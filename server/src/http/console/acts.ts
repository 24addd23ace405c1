/** PO-03 — the dangerous acts of staff, each on a page of its own behind a fresh proof of who they are. */
import { readApp, resumeApp, suspendApp } from "../../desk/operations/apps.ts";
import { revokeKey, rotateKeys } from "../../desk/operations/keys.ts";
import { listApis, removeApi } from "../../desk/operations/apis.ts";
import { readOrganisation, renameOrganisation } from "../../desk/operations/organisations.ts";
import {
  disablePerson,
  endSessions,
  listConsents,
  readPerson,
  revokeConsent,
} from "../../desk/operations/people.ts";
import { readScope, removeScope } from "../../desk/operations/scopes.ts";
import { countTokens, endTokens } from "../../desk/operations/tokens.ts";
import { verifyOrganisation } from "../../desk/operations/staff.ts";
import { Problem } from "../../desk/problems.ts";
import type { Parameters } from "../../oauth/checks/parameters.ts";
import { renderAct } from "../../pages/console/act.tsx";
import type { ActModel, ActName } from "../../pages/models/console.ts";
import { words } from "../../pages/words/index.ts";
import { anonymousFrame, ask, formPage, frameOf, param, type Visit } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { pathsOf } from "./enter.ts";

/** Whom an act is about, and the page that it was chosen on. */
interface About {
  subject: string | null;
  back: { href: string; label: string };
}

interface Act {
  about(visit: Visit): Promise<About>;
  /** What has to be written, and what stands there at first. */
  field?: (about: About) => NonNullable<ActModel["field"]>;
  act(visit: Visit, form: Parameters): Promise<unknown>;
}

function actPage(name: ActName, self: Act): { show: Handler; submit: Handler } {
  return formPage({
    fresh: true,
    read: (visit) => self.about(visit),
    render: async (visit, about, form, typed) => {
      const field = self.field?.(about) ?? null;
      return renderAct({
        frame: await frameOf(visit, null),
        form,
        act: name,
        subject: about.subject,
        crumbs: [about.back],
        field: field && typed ? { ...field, value: typed.get(field.name) ?? "" } : field,
      });
    },
    async act(visit, about, form) {
      await self.act(visit, form);
      return `${about.back.href}${about.back.href.includes("?") ? "&" : "?"}done=${name}`;
    },
  });
}

async function app(visit: Visit): Promise<About> {
  const { id, client_name } = await ask(visit, readApp, { app: param(visit, "app") });
  return { subject: client_name, back: { href: pathsOf(visit).app(id), label: client_name } };
}

async function organisation(visit: Visit): Promise<About> {
  const { id, name } = await ask(visit, readOrganisation, { organisation: param(visit, "organisation") });
  return { subject: name, back: { href: pathsOf(visit).organisation(id), label: name } };
}

async function person(visit: Visit): Promise<About> {
  const { id, name } = await ask(visit, readPerson, { person: param(visit, "person") });
  return { subject: name, back: { href: pathsOf(visit).person(id), label: name } };
}

function keys(visit: Visit, subject: string | null): Promise<About> {
  const { locale } = anonymousFrame(visit.context, visit.request).context;
  const label = words(locale).console.keys.title;
  return Promise.resolve({ subject, back: { href: pathsOf(visit).keys, label } });
}

async function api(visit: Visit): Promise<About> {
  const { items } = await ask(visit, listApis, {});
  const found = items.find(({ id }) => id === param(visit, "api"));
  if (found === undefined) throw new Problem("not_found");
  const { locale } = anonymousFrame(visit.context, visit.request).context;
  return {
    subject: found.name,
    back: { href: pathsOf(visit).apis, label: words(locale).console.apis.title },
  };
}

/** What would lose its meaning is said before it does. */
async function scope(visit: Visit): Promise<About> {
  const input = { api: param(visit, "api"), scope: param(visit, "scope") };
  const { name, clients, consents } = await ask(visit, readScope, input);
  const { locale } = anonymousFrame(visit.context, visit.request).context;
  const { depends } = words(locale).platform.scopes;
  const { apis } = pathsOf(visit);
  return {
    subject: `${name} · ${depends(String(clients.length), String(consents))}`,
    back: { href: apis, label: words(locale).console.apis.title },
  };
}

const kindOf = (visit: Visit): "client" | "person" => (param(visit, "of") === "person" ? "person" : "client");

async function holder(visit: Visit): Promise<About> {
  const of = kindOf(visit);
  const id = param(visit, "id");
  const { items } = await ask(visit, countTokens, { of });
  const { locale } = anonymousFrame(visit.context, visit.request).context;
  const paths = pathsOf(visit);
  const href = of === "client" ? paths.tokens : paths.tokensOfPeople;
  return {
    subject: items.find((one) => one.id === id)?.name ?? id,
    back: { href, label: words(locale).platform.tokens.title },
  };
}

const verified = (yes: boolean) => (visit: Visit) =>
  ask(visit, verifyOrganisation, { organisation: param(visit, "organisation"), verified: yes });

const disabled = (yes: boolean) => (visit: Visit) =>
  ask(visit, disablePerson, { person: param(visit, "person"), disabled: yes });

/** A consent as one of what a person allowed, or of what a client was allowed. */
function consentOf(of: "person" | "client_id"): Act {
  return {
    async about(visit) {
      const id = param(visit, of);
      const { items } = await ask(visit, listConsents, { [of]: id });
      const found = items.find((one) => one.id === param(visit, "consent"));
      if (found === undefined) throw new Problem("not_found");
      const paths = pathsOf(visit);
      const back = of === "person" ? (await person(visit)).back : { href: paths.consents(id), label: id };
      return { subject: `${found.username} → ${found.client_name}`, back };
    },
    act: (visit) => ask(visit, revokeConsent, { consent: param(visit, "consent") }),
  };
}

export const acts: Record<
  Exclude<ActName, "revoke_consent"> | "revokeOfPerson" | "revokeOfClient",
  { show: Handler; submit: Handler }
> = {
  suspend: actPage("suspend", {
    about: app,
    field: () => ({ name: "reason", value: "" }),
    act: (visit, form) =>
      ask(visit, suspendApp, { app: param(visit, "app"), reason: form.get("reason") ?? "" }),
  }),
  resume: actPage("resume", {
    about: app,
    act: (visit) => ask(visit, resumeApp, { app: param(visit, "app") }),
  }),
  verify: actPage("verify", { about: organisation, act: verified(true) }),
  unverify: actPage("unverify", { about: organisation, act: verified(false) }),
  rename: actPage("rename", {
    about: organisation,
    field: ({ subject }) => ({ name: "name", value: subject ?? "" }),
    act: (visit, form) =>
      ask(visit, renameOrganisation, {
        organisation: param(visit, "organisation"),
        name: form.get("name") ?? "",
      }),
  }),
  disable: actPage("disable", { about: person, act: disabled(true) }),
  enable: actPage("enable", { about: person, act: disabled(false) }),
  end_sessions: actPage("end_sessions", {
    about: person,
    act: (visit) => ask(visit, endSessions, { person: param(visit, "person") }),
  }),
  revokeOfPerson: actPage("revoke_consent", consentOf("person")),
  revokeOfClient: actPage("revoke_consent", consentOf("client_id")),
  remove_api: actPage("remove_api", {
    about: api,
    act: (visit) => ask(visit, removeApi, { api: param(visit, "api") }),
  }),
  remove_scope: actPage("remove_scope", {
    about: scope,
    act: (visit) =>
      ask(visit, removeScope, { api: param(visit, "api"), scope: param(visit, "scope"), in_use: true }),
  }),
  end_tokens: actPage("end_tokens", {
    about: holder,
    act: (visit) => ask(visit, endTokens, { of: kindOf(visit), id: param(visit, "id") }),
  }),
  rotate_keys: actPage("rotate_keys", {
    about: (visit) => keys(visit, null),
    act: (visit) => ask(visit, rotateKeys, {}),
  }),
  revoke_key: actPage("revoke_key", {
    about: (visit) => keys(visit, param(visit, "kid")),
    act: (visit) => ask(visit, revokeKey, { kid: param(visit, "kid") }),
  }),
};
