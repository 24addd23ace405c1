/** Runs of the playground, which end by themselves. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { Schema } from "../schema.ts";

async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable("playground_runs")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("app_id", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("sid", "text", (column) => column.notNull())
    .addColumn("state_hash", "text")
    .addColumn("secret_id", "text")
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("sealed", "text", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("playground_runs_sid").on("playground_runs").column("sid").execute();
  await db.schema.createIndex("playground_runs_end").on("playground_runs").column("expires_at").execute();
}

export const playground: Migration = { up };
