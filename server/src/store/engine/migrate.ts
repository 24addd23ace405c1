/** Brings the tables up to date. Runs inside one transaction under the engine's lock, so a kill leaves nothing half-done. */
import { sql, type Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "../migrations/index.ts";
import type { Schema } from "../schema.ts";
import { StoreUnavailable } from "../unavailable.ts";
import type { Engine } from "./engine.ts";

export interface MigrationState {
  name: string;
  /** When it was run; null while it waits. */
  executedAt: Date | null;
}

function migrator(db: Kysely<Schema>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}

/** What was run on this database, in order; also what this program has never heard of. */
export async function migrationNames(db: Kysely<Schema>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === "kysely_migration")) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Throws StoreUnavailable when `names` holds what this program does not know: then a newer one made it. */
export function assertKnown(names: readonly string[]): void {
  const unknown = names.filter((name) => !(name in migrations));
  if (unknown.length > 0)
    throw new StoreUnavailable(
      `it was made by a newer Gatehouse (this one does not know ${unknown.join(", ")}); run that version, or restore a backup from before the upgrade`,
    );
}

/**
 * Runs what is missing, up to `last` when it is given; answers the names of what was run. Throws StoreUnavailable when the
 * database is newer than we are, and what a migration throws.
 */
export async function migrate(engine: Engine, last?: string): Promise<string[]> {
  const { error, results } = await engine.maintenance(async (db) => {
    assertKnown(await migrationNames(db));
    return last === undefined ? migrator(db).migrateToLatest() : migrator(db).migrateTo(last);
  });
  if (error !== undefined) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

export async function migrationStatus(engine: Engine): Promise<MigrationState[]> {
  const known = await engine.maintenance(async (db) => {
    assertKnown(await migrationNames(db));
    return migrator(db).getMigrations();
  });
  return known.map(({ name, executedAt }) => ({ name, executedAt: executedAt ?? null }));
}
