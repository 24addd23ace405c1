/** RFC 8414 §3 and RFC 7517 §5 — what this server says of itself, and its public keys: cacheable, with an ETag. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { sha256 } from "../../lib/hash.ts";
import { metadata } from "../../oauth/metadata.ts";
import { withSignature } from "../../oauth/signed-metadata.ts";
import { LOCALES } from "../../pages/words/locale.ts";
import type { HttpContext } from "../context.ts";
import { allowOrigin } from "../cors.ts";

/** How long what was fetched may be kept, in seconds; keys shortly, because a withdrawn one must be forgotten within a minute. */
const MAX_AGE = 300;
const KEYS_MAX_AGE = 30;

export async function serverMetadata(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { ports } = context;
  const document = metadata(
    ports.issuer,
    await ports.resources.list(),
    await ports.clients.plainServed(),
    LOCALES,
    ports.registration,
    ports.rules,
  );
  return sendDocument(context, request, reply, await withSignature(document, ports));
}

export async function keySet(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  return sendDocument(context, request, reply, await context.jwks(), KEYS_MAX_AGE);
}

async function sendDocument(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  document: object,
  maxAge: number = MAX_AGE,
): Promise<FastifyReply> {
  if (request.headers.origin !== undefined) await allowOrigin(context, request, reply);
  const text = JSON.stringify(document);
  const etag = `"${sha256(text).slice(0, 22)}"`;
  void reply.header("cache-control", `public, max-age=${maxAge}`).header("etag", etag);
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  return reply.type("application/json; charset=utf-8").send(text);
}
