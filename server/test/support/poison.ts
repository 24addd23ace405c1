/** Rows changed behind everybody's back, one column at a time, past every constraint that the database lets one pass; on either engine. */
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { Client } from "pg";

export type Poison = string | number;

export interface Poisoner {
  /** What a table has, with the type as it is declared, in small letters. */
  columns(table: string): Promise<{ name: string; kind: string }[]>;
  /**
   * Puts `poison` into that column of the rows where `owner` (SQL) is true, and answers what undoes it. Null when the
   * database refuses: what it cannot hold harms nobody.
   */
  poison(table: string, column: string, owner: string, poison: Poison): Promise<(() => Promise<void>) | null>;
  close(): Promise<void>;
}

/** `database`: the address as in the settings. */
export async function poisoner(database: string): Promise<Poisoner> {
  return database.startsWith("postgres") ? inPostgres(database) : inSqlite(database.slice("file:".length));
}

function inSqlite(path: string): Poisoner {
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  db.exec("PRAGMA synchronous = OFF");
  return {
    async columns(table) {
      const rows = db.prepare(`PRAGMA table_info(${table})`).all();
      return rows.map((row) => ({ name: String(row["name"]), kind: String(row["type"]).toLowerCase() }));
    },
    async poison(table, column, owner, poison) {
      const rows = db.prepare(`SELECT rowid, "${column}" AS was FROM ${table} WHERE ${owner}`).all();
      // What must be unique keeps its value where two rows would share one; a row that has changed counts.
      const update = db.prepare(`UPDATE OR IGNORE ${table} SET "${column}" = ? WHERE ${owner}`);
      if (update.run(poison).changes === 0) return null;
      return async () => {
        const restore = db.prepare(`UPDATE ${table} SET "${column}" = ? WHERE rowid = ?`);
        for (const row of rows) restore.run(row["was"] as SQLInputValue, row["rowid"] as SQLInputValue);
      };
    },
    async close() {
      db.close();
    },
  };
}

/** PostgreSQL moves a row that is updated; here each gets a name of its own that it keeps, as SQLite's has. */
const NAMES = "rowid";

async function inPostgres(url: string): Promise<Poisoner> {
  const client = new Client(url);
  await client.connect();
  // No foreign key and no trigger is asked.
  await client.query("set session_replication_role = replica");
  async function columns(table: string): Promise<{ name: string; kind: string }[]> {
    await client.query(`alter table ${table} add column if not exists ${NAMES} bigserial`);
    const { rows } = await client.query<{ name: string; kind: string }>(
      "select column_name as name, data_type as kind from information_schema.columns where table_name = $1 and table_schema = current_schema() and column_name <> $2 order by ordinal_position",
      [table, NAMES],
    );
    return rows;
  }
  return {
    columns,
    async poison(table, column, owner, poison) {
      const kind = (await columns(table)).find(({ name }) => name === column)?.kind ?? "text";
      const { rows } = await client.query<{ id: string; was: string | null }>(
        `select ${NAMES} as id, "${column}"::text as was from ${table} where ${owner}`,
      );
      const update = `update ${table} set "${column}" = cast($1::text as ${kind}) where ${NAMES} = $2`;
      const changed: typeof rows = [];
      // One row after the other: one that has to be unique keeps its value, and the others do not.
      for (const row of rows)
        if (await client.query(update, [String(poison), row.id]).catch(() => null)) changed.push(row);
      if (changed.length === 0) return null;
      return async () => {
        for (const { id, was } of changed) await client.query(update, [was, id]);
      };
    },
    close: () => client.end(),
  };
}
