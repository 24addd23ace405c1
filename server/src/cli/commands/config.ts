/** `gatehouse config`: every setting, its value, and where it comes from. Secrets are only said to be set. */
import type { Command } from "commander";
import { explainSettings } from "../../config/explain.ts";
import type { Cli } from "../cli.ts";
import { everySetting, load, settingOptions } from "../load.ts";
import { listing } from "../words.ts";

export function addConfig(command: Command, cli: Cli): void {
  settingOptions(command, everySetting, "hidden").action(
    cli.plain(({ options, io }) => {
      const loaded = load({ ...options }, io.env, "dev");
      const rows = explainSettings(loaded);
      for (const problem of loaded.problems) io.err(`gatehouse: ${problem}\n`);
      const settings = rows.map(({ key, value, origin }) => [key, { value, origin }] as const);
      return {
        json: { settings: Object.fromEntries(settings), problems: loaded.problems },
        text: listing(
          ["setting", "value", "from"],
          rows.map(({ key, value, origin }) => [key, value, origin]),
          "",
        ),
        failed: loaded.problems.length > 0,
      };
    }),
  );
}
