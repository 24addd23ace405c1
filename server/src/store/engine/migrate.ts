/** Brings the tables up to date: one migration after the other, each in a transaction of its own, so that nobody waits for more than one. */
import { sql, type Kysely } from "kysely";
import { migrations } from "../migrations/index.ts";
import type { Upgrade } from "../migrations/upgrade.ts";
import type { Schema } from "../schema.ts";
import { StoreUnavailable } from "../unavailable.ts";
import type { Engine } from "./engine.ts";

export interface MigrationState {
  name: string;
  /** When it was run; null while it waits. */
  executedAt: Date | null;
}

/** One migration was undone; says which, why, what was run before it and stays, and what may stay of itself. */
export class MigrationFailed extends StoreUnavailable {
  override readonly name = "MigrationFailed";

  constructor(failed: string, ran: readonly string[], cause: unknown) {
    const indexes = (migrations[failed]?.indexes ?? []).map(({ name }) => name).join(", ");
    const but = indexes === "" ? "" : `, but an index of it may be left for the next run (${indexes})`;
    const before =
      ran.length === 0 ? "nothing else was changed" : `what came before it is done (${ran.join(", ")})`;
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`migration ${failed} failed and was undone${but}; ${before}: ${why}`, cause);
  }
}

/** The name and the form of the table are those of Kysely's own migrator. */
const DONE = sql.table("kysely_migration");

interface Done {
  name: string;
  timestamp: string;
}

/** Null when no migration ever ran here. */
async function done(db: Kysely<Schema>): Promise<Done[] | null> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === "kysely_migration")) return null;
  return (await sql<Done>`select name, timestamp from ${DONE} order by name`.execute(db)).rows;
}

/** What was run on this database, in order; also what this program has never heard of. */
export async function migrationNames(db: Kysely<Schema>): Promise<string[]> {
  return ((await done(db)) ?? []).map(({ name }) => name);
}

/** Throws StoreUnavailable when `names` holds what this program does not know: then a newer one made it. */
export function assertKnown(names: readonly string[]): void {
  const unknown = names.filter((name) => !(name in migrations));
  if (unknown.length > 0)
    throw new StoreUnavailable(
      `it was made by a newer Gatehouse (this one does not know ${unknown.join(", ")}); run that version, or restore a backup from before the upgrade`,
    );
}

/** Runs one migration; false when somebody else has run it meanwhile. */
async function run(engine: Engine, db: Kysely<Schema>, name: string, one: Upgrade): Promise<boolean> {
  for (const index of one.indexes ?? []) await engine.index(db, index);
  return engine.alter(db, async (tx) => {
    const { rows } = await sql`select 1 as one from ${DONE} where name = ${name}`.execute(tx);
    if (rows.length > 0) return false;
    await one.up(tx);
    // By the database's clock, which all nodes share.
    const now = engine.remote
      ? sql`to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
      : sql`strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;
    await sql`insert into ${DONE} (name, timestamp) values (${name}, ${now})`.execute(tx);
    return true;
  });
}

/**
 * Runs what is missing, up to `last` when it is given; answers the names of what was run. A kill or a failure leaves those
 * before it done, and of the one it met nothing, or an index that nobody asks for yet. Throws StoreUnavailable when the
 * database is newer than we are, MigrationFailed when one of them cannot be run.
 */
export async function migrate(engine: Engine, last?: string): Promise<string[]> {
  return engine.maintenance(async (db) => {
    const before = await done(db);
    // Asked for only when it is missing: a role that may only serve may not make tables, not even one that is there.
    if (before === null)
      await sql`create table if not exists ${DONE} (name varchar(255) not null primary key, timestamp varchar(255) not null)`.execute(
        db,
      );
    const names = new Set((before ?? []).map(({ name }) => name));
    assertKnown([...names]);
    const ran: string[] = [];
    for (const [name, one] of Object.entries(migrations).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      if (names.has(name)) continue;
      if (last !== undefined && name > last) break;
      try {
        if (await run(engine, db, name, one)) ran.push(name);
      } catch (error) {
        throw new MigrationFailed(name, ran, error);
      }
    }
    return ran;
  });
}

/** Of every migration that this program knows, in their order; waits for nobody who runs them. Throws StoreUnavailable as `migrate` does. */
export async function migrationStatus(engine: Engine): Promise<MigrationState[]> {
  const rows = (await done(engine.read)) ?? [];
  assertKnown(rows.map(({ name }) => name));
  const times = new Map(rows.map(({ name, timestamp }) => [name, new Date(timestamp)]));
  return Object.keys(migrations)
    .toSorted()
    .map((name) => ({ name, executedAt: times.get(name) ?? null }));
}
