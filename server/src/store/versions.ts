/** When what nodes keep in memory changed: told in the transaction that changes it, asked for by every node. */
import { sql, type Kysely } from "kysely";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

/** What changed: one client, or something on which many hang (an API, its scopes, an organisation). */
export type Kind = "all" | `client:${string}`;

export interface Version {
  kind: string;
  version: number;
}

/** More than so many changes at once are not told apart: whoever asks forgets everything. */
export const MANY = 200;

const after = prepared((db, v: { known: number }) =>
  db
    .selectFrom("versions")
    .select(["kind", "version"])
    .where("version", ">=", v.known)
    .orderBy("version", "desc")
    .limit(MANY),
);

/** What has changed since `known`, that version included when nothing came after it; the newest first. */
export function versionsSince(engine: Engine, known: number): Promise<Version[]> {
  return after(engine.read, { known });
}

/**
 * Gives `kind` the next number, in the caller's transaction. It must be one of `Engine.write`: those follow each other,
 * so that numbers grow in the order of commits and nobody who knows one can miss a smaller one.
 */
export async function bump(tx: Kysely<Schema>, kind: Kind): Promise<void> {
  await tx
    .insertInto("versions")
    .columns(["kind", "version"])
    .expression((eb) =>
      eb
        .selectFrom("versions")
        .select([
          eb.val(kind).as("kind"),
          eb(eb.fn.coalesce(eb.fn.max("version"), eb.val(0)), "+", 1).as("version"),
        ])
        // SQLite cannot tell the ON of a join from the ON of a conflict without it.
        .where("version", ">=", 0),
    )
    .onConflict((conflict) =>
      conflict.column("kind").doUpdateSet((eb) => ({ version: eb.ref("excluded.version") })),
    )
    .execute();
}

/** The channel on which PostgreSQL tells that something changed; the message says nothing (decision 10). */
export const CHANNEL = "gatehouse_versions";

/** Tells the other nodes at the commit; only faster than their own asking, so it may get lost. */
export async function announce(engine: Engine, tx: Kysely<Schema>): Promise<void> {
  if (engine.remote) await sql`select pg_notify(${CHANNEL}, '')`.execute(tx);
}
