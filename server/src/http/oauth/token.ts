/** RFC 6749 §3.2 — the token endpoint, under its own path and the aliases that provider pages document. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../../oauth/refusals.ts";
import { exchange } from "../../oauth/token/exchange.ts";
import type { TokenResponse } from "../../oauth/token/response.ts";
import type { HttpContext } from "../context.ts";
import { allowOrigin } from "../cors.ts";
import { offerNonce } from "../dpop.ts";
import { noStore } from "../headers.ts";
import { watchedRequest } from "../limits/watch.ts";
import { portsFor } from "../via.ts";

/** Answers RFC 6749 §5.1 JSON, or throws the refusal. Never redirects: clients would send their secret again. */
export async function token(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<TokenResponse> {
  if (request.headers.origin !== undefined) await allowOrigin(context, request, reply);
  const read = watchedRequest(context, request, reply);
  try {
    const answer = await exchange(read, portsFor(context, request));
    if (read.dpop !== null) offerNonce(context, reply);
    void reply.headers(noStore);
    request.tokenScope = answer.scope;
    return answer;
  } catch (error) {
    // RFC 9110 §15.5.6: a 405 names what is allowed.
    if (error instanceof Refusal && error.row.status === 405) void reply.header("allow", "POST");
    throw error;
  }
}
