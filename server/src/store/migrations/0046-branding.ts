/** What the company looks like: the choice of staff in one row, and pictures by their digest. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { Schema } from "../schema.ts";

async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable("brand_images")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("width", "integer", (column) => column.notNull())
    .addColumn("height", "integer", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("expires_at", "bigint")
    .execute();
  await db.schema.createIndex("brand_images_end").on("brand_images").column("expires_at").execute();
  await db.schema
    .createTable("branding")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("name", "text")
    .addColumn("accent", "text")
    .addColumn("accent_dark", "text")
    .addColumn("logo", "text", (column) => column.references("brand_images.id"))
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .execute();
}

export const branding: Migration = { up };
