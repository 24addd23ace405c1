/** A clock that only moves when a test moves it. */
import type { Clock } from "../../src/lib/clock.ts";

export interface TestClock extends Clock {
  advance(milliseconds: number): void;
}

/** Starts at 2026-01-01T00:00:00Z unless told otherwise. */
export function testClock(start: number = Date.UTC(2026, 0, 1)): TestClock {
  let now = start;
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
