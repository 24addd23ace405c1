/** RFC 9116 — where somebody who found a hole in this server tells of it. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../oauth/refusals.ts";
import type { HttpContext } from "./context.ts";

const DAY_MS = 24 * 3600 * 1000;
/** Less than a year ahead, as §2.5.5 asks; it is made anew every day. */
const VALID_DAYS = 180;

/** There is no such file while nobody is named in the settings: an address that nobody reads is worse than none. */
export function securityTxt(
  context: HttpContext,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { securityContact, ports, base } = context;
  if (securityContact === null) throw new Refusal("not_found");
  const today = Math.floor(ports.clock.now() / DAY_MS);
  const expires = new Date((today + VALID_DAYS) * DAY_MS).toISOString();
  const canonical = `${ports.issuer.slice(0, ports.issuer.length - base.length)}/.well-known/security.txt`;
  return reply
    .type("text/plain; charset=utf-8")
    .header("cache-control", "public, max-age=86400")
    .send(`Contact: ${securityContact}\nExpires: ${expires}\nCanonical: ${canonical}\n`);
}
