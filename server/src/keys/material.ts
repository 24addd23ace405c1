/** RFC 7517 §4, RFC 7518 §3 — a private key that was made elsewhere: read from PEM or JWK, and checked before anything signs with it. */
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { isRsa } from "./kind.ts";
import type { SigningAlg } from "../oauth/words.ts";

export interface KeyMaterial {
  alg: SigningAlg;
  /** 0 for keys that are not RSA. */
  rsa_bits: number;
  privateKey: KeyObject;
  /** The name that it had, so that tokens which it signed elsewhere are still found; null when it had none. */
  kid: string | null;
}

/** What cannot be used, as a sentence. */
export class BadKey extends Error {}

/** Reads `text`; `alg` chooses among the algorithms that a key fits, RS256 for RSA when it is null. Throws BadKey. */
export function readKey(text: string, alg: SigningAlg | null): KeyMaterial {
  const jwk = text.trimStart().startsWith("{") ? readJwk(text) : null;
  const privateKey = open(jwk ?? text);
  const fitting = algorithmsOf(privateKey);
  const wanted = alg ?? (jwk?.["alg"] as SigningAlg | undefined) ?? fitting[0];
  if (wanted === undefined || !fitting.includes(wanted))
    throw new BadKey(`This key cannot sign as ${wanted}; it fits ${fitting.join(", ")}.`);
  if (alg !== null && typeof jwk?.["alg"] === "string" && jwk["alg"] !== alg)
    throw new BadKey(`This key says that it is for ${jwk["alg"]} only.`);
  if (jwk?.["use"] !== undefined && jwk["use"] !== "sig")
    throw new BadKey("This key says that it is not for signatures (use).");
  const kid = jwk?.["kid"] ?? null;
  if (kid !== null && (typeof kid !== "string" || !/^[\w.~-]{1,128}$/.test(kid)))
    throw new BadKey("The kid of this key is not 1 to 128 letters, digits or any of . _ ~ -.");
  const rsa_bits = isRsa(wanted) ? (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) : 0;
  if (isRsa(wanted) && ![2048, 3072, 4096].includes(rsa_bits))
    throw new BadKey(`An RSA key has 2048, 3072 or 4096 bits; this one has ${rsa_bits}.`);
  return { alg: wanted, rsa_bits, privateKey, kid };
}

function readJwk(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new BadKey("This is neither PEM nor a JSON Web Key.");
  }
}

function open(key: string | Record<string, unknown>): KeyObject {
  try {
    return typeof key === "string" ? createPrivateKey(key) : createPrivateKey({ key, format: "jwk" });
  } catch {
    throw new BadKey(
      "This is no private key that can be read: give PKCS #8 or PKCS #1 as PEM without a passphrase, or a JWK.",
    );
  }
}

function algorithmsOf(key: KeyObject): readonly SigningAlg[] {
  if (key.asymmetricKeyType === "rsa") return ["RS256", "PS256"];
  if (key.asymmetricKeyType === "ed25519") return ["EdDSA"];
  // Another curve would be another algorithm, and none that we offer.
  if (key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1")
    return ["ES256"];
  throw new BadKey("A key is RSA, elliptic on P-256, or Ed25519.");
}

/** The public half. */
export function publicHalf(privateKey: KeyObject): KeyObject {
  return createPublicKey(privateKey);
}
