/** Randomness is an argument, and every identifier and secret is made here. */
import type { Clock } from "./clock.ts";
import { base64url, hex } from "./encode.ts";

export interface Random {
  /** `size` unpredictable bytes. */
  bytes(size: number): Uint8Array;
}

/** A secret of `size` bytes as base64url; 32 bytes give 256 bits. */
export function secretText(random: Random, size: number = 32): string {
  return base64url(random.bytes(size));
}

/** A UUIDv7 (RFC 9562 §5.7): ordered by time, so that an index of them grows at its end. */
export function uuid7(clock: Clock, random: Random): string {
  const text = timedHex(clock, random, 7);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

/** The 32 hexadecimal digits of a UUID that begins with the time, whose `version` is 7 or 8 (RFC 9562 §5.7, §5.8). */
export function timedHex(clock: Clock, random: Random, version: 7 | 8): string {
  const bytes = random.bytes(10);
  bytes[0] = (version << 4) | ((bytes[0] ?? 0) & 0x0f);
  bytes[2] = 0x80 | ((bytes[2] ?? 0) & 0x3f);
  return Math.floor(clock.now()).toString(16).padStart(12, "0") + hex(bytes);
}
