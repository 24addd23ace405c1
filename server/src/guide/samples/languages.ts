/** Every language of the samples; each writes every program, and quotes every value in its own way. */
import type { Call } from "./calls.ts";
import { csharp } from "./csharp.ts";
import { curl } from "./curl.ts";
import { go } from "./go.ts";
import { java } from "./java.ts";
import type { Language, LanguageId } from "./language.ts";
import { node } from "./node.ts";
import { php } from "./php.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import { verified } from "./verified.ts";

export const LANGUAGES: readonly Language[] = [curl, ruby, php, python, node, go, java, csharp];

/** When the programs of a language last ran against a server of ours. */
export interface Verified {
  /** ISO 8601 date. */
  at: string;
  /** The version of Gatehouse that they ran against. */
  version: string;
  /** A digest of what writes the samples: what was changed since is not verified. */
  source: string;
  /** What ran them, such as `ruby 3.1.7`. */
  runtime: string;
}

/** One program in one language. */
export interface Rendered {
  language: LanguageId;
  label: string;
  /** The language's name for a highlighter. */
  highlight: string;
  code: string;
  verified: Verified | null;
}

function source(language: Language, call: Call): string {
  switch (call.kind) {
    case "post":
      return language.post(call);
    case "get":
      return language.get(call);
    case "authorize":
      return language.authorize(call);
    case "device":
      return language.device(call);
    case "logout":
      return language.logout(call);
  }
}

/** The program in one language, ending in a line break. */
export function write(language: Language, call: Call): string {
  const text = source(language, call);
  return `${text.trim()}\n`;
}

/** The program in every language. */
export function programs(call: Call): Rendered[] {
  return LANGUAGES.map((language) => ({
    language: language.id,
    label: language.label,
    highlight: language.highlight,
    code: write(language, call),
    verified: verified[language.id] ?? null,
  }));
}
