/** How a "no" is spoken to programs: as OAuth JSON (RFC 6749 §5.2). The words come from the refusals table. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { clientSigningAlgs } from "../oauth/clients/keys.ts";
import { Refusal, refusals, type RefusalName, type RefusalRow } from "../oauth/refusals.ts";
import type { HttpContext } from "./context.ts";
import { noStore } from "./headers.ts";

/** The voice of a family of endpoints. */
export type Voice = "json" | "page" | "bearer" | "registration" | "problem";

/** Answers with the refusal, in the voice of the route. */
export type Speak = (
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  voice: Voice,
) => FastifyReply;

/** Notes the refusal and sets what every voice says alike: status, no storing, when to come again. */
export function beginRefusal(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
): void {
  const row = refusals[refusal.refusal];
  request.refusal = refusal.refusal;
  context.log(row.status >= 500 ? "error" : "info", {
    event: "refused",
    refusal: refusal.refusal,
    request_id: request.id,
    path: request.routeOptions.url ?? "(none)",
  });
  void reply.code(row.status).headers(noStore);
  if (refusal.retryAfter !== null || row.status === 503)
    void reply.header("retry-after", String(refusal.retryAfter ?? 2));
}

/** Whatever the voice, the answer is JSON: nothing of pages is known here. */
export const speakToProgram: Speak = (context, request, reply, refusal, voice) => {
  const row = refusals[refusal.refusal];
  beginRefusal(context, request, reply, refusal);
  if (refusal.refusal === "dpop_nonce") void reply.header("dpop-nonce", context.ports.nonces.current());
  // RFC 7591 §3: a token is asked for where one is missing, and nowhere else.
  if (voice === "bearer" || (voice === "registration" && row.status === 401)) {
    const own = tokenChallenge(refusal.refusal);
    // RFC 9449 §7.1: at a resource every fault of a proof is 401; at the token endpoint it is 400 (§5).
    void reply.code(row.status === 400 && own.startsWith("DPoP") ? 401 : row.status);
    void reply.header("www-authenticate", own);
  } else if (voice === "json" && row.status === 401)
    void reply.header("www-authenticate", basicChallenge(row));
  return reply.send({ error: row.error, error_description: row.sentence });
};

/** Some client libraries show nothing of a 401 but its challenge, so the reason stands there as well. */
function basicChallenge({ error, sentence }: RefusalRow): string {
  return `Basic realm="gatehouse", charset="UTF-8", error="${error}", error_description="${sentence}"`;
}

/** RFC 6750 §3: no error code for whoever sent no token at all. RFC 9449 §7.1: what is wrong with a proof is said by DPoP. */
function tokenChallenge(name: RefusalName): string {
  const { error, sentence } = refusals[name];
  if (name === "bearer_missing")
    return `Bearer realm="gatehouse", DPoP algs="${clientSigningAlgs.join(" ")}"`;
  if (name.startsWith("dpop_") || name === "bearer_bound")
    return `DPoP realm="gatehouse", error="${error}", error_description="${sentence}", algs="${clientSigningAlgs.join(" ")}"`;
  return `Bearer realm="gatehouse", error="${error}", error_description="${sentence}"`;
}

/** An HTML answer that nobody stores. */
export function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.headers(noStore).type("text/html; charset=utf-8").send(html);
}
