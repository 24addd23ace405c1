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
  const bytes = random.bytes(16);
  const time = clock.now();
  for (let index = 0; index < 6; index++) bytes[index] = Math.floor(time / 2 ** (8 * (5 - index))) % 256;
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const text = hex(bytes);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}
