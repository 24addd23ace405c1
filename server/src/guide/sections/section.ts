/** What sections are written with. */
import type { Block, Section } from "../blocks.ts";
import type { GuideFacts } from "../facts.ts";
import { programs } from "../samples/languages.ts";
import type { Call } from "../samples/calls.ts";
import type { Text } from "../text.ts";

/** Writes a section, or null when what it is about is not on here. */
export type WriteSection = (facts: GuideFacts) => Section | null;

export const prose = (text: Text): Block => ({ kind: "prose", text });
export const heading = (text: Text): Block => ({ kind: "heading", text });
export const note = (text: Text): Block => ({ kind: "note", tone: "info", text });
export const warning = (text: Text): Block => ({ kind: "note", tone: "warning", text });
export const steps = (...items: Text[]): Block => ({ kind: "list", ordered: true, items });
export const list = (...items: Text[]): Block => ({ kind: "list", ordered: false, items });
export const table = (head: readonly string[], rows: readonly (readonly Text[])[]): Block => ({
  kind: "table",
  head,
  rows,
});
/** `id` is unique in the guide. */
export const sample = (id: string, title: string, call: Call): Block => ({
  kind: "sample",
  id,
  title,
  programs: programs(call),
});
/** A JSON answer as a reader meets it. */
export const answer = (title: string, body: object): Block => ({
  kind: "wire",
  title,
  language: "json",
  code: `${JSON.stringify(body, null, 2)}\n`,
});
export const wire = (title: string, lines: readonly string[]): Block => ({
  kind: "wire",
  title,
  language: "http",
  code: `${lines.join("\n")}\n`,
});
