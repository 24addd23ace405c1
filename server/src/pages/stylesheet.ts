/** The one stylesheet of the pages, under a name made of its content, so that it may be cached for ever (RFC 9111 §5.2.2.1). */
import { createHash } from "node:crypto";
import { base } from "./styles/base.ts";
import { controls } from "./styles/controls.ts";
import { pages } from "./styles/pages.ts";
import { tokens } from "./styles/tokens.ts";

const body = [tokens, base, controls, pages].join("");
const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);

/** The path to serve it at, and the text, to be sent as `text/css; charset=utf-8`. */
export const stylesheet: { path: string; body: string } = { path: `/assets/gatehouse-${hash}.css`, body };
