/** The part of the registry that is about APIs and their scopes (RFC 8707 §2). */
import type { Kysely } from "kysely";
import type { Clock } from "../lib/clock.ts";
import type { DetailType } from "../oauth/details/type.ts";
import type { Note } from "./audit/note.ts";
import { importDocument } from "./import-document.ts";
import type { Registry } from "../desk/registry.ts";
import { json, text } from "./rows.ts";
import { writeScope } from "./scope-rows.ts";
import type { Schema } from "./schema.ts";

type Tx = Kysely<Schema>;

type OfResources = Pick<
  Registry,
  | "createResource"
  | "importDocument"
  | "moveResource"
  | "putDetailType"
  | "putScope"
  | "removeDetailType"
  | "removeResource"
  | "removeScope"
  | "setIntrospectionSecret"
>;

const target = (id: string): { type: string; id: string } => ({ type: "resource", id });

/** Answers the text that stood under its name. */
async function writeDetailType(
  tx: Tx,
  resource_id: string,
  type: DetailType,
  now: number,
): Promise<string | null> {
  const name = type.type;
  const before = await tx
    .selectFrom("detail_types")
    .select("definition")
    .where("resource_id", "=", resource_id)
    .where("type", "=", name)
    .executeTakeFirst();
  const definition = text(type);
  await tx
    .insertInto("detail_types")
    .values({ resource_id, type: name, definition, created_at: now })
    .onConflict((conflict) => conflict.columns(["resource_id", "type"]).doUpdateSet({ definition }))
    .execute();
  return before?.definition ?? null;
}

/** `writeAll` runs a change on which many clients hang. */
export function registryResources(
  writeAll: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  clock: Clock,
  note: Note,
): OfResources {
  return {
    createResource: ({ scopes = [], introspectionSecretHash, access_token_profile, ...same }) =>
      writeAll(async (tx) => {
        await tx
          .insertInto("resources")
          .values({
            ...same,
            access_token_profile: access_token_profile ?? null,
            introspection_secret_hash: introspectionSecretHash ?? null,
            created_at: clock.now(),
          })
          .execute();
        for (const scope of scopes) await writeScope(tx, same.id, scope);
        const { identifier, name } = same;
        const after = { identifier, name, access_token_profile: access_token_profile ?? null, scopes };
        await note(tx, { action: "resource.created", target: target(same.id), after });
      }),
    importDocument: (api) => writeAll((tx) => importDocument(tx, api, clock, note)),
    moveResource: (resourceId, identifier) =>
      writeAll(async (tx) => {
        const row = tx.selectFrom("resources").selectAll().where("id", "=", resourceId);
        const found = await row.executeTakeFirst();
        if (found === undefined) return false;
        // Clients point at the identifier: they wait at a row of their own while it changes.
        const between = { ...found, id: `${resourceId}-moving`, identifier: `${identifier}#moving` };
        const point = (from: string, to: string): Promise<unknown> =>
          tx
            .updateTable("clients")
            .set({ resource_identifier: to })
            .where("resource_identifier", "=", from)
            .execute();
        await tx.insertInto("resources").values(between).execute();
        await point(found.identifier, between.identifier);
        await tx.updateTable("resources").set({ identifier }).where("id", "=", resourceId).execute();
        await point(between.identifier, identifier);
        await tx.deleteFrom("resources").where("id", "=", between.id).execute();
        if (found.identifier !== identifier) {
          const before = { identifier: found.identifier };
          await note(tx, {
            action: "resource.moved",
            target: target(resourceId),
            before,
            after: { identifier },
          });
        }
        return true;
      }),
    removeResource: (resourceId) =>
      writeAll(async (tx) => {
        const found = await tx
          .selectFrom("resources")
          .select(["identifier", "name"])
          .where("id", "=", resourceId)
          .where((eb) =>
            eb(
              "identifier",
              "not in",
              eb
                .selectFrom("clients")
                .select("resource_identifier")
                .where("resource_identifier", "is not", null),
            ),
          )
          .executeTakeFirst();
        if (!found) return false;
        for (const table of ["scopes", "api_documents", "detail_types"] as const)
          await tx.deleteFrom(table).where("resource_id", "=", resourceId).execute();
        await tx.deleteFrom("resources").where("id", "=", resourceId).execute();
        await note(tx, { action: "resource.removed", target: target(resourceId), before: found });
        return true;
      }),
    putScope: (resourceId, scope) =>
      writeAll(async (tx) => {
        const before = await writeScope(tx, resourceId, scope);
        const { words, person, access } = scope;
        const after = { words, person, ...(access === undefined ? {} : { access }) };
        if (text(before) === text(after)) return;
        await note(tx, {
          action: "scope.set",
          target: target(resourceId),
          before: before && { name: scope.name, ...before },
          after: { name: scope.name, ...after },
        });
      }),
    removeScope: (resourceId, name) =>
      writeAll(async (tx) => {
        const scope = tx.deleteFrom("scopes").where("resource_id", "=", resourceId).where("name", "=", name);
        const removed = (await scope.returning("name").execute()).length > 0;
        if (removed)
          await note(tx, { action: "scope.removed", target: target(resourceId), before: { name } });
        return removed;
      }),
    putDetailType: (resourceId, type) =>
      writeAll(async (tx) => {
        const before = await writeDetailType(tx, resourceId, type, clock.now());
        if (before === text(type)) return;
        await note(tx, {
          action: "resource.detail_type_set",
          target: target(resourceId),
          before: before === null ? null : json(before),
          after: type,
        });
      }),
    removeDetailType: (resourceId, type) =>
      writeAll(async (tx) => {
        const gone = tx
          .deleteFrom("detail_types")
          .where("resource_id", "=", resourceId)
          .where("type", "=", type);
        const removed = (await gone.returning("type").execute()).length > 0;
        if (removed)
          await note(tx, {
            action: "resource.detail_type_removed",
            target: target(resourceId),
            before: { type },
          });
        return removed;
      }),
    setIntrospectionSecret: (resourceId, hash) =>
      writeAll(async (tx) => {
        const row = tx
          .selectFrom("resources")
          .select("introspection_secret_hash")
          .where("id", "=", resourceId);
        const found = await row.executeTakeFirst();
        if (!found) return false;
        const before = found.introspection_secret_hash;
        await tx
          .updateTable("resources")
          .set({ introspection_secret_hash: hash })
          .where("id", "=", resourceId)
          .execute();
        if (before !== hash)
          await note(tx, {
            action: "resource.secret_set",
            target: target(resourceId),
            before: { has_secret: before !== null },
            after: { has_secret: hash !== null },
          });
        return true;
      }),
  };
}
