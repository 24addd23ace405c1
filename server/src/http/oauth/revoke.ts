/** RFC 7009 §2 — the revocation endpoint: 200 and an empty body, whether or not there was anything to revoke. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { revoke } from "../../oauth/revoke.ts";
import type { HttpContext } from "../context.ts";
import { allowOrigin } from "../cors.ts";
import { endpointRequest } from "../endpoint-request.ts";
import { noStore } from "../headers.ts";

export async function revocation(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (request.headers.origin !== undefined) await allowOrigin(context, request, reply);
  await revoke(endpointRequest(request), context.ports);
  return reply.headers(noStore).send();
}
