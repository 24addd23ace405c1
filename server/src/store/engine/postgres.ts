/** The engine for many nodes: PostgreSQL, with a bounded pool for transactions and a few sessions that read. */
import { Kysely } from "kysely";
import { Client, Pool, type ClientConfig, type QueryConfig, type QueryResult } from "pg";
import type { Schema } from "../schema.ts";
import { StoreUnavailable } from "../unavailable.ts";
import type { Engine } from "./engine.ts";
import { gate } from "./gate.ts";
import { alone, alterShortly, indexBeside } from "./postgres-alter.ts";
import { batches } from "./postgres-batch.ts";
import { listener, type Listener } from "./postgres-listen.ts";
import { problems, unsafeSettings } from "./postgres-checks.ts";
import { postgresDialect, postgresQueries, statement } from "./postgres-dialect.ts";
import { translate } from "./postgres-errors.ts";
import { readers } from "./postgres-readers.ts";
import { LIMITS, sessionConfig, type PostgresLimits } from "./postgres-session.ts";
import { ALONE, BESIDE, transactions } from "./postgres-transaction.ts";

const MAINTENANCE_WAIT_MS = 60_000;

/** Connects to `url` (postgres://…). Throws StoreUnavailable when that fails or the database cannot keep our promises. */
export async function postgresEngine(url: string, limits: Partial<PostgresLimits> = {}): Promise<Engine> {
  const made = engine(url, { ...LIMITS, ...limits });
  try {
    const [unsafe] = await unsafeSettings(made.read);
    if (unsafe !== undefined) throw new StoreUnavailable(unsafe);
    return made;
  } catch (error) {
    await made.close();
    throw error;
  }
}

function engine(url: string, limits: PostgresLimits): Engine {
  const config = sessionConfig(url, limits.deadlineMs);
  const pool = new Pool({ ...config, max: limits.sessions, idleTimeoutMillis: 60_000 });
  // Told by the queries that fail; without these a broken connection would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const reading = readers(url, limits);
  const read = postgresQueries(reading.run);
  const transaction = transactions(pool, limits);
  const batch = batches(pool, limits);
  const writers = gate(limits.queue);
  const listening: Listener[] = [];
  let ended: Promise<void> | null = null;
  const maintenance: Engine["maintenance"] = (work) =>
    ownSession(config, [], async (db) => {
      await alone(db, MAINTENANCE_WAIT_MS);
      return work(db);
    });
  return {
    remote: true,
    read,
    write: (work) => writers.pass(() => transaction(ALONE, work)),
    writeBeside: (work) => writers.pass(() => transaction(BESIDE, work)),
    writeTogether: (key, queries) => writers.pass(() => batch(key, queries.map(statement))),
    listen: (told) => listening.push(listener(config, told)),
    maintenance,
    alter: alterShortly,
    index: indexBeside,
    // Without the lock of maintenance: copying takes long, and nodes that start must not wait for it.
    snapshot: (work) => ownSession(config, ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"], work),
    problems: () => maintenance(problems),
    close() {
      ended ??= (async () => {
        await writers.close();
        await Promise.all([reading.close(), pool.end(), ...listening.map((one) => one.close())]);
      })();
      return ended;
    },
  };
}

/** A session of its own, with waits that suit changes of tables; its end frees what it holds. `first` runs before the work. */
async function ownSession<T>(
  config: ClientConfig,
  first: readonly string[],
  work: (db: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  const waits = {
    statement_timeout: 0,
    lock_timeout: MAINTENANCE_WAIT_MS,
    // Between two pages a copy waits for the other side.
    idle_in_transaction_session_timeout: MAINTENANCE_WAIT_MS,
    pipeline: false,
  };
  const client = new Client({ ...config, ...waits });
  client.on("error", () => undefined);
  const run = (query: QueryConfig): Promise<QueryResult> =>
    client.query(query).catch((error: unknown) => {
      throw translate(error);
    });
  try {
    await client.connect();
    for (const statement of first) await client.query(statement);
    return await work(new Kysely<Schema>({ dialect: postgresDialect(run) }));
  } catch (error) {
    throw translate(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
