/**
 * Changes of tables beside traffic (PostgreSQL's "Explicit Locking"). ALTER TABLE needs its table alone, if only for a
 * moment; while it waits for whoever reads the table (a backup may, for minutes), all who come later stand in line behind
 * it, readers too. So it stands there for the blink of an eye, and then steps out of the line, undoes what it has done, lets
 * the others pass, and comes back.
 */
import { setTimeout as pause } from "node:timers/promises";
import { sql, type Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import { wasLocked } from "./postgres-errors.ts";

/** The longest wait for a lock, and so the longest that others wait behind it. Milliseconds. */
const STANDS = 50;
/** How long the others have then. Milliseconds. */
const RESTS = 250;
/** After so long it is given up. Milliseconds. */
const TRIES_FOR = 60_000;

/** `work` as one transaction on `db`, again and again until every lock it wants is free at once. Throws what the last try threw. */
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
