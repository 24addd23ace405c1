/** Simulated persons: rows among people, because whatever a token stands on refers to one, that belong to an app and sign in nowhere. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const testPeople: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db;
    await schema
      .alterTable("people")
      .addColumn("simulated_for", "text", (column) => column.references("apps.id"))
      .execute();
    await schema.createIndex("people_simulated").on("people").column("simulated_for").execute();
  },
};
