/** Most opaque tokens belong to no person and no family: an index that leaves those out is a tenth of a token less to write. */
import type { Upgrade } from "./upgrade.ts";

const table = "opaque_tokens";

export const opaquePartial: Upgrade = {
  indexes: [
    { name: "opaque_tokens_of_subject", table, column: "subject", partial: true },
    { name: "opaque_tokens_of_family", table, column: "family_id", partial: true },
  ],
  async up(db) {
    for (const column of ["subject", "family_id"]) await db.schema.dropIndex(`${table}_${column}`).execute();
  },
};
