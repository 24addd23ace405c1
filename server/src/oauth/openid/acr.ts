/** OpenID Connect Core §2, RFC 9470 — how strongly a person proved who they are: levels by name, the weakest first. */
import type { AcrRequest } from "./request.ts";

/** What is proven at each level, as `amr` says it (RFC 8176 §2); the setting `acr_values` only names them. */
const PROVEN: readonly ((amr: readonly string[]) => boolean)[] = [
  () => true,
  // Two factors, whichever they are.
  (amr) => amr.includes("mfa") || isKey(amr),
  // A key that no false page can use.
  isKey,
];

function isKey(amr: readonly string[]): boolean {
  return (amr.includes("hwk") || amr.includes("swk")) && amr.includes("user");
}

/** Who proved something before `amr` was remembered did so with a password. */
export const PASSWORD_AMR: readonly string[] = ["pwd"];

/** The `acr` of a sign-in that proved `amr`: the name of the highest level that it reaches. `levels`: the weakest first. */
export function acrOf(amr: readonly string[], levels: readonly string[]): string {
  return levels.findLast((_, level) => PROVEN[level]?.(amr) === true) ?? levels[0] ?? "";
}

/** The one to be told to who asked: the first of the asked levels that was reached, else what was reached (Core §5.5.1.1). */
export function acrFor(asked: AcrRequest | null, amr: readonly string[], levels: readonly string[]): string {
  return asked?.values.find((value) => reached(value, amr, levels)) ?? acrOf(amr, levels);
}

/** Whether what was proven is enough for what was asked. A level that nobody knows is reached by nobody. */
export function satisfies(
  asked: AcrRequest | null,
  amr: readonly string[],
  levels: readonly string[],
): boolean {
  if (asked === null) return true;
  return asked.values.some((value) => reached(value, amr, levels));
}

/** Whether anybody could ever satisfy it here. */
export function possible(asked: AcrRequest, levels: readonly string[]): boolean {
  return asked.values.some((value) => levels.includes(value));
}

function reached(value: string, amr: readonly string[], levels: readonly string[]): boolean {
  const level = levels.indexOf(value);
  return level >= 0 && PROVEN[level]?.(amr) === true;
}
