/** RFC 9449 §8 — this server's DPoP nonces, by the guard's own rule: any node can judge them, and nothing is stored. */
import { createNonces } from "@gatehouse/guard";
import type { Clock } from "../lib/clock.ts";
import type { NoncesPort } from "../oauth/proof-ports.ts";

/** `key`: 32 bytes, the same on every node. */
export function nonces(key: Uint8Array, clock: Clock): NoncesPort {
  return createNonces(key, () => clock.now());
}
