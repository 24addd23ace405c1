/** People have an e-mail address and may be staff; a session says how its person proved who they are, and on what device. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const people: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db;
    await schema.alterTable("people").addColumn("email", "text").execute();
    await schema.alterTable("people").addColumn("email_verified_at", "bigint").execute();
    await schema.alterTable("people").addColumn("staff", "text").execute();
    await schema.createIndex("people_email").unique().on("people").column("email").execute();
    await schema.alterTable("sessions").addColumn("amr", "text").execute();
    await schema.alterTable("sessions").addColumn("device", "text").execute();
    await schema.alterTable("sessions").addColumn("address", "text").execute();
  },
};
