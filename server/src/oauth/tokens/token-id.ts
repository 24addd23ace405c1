/** A token's id (`jti`, RFC 7519 §4.1.7): 80 hexadecimal characters that also say which family the token descends from. */
import type { Clock } from "../../lib/clock.ts";
import { hex } from "../../lib/encode.ts";
import { timedHex, type Random } from "../../lib/random.ts";

/**
 * The first 32 characters are a UUID: the family's (version 7), or, for a token without a family, one of version 8.
 * So a revoked family kills its JWTs without a row per JWT, and without a claim that Passport tokens do not have.
 */
export function newTokenId(familyId: string | null, clock: Clock, random: Random): string {
  const head = familyId === null ? timedHex(clock, random, 8) : familyId.replaceAll("-", "");
  return head + hex(random.bytes(24));
}

/** The family that this token descends from, or null. */
export function familyOf(tokenId: string): string | null {
  const head = /^([0-9a-f]{8})([0-9a-f]{4})(7[0-9a-f]{3})([0-9a-f]{4})([0-9a-f]{12})/.exec(tokenId);
  return head === null ? null : head.slice(1, 6).join("-");
}
