/** RFC 7591 §3 and RFC 7592 §2 — the registration endpoint, and the address of each client that registered there. */
import type { FastifyReply, FastifyRequest } from "fastify";
import {
  readRegistration,
  register,
  removeRegistration,
  replaceRegistration,
  type RegistrationRequest,
} from "../../oauth/registration/register.ts";
import { Refusal } from "../../oauth/refusals.ts";
import type { HttpContext } from "../context.ts";
import { allowOrigin } from "../cors.ts";
import { bodyBytes } from "../endpoint-request.ts";
import { noStore } from "../headers.ts";

export async function registration(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (request.headers.origin !== undefined) await allowOrigin(context, request, reply);
  const answer = await register(read(request), context.ports);
  return reply.headers(noStore).code(201).send(answer);
}

export async function registrationOf(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { client_id } = request.params as { client_id: string };
  const asked = read(request);
  void reply.headers(noStore);
  switch (request.method) {
    case "PUT":
      return reply.send(await replaceRegistration(client_id, asked, context.ports));
    case "DELETE":
      await removeRegistration(client_id, asked.bearer, context.ports);
      return reply.code(204).send();
    default:
      return reply.send(await readRegistration(client_id, asked.bearer, context.ports));
  }
}

/** RFC 6750 §2.1 — the token is in the header, and nowhere else. */
function read(request: FastifyRequest): RegistrationRequest {
  const { authorization } = request.headers;
  const token = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(authorization ?? "")?.[1];
  if (authorization !== undefined && token === undefined) throw new Refusal("bearer_invalid");
  return {
    contentType: request.headers["content-type"] ?? null,
    body: bodyBytes(request),
    bearer: token ?? null,
    address: request.ip,
  };
}
