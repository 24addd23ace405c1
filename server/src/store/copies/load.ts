/** Reads a portable backup into a database without rows; everything is checked before anything is kept. */
import { sql, type Kysely } from "kysely";
import type { Engine } from "../engine/engine.ts";
import { assertKnown, migrate } from "../engine/migrate.ts";
import { state } from "../facts.ts";
import type { Note } from "../audit/note.ts";
import type { Schema } from "../schema.ts";
import { afterRestore } from "./after-restore.ts";
import type { Head, TableEnd, TableHead, Tail } from "./dump.ts";
import { count, digester, put, type Digest, type Digester, type Row } from "./rows.ts";
import { holdsData, shapes, type Shape } from "./shapes.ts";

/** The file is not a whole and unchanged backup; the message is a sentence without its full stop. */
export class BadBackup extends Error {
  override readonly name = "BadBackup";
}

/** There are rows already. */
export class NotEmpty extends Error {
  override readonly name = "NotEmpty";
}

const KEPT = 500;

/** Whether nobody has stored anything in it. */
export async function isEmpty(engine: Engine): Promise<boolean> {
  return engine.snapshot(async (db) => {
    for (const shape of await shapes(db, engine.remote))
      if (holdsData(shape) && (await count(db, shape.table)) > 0) return false;
    return true;
  });
}

/** Removes every table, in one transaction. */
export async function empty(engine: Engine): Promise<void> {
  await engine.maintenance((db) =>
    db.transaction().execute(async (tx) => {
      const tables = (await shapes(tx, engine.remote)).map(({ table }) => table).toReversed();
      for (const table of [...tables, "facts", "leases", "kysely_migration", "kysely_migration_lock"])
        await tx.schema.dropTable(table).ifExists().execute();
    }),
  );
}

/** Answers what each table held. `lines` are those of `dump`; `signOut` is as in `afterRestore`. Throws BadBackup, NotEmpty or StoreUnavailable. */
export async function load(
  engine: Engine,
  lines: AsyncIterable<string>,
  now: number,
  signOut: Note | null = null,
): Promise<Record<string, Digest>> {
  const each = lines[Symbol.asyncIterator]();
  const head = parsed((await each.next()).value) as Head | null;
  if (head?.gatehouse !== "backup") throw new BadBackup("this is not a backup of Gatehouse");
  if (head.format !== 1) throw new BadBackup("this backup has a form that this version cannot read");
  assertKnown(head.migrations);
  if (!(await isEmpty(engine))) throw new NotEmpty("the database is not empty");
  const last = head.migrations.at(-1);
  // Rows of an older schema go into tables of that schema, and the migrations then carry them on.
  if (last !== undefined) await migrate(engine, last);
  const digests = await engine.maintenance((db) =>
    db.transaction().execute(async (tx) => {
      const known = await shapes(tx, engine.remote);
      for (const { table } of known.toReversed()) await sql`delete from ${sql.table(table)}`.execute(tx);
      const held = await loadTables(tx, engine.remote, known, each);
      // In the same transaction: nothing of the old state is alive for a moment.
      await afterRestore(tx, now, (name) => known.some(({ table }) => table === name), signOut);
      return held;
    }),
  );
  await migrate(engine);
  await engine.maintenance((db) => state(db, "restored", { backup_of: head.taken_at }, now));
  return digests;
}

async function loadTables(
  tx: Kysely<Schema>,
  remote: boolean,
  shapesOfTables: readonly Shape[],
  lines: AsyncIterator<string>,
): Promise<Record<string, Digest>> {
  const known = new Map(shapesOfTables.map((shape) => [shape.table, shape]));
  const digests: Record<string, Digest> = {};
  let shape: Shape | null = null;
  let digest: Digester = digester();
  let waiting: Row[] = [];
  const flush = async (): Promise<void> => {
    if (shape !== null) await put(tx, remote, shape, waiting);
    waiting = [];
  };
  for (;;) {
    const next = await lines.next();
    if (next.done === true) throw new BadBackup("this backup is cut off");
    const value = parsed(next.value) as Row | TableHead | TableEnd | Tail;
    if (isRow(value)) {
      digest.add(value);
      waiting.push(value);
      if (waiting.length >= KEPT) await flush();
    } else if ("table" in value) {
      const own = known.get(value.table);
      if (own === undefined || value.columns.some((column) => !own.columns.includes(column)))
        throw new BadBackup(`the table ${value.table} of this backup is not one of its schema`);
      shape = { ...own, columns: value.columns };
      digest = digester();
    } else if ("end" in value) {
      await flush();
      const held = digest.end();
      if (held.rows !== value.rows || held.sha256 !== value.sha256)
        throw new BadBackup(`the table ${value.end} of this backup was changed`);
      digests[value.end] = held;
      shape = null;
    } else {
      const rows = Object.values(digests).reduce((sum, one) => sum + one.rows, 0);
      if (value.rows !== rows || value.tables !== Object.keys(digests).length)
        throw new BadBackup("tables of this backup are missing");
      return digests;
    }
  }
}

const isRow = (value: Row | TableHead | TableEnd | Tail): value is Row => Array.isArray(value);

function parsed(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? "") as unknown;
  } catch {
    throw new BadBackup("a line of this backup is not JSON");
  }
}
