/** Limits that a person sets for an agent, the calls that are counted under them, and which scopes only read. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const agents: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db;
    await schema.alterTable("scopes").addColumn("access", "text").execute();
    for (const table of ["consents", "codes", "families", "devices"])
      await schema.alterTable(table).addColumn("limits", "text").execute();
    await schema
      .createTable("permits")
      .addColumn("id", "text", (column) => column.notNull().primaryKey())
      .addColumn("consent_id", "text", (column) => column.notNull())
      .addColumn("resource", "text", (column) => column.notNull())
      .addColumn("calls", "bigint")
      .addColumn("handed", "bigint", (column) => column.notNull())
      .addColumn("slice", "bigint", (column) => column.notNull())
      .addColumn("used", "bigint", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await schema.createIndex("permits_consent").on("permits").column("consent_id").execute();
    await schema.createIndex("permits_end").on("permits").column("expires_at").execute();
    await schema
      .createTable("permit_calls")
      .addColumn("hash", "text", (column) => column.notNull().primaryKey())
      .addColumn("consent_id", "text", (column) => column.notNull())
      .addColumn("day", "bigint", (column) => column.notNull())
      .addColumn("method", "text", (column) => column.notNull())
      .addColumn("path", "text", (column) => column.notNull())
      .addColumn("scope", "text", (column) => column.notNull())
      .addColumn("calls", "bigint", (column) => column.notNull())
      .addColumn("last_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await schema
      .createIndex("permit_calls_consent")
      .on("permit_calls")
      .columns(["consent_id", "last_at"])
      .execute();
    await schema.createIndex("permit_calls_end").on("permit_calls").column("expires_at").execute();
  },
};
