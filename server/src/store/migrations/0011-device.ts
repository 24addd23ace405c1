/** RFC 8628: devices that wait for a person, and the pending requests that decide for them. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const TEXTS = ["client_id", "scope", "resource", "environment"];
const LATER = ["decision", "subject", "consent_id", "authentication", "family_id"];
const TIMES_LATER = ["polled_at", "auth_time", "redeemed_at"];

export const device: Migration = {
  async up(db: Kysely<unknown>) {
    let table = db.schema
      .createTable("devices")
      .addColumn("hash", "text", (column) => column.primaryKey().notNull())
      .addColumn("user_code", "text", (column) => column.notNull())
      .addColumn("poll_interval", "bigint", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull());
    for (const name of TEXTS) table = table.addColumn(name, "text", (column) => column.notNull());
    for (const name of LATER) table = table.addColumn(name, "text");
    for (const name of TIMES_LATER) table = table.addColumn(name, "bigint");
    await table.execute();
    // Two devices can never show one code.
    await db.schema.createIndex("devices_user_code").on("devices").column("user_code").unique().execute();
    // For what ends them: time, and whoever takes a permission back.
    for (const column of ["expires_at", "consent_id", "subject", "client_id"])
      await db.schema.createIndex(`devices_${column}`).on("devices").column(column).execute();
    await db.schema.alterTable("pendings").addColumn("device", "text").execute();
  },
};
