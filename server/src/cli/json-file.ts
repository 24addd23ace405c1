/** A JSON file that somebody named on the command line. */
import { readFileSync } from "node:fs";
import { CliError } from "./output.ts";

/** Its value. Throws CliError when it is not there, and `wrong` when it is no JSON. */
export function readJsonFile(
  file: string,
  wrong: (sentence: string) => CliError = (sentence) => new CliError(sentence),
): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new CliError(
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown error"}.`,
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw wrong(`${file} is no JSON.`);
  }
}
