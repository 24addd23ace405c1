/** RFC 8628 §3.1 — the device authorization endpoint. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { authorizeDevice } from "../../oauth/device/authorize.ts";
import type { HttpContext } from "../context.ts";
import { noStore } from "../headers.ts";
import { watchedRequest } from "../limits/watch.ts";

export async function deviceAuthorization(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  return reply
    .headers(noStore)
    .send(await authorizeDevice(watchedRequest(context, request, reply), context.ports));
}
