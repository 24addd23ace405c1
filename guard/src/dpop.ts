/** RFC 9449 §4.3 — checks a DPoP proof: that the sender of this very request holds the key that the token is bound to. */
import { hash } from "node:crypto";
import { calculateJwkThumbprint, compactVerify, importJWK } from "jose";
import type { JWK } from "jose";
import { parseObject } from "./strict-json.ts";
import { readJwtHeader } from "./verify-jwt.ts";

/** What can be wrong with a proof by itself. */
export type ProofFault =
  | "dpop_many"
  | "dpop_malformed"
  | "dpop_signature"
  | "dpop_target"
  | "dpop_time"
  | "dpop_token";

/** A proof that holds; its `jti` is still to be claimed and its `nonce` to be judged. `iat` in seconds. */
export interface DpopProof {
  /** RFC 7638 thumbprint of the key, SHA-256. */
  jkt: string;
  jti: string;
  iat: number;
  nonce: string | null;
}

/** What the proof must be for. `now` in seconds. */
export interface ProofTarget {
  htm: string;
  /** The address as the caller wrote it; query and fragment do not count. */
  htu: string;
  now: number;
  /** The token that is presented with it; null at a token endpoint. */
  accessToken: string | null;
  algorithms: readonly string[];
}

/** Seconds that `iat` may lie before or after now. A `jti` must be remembered until `iat` is that old. */
export const PROOF_WINDOW = 60;
/** Algorithms that are accepted unless told otherwise: asymmetric all. */
export const PROOF_ALGORITHMS: readonly string[] = ["ES256", "EdDSA", "Ed25519", "PS256", "RS256"];

const MAX_PROOF = 8192;
const MAX_ID = 256;
const REFUSED = ["crit", "b64", "zip", "jku", "x5u", "x5c"] as const;
/** RFC 7518 §6: any of these makes a key private or symmetric. */
const PRIVATE = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] as const;

/** §4.3 items 2, 4 to 7 — the key in the header, if the header may be believed to name one. */
function publicKey(header: Readonly<Record<string, unknown>>, algorithms: readonly string[]): JWK | null {
  const { typ, alg, jwk } = header;
  if (typeof typ !== "string" || typ.toLowerCase().replace(/^application\//, "") !== "dpop+jwt") return null;
  if (typeof alg !== "string" || !algorithms.includes(alg)) return null;
  if (REFUSED.some((name) => name in header)) return null;
  if (typeof jwk !== "object" || jwk === null || Array.isArray(jwk)) return null;
  if (PRIVATE.some((name) => name in jwk) || !("kty" in jwk) || jwk.kty === "oct") return null;
  return jwk as JWK;
}

/** RFC 3986 §6.2.2, §6.2.3 — an address without query and fragment, in its one spelling; null when it is none. */
function normalised(address: unknown): string | null {
  if (typeof address !== "string" || !URL.canParse(address)) return null;
  const { protocol, host, pathname, username, password } = new URL(address);
  if (!/^https?:$/.test(protocol) || username !== "" || password !== "") return null;
  const path = pathname.replaceAll(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : escape.toUpperCase();
  });
  return `${protocol}//${host}${path}`;
}

/** RFC 9449 §4.1: two headers arrive joined by a comma, which no JWT holds. */
async function verified(
  proof: string,
  algorithms: readonly string[],
): Promise<{ claims: Record<string, unknown>; jkt: string } | ProofFault> {
  if (proof.includes(",")) return "dpop_many";
  const read = proof.length > MAX_PROOF ? null : readJwtHeader(proof);
  const jwk = read === null || read.parts.length !== 3 ? null : publicKey(read.parameters, algorithms);
  if (read === null || jwk === null) return "dpop_malformed";
  try {
    const alg = String(read.parameters["alg"]);
    const { payload } = await compactVerify(proof, await importJWK(jwk, alg), { algorithms: [alg] });
    const claims = parseObject(payload);
    return claims === null ? "dpop_malformed" : { claims, jkt: await calculateJwkThumbprint(jwk) };
  } catch {
    return "dpop_signature";
  }
}

/** Checks the one proof of a request. `header` is the DPoP header, repeated ones joined by a comma. Never throws. */
export async function readDpopProof(header: string, target: ProofTarget): Promise<DpopProof | ProofFault> {
  const proof = await verified(header, target.algorithms);
  if (typeof proof === "string") return proof;
  const { jti, htm, htu, iat, ath, nonce } = proof.claims;
  if (typeof jti !== "string" || jti === "" || jti.length > MAX_ID) return "dpop_malformed";
  if (typeof iat !== "number" || !Number.isFinite(iat)) return "dpop_malformed";
  if (nonce !== undefined && typeof nonce !== "string") return "dpop_malformed";
  const here = normalised(target.htu);
  if (htm !== target.htm || here === null || normalised(htu) !== here) return "dpop_target";
  if (Math.abs(target.now - iat) > PROOF_WINDOW) return "dpop_time";
  if (target.accessToken !== null && ath !== hash("sha256", target.accessToken, "base64url"))
    return "dpop_token";
  return { jkt: proof.jkt, jti, iat, nonce: nonce ?? null };
}
