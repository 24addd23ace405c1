/** HX-03 — which words of a scope may be shown: an app's own, and what is meant to be one of them. Anything else may be a secret in the wrong place. */

/** Words that mean the same everywhere. */
const common: ReadonlySet<string> = new Set([
  "openid",
  "profile",
  "email",
  "phone",
  "address",
  "offline_access",
]);

export interface ScopesAsked {
  /** Those that may be shown, in their order. */
  shown: readonly string[];
  /** Those among them that the app was not assigned. */
  unassigned: readonly string[];
}

export function scopesAsked(text: string, assigned: readonly string[]): ScopesAsked {
  const words = [...new Set(text.slice(0, 2000).split(" "))].filter((word) => word !== "").slice(0, 50);
  const shown = words.filter((word) => common.has(word) || assigned.some((scope) => alike(word, scope)));
  return { shown, unassigned: shown.filter((word) => !assigned.includes(word)) };
}

/** The same but for its letter case, its last part, or a slip of two letters. */
function alike(word: string, scope: string): boolean {
  if (word.length > 64 || !/^[\w.:/*-]+$/.test(word)) return false;
  const [one, other] = [word.toLowerCase(), scope.toLowerCase()];
  const space = /^(.+[:./])[a-z_*-]{1,20}$/.exec(one)?.[1];
  return (space !== undefined && other.startsWith(space)) || distance(one, other) <= 2;
}

/** Levenshtein's; texts of up to 64 characters. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return 3;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let down = 1; down <= one.length; down++) {
    const next = [down];
    for (let at = 1; at <= other.length; at++) {
      const change = one[down - 1] === other[at - 1] ? 0 : 1;
      next.push(Math.min((row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1, (row[at - 1] ?? 0) + change));
    }
    row = next;
  }
  return row[other.length] ?? 3;
}
