/** What several pages of the portal read first: the organisation, the app, the client of one environment. */
import type { AppJson, ClientJson, OrganisationJson } from "../../desk/json.ts";
import { readApp } from "../../desk/operations/apps.ts";
import { readOrganisation } from "../../desk/operations/organisations.ts";
import { Problem } from "../../desk/problems.ts";
import type { AppPlace } from "../../pages/models/portal.ts";
import { readQuery } from "../account/form.ts";
import { ask, frameOf, param, type Visit } from "../desk/visit.ts";
import { mayOf } from "./facts.ts";

export function organisationOf(visit: Visit, organisation: string): Promise<OrganisationJson> {
  return ask(visit, readOrganisation, { organisation });
}

/** The app of the address. Throws Problem `not_found`. */
export function appOf(visit: Visit): Promise<AppJson> {
  return ask(visit, readApp, { app: param(visit, "app") });
}

/** The app of the address and its client in the environment of the address. Throws Problem `not_found`. */
export async function clientOf(visit: Visit): Promise<{ app: AppJson; client: ClientJson }> {
  const app = await appOf(visit);
  const client = app.clients.find(({ environment }) => environment === param(visit, "environment"));
  if (client === undefined) throw new Problem("not_found");
  return { app, client };
}

/** Where one is in an app, and what one may do there. */
export async function placeOf(visit: Visit, app: AppJson): Promise<AppPlace> {
  return { frame: await frameOf(visit, app.organisation.id), app, may: mayOf(visit, app.organisation.id) };
}

/** The word for what was just done, as it came with the address. */
export function doneOf(visit: Visit): string | null {
  return readQuery(visit.request).get("done");
}
