/** One verb, one transaction: begun, run, committed or undone, again after a deadlock, and ended at the deadline. */
import type { Kysely } from "kysely";
import type pg from "pg";
import type { Schema } from "../schema.ts";
import { StoreUnavailable } from "../unavailable.ts";
import { postgresQueries } from "./postgres-dialect.ts";
import { isEcho, mayRunAgain, translate } from "./postgres-errors.ts";
import { sever, type PostgresLimits } from "./postgres-session.ts";

/** Each statement sees what was committed before it: our verbs decide in the statement that writes (decision 9). */
export const BEGIN = { name: "begin", text: "BEGIN ISOLATION LEVEL READ COMMITTED" };
export const COMMIT = { name: "commit", text: "COMMIT" };

/** The number is ours alone within a database: "gatehous" in ASCII. */
const LOCK = "7449363237540164979";
const lock = (name: string, how: string) => ({ name, text: `SELECT pg_advisory_xact_lock${how}(${LOCK})` });
export const BESIDE: { name: string; text: string } = lock("beside", "_shared");
export const ALONE: { name: string; text: string } = lock("alone", "");

/** Tries of one transaction, the first included; each waits for a lock that somebody held, so they do not spin. */
const TRIES = 5;

type Work<T> = (tx: Kysely<Schema>) => Promise<T>;

const queriesOf = new WeakMap<pg.PoolClient, Kysely<Schema>>();

function queriesOn(client: pg.PoolClient): Kysely<Schema> {
  let db = queriesOf.get(client);
  if (!db) {
    db = postgresQueries((query) => client.query(query));
    queriesOf.set(client, db);
  }
  return db;
}

/** Severs the session unless `work` ends in time. */
export async function inTime<T>(client: pg.PoolClient, leftMs: number, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => sever(client), leftMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

/** Gives a session back clean, or ends it when it cannot be cleaned. */
export async function giveBack(client: pg.PoolClient, error?: unknown): Promise<void> {
  let broken = mayRunAgain(error);
  if (error !== undefined)
    await client.query("ROLLBACK").catch(() => {
      broken = true;
    });
  client.release(broken);
}

async function attempt<T>(client: pg.PoolClient, how: typeof ALONE, work: Work<T>): Promise<T> {
  // Sent together with the first query of the verb: one trip.
  const begun = Promise.all([client.query(BEGIN), client.query(how)]);
  begun.catch(() => undefined);
  let value: T;
  try {
    value = await work(queriesOn(client));
  } catch (error) {
    if (isEcho(error)) await begun;
    throw error;
  }
  await begun;
  const { command } = await client.query(COMMIT);
  if (command !== "COMMIT") throw new StoreUnavailable("the transaction was lost");
  return value;
}

/** Runs `work` with the lock `how`, until it is committed. Throws StoreUnavailable, StoreConflict, or what `work` throws. */
export function transactions(
  pool: pg.Pool,
  limits: PostgresLimits,
): <T>(how: typeof ALONE, work: Work<T>) => Promise<T> {
  return async (how, work) => {
    const end = performance.now() + limits.deadlineMs;
    for (let tries = 1; ; tries++) {
      let client: pg.PoolClient;
      try {
        client = await pool.connect();
      } catch (error) {
        throw translate(error);
      }
      try {
        const value = await inTime(client, end - performance.now(), () => attempt(client, how, work));
        client.release();
        return value;
      } catch (error) {
        await inTime(client, limits.deadlineMs, () => giveBack(client, error));
        if (!mayRunAgain(error) || tries >= TRIES || performance.now() >= end) throw translate(error);
      }
    }
  };
}
