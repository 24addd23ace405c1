/** The long lists of the console, a page at a time: apps, organisations, people. */
import { searchPeople } from "../../desk/operations/people.ts";
import { searchApps, searchOrganisations } from "../../desk/operations/staff.ts";
import {
  renderConsoleApps,
  renderConsoleOrganisations,
  renderConsolePeople,
} from "../../pages/console/lists.tsx";
import { ask, page, send } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { consoleOf, nextPath, queryOf } from "./enter.ts";

export const showApps: Handler = page(async (visit) => {
  const { search = "", state = "any", cursor } = queryOf(visit, ["search", "state", "cursor"]);
  const known = (["any", "live", "suspended"] as const).find((one) => one === state) ?? "any";
  const asked = { search, state: known };
  const { items, next } = await ask(visit, searchApps, cursor === undefined ? asked : { ...asked, cursor });
  const model = { ...(await consoleOf(visit)), search, state: known, items };
  return send(visit, renderConsoleApps({ ...model, nextPath: nextPath(visit, asked, next) }));
});

export const showOrganisations: Handler = page(async (visit) => {
  const asked = queryOf(visit, ["search", "cursor"]);
  const { items, next } = await ask(visit, searchOrganisations, asked);
  const { search = "" } = asked;
  const model = { ...(await consoleOf(visit)), search, items };
  return send(visit, renderConsoleOrganisations({ ...model, nextPath: nextPath(visit, { search }, next) }));
});

export const showPeople: Handler = page(async (visit) => {
  const asked = queryOf(visit, ["search", "cursor"]);
  const { items, next } = await ask(visit, searchPeople, asked);
  const { search = "" } = asked;
  const model = { ...(await consoleOf(visit)), search, items };
  return send(visit, renderConsolePeople({ ...model, nextPath: nextPath(visit, { search }, next) }));
});
