/** One scope of an API as a row (RFC 6749 §3.3). */
import type { Kysely } from "kysely";
import type { Scope } from "../oauth/resource.ts";
import { json, text } from "./rows.ts";
import type { Schema } from "./schema.ts";

type Tx = Kysely<Schema>;

/** What a row says of its scope. */
export function aboutScope({
  words,
  person,
  access,
}: Pick<Schema["scopes"], "words" | "person" | "access">): Omit<Scope, "name"> {
  return {
    words: json<Record<string, string>>(words),
    person: person === 1,
    ...(access === null ? {} : { access }),
  };
}

/** The whole of it. */
export function scopeOf(row: Schema["scopes"]): Scope {
  return { name: row.name, ...aboutScope(row) };
}

/** Adds a scope to an API, or changes it; answers what stood under its name. */
export async function writeScope(
  tx: Tx,
  resource_id: string,
  scope: Scope,
): Promise<Omit<Scope, "name"> | null> {
  const changing = {
    words: text(scope.words),
    person: scope.person ? (1 as const) : (0 as const),
    access: scope.access ?? null,
  };
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
  return before ? aboutScope(before) : null;
}
