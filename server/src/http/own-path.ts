/** UI-20, CVE-2024-39694 — where a browser may be led on to: addresses of ours, written plainly, and nothing that could mean another. */
import type { HttpContext } from "./context.ts";

/** Plain segments only: no empty one, no dots alone, no encoding, so that no two readers see different addresses. */
const PLAIN = /^(?:\/(?!\.{1,2}(?:[/?]|$))[A-Za-z0-9._~-]+)+(?:\?[A-Za-z0-9._~=&%+-]*)?$/;
const LONGEST = 512;

/** The path of ours that a text names, with the issuer's path before it; null for everything else. */
export function ownPath(context: Pick<HttpContext, "base">, text: string | null): string | null {
  if (text === null || text.length > LONGEST || !PLAIN.test(text)) return null;
  return text.startsWith(`${context.base}/`) ? text : null;
}
