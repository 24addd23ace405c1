/** Changes of tables beside traffic, which never stands in line behind them (PostgreSQL, "Explicit Locking" and "Building Indexes Concurrently"). */
import { setTimeout as pause } from "node:timers/promises";
import { sql, type Kysely } from "kysely";
import type { Index } from "../migrations/upgrade.ts";
import type { Schema } from "../schema.ts";
import { wasLocked } from "./postgres-errors.ts";

/** The longest wait for a lock, and so the longest that others wait behind it. Milliseconds. */
const STANDS = 50;
/** How long the others have then. Milliseconds. */
const RESTS = 250;
/** After so long it is given up. Milliseconds. */
const TRIES_FOR = 60_000;

/**
 * `work` as one transaction on `db`. ALTER TABLE needs its table alone, if only for a moment; while it waits for whoever reads
 * the table (a backup may, for minutes), all who come later stand in line behind it, readers too. So it stands there for the
 * blink of an eye, undoes what it has done, lets the others pass, and comes back. Throws what the last try threw.
 */
export async function alterShortly<T>(
  db: Kysely<Schema>,
  work: (tx: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  const end = performance.now() + TRIES_FOR;
  for (;;) {
    try {
      return await db.transaction().execute(async (tx) => {
        await sql`set local lock_timeout = ${sql.lit(STANDS)}`.execute(tx);
        return work(tx);
      });
    } catch (error) {
      if (!wasLocked(error) || performance.now() >= end) throw error;
    }
    await pause(RESTS);
  }
}

/** Builds an index while everybody reads and writes; one that was broken off is there, but not valid, and is made anew. */
export async function indexBeside(
  db: Kysely<Schema>,
  { name, table, column, partial }: Index,
): Promise<void> {
  const { rows } = await sql<{ valid: boolean }>`
    select indisvalid as valid from pg_index where indexrelid = to_regclass(${name})`.execute(db);
  if (rows[0]?.valid === true) return;
  await sql`drop index concurrently if exists ${sql.ref(name)}`.execute(db);
  const where = partial ? sql`where ${sql.ref(column)} is not null` : sql``;
  await sql`create index concurrently ${sql.ref(name)} on ${sql.table(table)} (${sql.ref(column)}) ${where}`.execute(
    db,
  );
}
