#!/usr/bin/env node
/** `gatehouse`: the command line. */
import { Command, InvalidArgumentError } from "commander";
import { dev } from "./dev/dev.ts";
import { CliError } from "./output.ts";

const program = new Command("gatehouse")
  .description("The OAuth 2.0 platform in front of your API")
  .showHelpAfterError()
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command("dev")
  .description("run everything on this machine, with nothing to configure")
  .option("--json", "print one line of JSON when ready", false)
  .option("--port <port>", "port to listen on; 0 for any free one", port)
  .option("--data <folder>", "where to keep the data", ".gatehouse")
  .option("--preset <name>", "be the company of one documentation page: provider-000 … provider-004")
  .action(async (options: { json: boolean; port?: number; data: string; preset?: string }) => {
    await dev({
      json: options.json,
      port: options.port ?? null,
      data: options.data,
      preset: options.preset ?? null,
      flags: {},
    });
  });

function port(text: string): number {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number > 65_535) throw new InvalidArgumentError("a number from 0 to 65535");
  return number;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  process.stderr.write(`gatehouse: ${error.message}\n`);
  process.exitCode = error.exitCode;
}
