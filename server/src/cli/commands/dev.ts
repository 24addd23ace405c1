/** `gatehouse dev`: its options; what it does is in `../dev/`. */
import { InvalidArgumentError, type Command } from "commander";
import type { Cli } from "../cli.ts";
import { dev } from "../dev/dev.ts";
import { presetName, settingFlags, settingOptions } from "../load.ts";

/** What `dev` decides itself. */
const own = new Set<string>(["issuer", "host", "port", "database", "secret"]);

export function addDev(command: Command, cli: Cli): void {
  command
    .option("--port <port>", "port to listen on; 0 for any free one", port)
    .addHelpText(
      "after",
      "\nThe data is kept in --data, .gatehouse unless named. With --json, one line when ready.",
    );
  settingOptions(command, (key) => !own.has(key), "hidden").action(
    cli.plain<{ port?: number }>(async ({ options, io }) => {
      const { port: wanted, ...rest } = options;
      await dev({
        json: options.json === true,
        port: wanted ?? null,
        data: options.data ?? ".gatehouse",
        preset: presetName({ ...options }, io.env),
        file: options.config ?? io.env["GATEHOUSE_CONFIG"] ?? null,
        flags: settingFlags({ ...rest }),
      });
      return null;
    }),
  );
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number > 65_535)
    throw new InvalidArgumentError("Give a number from 0 to 65535.");
  return number;
}
