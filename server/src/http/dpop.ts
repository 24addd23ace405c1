/** RFC 9449 §4.1, §8 — the headers of DPoP: the proof of a request, and the nonce for the next one. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Sent } from "../oauth/checks/sender.ts";
import type { HttpContext } from "./context.ts";

/** What a proof must match. */
export function sentBy(context: HttpContext, request: FastifyRequest): Sent {
  const { dpop } = request.headers;
  const certificate = context.certificateOf(request.raw);
  return {
    method: request.method,
    // Only a proof is compared with it.
    htu: dpop === undefined ? "" : ownAddress(context, request, certificate !== null),
    // Node joins a repeated header by a comma, which no proof holds.
    dpop: dpop === undefined ? null : String(dpop),
    certificate,
  };
}

/** The address is our own, never the Host header's: scheme and host of the issuer, or of its alias for certificates. */
function ownAddress({ ports }: HttpContext, request: FastifyRequest, certified: boolean): string {
  const own = certified ? (ports.rules.mtls_address ?? ports.issuer) : ports.issuer;
  const path = (request.raw.url ?? "").split("?", 1)[0] ?? "";
  return new URL(own).origin + path;
}

/** One nonce with an answer, while nonces are asked for. */
export function offerNonce(context: HttpContext, reply: FastifyReply): void {
  if (context.ports.rules.dpop_nonce === "required")
    void reply.header("dpop-nonce", context.ports.nonces.current());
}
