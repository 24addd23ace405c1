/** OpenID Connect: what a request, a code and a family remember of the sign-in, what few clients have, what is known of people. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Nullable, so that the version before goes on working on the same tables (expand, then contract). */
const COLUMNS: readonly (readonly [table: string, column: string])[] = [
  ["pendings", "openid"],
  ["pendings", "response_mode"],
  ["codes", "authentication"],
  ["families", "authentication"],
  ["clients", "metadata"],
  ["people", "claims"],
];

export const openid: Migration = {
  async up(db: Kysely<unknown>) {
    for (const [table, column] of COLUMNS)
      await db.schema.alterTable(table).addColumn(column, "text").execute();
  },
};
