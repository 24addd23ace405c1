/** Kysely on one connection of node:sqlite, with prepared statements kept. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import {
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from "kysely";
import { runDirectly } from "../prepared.ts";
import type { Schema } from "../schema.ts";
import { StoreUnavailable } from "../unavailable.ts";
import { translate } from "./sqlite-errors.ts";
import { whenFree } from "./sqlite-wait.ts";

/** Statements kept per connection; our queries are far fewer, so the bound only guards against a mistake. */
const KEPT = 400;

interface Kept {
  statement: StatementSync;
  /** Null for a statement that answers no rows. */
  columns: Columns | null;
}

type Row = Record<string, unknown>;

/** What a row of one statement is made of. */
interface Columns {
  names: readonly string[];
  /** A row without values. */
  empty: Row;
}

function columnsOf(statement: StatementSync): Columns {
  const names = statement.columns().map(({ name }) => name);
  return { names, empty: Object.fromEntries(names.map((name) => [name, null])) };
}

/**
 * All rows, as objects that are made here: those of node:sqlite are dictionaries, slow to make and to take apart again.
 * Measured: a request of 20 columns that waits, found and read, costs 8 µs instead of 26 (with an iterator below, 14).
 */
function rowsOf(kept: Kept, columns: Columns, parameters: readonly SQLInputValue[]): Row[] {
  const all = kept.statement.all(...parameters) as unknown as SQLOutputValue[][];
  let now = columns;
  // Another process has added a column since: `select *` answers with it from then on.
  if (all[0] !== undefined && all[0].length !== columns.names.length)
    now = kept.columns = columnsOf(kept.statement);
  return all.map((values) => rowOf(now, values));
}

function rowOf({ names, empty }: Columns, values: readonly SQLOutputValue[]): Row {
  const row = { ...empty };
  for (let index = 0; index < names.length; index++) row[names[index] ?? ""] = values[index];
  return row;
}

function statements(db: DatabaseSync): (sql: string) => Kept {
  const kept = new Map<string, Kept>();
  return (sql) => {
    const known = kept.get(sql);
    if (known) return known;
    const statement = db.prepare(sql);
    const columns = columnsOf(statement);
    const made: Kept = { statement, columns: columns.names.length > 0 ? columns : null };
    statement.setReturnArrays(true);
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? "");
    kept.set(sql, made);
    return made;
  };
}

/** Runs one query at once, without waiting for anybody's lock. */
export type AtOnce = <R>(query: CompiledQuery) => QueryResult<R>;

function runner(db: DatabaseSync): AtOnce {
  const prepare = statements(db);
  return <R>(query: CompiledQuery): QueryResult<R> => {
    const kept = prepare(query.sql);
    const parameters = query.parameters as SQLInputValue[];
    if (kept.columns !== null) return { rows: rowsOf(kept, kept.columns, parameters) as R[] };
    return { rows: [], numAffectedRows: BigInt(kept.statement.run(...parameters).changes) };
  };
}

/** `run`, for a transaction that somebody else has begun. Throws SQLite's own error, StoreUnavailable when there is none any more. */
function within(db: DatabaseSync, run: AtOnce): AtOnce {
  return (query) => {
    // SQLite ended it by itself (full, broken): what follows must not be kept on its own.
    if (db.isOpen && !db.isTransaction) throw new StoreUnavailable("the transaction was lost");
    return run(query);
  };
}

function connection(db: DatabaseSync, waitMs: number | null, run: AtOnce): DatabaseConnection {
  const inside = within(db, run);
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      try {
        // Within a transaction the lock is held already, and a wait would only let others in between.
        if (waitMs === null || !db.isOpen || db.isTransaction) return inside<R>(query);
        return await whenFree(waitMs, () => run<R>(query));
      } catch (error) {
        throw translate(error);
      }
    },
    // Streaming would hold a read snapshot open across ticks, and so keep the log from being folded in.
    streamQuery() {
      throw new Error("streaming is not offered");
    },
  };
}

class Adapter extends SqliteAdapter {
  // SQLite does roll back DDL; with this the Migrator runs inside the one write lock.
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** The answer to a query if it can be had now, or null. */
type IfFree = <R>(query: CompiledQuery<R>) => QueryResult<R> | null;

export interface SqliteQueries {
  queries: Kysely<Schema>;
  /** For queries within a transaction, which wait for nothing. */
  atOnce: AtOnce;
  /** For what is committed, read by whoever writes while it has nothing begun. */
  ifFree: IfFree;
}

/**
 * Kysely on `db` with a short way for queries that were built before; `waitMs` as for `sqliteDialect`. With `first`,
 * that way asks there before.
 */
export function sqliteQueries(
  db: DatabaseSync,
  waitMs: number | null,
  first: IfFree = () => null,
): SqliteQueries {
  const run = runner(db);
  const only = connection(db, waitMs, run);
  const queries = new Kysely<Schema>({ dialect: dialectOn(db, only, waitMs) });
  return {
    queries: runDirectly(queries, async (query) => first(query) ?? only.executeQuery(query)),
    atOnce: within(db, run),
    ifFree(query) {
      if (query.query.kind !== "SelectQueryNode" || !db.isOpen || db.isTransaction) return null;
      try {
        return run(query);
      } catch {
        // Whatever it is, the other one finds it too, and can wait.
        return null;
      }
    },
  };
}

/**
 * A dialect whose every query runs on `db`; closing `db` stays with its owner. Queries wait up to `waitMs` for a lock;
 * null means that somebody else begins and ends the transactions, and that there are no queries outside of them.
 */
export function sqliteDialect(db: DatabaseSync, waitMs: number | null): Dialect {
  return dialectOn(db, connection(db, waitMs, runner(db)), waitMs);
}

function dialectOn(db: DatabaseSync, only: DatabaseConnection, waitMs: number | null): Dialect {
  const run = async (sql: string): Promise<void> => {
    try {
      await whenFree(waitMs ?? 0, () => db.exec(sql));
    } catch (error) {
      throw translate(error);
    }
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => only,
    beginTransaction: () => run("BEGIN IMMEDIATE"),
    commitTransaction: () => run("COMMIT"),
    rollbackTransaction: async () => (db.isTransaction ? run("ROLLBACK") : undefined),
    releaseConnection: async () => {},
    destroy: async () => {},
  };
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => driver,
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
