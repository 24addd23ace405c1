/** The stylesheets, each under a name made of its content, so that it may be cached for ever (RFC 9111 §5.2.2.1). */
import { createHash } from "node:crypto";
import { base } from "./styles/base.ts";
import { controls } from "./styles/controls.ts";
import { desk } from "./styles/desk.ts";
import { deskConsole } from "./styles/desk-console.ts";
import { deskParts } from "./styles/desk-parts.ts";
import { deskPlayground } from "./styles/desk-playground.ts";
import { pages } from "./styles/pages.ts";
import { tokens } from "./styles/tokens.ts";

/** The path to serve it at, and the text, to be sent as `text/css; charset=utf-8`. */
export interface Stylesheet {
  path: string;
  body: string;
}

function named(name: string, parts: readonly string[]): Stylesheet {
  const body = parts.join("");
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
  return { path: `/assets/${name}-${hash}.css`, body };
}

/** What every page has: all that sign-in needs, and no more. */
export const stylesheet: Stylesheet = named("gatehouse", [tokens, base, controls, pages]);

/** What portal and console have beside it. */
export const deskStylesheet: Stylesheet = named("desk", [desk, deskParts, deskConsole, deskPlayground]);
