/** What a PostgreSQL must be before we promise anything on it, and what can be wrong with one that is in use. */
import { sql, type Kysely } from "kysely";
import type { Schema } from "../schema.ts";

/** Settings under which an acknowledged commit can be lost, or a text be stored as another one. */
const DANGEROUS: Readonly<Record<string, { wrong: readonly string[]; why: string }>> = {
  synchronous_commit: { wrong: ["off"], why: "a token that was answered could be lost; set it to on" },
  fsync: { wrong: ["off"], why: "a power failure could lose everything; set it to on" },
  full_page_writes: { wrong: ["off"], why: "a power failure could damage pages; set it to on" },
};

/** Sentences about settings that break a promise of ours; empty when there are none. */
export async function unsafeSettings(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings
    where name in ('synchronous_commit', 'fsync', 'full_page_writes', 'server_encoding')`.execute(db);
  return rows.flatMap(({ name, setting }) => {
    if (name === "server_encoding")
      return setting === "UTF8" ? [] : [`the database's encoding is ${setting}, and must be UTF8`];
    const row = DANGEROUS[name];
    return row?.wrong.includes(setting) ? [`PostgreSQL has ${name} = ${setting}: ${row.why}`] : [];
  });
}

interface ForeignKey {
  child: string;
  column: string;
  parent: string;
  key: string;
}

/** References without their row, indexes that were never finished, and unsafe settings. */
export async function problems(db: Kysely<Schema>): Promise<string[]> {
  const indexes = await sql<{ name: string }>`
    select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
    join pg_namespace n on n.oid = c.relnamespace
    where not i.indisvalid and n.nspname = current_schema()`.execute(db);
  const keys = await sql<ForeignKey>`
    select child.relname as child, a.attname as "column", parent.relname as parent, b.attname as key
    from pg_constraint c
    join pg_class child on child.oid = c.conrelid join pg_class parent on parent.oid = c.confrelid
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
    join pg_namespace n on n.oid = child.relnamespace
    where c.contype = 'f' and n.nspname = current_schema() order by 1, 2`.execute(db);
  const dangling: string[] = [];
  for (const { child, column, parent, key } of keys.rows) {
    const { rows } = await sql`
      select 1 as one from ${sql.table(child)} as child where child.${sql.ref(column)} is not null and not exists
      (select 1 from ${sql.table(parent)} as parent where parent.${sql.ref(key)} = child.${sql.ref(column)})
      limit 20`.execute(db);
    dangling.push(...rows.map(() => `${child} points at a missing row of ${parent}`));
  }
  return [
    ...(await unsafeSettings(db)),
    ...indexes.rows.map(({ name }) => `the index ${name} is not valid`),
    ...dangling.slice(0, 20),
  ];
}
