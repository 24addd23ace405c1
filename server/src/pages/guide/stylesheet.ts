/** The guide's own stylesheet, under a name made of its content: the pages where people sign in need none of it. */
import { createHash } from "node:crypto";
import { LANGUAGES } from "../../guide/samples/languages.ts";
import { guide } from "../styles/guide.ts";
import { guideCode } from "../styles/guide-code.ts";
import { tokens } from "../styles/tokens.ts";

/** Shows the programs of the language that is checked; without :has() all of them stay. */
const chosen = LANGUAGES.map(({ id }) => `body:has(#language-${id}:checked) .program-${id}`).join(",\n");
const body = [
  tokens,
  guide,
  guideCode,
  `@supports selector(:has(*)) {\n.program { display: none; }\n${chosen} { display: block; }\n}\n`,
].join("");
const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);

/** Path and text, to be sent as `text/css; charset=utf-8`. */
export const guideStylesheet: { path: string; body: string } = { path: `/assets/guide-${hash}.css`, body };
