/** When each client secret was used last: exact to a minute, and written by the hundred, so that no request waits for it. */
import type { Engine } from "./engine/engine.ts";

/** A secret's last use is written at most so often. Milliseconds. */
const NOTED_EVERY = 60_000;
/** How long uses are collected: what a process that is killed has not written yet. Milliseconds. */
const COLLECTED = 1_000;
/** Secrets remembered; the oldest makes room, and is written once more when it comes back. */
const ROOM = 20_000;
/** Secrets in one statement: rows far apart, and SQLite holds everybody until the last of them is read. */
const BATCH = 50;

export interface SecretUses {
  /** Remembers that a secret has worked; `now` in milliseconds. */
  noted(secretId: string, now: number): void;
  /** Writes what waits. What the database did not take is noted again at its next use. */
  flush: () => Promise<void>;
}

/** `ClientsPort.secretUsed` on an engine. */
export function secretUses(engine: Engine): SecretUses {
  /** What is noted already, so that most uses cost a look into memory. */
  const noted = new Map<string, number>();
  let waiting: string[] = [];
  let latest = 0;
  let timer: NodeJS.Timeout | null = null;

  async function write(ids: readonly string[], now: number): Promise<void> {
    try {
      await engine.writeBeside(
        (tx) =>
          tx
            .updateTable("client_secrets")
            .set({ last_used_at: now })
            // In one order on every node, so that two wait for each other in turn.
            .where("id", "in", ids.toSorted())
            // Changes nothing when another node has written it within the minute.
            .where((eb) =>
              eb.or([eb("last_used_at", "is", null), eb("last_used_at", "<=", now - NOTED_EVERY)]),
            )
            .execute(),
        false,
      );
    } catch {
      for (const id of ids) noted.delete(id);
    }
  }

  async function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const ids = waiting;
    waiting = [];
    for (let at = 0; at < ids.length; at += BATCH) await write(ids.slice(at, at + BATCH), latest);
  }

  return {
    noted(secretId, now) {
      const last = noted.get(secretId);
      if (last !== undefined && Math.abs(now - last) < NOTED_EVERY) return;
      if (noted.size >= ROOM) noted.delete(noted.keys().next().value ?? "");
      noted.set(secretId, now);
      waiting.push(secretId);
      latest = now;
      timer ??= setTimeout(() => void flush(), COLLECTED).unref();
    },
    flush,
  };
}
