/** RFC 9396 §2: permissions with values that a device asked for, and what of them a person allowed. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { Schema } from "../schema.ts";

async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable("devices").addColumn("authorization_details", "text").execute();
}

export const deviceDetails: Migration = { up };
