/** A door with a count: bounds who may be inside (reliability P8: never an unbounded queue), and waits for them at closing. */
import { StoreUnavailable } from "../unavailable.ts";

export interface Gate {
  /** Runs `work` inside; throws StoreUnavailable at once when it is closed or full. */
  pass<T>(work: () => Promise<T>): Promise<T>;
  /** Lets nobody in from now on, and resolves when everybody is out. */
  close(): Promise<void>;
}

export function gate(room: number): Gate {
  let inside = 0;
  let closed = false;
  const leave = Promise.withResolvers<void>();
  return {
    async pass(work) {
      if (closed) throw new StoreUnavailable("the database is closed");
      if (inside >= room) throw new StoreUnavailable("too many writes wait");
      inside++;
      try {
        return await work();
      } finally {
        if (--inside === 0 && closed) leave.resolve();
      }
    },
    async close() {
      closed = true;
      if (inside > 0) await leave.promise;
    },
  };
}
