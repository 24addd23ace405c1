/** Colours source text on the server, so that no script has to; what comes out is escaped by highlight.js. */
import { setImmediate } from "node:timers/promises";
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import csharp from "highlight.js/lib/languages/csharp";
import go from "highlight.js/lib/languages/go";
import http from "highlight.js/lib/languages/http";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import php from "highlight.js/lib/languages/php";
import plaintext from "highlight.js/lib/languages/plaintext";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import type { Guide } from "../../guide/blocks.ts";

const grammars = { bash, csharp, go, http, java, javascript, json, php, plaintext, python, ruby };
for (const [name, grammar] of Object.entries(grammars)) hljs.registerLanguage(name, grammar);

/** The guide of one server has about a hundred programs; those of readers with apps of their own come and go. */
const ROOM = 500;
const known = new Map<string, string>();

/** Colours every program of a guide that is not known yet, with a turn for others after each: together they take half a second. */
export async function warm(guide: Guide): Promise<void> {
  for (const { blocks } of guide.sections)
    for (const block of blocks)
      if (block.kind === "sample")
        for (const { code, highlight } of block.programs) {
          if (known.has(`${highlight}\n${code}`)) continue;
          highlighted(code, highlight);
          await setImmediate();
        }
}

/** Markup of spans with classes. A language that is not known here is only escaped. */
export function highlighted(code: string, language: string): string {
  const key = `${language}\n${code}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const name = hljs.getLanguage(language) === undefined ? "plaintext" : language;
  const { value } = hljs.highlight(code, { language: name, ignoreIllegals: true });
  if (known.size >= ROOM) known.delete(known.keys().next().value ?? "");
  known.set(key, value);
  return value;
}
