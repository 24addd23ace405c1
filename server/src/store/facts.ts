/** What is true of a database as a whole, and who may serve it: not one that has moved away, not one that is being filled. */
import type { Kysely } from "kysely";
import type { Engine } from "./engine/engine.ts";
import type { Schema } from "./schema.ts";
import { StoreUnavailable } from "./unavailable.ts";

export type FactName = Schema["facts"]["name"];

export interface Fact {
  value: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  at: number;
}

/** Null when it is not so. */
export async function fact(db: Kysely<Schema>, name: FactName): Promise<Fact | null> {
  const row = await db.selectFrom("facts").selectAll().where("name", "=", name).executeTakeFirst();
  return row ? { value: JSON.parse(row.value) as Fact["value"], at: row.at } : null;
}

/** States it, in place of what was stated before. */
export async function state(
  db: Kysely<Schema>,
  name: FactName,
  value: Fact["value"],
  at: number,
): Promise<void> {
  const row = { value: JSON.stringify(value), at };
  await db
    .insertInto("facts")
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
    .execute();
}

export async function retract(db: Kysely<Schema>, name: FactName): Promise<void> {
  await db.deleteFrom("facts").where("name", "=", name).execute();
}

/** Throws StoreUnavailable with the sentence that says where the data is now, or that it is not all here yet. */
export async function assertServable(engine: Engine): Promise<void> {
  const rows = await engine.read
    .selectFrom("facts")
    .select(["name", "value"])
    .where("name", "in", ["moved", "arriving"])
    .execute();
  const moved = rows.find(({ name }) => name === "moved");
  if (moved !== undefined)
    throw new StoreUnavailable(
      `its data has moved to ${(JSON.parse(moved.value) as { to: string }).to}; set the setting database to that`,
    );
  if (rows.length > 0)
    throw new StoreUnavailable(
      "it is being filled by `gatehouse storage move`, which has not finished; run that command again",
    );
}
