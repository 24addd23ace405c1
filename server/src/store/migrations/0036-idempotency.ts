/** Answers of the management API that a repeated request is given again. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { Schema } from "../schema.ts";

async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable("idempotency_keys")
    .addColumn("hash", "text", (column) => column.primaryKey().notNull())
    .addColumn("request", "text", (column) => column.notNull())
    .addColumn("answer", "text")
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("idempotency_keys_end").on("idempotency_keys").column("expires_at").execute();
}

export const idempotency: Migration = { up };
