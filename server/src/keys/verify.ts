/** RFC 8725 §3.1, RFC 7519 §7.2 — reads a JWT that one of our own keys signed; anything else is null. */
import { createPublicKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import type { SigningKeyRow } from "./ports.ts";

export interface VerifiedToken {
  typ: string;
  claims: Record<string, unknown>;
}

/** Longer than any token we sign: what is longer is not looked at. */
const LONGEST = 16_384;

const imported = new WeakMap<SigningKeyRow, KeyObject>();

function publicKeyOf(row: SigningKeyRow): KeyObject {
  const known = imported.get(row);
  if (known) return known;
  const key = createPublicKey({ key: JSON.parse(row.public_jwk) as Record<string, string>, format: "jwk" });
  imported.set(row, key);
  return key;
}

/** The `kid` that a token names, or null when it is no JWS. It proves nothing yet. */
export function namedKey(token: unknown): string | null {
  if (typeof token !== "string" || token.length > LONGEST) return null;
  try {
    return decodeProtectedHeader(token).kid ?? null;
  } catch {
    return null;
  }
}

/** The last millisecond at which an unverified token says it is valid. */
function lastMoment(token: string): number {
  const { exp } = decodeJwt(token);
  return exp === undefined ? Number.POSITIVE_INFINITY : exp * 1000 - 1;
}

/**
 * Type and claims if `row` signed the token, with the one algorithm of that key, and it is valid at `now`
 * (milliseconds). Never throws.
 */
export async function verifyWith(
  row: SigningKeyRow,
  token: string,
  now: number,
  expiredToo: boolean = false,
): Promise<VerifiedToken | null> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, publicKeyOf(row), {
      algorithms: [row.alg],
      // A token that is only a hint may be old: it is read as of its own last second.
      currentDate: new Date(expiredToo ? Math.min(now, lastMoment(token)) : now),
      requiredClaims: ["exp"],
    });
    const { typ } = protectedHeader;
    return typeof typ === "string" ? { typ, claims: payload } : null;
  } catch {
    return null;
  }
}
