/** PK-12 — beside an event, the keyed digest of the code_challenge that came with it: so that one that comes again is noticed. */
import { sql } from "kysely";
import type { Migration } from "kysely/migration";

export const challenges: Migration = {
  async up({ schema }) {
    await schema.alterTable("events").addColumn("challenge", "text").execute();
    // Most events have none.
    await schema
      .createIndex("events_challenge")
      .on("events")
      .column("challenge")
      .where(sql.ref("challenge"), "is not", null)
      .execute();
  },
};
