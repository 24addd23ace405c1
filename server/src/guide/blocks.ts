/** What the guide is made of. Who draws it decides how; nothing here is markup. */
import type { Rendered } from "./samples/languages.ts";
import type { Text } from "./text.ts";

export type Block =
  | { kind: "prose"; text: Text }
  | { kind: "heading"; text: Text }
  | { kind: "list"; ordered: boolean; items: readonly Text[] }
  | { kind: "table"; head: readonly string[]; rows: readonly (readonly Text[])[] }
  | { kind: "note"; tone: "info" | "warning"; text: Text }
  /** The same program in every language. */
  | { kind: "sample"; id: string; title: string; programs: readonly Rendered[] }
  /** What goes over the wire. */
  | { kind: "wire"; title: string; language: "http" | "json"; code: string };

/** Every section that there can be; the pages have a title for each. */
export const SECTION_IDS = [
  "start",
  "register",
  "environments",
  "authorize",
  "exchange",
  "refresh",
  "machine",
  "device",
  "token-exchange",
  "call",
  "routes",
  "details",
  "versions",
  "tokens",
  "redirect-uris",
  "identity",
  "logout",
  "keys",
  "ci",
  "errors",
  "limits",
  "endpoints",
] as const;
export type SectionId = (typeof SECTION_IDS)[number];

export interface Section {
  id: SectionId;
  /** In English; the pages have it in the reader's language. */
  title: string;
  blocks: readonly Block[];
}

export interface Guide {
  /** The company whose API this is. */
  company: string;
  title: string;
  sections: readonly Section[];
  /** Whose credentials stand in the samples; null means placeholders. */
  reader: { client_id: string; app: string } | null;
}
