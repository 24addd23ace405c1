/** When an app was deleted: its rows stay, so that its ids are never given again and the audit log goes on meaning something. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { Schema } from "../schema.ts";

async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable("apps").addColumn("deleted_at", "bigint").execute();
}

export const deletedApps: Migration = { up };
