/** PK-12 — beside an event, the keyed digest of the code_challenge that came with it: so that one that comes again is noticed. */
import type { Migration } from "kysely/migration";

export const challenges: Migration = {
  async up({ schema }) {
    await schema.alterTable("events").addColumn("challenge", "text").execute();
  },
};
