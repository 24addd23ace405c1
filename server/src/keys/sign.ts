/** RFC 7515 §7.1 — signs compact JWS with node:crypto: the elliptic ones at once, RSA in the thread pool. */
import { constants, createPrivateKey, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { Sealer } from "../lib/seal.ts";
import { sealPurpose } from "./kind.ts";
import type { SigningKeyRow } from "./ports.ts";

/** Signs one payload as a JWS whose header says `typ`. */
export type Signer = (typ: string, claims: object) => Promise<string>;

/** A signer with the private key of `row`. Throws when it was sealed under another master secret. */
export function signerOf(row: SigningKeyRow, sealer: Sealer): Signer {
  const key = openKey(row, sealer);
  const headers = new Map<string, string>();
  const header = (typ: string): string => {
    const known = headers.get(typ);
    if (known !== undefined) return known;
    const text = `${part({ typ, alg: row.alg, kid: row.kid })}.`;
    headers.set(typ, text);
    return text;
  };
  return async (typ, claims) => {
    const input = header(typ) + part(claims);
    const signature =
      row.rsa_bits > 0 ? await signInPool(row.alg, key, input) : signAtOnce(row.alg, key, input);
    return `${input}.${signature.toString("base64url")}`;
  };
}

function openKey(row: SigningKeyRow, sealer: Sealer): KeyObject {
  let jwk: string;
  try {
    jwk = sealer.open(row.private_sealed, sealPurpose(row.kid));
  } catch (cause) {
    throw new Error(`signing key ${row.kid} cannot be opened: it was sealed under another secret`, { cause });
  }
  return createPrivateKey({ key: JSON.parse(jwk) as Record<string, string>, format: "jwk" });
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** About 30 µs: less than the way to the thread pool and back. */
function signAtOnce(alg: string, key: KeyObject, input: string): Buffer {
  // RFC 7518 §3.4 wants R and S side by side, not the DER form.
  if (alg === "ES256") return sign("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });
  return sign(null, Buffer.from(input), key);
}

/** One to four milliseconds, in which the event loop serves others. */
function signInPool(alg: string, key: KeyObject, input: string): Promise<Buffer> {
  // RFC 7518 §3.5: the salt is as long as the digest.
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return new Promise((resolve, reject) => {
    sign("sha256", Buffer.from(input), alg === "PS256" ? { key, ...pss } : key, (error, signature) =>
      error ? reject(error) : resolve(signature),
    );
  });
}
