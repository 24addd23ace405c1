/** One scope of an API as a row (RFC 6749 §3.3). */
import type { Kysely } from "kysely";
import type { Scope } from "../oauth/resource.ts";
import { json, text } from "./rows.ts";
import type { Schema } from "./schema.ts";

type Tx = Kysely<Schema>;

/** Adds a scope to an API, or changes it; answers what stood under its name. */
export async function writeScope(
  tx: Tx,
  resource_id: string,
  scope: Scope,
): Promise<Omit<Scope, "name"> | null> {
  const changing = { words: text(scope.words), person: scope.person ? (1 as const) : (0 as const) };
  const before = await tx
    .selectFrom("scopes")
    .selectAll()
    .where("resource_id", "=", resource_id)
    .where("name", "=", scope.name)
    .executeTakeFirst();
  await tx
    .insertInto("scopes")
    .values({ ...changing, resource_id, name: scope.name })
    .onConflict((conflict) => conflict.columns(["resource_id", "name"]).doUpdateSet(changing))
    .execute();
  return before ? { words: json(before.words), person: before.person === 1 } : null;
}
