/** RFC 6749 §10.12 — a form counts only when it comes from our own page, in the same browser. */
import type { FastifyRequest } from "fastify";
import { constantTimeEqual } from "../lib/hash.ts";
import { Refusal } from "../oauth/refusals.ts";
import type { HttpContext } from "./context.ts";

/** The token of one kind of form in one browser. `browser`: digest of the cookie. */
export function formToken(context: HttpContext, browser: string, purpose: string): string {
  return context.formDigest(`${purpose}\n${browser}`);
}

/** Throws `cross_site` unless the form carries the token, and no header says that another site sent it. */
export function proveSameSite(
  context: HttpContext,
  request: FastifyRequest,
  browser: string,
  purpose: string,
  token: string | null,
): void {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") throw new Refusal("cross_site");
  // Our pages are sent with Referrer-Policy: no-referrer, so their own forms arrive with the origin "null".
  const { origin } = request.headers;
  if (origin !== undefined && origin !== "null" && origin !== new URL(context.ports.issuer).origin)
    throw new Refusal("cross_site");
  if (token === null || !constantTimeEqual(token, formToken(context, browser, purpose)))
    throw new Refusal("cross_site");
}
