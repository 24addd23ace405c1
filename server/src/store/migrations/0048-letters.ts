/** Letters that wait to be sent, so that the end of a process loses none (RFC 5321 §4.5.4.1: a sender keeps what it has taken). */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const letters: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db;
    await schema
      .createTable("letters")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("sealed", "text")
      .addColumn("attempts", "integer", (column) => column.notNull())
      .addColumn("next_at", "bigint")
      .addColumn("useless_at", "bigint", (column) => column.notNull())
      .addColumn("failure", "text")
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await schema.createIndex("letters_next").on("letters").column("next_at").execute();
    await schema.createIndex("letters_end").on("letters").column("expires_at").execute();
  },
};
