/** Loads the module that the setting `extensions` names. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Extensions } from "../../oauth/extensions.ts";
import { CliError } from "../output.ts";

const HOOKS: readonly string[] = [
  "claims",
  "consent",
  "exchangePolicy",
  "audited",
] satisfies (keyof Extensions)[];

/** Nothing when no file is named. Throws CliError when it cannot be loaded, or exports something else. */
export async function loadExtensions(file: string | null): Promise<Extensions> {
  if (file === null) return {};
  let exported: unknown;
  try {
    ({ default: exported } = (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown });
  } catch (error) {
    throw new CliError(`The extensions in ${file} cannot be loaded: ${String(error)}.`);
  }
  if (typeof exported !== "object" || exported === null)
    throw new CliError(`${file} has no default export of an object with extensions.`);
  for (const [name, hook] of Object.entries(exported))
    if (!HOOKS.includes(name) || typeof hook !== "function")
      throw new CliError(`${file} exports ${name}; extensions are functions named ${HOOKS.join(", ")}.`);
  return exported;
}
