/** Who may act for an organisation, who is invited, which app wants to go live, and which one staff suspended. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { Schema } from "../schema.ts";

async function up(db: Kysely<Schema>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("memberships")
    .addColumn("organisation_id", "text", (column) => column.notNull().references("organisations.id"))
    .addColumn("person_id", "text", (column) => column.notNull().references("people.id"))
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("memberships_pk", ["organisation_id", "person_id"])
    .execute();
  await schema.createIndex("memberships_person").on("memberships").column("person_id").execute();
  await schema
    .createTable("invitations")
    .addColumn("hash", "text", (column) => column.primaryKey().notNull())
    .addColumn("id", "text", (column) => column.notNull().unique())
    .addColumn("organisation_id", "text", (column) => column.notNull().references("organisations.id"))
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("accepted_at", "bigint")
    .execute();
  await schema.createIndex("invitations_organisation").on("invitations").column("organisation_id").execute();
  await schema.createIndex("invitations_end").on("invitations").column("expires_at").execute();
  await schema
    .createTable("live_requests")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("app_id", "text", (column) => column.notNull().references("apps.id"))
    .addColumn("requested_by", "text", (column) => column.notNull())
    .addColumn("requested_at", "bigint", (column) => column.notNull())
    .addColumn("answers", "text", (column) => column.notNull())
    .addColumn("decision", "text")
    .addColumn("decided_by", "text")
    .addColumn("decided_at", "bigint")
    .addColumn("reason", "text")
    .execute();
  await schema
    .createIndex("live_requests_app")
    .on("live_requests")
    .columns(["app_id", "requested_at"])
    .execute();
  await schema
    .createIndex("live_requests_waiting")
    .on("live_requests")
    .columns(["decision", "requested_at"])
    .execute();
  await schema.alterTable("apps").addColumn("suspended_at", "bigint").execute();
  await schema.alterTable("apps").addColumn("suspended_why", "text").execute();
}

export const desk: Migration = { up };
