/** The catalogue of an API for people. */
import type { Scope } from "../oauth/resource.ts";
import { listing } from "./words.ts";

export function listOfScopes(
  api: string,
  scopes: readonly Pick<Scope, "name" | "person" | "words">[],
): string {
  const rows = scopes.map(({ name, person, words }) => [
    name,
    person ? "person" : "any",
    Object.keys(words).join(" "),
    words["en"] ?? "",
  ]);
  return listing(["scope", "for", "languages", "English"], rows, `${api} has no scopes yet.`);
}
