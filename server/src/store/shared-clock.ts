/** Reliability 4.6 — one clock for all nodes: the database's, asked now and then, and carried on by a count that never goes back. */
import { sql } from "kysely";
import type { Clock } from "../lib/clock.ts";
import type { Engine } from "./engine/engine.ts";

export interface SharedClock extends Clock {
  /** Asks no more. */
  stop(): void;
}

/** Machines drift by milliseconds in this time, and one that slept is right again after it. */
const ASK_MS = 10_000;
/** The database's clock may be put right by so much without ours going back; by more, it was wrong, and ours follows. */
const SMALL_STEP_MS = 5_000;
const FIRST_TRIES = 3;

interface Found {
  /** What `steady` must be added to. */
  base: number;
  /** By how much it may be wrong: half of the trip. */
  doubt: number;
}

/**
 * The clock of the database behind `engine`, which must be PostgreSQL. What becomes of the machine's own clock is of no
 * account: `steady` counts milliseconds and never goes back. Throws StoreUnavailable when it cannot be asked at first;
 * later it goes on without.
 */
export async function sharedClock(
  engine: Pick<Engine, "read">,
  steady: () => number = () => performance.now(),
): Promise<SharedClock> {
  let last = 0;

  async function ask(): Promise<Found> {
    const sent = steady();
    const { rows } = await sql<{
      now: number;
    }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(engine.read);
    const heard = steady();
    return { base: (rows[0]?.now ?? 0) - (sent + heard) / 2, doubt: (heard - sent) / 2 };
  }

  let best = await ask();
  for (let tries = 1; tries < FIRST_TRIES; tries++) {
    const next = await ask();
    if (next.doubt < best.doubt) best = next;
  }
  let { base } = best;
  async function renew(): Promise<void> {
    try {
      const found = await ask();
      if (Math.abs(found.base - base) > found.doubt) base = found.base;
    } catch {
      // Nobody answers: what we know is still good.
    }
  }
  const timer = setInterval(() => void renew(), ASK_MS);
  timer.unref();
  return {
    now() {
      const now = Math.floor(base + steady());
      if (now > last || last - now > SMALL_STEP_MS) last = now;
      return last;
    },
    stop: () => clearInterval(timer),
  };
}
