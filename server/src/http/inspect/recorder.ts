/** Holds what happened for a quarter of a second, then writes it in one batch: an answer never waits for it, and it never grows without bound. */
import type { Happened } from "../../desk/inspector/event.ts";
import type { EventsStore } from "../../desk/inspector/ports.ts";
import type { Random } from "../../lib/random.ts";
import { batchOf, nameOf, nothing, take, type Waiting } from "./batch.ts";
import type { Seen } from "./seen.ts";

/** Milliseconds. */
const EVERY = 250;
/** Calls that an API told of which wait at most; more are counted as dropped. */
const MOST_CALLS = 10_000;

export interface Recorder {
  /** After an answer. */
  note(seen: Seen): void;
  /** What an API told of its calls. */
  told(calls: readonly Happened[]): void;
  /** Writes what waits; resolves when it is stored. */
  flush(): Promise<void>;
  /** Requests that were not written down. */
  readonly dropped: number;
  close(): Promise<void>;
}

export interface RecorderOptions {
  store: EventsStore;
  random: Random;
  /** Keyed: in its place is kept what must be recognised and never told. */
  digest: (text: string) => string;
  failed: (error: unknown) => void;
}

export function createRecorder({ store, random, digest, failed }: RecorderOptions): Recorder {
  let waiting = nothing();
  let calls: Happened[] = [];
  let dropped = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let following: Promise<void> | null = null;

  function arm(): void {
    timer ??= setTimeout(() => void flush(), EVERY).unref();
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    // One batch at a time: while the store is slow the others wait where they are counted.
    if (writing !== null)
      return (following ??= writing.then(() => {
        following = null;
        return flush();
      }));
    const [seen, told] = [waiting, calls];
    [waiting, calls] = [nothing(), []];
    if (seen.taken + told.length === 0) return Promise.resolve();
    writing = write(seen, told)
      .catch((error: unknown) => {
        dropped += seen.taken + told.length;
        failed(error);
      })
      .finally(() => {
        writing = null;
      });
    return writing;
  }

  async function write({ shown, good }: Waiting, told: readonly Happened[]): Promise<void> {
    const named = shown.map(nameOf).filter((one) => one !== null);
    const all = [
      ...named,
      ...told.map((call) => ({ ...call, redirect_uri: null, scope: null, challenge: null })),
    ];
    const owners = await store.owners([
      ...new Set([...all.map(({ client_id }) => client_id), ...good.keys()]),
    ]);
    await store.write(batchOf(all, good, owners, { random, digest }));
  }

  return {
    note(seen) {
      if (!take(waiting, seen)) dropped++;
      arm();
    },
    told(more) {
      for (const call of more) {
        if (calls.length >= MOST_CALLS) dropped++;
        else calls.push(call);
      }
      arm();
    },
    flush,
    get dropped() {
      return dropped;
    },
    async close() {
      await flush();
    },
  };
}
