/** Changes of tables beside traffic, which never stands in line behind them (PostgreSQL, "Explicit Locking" and "Building Indexes Concurrently"). */
import { setTimeout as pause } from "node:timers/promises";
import { sql, type Kysely } from "kysely";
import type { Index } from "../migrations/upgrade.ts";
import type { Schema } from "../schema.ts";
import { StoreUnavailable } from "../unavailable.ts";
import { wasLocked } from "./postgres-errors.ts";

/** The longest wait for a lock, and so the longest that others wait behind it. Milliseconds. */
const STANDS = 50;
/** How long the others have then. Milliseconds. */
const RESTS = 250;
/** After so long it is given up. Milliseconds. */
const TRIES_FOR = 60_000;
/** The same for an index, which waits in nobody's way, each time as long as its session may. Milliseconds. */
const BUILDS_FOR = 180_000;
/** Held by one session at a time that changes tables. "gatehoum" in ASCII. */
const LOCK = sql.lit("7449363237540164973");
/** How often is asked whether it is free. Milliseconds. */
const ASKS_EVERY = 100;

/**
 * Makes the session of `db` the one that changes tables, until it ends. It asks again and again instead of standing in line: a
 * statement that waits keeps its snapshot, and CREATE INDEX CONCURRENTLY of the one before waits until all older ones are gone,
 * so the two would wait for each other. Throws StoreUnavailable after `patience` milliseconds.
 */
export async function alone(db: Kysely<Schema>, patience: number): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${LOCK}) as held`.execute(db);
    if (rows[0]?.held === true) return;
    if (performance.now() >= end)
      throw new StoreUnavailable("the database is locked by another session that changes its tables");
    await pause(ASKS_EVERY);
  }
}

/**
 * `work` as one transaction on `db`. ALTER TABLE needs its table alone, if only for a moment; while it waits for whoever reads
 * the table (a backup may, for minutes), all who come later stand in line behind it, readers too. So it stands there for the
 * blink of an eye, undoes what it has done, lets the others pass, and comes back. Throws what the last try threw.
 */
export async function alterShortly<T>(
  db: Kysely<Schema>,
  work: (tx: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  return whileLocked(TRIES_FOR, () =>
    db.transaction().execute(async (tx) => {
      await sql`set local lock_timeout = ${sql.lit(STANDS)}`.execute(tx);
      return work(tx);
    }),
  );
}

/**
 * Builds an index while everybody reads and writes; one that was broken off is there, but not valid, and is made anew. Throws
 * what the last try threw.
 */
export function indexBeside(db: Kysely<Schema>, index: Index): Promise<void> {
  return whileLocked(BUILDS_FOR, () => build(db, index));
}

/** Tries again until nobody else holds what is wanted. */
async function whileLocked<T>(patience: number, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!wasLocked(error) || performance.now() >= end) throw error;
    }
    await pause(RESTS);
  }
}

async function build(db: Kysely<Schema>, { name, table, column, partial }: Index): Promise<void> {
  const { rows } = await sql<{ valid: boolean }>`
    select indisvalid as valid from pg_index where indexrelid = to_regclass(${name})`.execute(db);
  if (rows[0]?.valid === true) return;
  await sql`drop index concurrently if exists ${sql.ref(name)}`.execute(db);
  const where = partial ? sql`where ${sql.ref(column)} is not null` : sql``;
  await sql`create index concurrently ${sql.ref(name)} on ${sql.table(table)} (${sql.ref(column)}) ${where}`.execute(
    db,
  );
}
