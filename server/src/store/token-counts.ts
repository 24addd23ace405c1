/** Tokens that are alive, counted per client or per person, and the verb that ends them all at once. */
import { sql, type Kysely } from "kysely";
import type { DirectoryPort, TokenCount } from "../desk/directory.ts";
import type { Clock } from "../lib/clock.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { revokeAll } from "./revocation.ts";
import { texts, unlessDamaged } from "./rows.ts";
import type { Schema } from "./schema.ts";

type Column = "client_id" | "subject";

interface Row {
  id: string;
  /** A text on PostgreSQL. */
  count: number | string;
}

/** Living rows per client or person, in three kinds. */
async function counts(db: Kysely<Schema>, column: Column, now: number, limit: number): Promise<Row[][]> {
  const by = sql.ref(column);
  const alive = sql`revoked_at is null and expires_at > ${now}`;
  const top = sql`group by 1 order by 2 desc limit ${limit}`;
  const questions = [
    sql<Row>`select ${by} as id, count(*) as count from families
      where ${alive} and idle_expires_at > ${now} ${top}`,
    sql<Row>`select ${by} as id, count(*) as count from opaque_tokens where ${alive} and ${by} is not null ${top}`,
    sql<Row>`select f.${by} as id, count(*) as count from status_entries e join families f on f.id = e.family_id
      where e.expires_at > ${now} and f.revoked_at is null ${top}`,
  ];
  return Promise.all(questions.map(async (question) => (await question.execute(db)).rows));
}

const countOf = (rows: readonly Row[], id: string): number =>
  Number(rows.find((row) => row.id === id)?.count ?? 0);

async function namesOf(
  db: Kysely<Schema>,
  column: Column,
  ids: readonly string[],
): Promise<Map<string, Pick<TokenCount, "name" | "environment">>> {
  if (ids.length === 0) return new Map();
  if (column === "subject") {
    const people = await db.selectFrom("people").select(["id", "username"]).where("id", "in", ids).execute();
    return new Map(people.map(({ id, username }) => [id, { name: username, environment: null }]));
  }
  const clients = await db
    .selectFrom("clients")
    .innerJoin("apps", "apps.id", "clients.app_id")
    .select(["client_id", "apps.name", "environment"])
    .where("client_id", "in", ids)
    .execute();
  return new Map(clients.map(({ client_id, name, environment }) => [client_id, { name, environment }]));
}

export function tokenCounts(
  engine: Engine,
  clock: Clock,
  note: Note,
): Pick<DirectoryPort, "tokens" | "endTokens" | "scopeUse"> {
  return {
    async tokens(of, limit) {
      const column = of === "client" ? "client_id" : "subject";
      const [families = [], opaque = [], jwts = []] = await counts(engine.read, column, clock.now(), limit);
      const ids = [...new Set([...families, ...opaque, ...jwts].map(({ id }) => id))];
      const names = await namesOf(engine.read, column, ids);
      return ids
        .flatMap((id): TokenCount[] => {
          const known = names.get(id);
          const numbers = {
            families: countOf(families, id),
            opaque: countOf(opaque, id),
            jwts: countOf(jwts, id),
          };
          return known === undefined ? [] : [{ id, ...known, ...numbers }];
        })
        .toSorted((a, b) => b.families + b.opaque + b.jwts - (a.families + a.opaque + a.jwts))
        .slice(0, limit);
    },
    endTokens: (of, id, by) =>
      engine.write(async (tx) => {
        const known = await namesOf(tx, of === "client" ? "client_id" : "subject", [id]);
        if (known.size === 0) return null;
        const root = of === "client" ? "client_id" : "subject";
        const families = await revokeAll(engine, tx, root, id, clock.now(), "ended by staff");
        const target = { type: of, id };
        const owner = of === "client" ? { client_id: id } : {};
        await note(tx, { action: "tokens.ended", target, ...owner, after: { families } }, by);
        return families;
      }),
    async scopeUse(identifier, scope) {
      const rows = await engine.read
        .selectFrom("clients")
        .innerJoin("apps", "apps.id", "clients.app_id")
        .innerJoin("organisations", "organisations.id", "apps.organisation_id")
        .select([
          "clients.client_id",
          "apps.id as app_id",
          "apps.name as client_name",
          "organisations.name as organisation",
          "clients.environment",
          "clients.scopes",
        ])
        .where("resource_identifier", "=", identifier)
        .where("apps.deleted_at", "is", null)
        // Narrows what is read; which of them really have it is said below.
        .where("clients.scopes", "like", `%${JSON.stringify(scope).replaceAll(/[%_]/g, "_")}%`)
        .orderBy("apps.id")
        .limit(500)
        .execute();
      const consents = await engine.read
        .selectFrom("consents")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("resource", "=", identifier)
        .where("scope", "like", `%${JSON.stringify(scope).replaceAll(/[%_]/g, "_")}%`)
        .executeTakeFirst();
      return {
        clients: rows.flatMap(({ scopes, ...client }) => {
          // A damaged row harms nobody but its client.
          const own = unlessDamaged(
            () => texts(scopes),
            () => undefined,
          );
          return own?.includes(scope) === true ? [client] : [];
        }),
        consents: Number(consents?.count ?? 0),
      };
    },
  };
}
