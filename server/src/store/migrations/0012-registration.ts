/** RFC 7591, RFC 7592 — how a client came that registered itself, and the tokens that let others register one. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const registration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("clients").addColumn("registration", "text").execute();
    await db.schema
      .createTable("initial_access_tokens")
      .addColumn("hash", "text", (column) => column.primaryKey().notNull())
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("organisation_id", "text", (column) => column.notNull().references("organisations.id"))
      .addColumn("label", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint")
      .addColumn("uses", "integer")
      .execute();
    await db.schema
      .createIndex("initial_access_tokens_organisation_id")
      .on("initial_access_tokens")
      .column("organisation_id")
      .execute();
  },
};
