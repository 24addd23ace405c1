/** The funnel of the last 90 days, for staff. */
import { readFunnel } from "../../desk/operations/events.ts";
import { renderFunnel } from "../../pages/console/funnel.tsx";
import { ask, frameOf, page, send } from "../desk/visit.ts";
import type { Handler } from "../routes.ts";

export const showFunnel: Handler = page(async (visit) => {
  const { items } = await ask(visit, readFunnel, {});
  return send(visit, renderFunnel({ frame: await frameOf(visit, null), steps: items }));
});
