/** The management API as an OpenAPI document, for whoever may reach the server: it holds nothing but the shape. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { managementDocument } from "../../desk/openapi.ts";
import { paths } from "../../oauth/metadata.ts";
import { Refusal } from "../../oauth/refusals.ts";
import type { HttpContext } from "../context.ts";

export function openapi(context: HttpContext, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!context.management) throw new Refusal("not_found");
  const { issuer } = context.ports;
  return reply
    .type("application/json; charset=utf-8")
    .header("cache-control", "public, max-age=300")
    .send(managementDocument(issuer, issuer + paths.token));
}
