/** The audit log: entries and their chain are only ever added to, so that a role may be denied anything else. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { Schema } from "../schema.ts";

async function up(db: Kysely<Schema>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("audit_log")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("actor_type", "text", (column) => column.notNull())
    .addColumn("actor_id", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("target_type", "text", (column) => column.notNull())
    .addColumn("target_id", "text", (column) => column.notNull())
    .addColumn("organisation", "text")
    .addColumn("before", "text")
    .addColumn("after", "text")
    .addColumn("request_id", "text")
    .addColumn("address", "text")
    .execute();
  await schema.createIndex("audit_log_at").on("audit_log").columns(["at", "id"]).execute();
  await schema.createIndex("audit_log_target").on("audit_log").column("target_id").execute();
  await schema
    .createTable("audit_waiting")
    .addColumn("entry", "text", (column) => column.primaryKey().notNull())
    .execute();
  await schema
    .createTable("audit_chain")
    .addColumn("seq", "bigint", (column) => column.primaryKey().notNull())
    .addColumn("entry", "text", (column) => column.notNull().unique())
    .addColumn("prev_hash", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("audit_head")
    .addColumn("name", "text", (column) => column.primaryKey().notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("sealed_at", "bigint", (column) => column.notNull())
    .execute();
  await db.insertInto("audit_head").values({ name: "head", seq: 0, hash: "", sealed_at: 0 }).execute();
}

export const audit: Migration = { up };
