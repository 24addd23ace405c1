/** Proofs of possession: what works once, requests that were pushed, and the key that codes, families and tokens are bound to. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Nullable, so that the version before goes on working on the same tables (expand, then contract). */
const COLUMNS: readonly (readonly [table: string, column: string])[] = [
  ["pendings", "pushed"],
  ["pendings", "dpop_jkt"],
  ["codes", "dpop_jkt"],
  ["families", "cnf"],
  ["opaque_tokens", "cnf"],
];

export const proofs: Migration = {
  async up(db: Kysely<unknown>) {
    for (const [table, column] of COLUMNS)
      await db.schema.alterTable(table).addColumn(column, "text").execute();
    await db.schema
      .createTable("replays")
      .addColumn("hash", "text", (column) => column.notNull().primaryKey())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("replays_expires_at").on("replays").column("expires_at").execute();
    await db.schema
      .createTable("pushed_requests")
      .addColumn("hash", "text", (column) => column.notNull().primaryKey())
      .addColumn("client_id", "text", (column) => column.notNull().references("clients.client_id"))
      .addColumn("parameters", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addColumn("used_at", "bigint")
      .execute();
    for (const column of ["expires_at", "client_id"])
      await db.schema.createIndex(`pushed_requests_${column}`).on("pushed_requests").column(column).execute();
  },
};
