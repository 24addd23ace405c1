/** One deadline for many: a single timer watches over all that is under way, where one each would cost more than most work. */

interface Waiting {
  /** Milliseconds of `performance.now()`. */
  endsAt: number;
  late(): void;
}

/**
 * Answers what `work` does if it ends within `ms`, and throws what `error` makes once it has not; `ended` is told when
 * the work has really ended, however late.
 */
export function deadlines(
  ms: number,
  error: () => Error,
): <T>(work: Promise<T>, ended: () => void) => Promise<T> {
  /** In the order in which they began, and so in the order in which they are due. */
  const waiting = new Set<Waiting>();
  let timer: NodeJS.Timeout | null = null;

  function look(): void {
    const now = performance.now();
    timer = null;
    for (const one of waiting) {
      if (one.endsAt > now) {
        timer = setTimeout(look, one.endsAt - now).unref();
        return;
      }
      waiting.delete(one);
      one.late();
    }
  }

  return (work, ended) =>
    new Promise((resolve, reject) => {
      const one = { endsAt: performance.now() + ms, late: () => reject(error()) };
      waiting.add(one);
      timer ??= setTimeout(look, ms).unref();
      const end = (): void => {
        waiting.delete(one);
        ended();
      };
      void work.then(end, end);
      work.then(resolve, reject);
    });
}
