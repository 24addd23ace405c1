/** docs/refusals.md, written from the table of refusals. */
import { refusals, type RefusalRow } from "../../oauth/refusals.ts";

/** The whole document as Markdown: by wire error, then by name. */
export function refusalsDocument(): string {
  const rows = Object.entries(refusals).sort(([left], [right]) => compare(left, right));
  const byError = [...Map.groupBy(rows, ([, row]) => row.error)].sort(([left], [right]) =>
    compare(left, right),
  );
  const count = rows.length;
  return `${[
    "# Refusals",
    "",
    "<!-- Generated from server/src/oauth/refusals.ts. Do not edit. -->",
    "",
    `Every "no" of the protocol, ${count} in all: what the answer's \`error\` is, and which of our own reasons it can have.`,
    "The name is in the log; the sentence is the answer's `error_description`. A redirect back to the app has no status.",
    "",
    ...byError.flatMap(([error, named]) => section(error, named)),
  ]
    .join("\n")
    .trimEnd()}\n`;
}

function section(error: string, named: readonly (readonly [string, RefusalRow])[]): string[] {
  const rows = named.map(([name, { status, clause, sentence }]) => {
    const cells = [`\`${name}\``, String(status), clause, sentence.replaceAll("|", "\\|")];
    return `| ${cells.join(" | ")} |`;
  });
  return [`## ${error}`, "", "| name | status | clause | sentence |", "|---|---|---|---|"].concat(rows, "");
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
