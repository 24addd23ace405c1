/** Reliability 4.10 — pages take turns: a few begin in each turn of the event loop and the others stand in line, so that no token waits behind all of them. */
import { Refusal } from "../../oauth/refusals.ts";

/** What a line needs of time. */
export interface Pace {
  /** Calls back in the next turn of the event loop. */
  soon(work: () => void): void;
  /** Milliseconds that never go back. */
  steady(): number;
}

const ofNode: Pace = { soon: (work) => void setImmediate(work), steady: () => performance.now() };

export interface Line {
  /** How many may stand in it; who comes then is refused at once. */
  room: number;
  /** Whoever stood in it longer has been answered by now. Milliseconds. */
  patienceMs: number;
}

/** A page costs less than half a millisecond: so many together spare half of that, and nobody else notices them. */
export const PER_TURN = 2;
/** Told to those who are refused. Seconds. */
const RETRY_AFTER = 2;

export interface Turns {
  /** Ends when one's turn has come, and with the refusal `overloaded` when it never does. */
  wait: () => Promise<void>;
  /** Whether who came now would be refused. */
  readonly full: boolean;
}

/**
 * Turns in the order of arrival. A wait ends with the refusal `overloaded` when the line is
 * full, and when the turn comes too late for an answer to reach anybody.
 */
export function inTurn({ room, patienceMs }: Line, pace: Pace = ofNode): Turns {
  // An array would be moved up by one for each who leaves it.
  const line = new Set<{ came: number; begin: () => void; refuse: (why: Refusal) => void }>();

  function turn(): void {
    let left = PER_TURN;
    for (const one of line) {
      line.delete(one);
      if (pace.steady() - one.came > patienceMs) one.refuse(new Refusal("overloaded", RETRY_AFTER));
      else {
        one.begin();
        if (--left === 0) break;
      }
    }
    if (line.size > 0) pace.soon(turn);
  }

  return {
    get full() {
      return line.size >= room;
    },
    wait: () =>
      new Promise((begin, refuse) => {
        if (line.size >= room) return refuse(new Refusal("overloaded", RETRY_AFTER));
        if (line.size === 0) pace.soon(turn);
        line.add({ came: pace.steady(), begin, refuse });
      }),
  };
}
