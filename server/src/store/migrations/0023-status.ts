/** Token Status List — where the bit of each JWT is, which of them are withdrawn, and in which order they were. */
import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const status: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("status_head")
      .addColumn("name", "text", (column) => column.notNull().primaryKey())
      .addColumn("epoch", "bigint", (column) => column.notNull())
      .addColumn("seq", "bigint", (column) => column.notNull())
      .addColumn("next", "bigint", (column) => column.notNull())
      .addColumn("floor", "bigint", (column) => column.notNull())
      .execute();
    await sql`insert into status_head (name, epoch, seq, next, floor) values ('head', 0, 0, 0, 0)`.execute(
      db,
    );
    await db.schema
      .createTable("status_blocks")
      .addColumn("first", "bigint", (column) => column.notNull().primaryKey())
      .addColumn("count", "bigint", (column) => column.notNull())
      .addColumn("client_id", "text", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("status_entries")
      .addColumn("place", "bigint", (column) => column.notNull().primaryKey())
      .addColumn("family_id", "text", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("status_withdrawn")
      .addColumn("first", "bigint", (column) => column.notNull())
      .addColumn("count", "bigint", (column) => column.notNull())
      .addColumn("seq", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("status_withdrawn_key", ["first", "count"])
      .execute();
    for (const [table, column] of [
      ["status_blocks", "client_id"],
      ["status_blocks", "expires_at"],
      ["status_entries", "family_id"],
      ["status_entries", "expires_at"],
      ["status_withdrawn", "seq"],
      ["status_withdrawn", "expires_at"],
    ] as const)
      await db.schema.createIndex(`${table}_${column}`).on(table).column(column).execute();
  },
};
