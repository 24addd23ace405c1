/** The verb with which an OpenAPI document becomes the API's scopes and routes: one transaction, one audit entry. */
import type { Kysely } from "kysely";
import type { Clock } from "../lib/clock.ts";
import { apiChanges, removedScopes, type ApiChange, type Described } from "../oauth/api-changes.ts";
import type { ApiDocument } from "../oauth/resource.ts";
import type { Note } from "./audit/note.ts";
import type { Imported, ImportedApi } from "../desk/registry.ts";
import { json, text, texts } from "./rows.ts";
import type { Schema } from "./schema.ts";
import { scopeOf, writeScope } from "./scope-rows.ts";

type Tx = Kysely<Schema>;

/** Runs in the caller's transaction. Throws StoreConflict when a new API's identifier is taken. */
export async function importDocument(tx: Tx, api: ImportedApi, clock: Clock, note: Note): Promise<Imported> {
  const before = await described(tx, api.id);
  const changes = apiChanges(before ?? { scopes: [], document: null }, api);
  const used = api.force ? [] : await assigned(tx, api.identifier, removedScopes(changes));
  if (used.length > 0) return { outcome: "in_use", scopes: used };
  if (before !== null && changes.length === 0) return { outcome: "same" };
  if (before === null)
    await tx
      .insertInto("resources")
      .values({ id: api.id, identifier: api.identifier, name: api.name, created_at: clock.now() })
      .execute();
  await writeScopes(tx, api, changes);
  const changing = { document: text(api.document), imported_at: clock.now() };
  await tx
    .insertInto("api_documents")
    .values({ resource_id: api.id, ...changing })
    .onConflict((conflict) => conflict.column("resource_id").doUpdateSet(changing))
    .execute();
  const of = (side: "before" | "after"): object => ({
    ...(side === "before" ? {} : { version: api.document.version }),
    scopes: part(changes, "scope", side),
    routes: part(changes, "route", side),
  });
  await note(tx, {
    action: "resource.imported",
    target: { type: "resource", id: api.id },
    before: before && of("before"),
    after: { ...(before === null ? { identifier: api.identifier, name: api.name } : {}), ...of("after") },
  });
  return { outcome: before === null ? "created" : "changed" };
}

function part(changes: readonly ApiChange[], kind: ApiChange["kind"], side: "before" | "after"): object {
  return Object.fromEntries(
    changes.flatMap((change) =>
      change.kind === kind && change[side] !== null ? [[change.name, change[side]]] : [],
    ),
  );
}

async function described(tx: Tx, id: string): Promise<Described | null> {
  const resource = tx.selectFrom("resources").select("id").where("id", "=", id);
  if ((await resource.executeTakeFirst()) === undefined) return null;
  const scopes = await tx.selectFrom("scopes").selectAll().where("resource_id", "=", id).execute();
  const row = tx.selectFrom("api_documents").select("document").where("resource_id", "=", id);
  const document = (await row.executeTakeFirst())?.document;
  return {
    scopes: scopes.map(scopeOf),
    document: document === undefined ? null : json<ApiDocument>(document),
  };
}

/** Which of these scopes clients of the API are assigned, and how many. */
async function assigned(
  tx: Tx,
  identifier: string,
  names: readonly string[],
): Promise<{ name: string; clients: number }[]> {
  if (names.length === 0) return [];
  const clients = await tx
    .selectFrom("clients")
    .select("scopes")
    .where("resource_identifier", "=", identifier)
    .execute();
  const lists = clients.map(({ scopes }) => texts(scopes));
  return names
    .map((name) => ({ name, clients: lists.filter((list) => list.includes(name)).length }))
    .filter((each) => each.clients > 0);
}

async function writeScopes(tx: Tx, api: ImportedApi, changes: readonly ApiChange[]): Promise<void> {
  for (const { kind, name, after } of changes) {
    if (kind !== "scope") continue;
    const scope = api.scopes.find((each) => each.name === name);
    if (after === null || scope === undefined) {
      await tx.deleteFrom("scopes").where("resource_id", "=", api.id).where("name", "=", name).execute();
      continue;
    }
    await writeScope(tx, api.id, scope);
  }
}
