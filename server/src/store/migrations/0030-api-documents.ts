/** What the OpenAPI document of an API says beside its scopes: routes with what each needs, versions, server. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const apiDocuments: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("api_documents")
      .addColumn("resource_id", "text", (column) => column.primaryKey().notNull().references("resources.id"))
      .addColumn("document", "text", (column) => column.notNull())
      .addColumn("imported_at", "bigint", (column) => column.notNull())
      .execute();
  },
};
