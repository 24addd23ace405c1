/** RFC 6585 §4 — a client's requests per minute, counted for all nodes by slices that each node takes from the database. */
import type { Clock } from "../../lib/clock.ts";
import type { BudgetsPort } from "./port.ts";

/** How it stands after one request. */
export interface Standing {
  allowed: boolean;
  /** Requests that are left as far as this node knows; others may have taken of them since. */
  left: number;
  /** Whole seconds until the window ends, at least 1. */
  resetSeconds: number;
}

export interface Budgets {
  /** Spends one request of `key`. A write only when the slice is used up. Throws StoreUnavailable. */
  spend(key: string, limit: number): Promise<Standing>;
}

export const WINDOW_MS = 60_000;
/** Slices of a budget: so many writes at most for one client in a window, on all nodes together. */
const SLICES = 20;
/** Ended slices are forgotten when there are so many. */
const MANY = 10_000;

interface Slice {
  left: number;
  /** What nobody had taken when this was taken. */
  rest: number;
  /** Milliseconds since the epoch. */
  endsAt: number;
}

/** How many requests a node takes at once; what it does not use is lost to the others until the window ends. */
export function sliceOf(limit: number): number {
  return Math.max(1, Math.floor(limit / SLICES));
}

export function createBudgets(port: BudgetsPort, clock: Clock): Budgets {
  const slices = new Map<string, Slice>();
  const asked = new Map<string, Promise<void>>();

  async function take(key: string, limit: number): Promise<void> {
    const now = clock.now();
    if (slices.size >= MANY) for (const [old, { endsAt }] of slices) if (endsAt <= now) slices.delete(old);
    const { granted, rest, endsAt } = await port.take(key, sliceOf(limit), limit, WINDOW_MS, now);
    slices.set(key, { left: granted, rest, endsAt });
  }

  return {
    async spend(key, limit) {
      for (;;) {
        const slice = slices.get(key);
        const now = clock.now();
        if (slice !== undefined && slice.endsAt > now) {
          const resetSeconds = Math.max(1, Math.ceil((slice.endsAt - now) / 1000));
          if (slice.left > 0) {
            slice.left--;
            return { allowed: true, left: slice.left + slice.rest, resetSeconds };
          }
          if (slice.rest === 0) return { allowed: false, left: 0, resetSeconds };
        }
        // All who find nothing wait for one slice; those for whom it is too small ask again.
        let asking = asked.get(key);
        if (asking === undefined) {
          asking = take(key, limit).finally(() => asked.delete(key));
          asked.set(key, asking);
        }
        await asking;
      }
    },
  };
}
