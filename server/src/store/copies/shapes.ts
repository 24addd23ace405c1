/** The tables as the database itself describes them, parents before children: nothing here has to be told of a new table. */
import { sql, type Kysely } from "kysely";
import type { Schema } from "../schema.ts";

/** One table. */
export interface Shape {
  table: string;
  columns: readonly string[];
  /** The columns of its primary key, in their order. */
  key: readonly string[];
}

/** What belongs to one database alone and is in no copy of it; the migrations are told by their names. */
const OWN: ReadonlySet<string> = new Set(["facts", "leases", "kysely_migration", "kysely_migration_lock"]);

/** Tables that a migration makes with a row in it. */
const SEEDED: ReadonlySet<string> = new Set(["versions", "audit_head", "status_head"]);

/** Whether a row in this table was stored by somebody, and did not come with the table. */
export function holdsData({ table }: Shape): boolean {
  return !SEEDED.has(table);
}

interface Column {
  table: string;
  column: string;
  /** 1-based place in the primary key, 0 outside of it. */
  key: number;
}

async function columnsOf(db: Kysely<Schema>, remote: boolean): Promise<Column[]> {
  const query = remote
    ? sql<Column>`select c.relname as "table", a.attname as "column",
        coalesce(array_position(i.indkey::int2[], a.attnum), -1) + 1 as key
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_index i on i.indrelid = c.oid and i.indisprimary
        where c.relkind = 'r' and n.nspname = current_schema() order by c.relname, a.attnum`
    : sql<Column>`select m.name as "table", c.name as "column", c.pk as key
        from sqlite_schema m join pragma_table_info(m.name) c
        where m.type = 'table' and m.name not like 'sqlite_%' and m.name <> 'changes_of_move' order by m.name, c.cid`;
  return (await query.execute(db)).rows;
}

async function parentsOf(db: Kysely<Schema>, remote: boolean): Promise<{ child: string; parent: string }[]> {
  const query = remote
    ? sql<{ child: string; parent: string }>`select child.relname as child, parent.relname as parent
        from pg_constraint c join pg_class child on child.oid = c.conrelid
        join pg_class parent on parent.oid = c.confrelid join pg_namespace n on n.oid = child.relnamespace
        where c.contype = 'f' and n.nspname = current_schema()`
    : sql<{ child: string; parent: string }>`select m.name as child, f."table" as parent
        from sqlite_schema m join pragma_foreign_key_list(m.name) f where m.type = 'table'`;
  return (await query.execute(db)).rows;
}

/** Every table that a copy holds. */
export async function shapes(db: Kysely<Schema>, remote: boolean): Promise<Shape[]> {
  const tables = Map.groupBy(await columnsOf(db, remote), ({ table }) => table);
  const parents = Map.groupBy(await parentsOf(db, remote), ({ child }) => child);
  const placed = new Set<string>();
  const ordered: Shape[] = [];
  const place = (table: string): void => {
    if (placed.has(table) || OWN.has(table)) return;
    placed.add(table);
    for (const { parent } of parents.get(table) ?? []) place(parent);
    const columns = tables.get(table) ?? [];
    const key = columns.filter((one) => one.key > 0).toSorted((a, b) => a.key - b.key);
    if (key.length === 0) throw new Error(`the table ${table} has no primary key`);
    ordered.push({
      table,
      columns: columns.map(({ column }) => column),
      key: key.map(({ column }) => column),
    });
  };
  for (const table of [...tables.keys()].toSorted()) place(table);
  return ordered;
}
