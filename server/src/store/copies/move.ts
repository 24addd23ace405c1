/** Moves an embedded database to PostgreSQL while it is in use; whenever that is broken off, it can be run again. */
import { sql, type Kysely } from "kysely";
import type { Engine } from "../engine/engine.ts";
import { migrate } from "../engine/migrate.ts";
import { fact, retract, state } from "../facts.ts";
import type { Schema } from "../schema.ts";
import { applyChanges, refuseChanges, unwatchChanges, watchChanges } from "./changes.ts";
import { empty, isEmpty, NotEmpty } from "./load.ts";
import { count, digester, digestOf, pages, put, type Digest } from "./rows.ts";
import { shapes, type Shape } from "./shapes.ts";

export interface MoveOptions {
  /** The new place as it may be shown. */
  to: string;
  /** Names this move on both sides; used when none is under way. */
  id: string;
  now: () => number;
  /** Told what is done, for people who wait. */
  say: (sentence: string) => void;
}

export interface Moved {
  /** What the copied snapshot held; empty when an earlier run had copied it. */
  tables: Record<string, Digest>;
  /** Rows in the new place at the end. */
  rows: number;
  /** How long nobody could write. Milliseconds; 0 when an earlier run had ended it. */
  frozenMs: number;
}

/** Below so many notes the rest is done under the lock. */
const FEW = 200;
const ROUNDS = 50;

/**
 * Copies a snapshot, follows the changes since, takes the write lock for the last of them, and marks the old place as left.
 * Throws NotEmpty when the target holds something else, StoreUnavailable, or Error when a copy is not the same.
 */
export async function move(source: Engine, target: Engine, options: MoveOptions): Promise<Moved> {
  const moved = await existing(source, "moved");
  if (moved !== null) return { tables: {}, rows: await arrive(target, moved), frozenMs: 0 };
  await migrate(source);
  const begun = await existing(source, "moving");
  const id = begun?.id ?? options.id;
  const arriving = await existing(target, "arriving");
  const ours = arriving?.id === id;
  if (arriving !== null ? !ours : !(await isEmpty(target)))
    throw new NotEmpty("the new database is not empty");
  const tables = await source.snapshot((db) => shapes(db, source.remote));
  let copied: Record<string, Digest> = {};
  if (!ours || begun?.phase !== "following") {
    // What an earlier run copied is as old as that run, and its changes since may be noted only in part.
    if (ours) await empty(target);
    await migrate(target);
    await target.maintenance((db) => state(db, "arriving", { id }, options.now()));
    await source.maintenance((db) =>
      db.transaction().execute(async (tx) => {
        await watchChanges(tx, tables);
        await state(tx, "moving", { id, phase: "copying", to: options.to }, options.now());
      }),
    );
    copied = await copy(source, target, tables, options.say);
    await source.maintenance((db) =>
      state(db, "moving", { id, phase: "following", to: options.to }, options.now()),
    );
  }
  await follow(source, target, tables);
  const frozenMs = await freeze(source, target, tables, { ...options, id });
  return { tables: copied, rows: await arrive(target, { id }), frozenMs };
}

interface Ours {
  id: string;
  phase?: string;
}

async function existing(engine: Engine, name: "moved" | "moving" | "arriving"): Promise<Ours | null> {
  const tables = await engine.read.introspection.getTables();
  if (!tables.some((table) => table.name === "facts")) return null;
  return ((await fact(engine.read, name))?.value ?? null) as Ours | null;
}

async function copy(
  source: Engine,
  target: Engine,
  tables: readonly Shape[],
  say: MoveOptions["say"],
): Promise<Record<string, Digest>> {
  return source.snapshot((from) =>
    target.maintenance(async (to) => {
      for (const { table } of tables.toReversed()) await sql`delete from ${sql.table(table)}`.execute(to);
      const digests: Record<string, Digest> = {};
      for (const shape of tables) {
        const digest = digester();
        await to.transaction().execute(async (tx) => {
          for await (const page of pages(from, shape)) {
            for (const row of page) digest.add(row);
            await put(tx, target.remote, shape, page);
          }
        });
        const held = digest.end();
        digests[shape.table] = held;
        if ((await digestOf(to, shape)).sha256 !== held.sha256)
          throw new Error(`the copy of ${shape.table} is not the same`);
        if (held.rows > 0) say(`${shape.table}: ${held.rows} rows, the same on both sides`);
      }
      return digests;
    }),
  );
}

/** Until little is left; when writes come faster than they can be followed, the rest is done under the lock all the same. */
async function follow(source: Engine, target: Engine, tables: readonly Shape[]): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const { notes, last } = await source.snapshot((db) => applyChanges(db, target, tables));
    if (notes > 0)
      await source.writeBeside((tx) => sql`delete from changes_of_move where seq <= ${last}`.execute(tx));
    if (notes < FEW) return;
  }
}

/** Gives a move up that has not ended: nothing is noted any more. The new place keeps what it was given. */
export async function cancelMove(source: Engine): Promise<boolean> {
  if ((await existing(source, "moving")) === null) return false;
  await source.maintenance((db) =>
    db.transaction().execute(async (tx) => {
      await unwatchChanges(tx, await shapes(tx, source.remote));
      await retract(tx, "moving");
    }),
  );
  return true;
}

/** Under SQLite's one write lock: what cannot write waits for it, and is told 503 when that takes too long. */
async function freeze(
  source: Engine,
  target: Engine,
  tables: readonly Shape[],
  { id, to, now }: MoveOptions,
): Promise<number> {
  let began = 0;
  await source.maintenance((db) =>
    db.transaction().execute(async (tx) => {
      began = performance.now();
      await applyChanges(tx, target, tables);
      await sameCounts(tx, target, tables);
      await unwatchChanges(tx, tables);
      await retract(tx, "moving");
      await state(tx, "moved", { id, to }, now());
      await refuseChanges(tx, [...tables.map(({ table }) => table), "leases"]);
    }),
  );
  return performance.now() - began;
}

async function sameCounts(tx: Kysely<Schema>, target: Engine, tables: readonly Shape[]): Promise<void> {
  await target.snapshot(async (to) => {
    for (const { table } of tables)
      if ((await count(tx, table)) !== (await count(to, table)))
        throw new Error(`the copy of ${table} has not as many rows`);
  });
}

/** Opens the new place; only after the old one is closed, so that never both are open. Answers its rows. */
async function arrive(target: Engine, { id }: Ours): Promise<number> {
  if ((await existing(target, "arriving"))?.id === id)
    await target.maintenance((db) => retract(db, "arriving"));
  return target.snapshot(async (db) => {
    let rows = 0;
    for (const { table } of await shapes(db, target.remote)) rows += await count(db, table);
    return rows;
  });
}
