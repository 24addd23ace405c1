/** Queries built once and run often: building one costs more than the database does (24–42 µs against 3). */
import type { Compilable, CompiledQuery, Kysely, QueryResult } from "kysely";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** Runs one compiled query. */
export type Direct = <R>(query: CompiledQuery<R>) => Promise<QueryResult<R>>;

const directs = new WeakMap<Db, Direct>();

/**
 * Says that queries on `db` may be handed to its one connection by `run`: Kysely's own way there, made for pools and
 * plugins that we have not, costs 10 to 15 µs more than the query.
 */
export function runDirectly(db: Db, run: Direct): Db {
  directs.set(db, run);
  return db;
}

/** Runs a compiled query on `db`. */
export function execute<R>(db: Db, query: CompiledQuery<R>): Promise<QueryResult<R>> {
  const direct = directs.get(db);
  return direct === undefined ? db.executeQuery<R>(query) : direct(query);
}

/** Stands in a built query where a value comes at each run. */
class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Answers a slot for every property, so that a query reads as if it were built for one set of values. */
const slots: object = new Proxy({}, { get: (_, name) => new Slot(String(name)) });

export interface Prepared<V extends object, R> {
  /** Runs it on `db`. */
  (db: Db, values: V): Promise<R[]>;
  /** It and its values, to be run by `Engine.writeTogether` of the same engine. */
  query(db: Db, values: V): CompiledQuery<R>;
}

/** Which engines can run a query: every one, or only those that can change two tables in one statement. */
export type Reach = "every engine" | "remote engines";

const known: { reach: Reach; sql: (db: Db) => string }[] = [];

/** The text of every query that was prepared, for the engine of `db`. */
export function preparedTexts(db: Db, reaches: readonly Reach[]): string[] {
  return known.filter(({ reach }) => reaches.includes(reach)).map(({ sql }) => sql(db));
}

interface Compiled<R> {
  built: CompiledQuery<R>;
  /** The parameters that come at each run: where, and what they are called. */
  names: readonly (readonly [number, string])[];
}

function compiledOnce<R>(built: CompiledQuery<R>): Compiled<R> {
  const names = built.parameters.flatMap((value, index) =>
    value instanceof Slot ? [[index, value.name] as const] : [],
  );
  return { built, names };
}

/**
 * A query of the values `V` that answers rows `R`; compiled at its first run on each kind of database.
 * `build` may pass the values on but not look at them.
 */
export function prepared<V extends object, R>(
  build: (db: Db, values: V) => Compilable<R>,
  reach: Reach = "every engine",
): Prepared<V, R> {
  const compiled = new WeakMap<object, Compiled<R>>();
  const query = (db: Db, values: V): CompiledQuery<R> => {
    const { adapter } = db.getExecutor();
    let made = compiled.get(adapter);
    if (!made) compiled.set(adapter, (made = compiledOnce(build(db, slots as V).compile())));
    const { built, names } = made;
    const parameters = [...built.parameters];
    for (const [index, name] of names) parameters[index] = values[name as keyof V];
    return { query: built.query, queryId: built.queryId, sql: built.sql, parameters };
  };
  const run = async (db: Db, values: V): Promise<R[]> => (await execute(db, query(db, values))).rows;
  known.push({ reach, sql: (db) => query(db, slots as V).sql });
  return Object.assign(run, { query });
}
