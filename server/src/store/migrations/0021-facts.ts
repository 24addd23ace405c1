/** What is true of this database as a whole: restored from a backup, moved elsewhere, filled by a move that goes on. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const facts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("facts")
      .addColumn("name", "text", (column) => column.primaryKey().notNull())
      .addColumn("value", "text", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .execute();
  },
};
