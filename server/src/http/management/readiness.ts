/** Whether this node can do its work now: the database answers, and nobody has asked it to go (reliability P9). */

export interface Readiness {
  /** Null when ready, else why not; never older than `FRESH_MS` and the deadline of one probe together. */
  trouble(): Promise<Trouble | null>;
  /** From now on it is not ready, whatever the database says. */
  drain(): void;
}

export type Trouble = "starting" | "draining" | "database";

/** Milliseconds: with one second for the probe, the answer is true within two. */
const FRESH_MS = 500;
const PROBE_MS = 1_000;

/** `probe` rejects when the database cannot be used. Times are of the machine: this is about waiting, not about tokens. */
export function createReadiness(probe: () => Promise<unknown>): Readiness {
  let draining = false;
  let known: { trouble: Trouble | null; at: number } | null = null;
  let asking: Promise<void> | null = null;

  async function ask(): Promise<void> {
    const late = Promise.withResolvers<Trouble>();
    const timer = setTimeout(() => late.resolve("database"), PROBE_MS);
    const answer = probe().then(
      () => null,
      () => "database" as const,
    );
    const trouble = await Promise.race([answer, late.promise]);
    clearTimeout(timer);
    known = { trouble, at: performance.now() };
  }

  return {
    async trouble() {
      if (draining) return "draining";
      if (known === null || performance.now() - known.at > FRESH_MS) {
        asking ??= ask().finally(() => (asking = null));
        await asking;
      }
      return draining ? "draining" : (known?.trouble ?? null);
    },
    drain() {
      draining = true;
    },
  };
}
