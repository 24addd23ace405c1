/** Pages in which strangers' words stand: what may be in them, whatever those words are (UI-11). */
import { expect } from "vitest";
import { copyScript } from "../../src/pages/copy-script.ts";
import { attributesOf, tagsOf } from "../house/markup.ts";

/** What somebody writes who wants to run something in another's browser. */
export const payloads = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  "</textarea><iframe src=//evil.example>",
  "</title><script>alert(1)</script>",
  "<a href=javascript:alert(1)>x</a>",
  "{{constructor.constructor('alert(1)')()}}",
] as const;

/** The one script is ours, no attribute runs anything, every address is our own. */
export function expectInert(html: string, where = ""): void {
  for (const tag of tagsOf(html)) {
    expect(tag.name, where).not.toMatch(/^(?:img|iframe|object|embed|base|style)$/);
    const attributes = attributesOf(tag);
    if (tag.name === "script") expect([...attributes], where).toEqual([["src", copyScript.path]]);
    for (const [name, value] of attributes) {
      expect(name, where).not.toMatch(/^(?:on|style$|srcdoc|http-equiv$|formaction$)/);
      if (/^(?:href|action)$/.test(name)) expect(value, where).toMatch(/^[/#?](?![/\\])/);
    }
  }
}
