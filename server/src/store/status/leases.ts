/** Token Status List — blocks of places for many clients in one transaction: the count of places is one row, for which all nodes queue. */
import type { Kysely } from "kysely";
import { LIST_SIZE, listOf } from "../../oauth/status/places.ts";
import type { Engine } from "../engine/engine.ts";
import type { Schema } from "../schema.ts";

/** Clients of one transaction. */
const MOST = 64;
/** Places of one transaction: what does not fit into the rest of a list leaves that rest unused. */
const ROOM = LIST_SIZE / 4;

export interface Lease {
  client_id: string;
  /** Places; at most a quarter of a list. */
  count: number;
  /** When the block can be forgotten. Milliseconds. */
  expires_at: number;
}

interface Waiting extends Lease {
  resolve(first: number | null): void;
  reject(error: unknown): void;
}

/** By client: the first place of its block. Those that were disabled or suspended get none. */
async function take(tx: Kysely<Schema>, wanted: readonly Lease[]): Promise<Map<string, number>> {
  const ids = wanted.map(({ client_id }) => client_id);
  const ended = await tx
    .selectFrom("clients")
    .innerJoin("apps", "apps.id", "clients.app_id")
    .select("client_id")
    .where("client_id", "in", ids)
    .where((eb) => eb.or([eb("disabled_at", "is not", null), eb("suspended_at", "is not", null)]))
    .execute();
  // Disabling takes every block that is there; one that comes after it must not be.
  const without = new Set(ended.map(({ client_id }) => client_id));
  const served = wanted.filter(({ client_id }) => !without.has(client_id));
  if (served.length === 0) return new Map();
  const total = served.reduce((sum, { count }) => sum + count, 0);
  for (;;) {
    const { next } = await tx
      .updateTable("status_head")
      .set((eb) => ({ next: eb("next", "+", total) }))
      .returning("next")
      .executeTakeFirstOrThrow();
    let first = next - total;
    // What is left at the end of a list and is too short stays unused.
    if (listOf(first) !== listOf(next - 1)) continue;
    const rows = served.map(({ client_id, count, expires_at }) => {
      const row = { client_id, count, expires_at, first };
      first += count;
      return row;
    });
    await tx.insertInto("status_blocks").values(rows).execute();
    return new Map(rows.map((row) => [row.client_id, row.first]));
  }
}

/**
 * Answers a function that takes one block and resolves to its first place once it is durable; null for a client that may have none.
 * One transaction is under way at a time, and all who come meanwhile share the next. No client may ask twice at once.
 */
export function leases(engine: Engine): (lease: Lease) => Promise<number | null> {
  const waiting: Waiting[] = [];
  let running = false;

  function batch(): Waiting[] {
    let [clients, places] = [0, 0];
    for (const { count } of waiting) {
      if (clients === MOST || places + count > ROOM) break;
      clients++;
      places += count;
    }
    return waiting.splice(0, clients);
  }

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      // Who arrived in this tick has had his say.
      await new Promise((resolve) => setImmediate(resolve));
      const together = batch();
      const wanted = together.map(({ client_id, count, expires_at }) => ({ client_id, count, expires_at }));
      try {
        const firsts = await engine.writeBeside((tx) => take(tx, wanted));
        for (const one of together) one.resolve(firsts.get(one.client_id) ?? null);
      } catch (error) {
        for (const one of together) one.reject(error);
      }
    }
    running = false;
  }

  return (lease) =>
    new Promise((resolve, reject) => {
      waiting.push({ ...lease, resolve, reject });
      if (running) return;
      running = true;
      void runAll();
    });
}
