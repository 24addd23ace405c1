/** RFC 6585 §4 — the emergency ceiling: how many requests one process takes from one address in a minute. */
import { addressKey } from "../../lib/address.ts";
import type { Clock } from "../../lib/clock.ts";

export interface Ceiling {
  /** Counts one request; whole seconds to wait, or 0 when it may pass. */
  pass(address: string): number;
}

const WINDOW_MS = 60_000;
/** More addresses than that are not counted: the memory of this is bounded, and then it is not one address that floods. */
const MANY = 100_000;

/** `limit` 0 means any number. */
export function ceiling(limit: number, clock: Clock): Ceiling {
  const counts = new Map<string, number>();
  let endsAt = 0;
  return {
    pass(address) {
      if (limit === 0) return 0;
      const now = clock.now();
      if (now >= endsAt) {
        counts.clear();
        endsAt = now + WINDOW_MS;
      }
      const key = addressKey(address);
      const count = (counts.get(key) ?? 0) + 1;
      if (count > 1 || counts.size < MANY) counts.set(key, count);
      return count > limit ? Math.max(1, Math.ceil((endsAt - now) / 1000)) : 0;
    },
  };
}
