/** RFC 9449 §11.1 — remembers which proofs were used: in this process, or in a store that all nodes of the API share. */

/** A memory of what works once. Put a shared one (Redis `SET NX PX`, one conditional insert) behind several nodes. */
export interface ReplayStore {
  /** True for the first who claims `key`; false for everybody else until `until` (milliseconds since the epoch). */
  claim(key: string, until: number): boolean | Promise<boolean>;
}

/** More than one core can verify while proofs are young: reached only by a memory that is not swept. */
const MAX = 1_000_000;

/** A memory in this process: of two nodes each would believe the same proof once. `now` in milliseconds. */
export function memoryReplays(now: () => number): ReplayStore {
  const seen = new Map<string, number>();
  let sweepAt = 0;

  function sweep(time: number): void {
    if (time < sweepAt && seen.size < MAX) return;
    sweepAt = time + 10_000;
    for (const [key, until] of seen) if (until <= time) seen.delete(key);
    // The oldest goes: it ends soonest.
    for (const key of seen.keys()) {
      if (seen.size < MAX) break;
      seen.delete(key);
    }
  }

  return {
    claim(key, until) {
      const time = now();
      sweep(time);
      const known = seen.get(key);
      if (known !== undefined && known > time) return false;
      seen.set(key, until);
      return true;
    },
  };
}
