/** Rows on their way from one database to another: read in the order of their keys, written many at a time, digested. */
import { createHash } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import type { Shape } from "./shapes.ts";

export type Value = string | number | null;
/** Values in the order of the columns of its shape. */
export type Row = readonly Value[];

/** Rows per statement: their parameters stay below what both databases take (32,766). */
const PAGE = 500;

const list = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)));
const values = (row: Row) => sql`(${sql.join(row.map((value) => sql.val(value)))})`;

/** Every row, page by page, in the order of the keys: the same on both databases, because both compare text by its bytes. */
export async function* pages(db: Kysely<Schema>, shape: Shape): AsyncGenerator<Row[]> {
  const keys = shape.key.map((column) => shape.columns.indexOf(column));
  const from = sql`select ${list(shape.columns)} from ${sql.table(shape.table)}`;
  const order = sql`order by ${list(shape.key)} limit ${sql.lit(PAGE)}`;
  for (let last: Row | null = null; ;) {
    const after: ReturnType<typeof sql> =
      last === null ? sql`` : sql`where (${list(shape.key)}) > ${values(last)}`;
    const { rows } = await sql<Record<string, Value>>`${from} ${after} ${order}`.execute(db);
    const page = rows.map((row) => shape.columns.map((column) => row[column] ?? null));
    if (page.length > 0) yield page;
    const end = page.at(-1);
    if (end === undefined || page.length < PAGE) return;
    last = keys.map((at) => end[at] ?? null);
  }
}

/** The rows of `keys` that are there. */
export async function some(db: Kysely<Schema>, shape: Shape, keys: readonly Row[]): Promise<Row[]> {
  const found: Row[] = [];
  for (let at = 0; at < keys.length; at += PAGE) {
    const wanted = sql.join(keys.slice(at, at + PAGE).map(values));
    const { rows } = await sql<
      Record<string, Value>
    >`select ${list(shape.columns)} from ${sql.table(shape.table)}
      where (${list(shape.key)}) in (values ${wanted}) order by ${list(shape.key)}`.execute(db);
    found.push(...rows.map((row) => shape.columns.map((column) => row[column] ?? null)));
  }
  return found;
}

/** Writes rows that are not there yet; with `replace` rows of the same keys become these. `remote` is the engine's. */
export async function put(
  db: Kysely<Schema>,
  remote: boolean,
  shape: Shape,
  rows: readonly Row[],
  replace: boolean = false,
): Promise<void> {
  const others = shape.columns.filter((column) => !shape.key.includes(column));
  const set = others.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`);
  const conflict = !replace
    ? sql``
    : set.length === 0
      ? sql`on conflict do nothing`
      : sql`on conflict (${list(shape.key)}) do update set ${sql.join(set)}`;
  const into = sql`insert into ${sql.table(shape.table)} (${list(shape.columns)})`;
  for (let at = 0; at < rows.length; at += PAGE) {
    const part = rows.slice(at, at + PAGE);
    const text = JSON.stringify(part);
    // The character NUL stands in no JSON of a database; PostgreSQL's stand-in for it is the engine's business.
    if (text.includes("\\u0000") || text.includes("\uFFFE")) {
      for (const row of part) await sql`${into} values ${values(row)} ${conflict}`.execute(db);
      continue;
    }
    // One parameter instead of thousands. `where true`: SQLite cannot tell the ON of a join without it.
    const from = remote
      ? sql`select ${list(shape.columns)} from json_populate_recordset(null::${sql.table(shape.table)}, ${objects(shape, part)}::json)`
      : sql`select ${sql.join(shape.columns.map((_, n) => sql`value ->> ${sql.lit(`$[${n}]`)}`))} from json_each(${text})`;
    await sql`${into} ${from} where true ${conflict}`.execute(db);
  }
}

function objects({ columns }: Shape, rows: readonly Row[]): string {
  return JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((column, n) => [column, row[n]]))));
}

/** Removes the rows of `keys`. */
export async function remove(db: Kysely<Schema>, shape: Shape, keys: readonly Row[]): Promise<void> {
  for (let at = 0; at < keys.length; at += PAGE)
    await sql`delete from ${sql.table(shape.table)} where (${list(shape.key)}) in
      (values ${sql.join(keys.slice(at, at + PAGE).map(values))})`.execute(db);
}

export async function count(db: Kysely<Schema>, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** What a table held: how many rows, and the SHA-256 of their JSON, one line each, in the order of the keys. */
export interface Digest {
  rows: number;
  sha256: string;
}

export interface Digester {
  /** Answers the line that was digested. */
  add(row: Row): string;
  end(): Digest;
}

export function digester(): Digester {
  const hash = createHash("sha256");
  let rows = 0;
  return {
    add(row) {
      const line = `${JSON.stringify(row)}\n`;
      hash.update(line);
      rows++;
      return line;
    },
    end: () => ({ rows, sha256: hash.digest("hex") }),
  };
}

/** Of the whole table. `columns` may be those of another database's shape, whose order then counts. */
export async function digestOf(db: Kysely<Schema>, shape: Shape): Promise<Digest> {
  const digest = digester();
  for await (const page of pages(db, shape)) for (const row of page) digest.add(row);
  return digest.end();
}
