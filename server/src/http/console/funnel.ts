/** The first steps of newcomers in the last 90 days: how many got how far, and how long it took. */
import { readFunnel } from "../../desk/operations/events.ts";
import { renderFunnel } from "../../pages/console/funnel.tsx";
import { ask, page, send } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { consoleOf } from "./enter.ts";

export const showFunnel: Handler = page(async (visit) => {
  const { items: steps } = await ask(visit, readFunnel, {});
  return send(visit, renderFunnel({ ...(await consoleOf(visit)), steps }));
});
