/** RFC 9449 §4.3, §5, RFC 8705 §3 — the key that the sender of a request proves to hold, so that what it gets is worth nothing to others. */
import { PROOF_WINDOW } from "@gatehouse/guard";
import { seconds } from "../../lib/clock.ts";
import { isPublic, type Client } from "../clients/client.ts";
import { isFapi } from "../clients/fapi.ts";
import { clientSigningAlgs, fapiSigningAlgs } from "../clients/keys.ts";
import type { Ports } from "../ports.ts";
import type { ClientCertificate, Confirmation } from "../proof-ports.ts";
import { Refusal } from "../refusals.ts";

/** What of a request the proof must match. */
export interface Sent {
  method: string;
  /** The address that it was sent to, without query: our own spelling of scheme and host. */
  htu: string;
  /** The DPoP header; repeated ones joined by a comma. Null when there is none. */
  dpop: string | null;
  /** The certificate of the TLS connection that it came by; null when there is none that can be believed. */
  certificate: ClientCertificate | null;
}

/** The key behind the proof of this request; null without a proof. Throws the refusal of a proof that does not hold. */
export async function provenKey(
  sent: Sent,
  client: Client | null,
  accessToken: string | null,
  ports: Ports,
): Promise<{ jkt: string } | null> {
  if (sent.dpop === null) return null;
  const now = ports.clock.now();
  const proof = await ports.jose.readProof(sent.dpop, {
    htm: sent.method,
    htu: sent.htu,
    now: seconds(now),
    accessToken,
    algorithms: client !== null && isFapi(client) ? fapiSigningAlgs : clientSigningAlgs,
  });
  if (typeof proof === "string") throw new Refusal(proof);
  const { jkt, jti, iat, nonce } = proof;
  if (nonce === null ? ports.rules.dpop_nonce === "required" : !ports.nonces.accepts(nonce))
    throw new Refusal("dpop_nonce");
  // Remembered until it is too old by itself (RFC 9449 §11.1).
  const until = (Math.ceil(iat) + PROOF_WINDOW + 1) * 1000;
  if ((await ports.replay.claim("dpop", `${jkt}\n${jti}`, until, now)) === "repeated")
    throw new Refusal("dpop_replayed");
  return { jkt };
}

/**
 * What the client's tokens are bound to: the key of its proof, else the certificate of its connection where it asked for
 * that (RFC 8705 §3); null where it may have plain bearer tokens.
 */
export async function senderKey(sent: Sent, client: Client, ports: Ports): Promise<Confirmation | null> {
  const key = await provenKey(sent, client, null, ports);
  if (key !== null) return key;
  const { dpop_bound_access_tokens, tls_client_certificate_bound_access_tokens } = client.metadata;
  if (dpop_bound_access_tokens === true) throw new Refusal("dpop_missing");
  if (tls_client_certificate_bound_access_tokens !== true) return null;
  if (sent.certificate === null) throw new Refusal("certificate_missing");
  return { "x5t#S256": sent.certificate["x5t#S256"] };
}

/** RFC 9449 §10 — a code that was asked for with a key is redeemed with that key only. */
export function proveCodeKey(dpop_jkt: string | null, key: Confirmation | null): void {
  if (dpop_jkt === null) return;
  if (key === null || !("jkt" in key) || key.jkt !== dpop_jkt) throw new Refusal("key_differs");
}

/** RFC 9449 §5 — what is bound to a key, a refresh token or a token to exchange, is used with that key only. */
export function proveBoundKey(bound: Confirmation | null, key: Confirmation | null): void {
  if (bound !== null && JSON.stringify(bound) !== JSON.stringify(key)) throw new Refusal("key_differs");
}

/** RFC 9449 §5, RFC 8705 §4: a public client's refresh token is bound to its key; a confidential client's is bound by its authentication. */
export function refreshKey(client: Client, key: Confirmation | null): Confirmation | null {
  return isPublic(client) ? key : null;
}

/** RFC 9449 §5, RFC 8705 §3 — how the token must be presented: `token_type`. */
export function tokenType(key: Confirmation | null): "Bearer" | "DPoP" {
  return key !== null && "jkt" in key ? "DPoP" : "Bearer";
}

/** RFC 9449 §10 — `dpop_jkt` of an authorization request: a SHA-256 thumbprint in base64url. */
export function readDpopJkt(text: string | null): string | null {
  if (text !== null && !/^[A-Za-z0-9\-_]{43}$/.test(text)) throw new Refusal("dpop_jkt_malformed");
  return text;
}
