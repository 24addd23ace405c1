/** RFC 9110 §15.6.4 — bounded work: so many requests at once, each with a deadline; more is 503 at once (reliability P8). */
import { Refusal } from "../../oauth/refusals.ts";
import { StoreUnavailable } from "../trouble.ts";

export interface AtOnce {
  /** Runs `work`. Throws the refusal `overloaded` when there is no room, StoreUnavailable when it takes too long. */
  run<T>(work: () => T | Promise<T>): T | Promise<T>;
  /** What is under way, the late ones included: they still hold memory. */
  readonly underWay: number;
}

/** Told to whom there is no room for. Seconds. */
const RETRY_AFTER = 1;

export function atOnce(room: number, deadlineMs: number): AtOnce {
  let underWay = 0;
  const leave = (): void => {
    underWay--;
  };
  return {
    get underWay() {
      return underWay;
    },
    run(work) {
      if (underWay >= room) throw new Refusal("overloaded", RETRY_AFTER);
      underWay++;
      let result;
      try {
        result = work();
      } catch (error) {
        leave();
        throw error;
      }
      if (!(result instanceof Promise)) {
        leave();
        return result;
      }
      // Its place is free only when it has really ended: a store that stalls must not collect work without bound.
      void result.then(leave, leave);
      return inTime(result, deadlineMs);
    },
  };
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new StoreUnavailable("the request took too long")), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
