/** One run of the command line: arguments in, exit code out. 0 done · 1 refused or failed · 2 wrong use. */
import { CommanderError } from "commander";
import { Busy } from "../accounts/password.ts";
import { StoreConflict } from "../store/conflict.ts";
import { StoreUnavailable } from "../store/unavailable.ts";
import type { Io } from "./io.ts";
import { CliError, errorDocument } from "./output.ts";
import { createProgram } from "./program.ts";

/** Runs `argv` (without node and script). Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  try {
    // A command's name is among the words; that a value may be spelled like another one does no harm.
    const program = await createProgram(
      io,
      () => (exitCode = 1),
      (name) => argv.includes(name),
    );
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const told = inWords(error, io);
    for (const line of told.message.split("\n")) io.err(`gatehouse: ${line}\n`);
    if (asksForJson(argv)) io.out(`${JSON.stringify(errorDocument(told), null, 2)}\n`);
    return told.exitCode;
  }
}

/** The arguments may be what is wrong, so they are looked at as they are. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end === -1 ? argv.length : end).includes("--json");
}

function inWords(error: unknown, io: Io): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError)
    return error.code === "commander.help"
      ? new CliError("name a command; they are listed above", 2)
      : new CliError(error.message.replace(/^error: /, "").replace(/\n\(/, " ("), 2);
  if (error instanceof StoreUnavailable)
    return new CliError(`The database cannot be used: ${error.message}.`);
  if (error instanceof StoreConflict)
    return new CliError(
      error.kind === "taken" ? "This exists already." : "This refers to something that does not exist.",
    );
  if (error instanceof Busy) return new CliError("Too much at once; try again.");
  // Whoever mends it needs to know where; a program that reads the answer does not.
  io.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return new CliError("This was not foreseen; please report it with the lines above.");
}
