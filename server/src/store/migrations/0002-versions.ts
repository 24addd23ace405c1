/** Versions of what nodes keep in memory: a node asks for those after the newest it knows, and so learns what is stale. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

async function up(db: Kysely<{ versions: { kind: string; version: number } }>): Promise<void> {
  await db.schema
    .createTable("versions")
    .addColumn("kind", "text", (column) => column.primaryKey().notNull())
    .addColumn("version", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("versions_version").on("versions").column("version").execute();
  await db.insertInto("versions").values({ kind: "all", version: 1 }).execute();
}

export const versions: Migration = { up };
