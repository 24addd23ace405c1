/** Which web pages may read an answer: those of origins that a public browser app registered, exactly, and without credentials. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { HttpContext } from "./context.ts";

/** Adds the CORS headers when the origin is registered; `null` and everybody else get none (HX-07). */
export async function allowOrigin(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const { origin } = request.headers;
  void reply.header("vary", "Origin");
  if (origin === undefined || origin === "null" || !/^https?:\/\/[^/\s]+$/.test(origin)) return false;
  if (!(await context.ports.clients.originRegistered(origin))) return false;
  void reply
    .header("access-control-allow-origin", origin)
    // RFC 9449 §8: a page must be able to read the nonce that it is asked for.
    .header("access-control-expose-headers", "DPoP-Nonce, WWW-Authenticate")
    .header("cross-origin-resource-policy", "cross-origin");
  return true;
}

/** Answers a preflight. */
export async function preflight(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  methods: readonly string[],
): Promise<FastifyReply> {
  if (await allowOrigin(context, request, reply))
    void reply
      .header("access-control-allow-methods", methods.join(", "))
      .header("access-control-allow-headers", "Content-Type, Authorization, DPoP")
      .header("access-control-max-age", "600");
  return reply.code(204).send();
}
