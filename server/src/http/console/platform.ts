/** The platform: signing keys, settings. */
import { listKeys } from "../../desk/operations/keys.ts";
import { listSettings } from "../../desk/operations/settings.ts";
import { renderConsoleKeys, renderConsoleSettings } from "../../pages/console/platform.tsx";
import { ask, page, send } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { consoleOf } from "./enter.ts";

export const showKeys: Handler = page(async (visit) => {
  const { items: keys } = await ask(visit, listKeys, {});
  return send(visit, renderConsoleKeys({ ...(await consoleOf(visit)), keys }));
});

export const showSettings: Handler = page(async (visit) => {
  const { items: settings } = await ask(visit, listSettings, {});
  return send(visit, renderConsoleSettings({ ...(await consoleOf(visit)), settings }));
});
