/** RFC 7009 §2 — the revocation endpoint: 200, whether or not there was anything to revoke. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { revoke } from "../../oauth/revoke.ts";
import type { HttpContext } from "../context.ts";
import { allowOrigin } from "../cors.ts";
import { noStore } from "../headers.ts";
import { watchedRequest } from "../limits/watch.ts";
import { portsFor } from "../via.ts";

export async function revocation(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (request.headers.origin !== undefined) await allowOrigin(context, request, reply);
  await revoke(watchedRequest(context, request, reply), portsFor(context, request));
  // RFC 7009 §2.2: clients ignore the body; an object, because some parse every answer and refuse one that is not JSON.
  return reply.headers(noStore).send({});
}
