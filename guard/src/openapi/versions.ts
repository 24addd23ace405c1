/** `x-gatehouse-versions`: the versions of the API, as `createGuard` takes them. */
import { compileVersions } from "../api-version.ts";
import type { VersionOptions } from "../api-version.ts";
import { object, own } from "./reading.ts";
import type { Json, Pointer, Tell } from "./reading.ts";

export const VERSIONS = "x-gatehouse-versions";
const STATUSES: readonly unknown[] = ["stable", "deprecated", "retired", "preview"];
const TEXTS = ["version", "deprecatedAt", "sunsetAt", "link"];

/** Null when there are none, or when they are wrong, which is told. */
export function readVersions(root: Json, tell: Tell): VersionOptions | null {
  const given = own(root, VERSIONS);
  if (given === undefined) return null;
  const at: Pointer = [VERSIONS];
  const all = object(given);
  const list = own(all, "list");
  const wrong = (sentence: string): null => {
    tell(at, sentence);
    return null;
  };
  if (all === null || !Array.isArray(list)) return wrong("write default and list, oldest version first.");
  const unknown = Object.keys(all).find((key) => !["header", "default", "list"].includes(key));
  if (unknown !== undefined)
    return wrong(`${unknown} means nothing here; there are header, default and list.`);
  for (const name of ["header", "default"])
    if (own(all, name) !== undefined && typeof own(all, name) !== "string")
      return wrong(`${name} is a text; write it in quotes.`);
  for (const entry of list.map(object)) {
    if (entry === null || typeof own(entry, "version") !== "string")
      return wrong("each of the list has a version, in quotes.");
    if (!STATUSES.includes(own(entry, "status")))
      return wrong(`the status of ${String(entry["version"])} is one of ${STATUSES.join(", ")}.`);
    for (const name of TEXTS)
      if (own(entry, name) !== undefined && typeof own(entry, name) !== "string")
        return wrong(`${name} of ${String(entry["version"])} is a text; write it in quotes.`);
  }
  try {
    const versions = all as unknown as VersionOptions;
    compileVersions(versions);
    return versions;
  } catch (error) {
    return wrong(`${(error as Error).message}.`);
  }
}
