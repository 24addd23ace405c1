/** The embedded engine: one SQLite file (node:sqlite), one connection that writes and one that reads. */
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";
import type { Engine } from "./engine.ts";
import { groupCommit, type GroupCommitLimits } from "./group-commit.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";
import { isBusy, translate } from "./sqlite-errors.ts";

/** Means: a file of its own that ends with the engine. */
export const MEMORY = ":memory:";

/** 503 must leave within two seconds (reliability P8), so the wait for a lock is shorter. */
const LIMITS: GroupCommitLimits = { waitMs: 1_500, batch: 128, queue: 20_000 };
const PATIENT_MS = 5_000;

/** Opens or creates `file`, readable by its owner only. Throws StoreUnavailable when that fails. */
export async function sqliteEngine(file: string, limits: Partial<GroupCommitLimits> = {}): Promise<Engine> {
  const folder = file === MEMORY ? mkdtempSync(join(tmpdir(), "gatehouse-")) : null;
  const path = folder ? join(folder, "gatehouse.db") : file;
  try {
    const writer = await open(path, 20);
    const reader = await open(path, 1_000, "PRAGMA query_only = ON");
    return engine(path, folder, writer, reader, { ...LIMITS, ...limits });
  } catch (error) {
    throw translate(error);
  }
}

function engine(
  path: string,
  folder: string | null,
  writer: DatabaseSync,
  reader: DatabaseSync,
  limits: GroupCommitLimits,
): Engine {
  const read = new Kysely<Schema>({ dialect: sqliteDialect(reader) });
  const tx = new Kysely<Schema>({ dialect: sqliteDialect(writer) });
  const group = groupCommit(writer, limits);
  const maintenance: Engine["maintenance"] = async (work) => {
    const db = await open(path, PATIENT_MS);
    try {
      return await work(new Kysely<Schema>({ dialect: sqliteDialect(db) }));
    } finally {
      db.close();
    }
  };
  return {
    read,
    write: (work) => group.write(() => work(tx)),
    maintenance,
    problems: () => maintenance(problems),
    async close() {
      await group.stop();
      for (const db of [reader, writer]) if (db.isOpen) db.close();
      if (folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Turning the log on needs the file for itself for a moment, and SQLite does not wait for that; so it is tried again. */
async function open(path: string, busyMs: number, more: string = ""): Promise<DatabaseSync> {
  try {
    closeSync(openSync(path, "a", 0o600));
  } catch (error) {
    throw translate(Object.assign(new Error(`cannot open ${path}`, { cause: error }), { errcode: 14 }));
  }
  const deadline = performance.now() + PATIENT_MS;
  for (;;) {
    const db = new DatabaseSync(path, { timeout: PATIENT_MS, enableForeignKeyConstraints: true });
    try {
      db.exec(
        `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = ${busyMs}; ${more}`,
      );
      return db;
    } catch (error) {
      db.close();
      if (!isBusy(error) || performance.now() >= deadline) throw translate(error);
    }
    await pause(10);
  }
}

async function problems(db: Kysely<Schema>): Promise<string[]> {
  const pages = await sql<{ quick_check: string }>`PRAGMA quick_check(20)`.execute(db);
  const keys = await sql<{ table: string; parent: string }>`PRAGMA foreign_key_check`.execute(db);
  return [
    ...pages.rows.map((row) => row.quick_check).filter((line) => line !== "ok"),
    ...keys.rows.slice(0, 20).map((row) => `${row.table} points at a missing row of ${row.parent}`),
  ];
}
