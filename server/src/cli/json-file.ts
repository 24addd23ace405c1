/** A JSON file that somebody named on the command line. */
import { readFileSync } from "node:fs";
import { CliError } from "./output.ts";

/** Its value. Throws CliError when it is not there or is no JSON. */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code = "no JSON" } = error as NodeJS.ErrnoException;
    throw new CliError(`${file} cannot be read (${code}).`);
  }
}
