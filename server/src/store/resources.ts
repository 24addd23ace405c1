/** RFC 8707 §2 — finds the protected APIs and their scopes. */
import type { ResourcesPort } from "../oauth/ports.ts";
import type { DetailType } from "../oauth/details/type.ts";
import type { ApiDocument, Resource } from "../oauth/resource.ts";
import type { Cache } from "./cache.ts";
import { MANAGEMENT_API } from "../oauth/words.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";
import { json } from "./rows.ts";
import { aboutScope } from "./scope-rows.ts";

type Column = "identifier" | "id";

function query(column: Column | null) {
  return prepared((db, v: { value: string }) => {
    const all = db
      .selectFrom("resources")
      .leftJoin("scopes", "scopes.resource_id", "resources.id")
      .selectAll("resources")
      .select(["scopes.name as scope", "scopes.words", "scopes.person", "scopes.access"])
      .orderBy("resources.identifier")
      .orderBy("scopes.name");
    return column ? all.where(`resources.${column}`, "=", v.value) : all;
  });
}

const byIdentifier = query("identifier");
const byId = query("id");
const everyOne = query(null);

const documentOf = prepared((db, v: { id: string }) =>
  db.selectFrom("api_documents").select("document").where("resource_id", "=", v.id),
);

type Row = Awaited<ReturnType<typeof byId>>[number];

const typesOf = prepared((db, v: { id: string }) =>
  db.selectFrom("detail_types").select("definition").where("resource_id", "=", v.id).orderBy("type"),
);

/** With their types of details, which few have. */
async function complete(engine: Engine, rows: readonly Row[]): Promise<Resource[]> {
  const found = toResources(rows);
  for (const resource of found) {
    const types = await typesOf(engine.read, { id: resource.id });
    resource.detailTypes = types.map(({ definition }) => json<DetailType>(definition));
  }
  return found;
}

function toResources(rows: readonly Row[]): Resource[] {
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((ofOne) => {
    const [row] = ofOne;
    if (!row) return [];
    const { id, identifier, name, access_token_profile, introspection_secret_hash } = row;
    const scopes = ofOne.flatMap(({ scope, words, person, access }) =>
      scope === null || words === null || person === null
        ? []
        : [{ name: scope, ...aboutScope({ words, person, access }) }],
    );
    return [
      {
        id,
        identifier,
        name,
        scopes,
        detailTypes: [],
        access_token_profile,
        introspectionSecretHash: introspection_secret_hash,
      },
    ];
  });
}

export function resources(engine: Engine, cache: Cache): ResourcesPort {
  return {
    find: (identifier) =>
      cache.shared(
        `resource ${identifier}`,
        async () =>
          (await complete(engine, await byIdentifier(engine.read, { value: identifier })))[0] ?? null,
      ),
    findById: (id, enough) =>
      cache.shared(
        `resource of id ${id}`,
        async () => (await complete(engine, await byId(engine.read, { value: id })))[0] ?? null,
        enough,
      ),
    list: async () =>
      (await cache.shared("resources", async () =>
        (await complete(engine, await everyOne(engine.read, { value: "" }))).filter(
          ({ id }) => id !== MANAGEMENT_API,
        ),
      )) ?? [],
    document: (id) =>
      cache.shared(`document of ${id}`, async () => {
        const [row] = await documentOf(engine.read, { id });
        return row === undefined ? null : json<ApiDocument>(row.document);
      }),
  };
}
