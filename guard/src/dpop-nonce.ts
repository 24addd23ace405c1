/** RFC 9449 §8, §9 — nonces of the server: a keyed digest of the time, so that every node knows them and none stores them. */
import { createHmac, timingSafeEqual } from "node:crypto";

/** Where nonces come from, and whether one is still good. */
export interface DpopNonces {
  current(): string;
  accepts(nonce: string): boolean;
}

/** Milliseconds. A nonce is accepted in the period that it was made in, and in the next. */
const PERIOD = 300_000;

/** Nonces under a key of at least 32 bytes that all nodes share. `now` in milliseconds since the epoch. */
export function createNonces(key: Uint8Array, now: () => number): DpopNonces {
  if (key.byteLength < 32) throw new TypeError("guard: the key of nonces has at least 32 bytes");
  const made = (period: number): string =>
    createHmac("sha256", key).update(`dpop nonce ${period}`).digest("base64url");
  const period = (): number => Math.floor(now() / PERIOD);
  return {
    current: () => made(period()),
    accepts(nonce) {
      const sent = Buffer.from(nonce);
      return [period(), period() - 1].some((one) => {
        const good = Buffer.from(made(one));
        return good.length === sent.length && timingSafeEqual(good, sent);
      });
    },
  };
}
