/** Waiting for a lock of SQLite without holding the event loop: other work of this process goes on. */
import { setTimeout as pause } from "node:timers/promises";
import { isBusy } from "./sqlite-errors.ts";

/** SQLite's own wait, which does hold the event loop: enough for a commit of another process to end. Milliseconds. */
export const BLOCKING_WAIT_MS = 20;

/** Tries until the lock is free; throws SQLite's own error when it is not within `waitMs`. */
export async function whenFree<T>(waitMs: number, attempt: () => T): Promise<T> {
  const deadline = performance.now() + waitMs;
  for (let wait = 1; ; wait = Math.min(2 * wait, 10)) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    await pause(wait);
  }
}
