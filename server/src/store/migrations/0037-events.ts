/** What happened at the endpoints and at APIs, per app: redacted facts that live for days. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const events: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db;
    await schema
      .createTable("events")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("app_id", "text", (column) => column.notNull())
      .addColumn("client_id", "text", (column) => column.notNull())
      .addColumn("environment", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("outcome", "text", (column) => column.notNull())
      .addColumn("refusal", "text")
      .addColumn("grant_type", "text")
      .addColumn("route", "text")
      .addColumn("facts", "text", (column) => column.notNull())
      .addColumn("request_id", "text")
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await schema.createIndex("events_app").on("events").columns(["app_id", "id"]).execute();
    await schema.createIndex("events_client").on("events").columns(["client_id", "id"]).execute();
    await schema.createIndex("events_end").on("events").column("expires_at").execute();
  },
};
