/** PO-06 — the ports for one request: what is changed through them is written down with the request's id and address. */
import type { FastifyRequest } from "fastify";
import type { Via } from "../lib/actor.ts";
import type { Ports } from "../oauth/ports.ts";
import type { HttpContext } from "./context.ts";

export function viaOf(request: FastifyRequest): Via {
  return { requestId: request.id, address: request.ip };
}

/** A shallow copy, so that nothing of one request is known to another. */
export function portsFor(context: HttpContext, request: FastifyRequest): Ports {
  return { ...context.ports, via: viaOf(request) };
}
