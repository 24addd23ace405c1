/** RFC 7591 §2 — what a client may do in one environment: shown with what the company decides, and changed. */
import type { ApiJson, AppJson, ClientJson } from "../../desk/json.ts";
import { listApis } from "../../desk/operations/apis.ts";
import { changeClient } from "../../desk/operations/clients.ts";
import { readPolicy } from "../../desk/operations/policy.ts";
import { Problem } from "../../desk/problems.ts";
import type { Parameters } from "../../oauth/checks/parameters.ts";
import { redirectKind, registrationTrouble } from "../../oauth/checks/redirect-uri.ts";
import type { Client } from "../../oauth/clients/client.ts";
import { DEVICE_CODE_GRANT } from "../../oauth/words.ts";
import type { ExplainedUri } from "../../pages/models/portal.ts";
import { renderAccess } from "../../pages/portal/access.tsx";
import { renderChangeAccess } from "../../pages/portal/change-access.tsx";
import { ask, formPage, page, send, type Visit } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { linesOf, scopeChoices, scopesIn } from "./create.ts";
import { clientOf, doneOf, placeOf } from "./read.ts";

/** The grants that can be switched on here; a client keeps every other one that staff gave it. */
const GRANTS = ["authorization_code", "refresh_token", "client_credentials", DEVICE_CODE_GRANT] as const;

export const showAccess: Handler = page(async (visit) => {
  const { app, client } = await clientOf(visit);
  const api = await apiOf(visit, client);
  const place = await placeOf(visit, app);
  const choices = scopeChoices(api, client.scope.split(" "), place.frame.context.locale);
  return send(
    visit,
    renderAccess({
      ...place,
      client,
      policy: await ask(visit, readPolicy, { client_id: client.client_id }),
      api: api?.name ?? client.resource,
      uris: explained(client.redirect_uris, app),
      scopes: choices.filter(({ chosen }) => chosen),
      done: doneOf(visit),
    }),
  );
});

export const changeAccess: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  async read(visit) {
    const found = await clientOf(visit);
    const place = await placeOf(visit, found.app);
    if (!place.may.change) throw new Problem("role_too_low");
    if (found.app.suspended_at !== null) throw new Problem("suspended");
    return { ...found, place, api: await apiOf(visit, found.client) };
  },
  render(_visit, { app, client, place, api }, form, typed) {
    const uris = typed === null ? client.redirect_uris : linesOf(typed.get("redirect_uris"));
    const scopes = typed === null ? client.scope.split(" ") : scopesIn(typed, api);
    const grants = typed === null ? client.grant_types : grantsIn(typed, client);
    return renderChangeAccess({
      ...place,
      client,
      form,
      redirect_uris: typed === null ? uris.join("\n") : (typed.get("redirect_uris") ?? ""),
      uris: typed === null ? [] : explained(uris, app),
      scopes: scopeChoices(api, scopes, place.frame.context.locale),
      grants: offered(client).map((name) => ({ name, chosen: grants.includes(name) })),
    });
  },
  async act(visit, { app, client, api }, form) {
    await ask(visit, changeClient, {
      client_id: client.client_id,
      redirect_uris: linesOf(form.get("redirect_uris")),
      scope: scopesIn(form, api).join(" "),
      grant_types: grantsIn(form, client),
    });
    return `${visit.paths.access(app.id, client.environment)}?done=access_changed`;
  },
});

async function apiOf(visit: Visit, { resource }: ClientJson): Promise<ApiJson | null> {
  const { items } = await ask(visit, listApis, {});
  return items.find(({ identifier }) => identifier === resource) ?? null;
}

/** Each with what there is to say about it. */
function explained(uris: readonly string[], app: Pick<AppJson, "application_type">): ExplainedUri[] {
  const type = app.application_type as Client["application_type"];
  return uris.map((uri) => {
    const trouble = registrationTrouble(uri, type);
    return { uri, trouble, kind: trouble === null ? redirectKind(uri, type) : null };
  });
}

/** An app that cannot keep a secret never acts for itself. */
function offered(client: ClientJson): string[] {
  return GRANTS.filter(
    (name) => name !== "client_credentials" || client.token_endpoint_auth_method !== "none",
  );
}

function grantsIn(form: Parameters, client: ClientJson): string[] {
  const here = offered(client);
  const others = client.grant_types.filter((name) => !here.includes(name));
  return [...here.filter((name) => form.has(`grant:${name}`)), ...others];
}
