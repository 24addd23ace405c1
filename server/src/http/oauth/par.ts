/** RFC 9126 §2 — the pushed authorization request endpoint: 201 and a name for the request. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { pushAuthorization } from "../../oauth/authorize/push.ts";
import type { HttpContext } from "../context.ts";
import { allowOrigin } from "../cors.ts";
import { offerNonce } from "../dpop.ts";
import { noStore } from "../headers.ts";
import { watchedRequest } from "../limits/watch.ts";

export async function pushedAuthorization(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (request.headers.origin !== undefined) await allowOrigin(context, request, reply);
  const pushed = await pushAuthorization(watchedRequest(context, request, reply), context.ports);
  offerNonce(context, reply);
  return reply.code(201).headers(noStore).send(pushed);
}
