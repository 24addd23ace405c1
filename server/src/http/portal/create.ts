/** RFC 7591 §2 — a new app from a form, and the one page that shows its secret. */
import type { ApiJson } from "../../desk/json.ts";
import { listApis } from "../../desk/operations/apis.ts";
import { createApp } from "../../desk/operations/apps.ts";
import type { Parameters } from "../../oauth/checks/parameters.ts";
import { OFFLINE_ACCESS } from "../../oauth/words.ts";
import type { ScopeChoice } from "../../pages/models/portal.ts";
import { renderCredentials } from "../../pages/portal/credentials.tsx";
import { renderNewApp } from "../../pages/portal/new-app.tsx";
import type { Locale } from "../../pages/words/locale.ts";
import { words } from "../../pages/words/index.ts";
import { readQuery } from "../account/form.ts";
import { ask, formPage, frameOf, page, param, send, type Visit } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { milestonesOf, reachedAt } from "./first-run.ts";
import { organisationOf, clientOf, placeOf } from "./read.ts";
import { keepForOnce, takeOnce } from "./shown-once.ts";
import { trialOf } from "./trial.ts";

export const newApp: { show: Handler; submit: Handler } = formPage({
  fresh: false,
  async read(visit) {
    const organisation = await organisationOf(visit, param(visit, "organisation"));
    return { organisation, ...(await apiOf(visit)) };
  },
  async render(visit, { organisation, apis, api }, form, typed) {
    const frame = await frameOf(visit, organisation.id);
    const chosen = typed === null ? usualScopes(api) : scopesIn(typed, api);
    return renderNewApp({
      frame,
      organisation,
      form,
      apis: api === null ? apis.map((one) => choiceOf(visit, one)) : [],
      api: api?.identifier ?? "",
      typed: {
        client_name: typed?.get("client_name") ?? "",
        application_type: typed?.get("application_type") ?? "web",
        redirect_uris: typed?.get("redirect_uris") ?? "",
      },
      scopes: scopeChoices(api, chosen, frame.context.locale),
    });
  },
  async act(visit, { organisation, api }, form) {
    const type = form.get("application_type") ?? "";
    const made = await ask(visit, createApp, {
      organisation: organisation.id,
      client_name: form.get("client_name") ?? "",
      application_type: type,
      // A machine has nobody to send back; what stands in the field then was not meant.
      redirect_uris: type === "machine" ? [] : linesOf(form.get("redirect_uris")),
      scope: scopesIn(form, api).join(" "),
      ...(api === null ? {} : { resource: api.identifier }),
    });
    const [client] = made.clients;
    if (client?.client_secret !== undefined) keepForOnce(visit, client.client_id, client.client_secret);
    return visit.paths.credentials(made.id, "test");
  },
});

export const showCredentials: Handler = page(async (visit) => {
  const { app, client } = await clientOf(visit);
  const client_secret = takeOnce(visit, client.client_id);
  const { items } = await ask(visit, listApis, {});
  const milestones = await milestonesOf(visit, app.organisation.id);
  const { client_id_label, client_secret_label } = visit.context.desk.settings;
  return send(
    visit,
    renderCredentials({
      ...(await placeOf(visit, app)),
      client,
      labels: { client_id: client_id_label, client_secret: client_secret_label },
      client_secret,
      trial: trialOf(
        visit.context,
        client,
        items.find(({ identifier }) => identifier === client.resource),
        client_secret,
      ),
      reached: {
        token: reachedAt(milestones, app.id, "first_token") !== null,
        call: reachedAt(milestones, app.id, "first_200") !== null,
      },
    }),
  );
});

/** The API that the address names, or the only one; null when one has to be chosen. */
async function apiOf(visit: Visit): Promise<{ apis: ApiJson[]; api: ApiJson | null }> {
  const { items } = await ask(visit, listApis, {});
  const wanted = readQuery(visit.request).get("api");
  const found =
    wanted === null && items.length === 1 ? items[0] : items.find((one) => one.identifier === wanted);
  return { apis: items, api: found ?? null };
}

function choiceOf(
  visit: Visit,
  { identifier, name }: ApiJson,
): { identifier: string; name: string; href: string } {
  return { identifier, name, href: `${visit.path}?${new URLSearchParams({ api: identifier }).toString()}` };
}

/** One address per line; what is only space is none. */
export function linesOf(text: string | null): string[] {
  return (text ?? "")
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** What can be chosen: the catalogue, and lasting access. */
export function scopeChoices(api: ApiJson | null, chosen: readonly string[], locale: Locale): ScopeChoice[] {
  const catalogue = api?.scopes ?? [];
  const choices = catalogue.map(({ name, words: inLanguages, person }) => ({
    name,
    words: inLanguages[locale] ?? inLanguages["en"] ?? name,
    person,
    chosen: chosen.includes(name),
  }));
  const lasting = {
    name: OFFLINE_ACCESS,
    words: words(locale).newApp.offline,
    person: true,
    chosen: chosen.includes(OFFLINE_ACCESS),
  };
  return [...choices, lasting];
}

/** The scopes that were ticked. */
export function scopesIn(form: Parameters, api: ApiJson | null): string[] {
  const names = [...(api?.scopes ?? []).map(({ name }) => name), OFFLINE_ACCESS];
  return names.filter((name) => form.has(`scope:${name}`));
}

/** What nearly every app needs first: to read. */
function usualScopes(api: ApiJson | null): string[] {
  return (api?.scopes ?? []).flatMap(({ name }) => (/\bread\b/.test(name) ? [name] : []));
}
