/** The one line of script on the form-post page: it sends the form, so that nobody has to press the button. */
import { createHash } from "node:crypto";

const body = "document.forms[0].submit();\n";
const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);

/** Path (content-hashed, cacheable for ever) and text. */
export const submitScript: { path: string; body: string } = { path: `/assets/submit-${hash}.js`, body };
