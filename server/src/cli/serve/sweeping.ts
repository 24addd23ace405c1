/** Work that comes back every so often and never overlaps itself. */

export interface Repeating {
  /** No further turn; resolves when the one under way is done. */
  stop(): Promise<void>;
}

/** Runs `work` now, and again `pauseMs` after each end. What it throws goes to `failed`; the next turn comes all the same. */
export function repeat(
  work: () => Promise<unknown>,
  pauseMs: number,
  failed: (error: unknown) => void,
): Repeating {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const turn = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failed(error);
    }
    if (stopped) return;
    timer = setTimeout(() => {
      running = turn();
    }, pauseMs);
    timer.unref();
  };
  let running = turn();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
