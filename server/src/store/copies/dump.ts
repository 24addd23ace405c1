/** The portable backup: JSON lines of every table from one snapshot, with schema, counts and a SHA-256 per table. */
import { migrationNames } from "../engine/migrate.ts";
import type { Engine } from "../engine/engine.ts";
import { digester, pages, type Digest } from "./rows.ts";
import { shapes } from "./shapes.ts";

/** The first line. */
export interface Head {
  gatehouse: "backup";
  format: 1;
  /** Milliseconds since the epoch. */
  taken_at: number;
  /** Names of the migrations that made these tables. */
  migrations: readonly string[];
}

export interface TableHead {
  table: string;
  columns: readonly string[];
}

/** After the rows of a table, each of which is an array. */
export interface TableEnd extends Digest {
  end: string;
}

/** The last line: without it a file is not whole. */
export interface Tail {
  complete: true;
  tables: number;
  rows: number;
}

const lineOf = (value: Head | TableHead | TableEnd | Tail): string => `${JSON.stringify(value)}\n`;

/** Writes every line through `write`; answers what each table held. Nobody is kept from writing to the database. */
export async function dump(
  engine: Engine,
  now: number,
  write: (text: string) => Promise<void>,
): Promise<Record<string, Digest>> {
  return engine.snapshot(async (db) => {
    const migrations = await migrationNames(db);
    await write(lineOf({ gatehouse: "backup", format: 1, taken_at: now, migrations }));
    const digests: Record<string, Digest> = {};
    for (const shape of await shapes(db, engine.remote)) {
      await write(lineOf({ table: shape.table, columns: shape.columns }));
      const digest = digester();
      for await (const page of pages(db, shape)) await write(page.map((row) => digest.add(row)).join(""));
      const held = digest.end();
      digests[shape.table] = held;
      await write(lineOf({ end: shape.table, ...held }));
    }
    const all = Object.values(digests);
    await write(
      lineOf({ complete: true, tables: all.length, rows: all.reduce((sum, { rows }) => sum + rows, 0) }),
    );
    return digests;
  });
}
