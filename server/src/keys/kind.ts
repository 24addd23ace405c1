/** RFC 7518 §3 — the kinds of signing key, and how a new one is made. */
import { generateKeyPair } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { calculateJwkThumbprint } from "jose";
import type { JWK } from "jose";
import type { Sealer } from "../lib/seal.ts";
import type { Environment, SigningAlg } from "../oauth/words.ts";
import type { SigningKeyRow } from "./ports.ts";

export interface KeyKind {
  alg: SigningAlg;
  /** Modulus length for RS256 and PS256; of no meaning for the others. */
  rsa_bits: number;
  environment: Environment;
}

export function isRsa(alg: SigningAlg): boolean {
  return alg === "RS256" || alg === "PS256";
}

/** A kind in its one spelling. Throws on a modulus that is not 2048, 3072 or 4096 bits long. */
export function plainKind(kind: KeyKind): KeyKind {
  const { alg, environment } = kind;
  if (!isRsa(alg)) return { alg, rsa_bits: 0, environment };
  if (![2048, 3072, 4096].includes(kind.rsa_bits))
    throw new RangeError(`no RSA key of ${kind.rsa_bits} bits`);
  return { alg, rsa_bits: kind.rsa_bits, environment };
}

/** Whether a row is of a kind (both in their one spelling). */
export function isOfKind(row: SigningKeyRow, kind: KeyKind): boolean {
  return row.alg === kind.alg && row.rsa_bits === kind.rsa_bits && row.environment === kind.environment;
}

export function kindName(kind: KeyKind): string {
  return `${kind.environment} ${kind.alg}${kind.rsa_bits || ""}`;
}

const generate = promisify(generateKeyPair) as unknown as (
  type: string,
  options: object,
) => Promise<{ publicKey: KeyObject; privateKey: KeyObject }>;

/** What a sealed private key is sealed for. */
export function sealPurpose(kid: string): string {
  return `signing-key:${kid}`;
}

/** A new key as a row; made in the thread pool, because an RSA key of 4096 bits takes about a second. */
export async function newKey(
  kind: KeyKind,
  sealer: Sealer,
  now: number,
  activates_at: number,
): Promise<SigningKeyRow> {
  const { publicKey, privateKey } = await (isRsa(kind.alg)
    ? generate("rsa", { modulusLength: kind.rsa_bits })
    : kind.alg === "ES256"
      ? generate("ec", { namedCurve: "P-256" })
      : generate("ed25519", {}));
  return keyRow(kind, { publicKey, privateKey, kid: null }, sealer, now, activates_at);
}

/** A key as a row, its private half sealed; named by its thumbprint (RFC 7638) unless it has a name. */
export async function keyRow(
  kind: KeyKind,
  key: { publicKey: KeyObject; privateKey: KeyObject; kid: string | null },
  sealer: Sealer,
  now: number,
  activates_at: number,
): Promise<SigningKeyRow> {
  const public_jwk = key.publicKey.export({ format: "jwk" }) as JWK;
  const kid = key.kid ?? (await calculateJwkThumbprint(public_jwk));
  const { privateKey } = key;
  return {
    kid,
    ...kind,
    state: "active",
    public_jwk: JSON.stringify(public_jwk),
    private_sealed: sealer.seal(JSON.stringify(privateKey.export({ format: "jwk" })), sealPurpose(kid)),
    created_at: now,
    activates_at,
    retires_at: null,
  };
}
