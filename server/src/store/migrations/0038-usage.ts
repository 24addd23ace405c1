/** Counts per client and hour, and the moments at which an app came further. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const usage: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db;
    await schema
      .createTable("usage_hours")
      .addColumn("client_id", "text", (column) => column.notNull())
      .addColumn("hour", "bigint", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("version", "text", (column) => column.notNull())
      .addColumn("count", "bigint", (column) => column.notNull())
      .addColumn("last_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("usage_hours_pk", ["client_id", "hour", "kind", "name", "version"])
      .execute();
    await schema.createIndex("usage_hours_end").on("usage_hours").column("expires_at").execute();
    await schema.createIndex("usage_hours_calls").on("usage_hours").columns(["kind", "hour"]).execute();
    await schema
      .createTable("milestones")
      .addColumn("app_id", "text", (column) => column.notNull())
      .addColumn("milestone", "text", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("milestones_pk", ["app_id", "milestone"])
      .execute();
  },
};
