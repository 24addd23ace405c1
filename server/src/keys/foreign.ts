/** RFC 7515 §5.2, RFC 8725 §3 — reads JWTs that clients signed: with their registered keys, their algorithm, and nothing that travels in the token. */
import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors } from "jose";
import type { JWK } from "jose";
import { readDpopProof } from "@gatehouse/guard";
import type { ForeignJwt, JosePort, Jwk } from "../oauth/proof-ports.ts";

/** Longer than any that clients send: what is longer is not looked at. */
const LONGEST = 16_384;

/** RFC 8725 §3.10, RFC 7515 §4.1.11: keys that travel in the token, and rules that we do not follow. */
const REFUSED = ["crit", "b64", "zip", "jwk", "jku", "x5u", "x5c"] as const;

const utf8 = new TextDecoder("utf-8", { fatal: true });

function read(token: string): ForeignJwt | null {
  if (token.length > LONGEST) return null;
  try {
    return { header: { ...decodeProtectedHeader(token) }, claims: { ...decodeJwt(token) } };
  } catch {
    return null;
  }
}

/** The payload that one of the keys signed. Several keys may fit when the token names none: each is tried. Throws otherwise. */
async function signedPayload(
  token: string,
  keys: readonly Jwk[],
  algorithms: readonly string[],
): Promise<Uint8Array> {
  const options = { algorithms: [...algorithms] };
  try {
    const set = createLocalJWKSet({ keys: [...keys] as JWK[] });
    return (await compactVerify(token, set, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return (await compactVerify(token, key, options)).payload;
      } catch (failure) {
        if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure;
      }
    }
    throw error;
  }
}

/** Signatures of others; our own are `verify.ts`. */
export const foreignJose: JosePort = {
  read,
  async verify(token, keys, algorithms) {
    const unverified = read(token);
    if (unverified === null || REFUSED.some((name) => name in unverified.header)) return null;
    // Only public keys verify here: a symmetric one would be a password in our own database.
    const usable = keys.filter((key) => key["kty"] !== "oct");
    try {
      const payload = await signedPayload(token, usable, algorithms);
      const claims = JSON.parse(utf8.decode(payload)) as Record<string, unknown>;
      return { header: unverified.header, claims };
    } catch {
      return null;
    }
  },
  readProof: (header, target) => readDpopProof(header, target),
};
