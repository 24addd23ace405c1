/** Sessions with a name, who is told of their end; details of permissions; what was exchanged from what. */
import type { CreateTableBuilder, Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Nullable, so that the version before goes on working on the same tables (expand, then contract). */
const COLUMNS: readonly (readonly [table: string, column: string])[] = [
  ["sessions", "sid"],
  ["pendings", "authorization_details"],
  ["codes", "authorization_details"],
  ["families", "authorization_details"],
  ["opaque_tokens", "more"],
];

/** Columns by their types; a `?` says that it may be null. */
interface Shape {
  text: string;
  bigint: string;
  integer?: string;
  key: readonly string[];
  references?: Readonly<Record<string, string>>;
  index: readonly string[];
}

const TABLES: Readonly<Record<string, Shape>> = {
  session_clients: {
    text: "sid client_id subject consent_id?",
    bigint: "expires_at",
    integer: "notified",
    key: ["sid", "client_id"],
    references: { client_id: "clients.client_id", subject: "people.id" },
    index: ["client_id", "subject", "expires_at"],
  },
  logout_notices: {
    text: "id client_id subject sid",
    bigint: "next_at expires_at",
    integer: "attempts",
    key: ["id"],
    references: { client_id: "clients.client_id", subject: "people.id" },
    index: ["client_id", "subject", "next_at", "expires_at"],
  },
  detail_types: {
    text: "resource_id type definition",
    bigint: "created_at",
    key: ["resource_id", "type"],
    references: { resource_id: "resources.id" },
    index: [],
  },
  exchanged_tokens: {
    text: "token_id parent_id",
    bigint: "place? expires_at",
    key: ["token_id"],
    index: ["parent_id", "expires_at"],
  },
};

async function createTable(db: Kysely<unknown>, name: string, shape: Shape): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema.createTable(name);
  for (const type of ["text", "bigint", "integer"] as const)
    for (const column of (shape[type] ?? "").split(" ").filter((one) => one !== ""))
      table = table.addColumn(column.replace("?", ""), type, (made) =>
        column.endsWith("?") ? made : made.notNull(),
      );
  table = table.addPrimaryKeyConstraint(`${name}_key`, [...shape.key]);
  for (const [column, target] of Object.entries(shape.references ?? {})) {
    const [parent = "", key = ""] = target.split(".");
    table = table.addForeignKeyConstraint(`${name}_${column}_fk`, [column], parent, [key]);
  }
  await table.execute();
  for (const column of shape.index)
    await db.schema.createIndex(`${name}_${column}`).on(name).column(column).execute();
}

export const sessions: Migration = {
  async up(db: Kysely<unknown>) {
    for (const [table, column] of COLUMNS)
      await db.schema.alterTable(table).addColumn(column, "text").execute();
    for (const [name, shape] of Object.entries(TABLES)) await createTable(db, name, shape);
  },
};
