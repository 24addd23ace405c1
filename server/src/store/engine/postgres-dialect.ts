/** Kysely on sessions of PostgreSQL, with prepared statements named. */
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type DataTypeNode,
  type Dialect,
  type Driver,
  type QueryResult,
} from "kysely";
import type { QueryResult as Answer, QueryResultRow } from "pg";
import { runDirectly } from "../prepared.ts";
import type { Schema } from "../schema.ts";
import { toColumn } from "./postgres-text.ts";

/** Names given; our queries are far fewer. What comes later, such as lists of odd lengths, is prepared for one use. */
const NAMED = 400;

export interface Statement {
  text: string;
  values: unknown[];
  name?: string;
}

const names = new Map<string, string>();

/** How the driver wants it. One text has one name in every session of this process. */
export function statement({ sql, parameters }: CompiledQuery): Statement {
  let name = names.get(sql);
  if (name === undefined && names.size < NAMED) names.set(sql, (name = `g${names.size}`));
  const values = parameters.map((value) => (typeof value === "string" ? toColumn(value) : value));
  return name === undefined ? { text: sql, values } : { name, text: sql, values };
}

const CHANGES = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

export function toResult<R>(answer: Answer<QueryResultRow>): QueryResult<R> {
  const rows = answer.rows as R[];
  return CHANGES.has(answer.command) ? { rows, numAffectedRows: BigInt(answer.rowCount ?? 0) } : { rows };
}

/** Runs one statement somewhere; throws what the room may throw. */
export type Run = (query: Statement) => Promise<Answer<QueryResultRow>>;

async function direct<R>(run: Run, query: CompiledQuery): Promise<QueryResult<R>> {
  return toResult<R>(await run(statement(query)));
}

/** Kysely on `run` with a short way for queries that were built before. */
export function postgresQueries(run: Run): Kysely<Schema> {
  const queries = new Kysely<Schema>({ dialect: postgresDialect(run) });
  return runDirectly(queries, <R>(query: CompiledQuery<R>) => direct<R>(run, query));
}

class Adapter extends PostgresAdapter {
  // The engine's maintenance holds a lock for the whole session already, with a wait of our own length.
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class Compiler extends PostgresQueryCompiler {
  // By bytes: as SQLite does, faster, and no library of the system can change the order under an index.
  protected override visitDataType(node: DataTypeNode): void {
    super.visitDataType(node);
    if (node.dataType === "text" && this.parentNode?.kind === "ColumnDefinitionNode")
      this.append(' collate "C"');
  }
}

/** One for all: queries that were built once are kept by it. */
const adapter = new Adapter();

/** A dialect whose every query goes through `run`; sessions stay with their owner. */
export function postgresDialect(run: Run): Dialect {
  const only: DatabaseConnection = {
    executeQuery: <R>(query: CompiledQuery): Promise<QueryResult<R>> => direct<R>(run, query),
    // Streaming would hold a cursor open across ticks on a session that others share.
    streamQuery() {
      throw new Error("streaming is not offered");
    },
  };
  const plain = async (text: string): Promise<void> => {
    await run({ text, values: [] });
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => only,
    beginTransaction: () => plain("BEGIN"),
    commitTransaction: () => plain("COMMIT"),
    rollbackTransaction: () => plain("ROLLBACK"),
    releaseConnection: async () => {},
    destroy: async () => {},
  };
  return {
    createAdapter: () => adapter,
    createDriver: () => driver,
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new Compiler(),
  };
}
