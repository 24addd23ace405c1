/** Brings the tables up to date. Runs inside one transaction under the engine's lock, so a kill leaves nothing half-done. */
import { Migrator } from "kysely/migration";
import type { Kysely } from "kysely";
import { migrations } from "../migrations/index.ts";
import type { Schema } from "../schema.ts";
import type { Engine } from "./engine.ts";

export interface MigrationState {
  name: string;
  /** When it was run; null while it waits. */
  executedAt: Date | null;
}

function migrator(db: Kysely<Schema>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}

/** Runs what is missing; answers the names of what was run. Throws when one fails, or when the file is newer than we are. */
export async function migrate(engine: Engine): Promise<string[]> {
  const { error, results } = await engine.maintenance((db) => migrator(db).migrateToLatest());
  if (error !== undefined) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

export async function migrationStatus(engine: Engine): Promise<MigrationState[]> {
  const known = await engine.maintenance((db) => migrator(db).getMigrations());
  return known.map(({ name, executedAt }) => ({ name, executedAt: executedAt ?? null }));
}
