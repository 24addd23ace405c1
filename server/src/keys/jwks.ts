/** RFC 7517 §5 — the published key set: public members only, written out by name so that no private one can slip in. */
import { isPublished } from "./phase.ts";
import type { SigningKeyRow } from "./ports.ts";

export interface PublicKey {
  kty: string;
  use: "sig";
  alg: string;
  kid: string;
  n?: string;
  e?: string;
  crv?: string;
  x?: string;
  y?: string;
}

const PUBLIC_MEMBERS = ["n", "e", "crv", "x", "y"] as const;

/** The keys that others may believe now. */
export function publicKeys(rows: readonly SigningKeyRow[], now: number): { keys: PublicKey[] } {
  return { keys: rows.filter((row) => isPublished(row, now)).map(publicKey) };
}

function publicKey(row: SigningKeyRow): PublicKey {
  const jwk = JSON.parse(row.public_jwk) as Record<string, unknown>;
  const key: PublicKey = { kty: String(jwk["kty"]), use: "sig", alg: row.alg, kid: row.kid };
  for (const member of PUBLIC_MEMBERS) {
    const value = jwk[member];
    if (typeof value === "string") key[member] = value;
  }
  return key;
}
