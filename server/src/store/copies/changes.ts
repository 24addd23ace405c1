/** Which rows of an embedded database change while they are copied: noted by triggers, in the transaction that changes them. */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Engine } from "../engine/engine.ts";
import { StoreConflict } from "../conflict.ts";
import type { Schema } from "../schema.ts";
import { digester, put, remove, some, type Row } from "./rows.ts";
import type { Shape } from "./shapes.ts";

const OPERATIONS = ["insert", "update", "delete"] as const;

/** A string literal of ours: names of tables, which hold no quote. */
const literal = (text: string) => sql.lit(text);

const keyOf = ({ key }: Shape, side: "new" | "old"): RawBuilder<unknown> =>
  sql`json_array(${sql.join(key.map((column) => sql`${sql.raw(side)}.${sql.ref(column)}`))})`;

/** From the commit of this transaction on every change of these tables is noted. */
export async function watchChanges(tx: Kysely<Schema>, tables: readonly Shape[]): Promise<void> {
  await sql`create table if not exists changes_of_move (seq integer primary key autoincrement, tbl text not null, "key" text not null)`.execute(
    tx,
  );
  for (const shape of tables)
    for (const operation of OPERATIONS) {
      const sides = operation === "insert" ? ["new"] : operation === "delete" ? ["old"] : ["old", "new"];
      const notes = sides.map(
        (side) =>
          sql`insert into changes_of_move (tbl, "key") values (${literal(shape.table)}, ${keyOf(shape, side as "new" | "old")});`,
      );
      await sql`create trigger if not exists ${sql.ref(`noted_${operation}_${shape.table}`)} after ${sql.raw(operation)}
        on ${sql.table(shape.table)} begin ${sql.join(notes, sql` `)} end`.execute(tx);
    }
}

/** No change is noted any more; what was noted is gone. */
export async function unwatchChanges(tx: Kysely<Schema>, tables: readonly Shape[]): Promise<void> {
  for (const { table } of tables)
    for (const operation of OPERATIONS)
      await sql`drop trigger if exists ${sql.ref(`noted_${operation}_${table}`)}`.execute(tx);
  await sql`drop table if exists changes_of_move`.execute(tx);
}

/** From the commit of this transaction on nobody can write to these tables, whatever version of the program it runs. */
export async function refuseChanges(tx: Kysely<Schema>, tables: readonly string[]): Promise<void> {
  for (const table of tables)
    for (const operation of OPERATIONS)
      await sql`create trigger ${sql.ref(`moved_${operation}_${table}`)} before ${sql.raw(operation)}
        on ${sql.table(table)} begin select raise(abort, 'moved'); end`.execute(tx);
}

interface Changed {
  shape: Shape;
  /** As they are now. */
  rows: Row[];
  gone: Row[];
}

export interface Applied {
  /** Notes that were read. */
  notes: number;
  /** The newest note. */
  last: number;
}

/** Brings `target` to the state that `from` (one snapshot) shows, as far as noted; what was written is read back and compared. */
export async function applyChanges(
  from: Kysely<Schema>,
  target: Engine,
  tables: readonly Shape[],
): Promise<Applied> {
  const noted = await sql<{ tbl: string; key: string; last: number; n: number }>`
    select tbl, "key", max(seq) as last, count(*) as n from changes_of_move group by tbl, "key"`.execute(
    from,
  );
  const keys = Map.groupBy(noted.rows, ({ tbl }) => tbl);
  const changed: Changed[] = [];
  for (const shape of tables) {
    const wanted = (keys.get(shape.table) ?? []).map(({ key }) => JSON.parse(key) as Row);
    const rows = await some(from, shape, wanted);
    const there = new Set(rows.map((row) => text(shape, row)));
    changed.push({ shape, rows, gone: wanted.filter((key) => !there.has(JSON.stringify(key))) });
  }
  if (noted.rows.length > 0) await write(target, changed);
  return {
    notes: noted.rows.reduce((sum, { n }) => sum + n, 0),
    last: noted.rows.reduce((latest, { last }) => Math.max(latest, last), 0),
  };
}

function text({ key, columns }: Shape, row: Row): string {
  return JSON.stringify(key.map((column) => row[columns.indexOf(column)]));
}

async function write(target: Engine, changed: readonly Changed[]): Promise<void> {
  const removals = async (tx: Kysely<Schema>): Promise<void> => {
    for (const { shape, gone } of changed.toReversed()) await remove(tx, shape, gone);
  };
  const writing = async (tx: Kysely<Schema>): Promise<void> => {
    for (const { shape, rows } of changed) await put(tx, target.remote, shape, rows, true);
  };
  const inTurn = (...steps: ((tx: Kysely<Schema>) => Promise<void>)[]) =>
    target.maintenance((db) =>
      db.transaction().execute(async (tx) => {
        for (const step of steps) await step(tx);
        await compare(tx, changed);
      }),
    );
  try {
    // A row may take the place of one that has gone (the same unique values) …
    await inTurn(removals, writing);
  } catch (error) {
    if (!(error instanceof StoreConflict)) throw error;
    // … or point away from it first.
    await inTurn(writing, removals);
  }
}

async function compare(tx: Kysely<Schema>, changed: readonly Changed[]): Promise<void> {
  for (const { shape, rows, gone } of changed) {
    const own = digester();
    for (const row of rows) own.add(row);
    const theirs = digester();
    for (const row of await some(
      tx,
      shape,
      rows.map((row) => key(shape, row)),
    ))
      theirs.add(row);
    if (own.end().sha256 !== theirs.end().sha256 || (await some(tx, shape, gone)).length > 0)
      throw new Error(`the copy of ${shape.table} is not the same`);
  }
}

const key = ({ key: names, columns }: Shape, row: Row): Row =>
  names.map((column) => row[columns.indexOf(column)] ?? null);
