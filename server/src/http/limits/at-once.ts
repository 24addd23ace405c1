/** RFC 9110 §15.6.4 — bounded work: so many requests at once, each with a deadline; more is 503 at once (reliability P8). */
import { Refusal } from "../../oauth/refusals.ts";
import { endOfTick } from "../end-of-tick.ts";
import { StoreUnavailable } from "../trouble.ts";
import { deadlines } from "./deadlines.ts";
import { inTurn, type Pace } from "./turns.ts";

type Run = <T>(work: () => T | Promise<T>) => Promise<T>;

export interface AtOnce {
  /**
   * Runs `work` at the end of the tick, with all that arrived in it. Throws the refusal `overloaded` at once when there
   * is no room, StoreUnavailable when it takes too long.
   */
  readonly run: Run;
  /** The same for what can wait: in its turn (limits/turns.ts), so that whatever runs otherwise goes first. */
  readonly runInTurn: Run;
  /** What `run` would throw for want of room, else null: to refuse before a request is read, which costs more than the refusal. */
  noRoom(): Refusal | null;
  /** Whether `runInTurn` would refuse now: then nothing needs to be made ready for it. */
  readonly full: boolean;
  /** What is under way, the late ones included: they still hold memory. */
  readonly underWay: number;
}

/** Told to whom there is no room for. Seconds. */
const RETRY_AFTER = 1;

export function atOnce(room: number, deadlineMs: number, pace?: Pace): AtOnce {
  const arrived = endOfTick();
  // Who stands in line holds a place: half of them are left to those who need not. Who begins has half of the time left:
  // nobody does what a form asks only to be told that it took too long.
  const turns = inTurn({ room: Math.ceil(room / 2), patienceMs: deadlineMs / 2 }, pace);
  const inTime = deadlines(deadlineMs, () => new StoreUnavailable("the request took too long"));
  let underWay = 0;
  const leave = (): void => {
    underWay--;
  };
  const noRoom = (): Refusal | null => (underWay >= room ? new Refusal("overloaded", RETRY_AFTER) : null);
  const after =
    (begin: () => Promise<void>): Run =>
    (work) => {
      const refused = noRoom();
      if (refused !== null) throw refused;
      underWay++;
      // Its place is free only when it has really ended: a store that stalls must not collect work without bound.
      return inTime(begin().then(work), leave);
    };
  return {
    noRoom,
    get full() {
      return underWay >= room || turns.full;
    },
    get underWay() {
      return underWay;
    },
    run: after(arrived),
    runInTurn: after(() => turns.wait()),
  };
}
