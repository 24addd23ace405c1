/** The ring's view of the stored keys: read again every few seconds, so that each node learns of the others' rotations. */
import type { Clock } from "../lib/clock.ts";
import type { SigningKeyRow, SigningKeysStore } from "./ports.ts";

export interface Rows {
  /** All keys, at most `refreshMs` old (older while the store is away, but never more than a minute). */
  read(): Promise<readonly SigningKeyRow[]>;
  /** All keys as they are stored now. */
  reread(): Promise<readonly SigningKeyRow[]>;
  /** As `reread`, but at most twenty times a second, for questions that strangers can ask: a new key is known at once. */
  rereadSeldom(): Promise<readonly SigningKeyRow[]>;
}

/** An emergency revocation reaches every node within a minute, or the node stops signing. */
const STALEST = 60_000;

/** A cached reader of `store`; rows that did not change stay the same objects. */
export function cachedRows(store: SigningKeysStore, clock: Clock, refreshMs: number): Rows {
  let rows: readonly SigningKeyRow[] = [];
  let readAt = -Infinity;
  let triedAt = -Infinity;
  let begun = 0;
  let shown = 0;
  let running: Promise<readonly SigningKeyRow[]> | null = null;

  const load = async (): Promise<readonly SigningKeyRow[]> => {
    const started = clock.now();
    const turn = ++begun;
    triedAt = started;
    const fresh = await store.list();
    // A slower answer to an earlier question must not undo a later one.
    if (turn < shown) return rows;
    shown = turn;
    const known = new Map(rows.map((row) => [row.kid, row]));
    rows = fresh.map((row) => {
      const old = known.get(row.kid);
      return old && old.state === row.state && old.retires_at === row.retires_at ? old : row;
    });
    readAt = started;
    return rows;
  };

  return {
    async read() {
      const now = clock.now();
      if (now - readAt < refreshMs) return rows;
      running ??= load().finally(() => (running = null));
      try {
        return await running;
      } catch (error) {
        if (now - readAt < STALEST) return rows;
        throw error;
      }
    },
    reread: load,
    async rereadSeldom() {
      return clock.now() - triedAt < 50 ? rows : load();
    },
  };
}
