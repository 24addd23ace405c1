/** RFC 7662 §2 — the introspection endpoint. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { introspect, type Introspection } from "../../oauth/introspect.ts";
import type { HttpContext } from "../context.ts";
import { noStore } from "../headers.ts";
import { watchedRequest } from "../limits/watch.ts";

export async function introspection(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Introspection> {
  const answer = await introspect(watchedRequest(context, request, reply), context.ports);
  void reply.headers(noStore);
  return answer;
}
