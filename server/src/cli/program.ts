/** Every command of `gatehouse`, on one screen; what a command needs is loaded when it is the one that is called. */
import { Command, Help } from "commander";
import { createCli } from "./cli.ts";
import { commands } from "./commands/index.ts";
import type { Io } from "./io.ts";
import { serverOf } from "./remote/server.ts";
import { refuseElsewhere } from "./remote/where.ts";

const epilogue = `
Without --config, GATEHOUSE_CONFIG or ./gatehouse.yaml is the configuration, and gatehouse.secret beside it the secret.

Exit codes: 0 done, 1 refused or failed, 2 wrong use.
Errors are sentences on standard error. With --json standard output is one JSON document in every case:
the answer, or {"error": "…"} when there is none.`;

const usual = new Help();

/**
 * The program; `failed` is told when an answer is a "no". Commands that are not `wanted` (all are unless said) are shown on the screen, but are
 * not loaded and must not be called. Errors are thrown, never printed here.
 */
export async function createProgram(
  io: Io,
  failed: () => void,
  wanted: (name: string) => boolean = () => true,
): Promise<Command> {
  const shownAs = new Map<Command, string>();
  const program = new Command("gatehouse")
    .description("The OAuth 2.0 platform in front of your API")
    .option("--json", "answer with one JSON document")
    .option(
      "--server <address>",
      "a server elsewhere (or GATEHOUSE_SERVER), over its management API; see `gatehouse login`",
    )
    .option("--config <file>", "configuration file (YAML or JSON)")
    .option("--preset <name>", "be the company of one documentation page: provider-000 … provider-004")
    .option("--data <folder>", "the data folder of `gatehouse dev`: take its database and secret")
    .addHelpText("after", epilogue)
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm: (command) => shownAs.get(command) ?? usual.subcommandTerm(command),
    })
    .configureOutput({
      writeOut: (said) => io.out(said),
      writeErr: (said) => io.err(said),
      outputError: () => undefined,
    })
    .exitOverride();
  program.hook("preAction", (_program, command) => {
    const server = serverOf(command.optsWithGlobals(), io.env);
    if (server !== null) refuseElsewhere(command, server);
  });
  const cli = createCli(io, failed);
  for (const { shown, does, load } of commands) {
    const [name = ""] = shown.split(" ");
    const command = program.command(name).description(does);
    shownAs.set(command, shown);
    if (wanted(name)) (await load())(command, cli, () => createProgram(io, failed));
  }
  return program;
}
