/** Opaque secrets that we hand out: a prefix that names kind and environment, 256 random bits, a checksum for secret scanners. */
import { crc32 } from "node:zlib";
import type { Clock } from "../../lib/clock.ts";
import { sha256 } from "../../lib/hash.ts";
import { secretText, type Random } from "../../lib/random.ts";
import type { Environment } from "../words.ts";

/**
 * gha: access token · ghc: code · ghd: device code · ghs: client secret · ghi: introspection secret ·
 * ght: initial access token · ghm: registration access token.
 */
export type SecretKind = "gha" | "ghc" | "ghd" | "ghs" | "ghi" | "ght" | "ghm";

/** Kinds that come by the million: their text begins with the time, so that the store's index of them grows at its end (decision 27). */
const TIMED: ReadonlySet<SecretKind> = new Set(["gha", "ghc", "ghd"]);
/** Digits of base 36 that hold the milliseconds since 1970 until the year 5188; their order is that of the numbers. */
const DIGITS = 9;

/** Group 1 is the time, which those have not that were made before it was written there. */
const FORM = /^gh[a-z]_(?:live|test)_([0-9a-z]{9})?[A-Za-z0-9\-_]{43}[0-9a-z]{7}$/;

/** `ghs_live_` + (of kinds that are timed) 9 digits of the time + 43 base64url characters + 7 characters of CRC-32 in base 36. */
export function newSecret(
  kind: SecretKind,
  environment: Environment,
  { clock, random }: { clock: Clock; random: Random },
): string {
  const time = TIMED.has(kind) ? Math.floor(clock.now()).toString(36).padStart(DIGITS, "0") : "";
  const body = `${kind}_${environment}_${time}${secretText(random, 32)}`;
  return body + checksum(body);
}

/** Whether a text has the form and the checksum of that kind: a mangled one is known without asking the store. */
export function isSecret(kind: SecretKind, text: string): boolean {
  if (!FORM.test(text) || !text.startsWith(kind)) return false;
  return checksum(text.slice(0, -7)) === text.slice(-7);
}

/** How codes and opaque tokens are stored: what they say of their time, which is no secret, and the digest of the whole. */
export function secretHash(text: string): string {
  return (FORM.exec(text)?.[1] ?? "") + sha256(text);
}

function checksum(body: string): string {
  return crc32(body).toString(36).padStart(7, "0");
}
