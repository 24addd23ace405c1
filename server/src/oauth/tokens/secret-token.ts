/** Opaque secrets that we hand out: a prefix that names kind and environment, 256 random bits, a checksum for secret scanners. */
import { crc32 } from "node:zlib";
import { sha256 } from "../../lib/hash.ts";
import { secretText, type Random } from "../../lib/random.ts";
import type { Environment } from "../words.ts";

/**
 * gha: access token · ghc: code · ghd: device code · ghs: client secret · ghi: introspection secret ·
 * ght: initial access token · ghm: registration access token.
 */
export type SecretKind = "gha" | "ghc" | "ghd" | "ghs" | "ghi" | "ght" | "ghm";

/** `ghs_live_` + 43 base64url characters + 7 characters of CRC-32 in base 36. */
export function newSecret(kind: SecretKind, environment: Environment, random: Random): string {
  const body = `${kind}_${environment}_${secretText(random, 32)}`;
  return body + checksum(body);
}

/** Whether a text has the form and the checksum of that kind: a mangled one is known without asking the store. */
export function isSecret(kind: SecretKind, text: string): boolean {
  if (!/^gh[a-z]_(live|test)_[A-Za-z0-9\-_]{43}[0-9a-z]{7}$/.test(text) || !text.startsWith(kind))
    return false;
  return checksum(text.slice(0, -7)) === text.slice(-7);
}

/** How codes and opaque tokens are stored. */
export function secretHash(text: string): string {
  return sha256(text);
}

function checksum(body: string): string {
  return crc32(body).toString(36).padStart(7, "0");
}
