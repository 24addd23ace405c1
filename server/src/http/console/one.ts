/** One app, organisation or person, and what people allowed. */
import { listApps, readApp } from "../../desk/operations/apps.ts";
import { readLiveRequest } from "../../desk/operations/live.ts";
import { listMembers, readOrganisation } from "../../desk/operations/organisations.ts";
import { listConsents, readPerson } from "../../desk/operations/people.ts";
import { Problem } from "../../desk/problems.ts";
import { renderConsoleApp } from "../../pages/console/app.tsx";
import { renderConsoleOrganisation } from "../../pages/console/organisation.tsx";
import { renderConsents, renderConsolePerson } from "../../pages/console/person.tsx";
import { ask, page, param, send } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { consoleOf } from "./enter.ts";

export const showApp: Handler = page(async (visit) => {
  const app = await ask(visit, readApp, { app: param(visit, "app") });
  const [newest = null] = (await ask(visit, readLiveRequest, { app: app.id })).items;
  const request = newest?.decision === null ? newest : null;
  return send(visit, renderConsoleApp({ ...(await consoleOf(visit)), app, request }));
});

export const showOrganisation: Handler = page(async (visit) => {
  const input = { organisation: param(visit, "organisation") };
  const organisation = await ask(visit, readOrganisation, input);
  const { items: members } = await ask(visit, listMembers, input);
  const { items: apps } = await ask(visit, listApps, input);
  return send(visit, renderConsoleOrganisation({ ...(await consoleOf(visit)), organisation, members, apps }));
});

export const showPerson: Handler = page(async (visit) => {
  const person = await ask(visit, readPerson, { person: param(visit, "person") });
  const { items: consents } = await ask(visit, listConsents, { person: person.id });
  const self = visit.caller.person?.id === person.id;
  return send(visit, renderConsolePerson({ ...(await consoleOf(visit)), person, self, consents }));
});

export const showConsents: Handler = page(async (visit) => {
  const client_id = param(visit, "client_id");
  const app = await visit.context.desk.registry(visit.caller.by).findApp(client_id);
  if (app === null || app.id === client_id) throw new Problem("not_found");
  const { items: consents } = await ask(visit, listConsents, { client_id });
  const shown = await ask(visit, readApp, { app: app.id });
  return send(visit, renderConsents({ ...(await consoleOf(visit)), app: shown, client_id, consents }));
});
