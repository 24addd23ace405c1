/** The guide as Markdown, for terminals, editors and language models. */
import type { Block, Guide } from "./blocks.ts";
import type { Rendered } from "./samples/languages.ts";
import type { LanguageId } from "./samples/language.ts";
import type { Text } from "./text.ts";

/** Marks that would change what a reader sees. */
const escaped = (text: string): string => text.replaceAll(/[\\`*_[\]<>|#]/g, "\\$&").replaceAll(/\s+/g, " ");

/** A value between enough backticks to be taken as it stands. */
function span(value: string): string {
  const longest = Math.max(0, ...(value.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = value.startsWith("`") || value.endsWith("`") ? " " : "";
  return `${fence}${pad}${value.replaceAll(/\s+/g, " ")}${pad}${fence}`;
}

function line(text: Text): string {
  return text
    .map((piece) => {
      if (typeof piece === "string") return escaped(piece);
      if ("code" in piece) return span(piece.code);
      if ("strong" in piece) return `**${escaped(piece.strong)}**`;
      return `[${escaped(piece.link)}](${piece.href})`;
    })
    .join("");
}

/** A cell of a table: a bar would end it, in code too. */
const cell = (text: Text): string => line(text).replaceAll(/(?<!\\)\|/g, "\\|");

/** The length of a fence that nothing in the code ends. */
function fenced(language: string, code: string): string[] {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, code.trimEnd(), fence];
}

function programLines(title: string, { label, highlight, code, verified }: Rendered): string[] {
  const when =
    verified === null
      ? ""
      : ` (last verified ${verified.at} with Gatehouse ${verified.version}, ${verified.runtime})`;
  return [`${title}, ${label}${when}:`, "", ...fenced(highlight, code), ""];
}

function block(each: Block, only: LanguageId | null): string[] {
  switch (each.kind) {
    case "prose":
      return [line(each.text)];
    case "heading":
      return [`### ${line(each.text)}`];
    case "note":
      return [`> ${each.tone === "warning" ? "**Important.** " : ""}${line(each.text)}`];
    case "list":
      return each.items.map((item, index) => `${each.ordered ? `${index + 1}.` : "-"} ${line(item)}`);
    case "table":
      return [
        `| ${each.head.map(escaped).join(" | ")} |`,
        `|${" --- |".repeat(each.head.length)}`,
        ...each.rows.map((row) => `| ${row.map(cell).join(" | ")} |`),
      ];
    case "wire":
      return [`${each.title}:`, "", ...fenced(each.language, each.code)];
    case "sample":
      return each.programs
        .filter(({ language }) => only === null || language === only)
        .flatMap((program) => programLines(each.title, program));
  }
}

/** The whole guide, ending in a line break. `only`: the one language of its samples; null means all. */
export function markdown(guide: Guide, only: LanguageId | null = null): string {
  const parts = guide.sections.map(({ id, title, blocks }) =>
    [
      `<a id="${id}"></a>`,
      "",
      `## ${escaped(title)}`,
      "",
      ...blocks.flatMap((each) => [...block(each, only), ""]),
    ].join("\n"),
  );
  return `# ${escaped(guide.title)}\n\n${parts.join("\n")}`
    .replaceAll(/\n{3,}/g, "\n\n")
    .trimEnd()
    .concat("\n");
}
