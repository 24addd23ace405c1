/** RFC 9728 — the management API says who issues its tokens; the 401 of every operation leads here. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../../oauth/refusals.ts";
import type { HttpContext } from "../context.ts";
import { managementGuard } from "./guard.ts";

export function resourceMetadata(
  context: HttpContext,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const about = context.management ? managementGuard(context).protectedResource : null;
  if (about === null) throw new Refusal("not_found");
  return reply
    .type("application/json; charset=utf-8")
    .header("cache-control", "public, max-age=300")
    .send(about.document);
}
