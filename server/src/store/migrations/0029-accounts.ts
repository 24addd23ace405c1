/** What people prove themselves with beside a password, and e-mail addresses that wait for their proof. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("email_proofs")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("purpose", "text", (column) => column.notNull())
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.references("people.id"))
    .addColumn("browser", "text")
    .addColumn("code_hash", "text", (column) => column.notNull())
    .addColumn("link_hash", "text", (column) => column.notNull().unique())
    .addColumn("leads_to", "text")
    .addColumn("misses", "integer", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("proven_at", "bigint")
    .addColumn("used_at", "bigint")
    .execute();
  await schema.createIndex("email_proofs_expires_at").on("email_proofs").column("expires_at").execute();
  await schema
    .createTable("passkeys")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("subject", "text", (column) => column.notNull().references("people.id"))
    .addColumn("public_key", "text", (column) => column.notNull())
    .addColumn("counter", "bigint", (column) => column.notNull())
    .addColumn("transports", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("backed_up", "integer", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("last_used_at", "bigint")
    .execute();
  await schema.createIndex("passkeys_subject").on("passkeys").column("subject").execute();
  await schema
    .createTable("authenticators")
    .addColumn("subject", "text", (column) => column.primaryKey().notNull().references("people.id"))
    .addColumn("secret_sealed", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("confirmed_at", "bigint")
    .addColumn("last_step", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("recovery_codes")
    .addColumn("hash", "text", (column) => column.primaryKey().notNull())
    .addColumn("subject", "text", (column) => column.notNull().references("people.id"))
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("used_at", "bigint")
    .execute();
  await schema.createIndex("recovery_codes_subject").on("recovery_codes").column("subject").execute();
  await schema
    .createTable("identities")
    .addColumn("issuer", "text", (column) => column.notNull())
    .addColumn("sub", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull().references("people.id"))
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("last_used_at", "bigint")
    .addPrimaryKeyConstraint("identities_key", ["issuer", "sub"])
    .execute();
  await schema.createIndex("identities_subject").on("identities").column("subject").execute();
}

export const accounts: Migration = { up };
