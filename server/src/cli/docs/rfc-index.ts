/** docs/rfc-index.md: which assertion and which clause of which RFC has a test, and where. */
import { testIndex } from "./test-titles.ts";

/** The whole document as Markdown; `root` is the repository. */
export function rfcIndexDocument(root: string): string {
  const { assertions, clauses } = testIndex(root);
  return [
    "# What is tested where",
    "",
    "<!-- Generated from the titles of the tests. Do not edit. -->",
    "",
    "A test's title names the assertion of ours that it holds (two letters and a number) and the clause it comes from.",
    "",
    "## Clauses",
    "",
    "| clause | tests |",
    "|---|---|",
    ...rows(clauses),
    "",
    "## Assertions",
    "",
    "| assertion | tests |",
    "|---|---|",
    ...rows(assertions),
    "",
  ].join("\n");
}

function rows(index: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...index]
    .sort(([left], [right]) => inOrder.compare(left, right))
    .map(([name, files]) => `| ${name} | ${[...files].sort().map(link).join(", ")} |`);
}

const link = (file: string): string => `[${file}](../${file})`;

/** §4.10 comes after §4.9, on every machine. */
const inOrder = new Intl.Collator("en", { numeric: true });
