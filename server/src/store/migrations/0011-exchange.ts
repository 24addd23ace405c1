/** RFC 8693 §4.1: an opaque token remembers who acts for its subject. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const exchange: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("opaque_tokens").addColumn("act", "text").execute();
  },
};
