/** Load that does not wait: so many requests a second, whatever becomes of those before, and when each began and ended. */

export interface Sample<T> {
  /** Of performance.now(), milliseconds. */
  began: number;
  ended: number;
  answer: T;
}

export interface Steady<T> {
  samples: readonly Sample<T>[];
  /** Asks no more, waits for what is under way, and answers all of it. Throws what a call threw first. */
  stop(): Promise<readonly Sample<T>[]>;
}

const TICK_MS = 20;

/** Calls `one(n)` `perSecond` times a second. When it falls behind, because the machine is busy, it skips and does not catch up. */
export function steady<T>(perSecond: number, one: (n: number) => Promise<T>): Steady<T> {
  const samples: Sample<T>[] = [];
  const underWay = new Set<Promise<void>>();
  const errors: unknown[] = [];
  let n = 0;
  let due = 0;
  const ask = async (): Promise<void> => {
    const began = performance.now();
    const answer = await one(n++);
    samples.push({ began, ended: performance.now(), answer });
  };
  const timer = setInterval(() => {
    due += (perSecond * TICK_MS) / 1000;
    for (; due >= 1; due--) {
      const asked: Promise<void> = ask()
        .catch((error: unknown) => void errors.push(error))
        .finally(() => underWay.delete(asked));
      underWay.add(asked);
    }
  }, TICK_MS);
  return {
    samples,
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      if (errors.length > 0) throw errors[0];
      return samples;
    },
  };
}

/** Milliseconds from the beginning of the first sample that `failed` to the end of the last one; 0 when none did. */
export function windowOf<T>(samples: readonly Sample<T>[], failed: (answer: T) => boolean): number {
  const bad = samples.filter(({ answer }) => failed(answer));
  if (bad.length === 0) return 0;
  return Math.max(...bad.map((one) => one.ended)) - Math.min(...bad.map((one) => one.began));
}
