/** Issuers whose assertions staff trusts (RFC 7523 §2.1). */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const trustedIssuers: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("trusted_issuers")
      .addColumn("id", "text", (column) => column.notNull().primaryKey())
      .addColumn("issuer", "text", (column) => column.notNull().unique())
      .addColumn("jwks", "text")
      .addColumn("jwks_uri", "text")
      .addColumn("audience", "text")
      .addColumn("subject", "text", (column) => column.notNull())
      .addColumn("clients", "text", (column) => column.notNull())
      .addColumn("consent", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .execute();
  },
};
