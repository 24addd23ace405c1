/** Changes of an API in the words of a terminal. */
import type { ApiChange } from "../../oauth/api-changes.ts";

const marks = { added: "+", removed: "-", changed: "~" } as const;

function how({ before, after }: ApiChange): keyof typeof marks {
  if (before === null) return "added";
  return after === null ? "removed" : "changed";
}

const text = (value: unknown): string => (value === undefined ? "(none)" : JSON.stringify(value));

/** The members that differ, as `name: before → after`. */
function members({ before, after }: ApiChange): string[] {
  const [was, is] = [before ?? {}, after ?? {}] as [Record<string, unknown>, Record<string, unknown>];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => text(was[name]) !== text(is[name]))
    .map((name) =>
      before === null ? `${name}: ${text(is[name])}` : `${name}: ${text(was[name])} → ${text(is[name])}`,
    );
}

/** One line a change, its details below it. */
export function differenceText(changes: readonly ApiChange[]): string {
  return changes
    .flatMap((change) => {
      const line = `${marks[how(change)]} ${change.kind === "about" ? "" : `${change.kind} `}${change.name}`;
      return how(change) === "removed" ? [line] : [line, ...members(change).map((each) => `    ${each}`)];
    })
    .join("\n");
}

/** The same for programs. */
export function differenceJson(changes: readonly ApiChange[]): object[] {
  return changes.map((change) => ({ ...change, change: how(change) }));
}
