/** Sessions of PostgreSQL: how they are opened, what they may wait for, and how one is ended in the middle of its work. */
import { types as standardTypes, type ClientBase, type ClientConfig, type CustomTypesConfig } from "pg";
import { fromColumn } from "./postgres-text.ts";

export interface PostgresLimits {
  /** From the call to the answer, of every read and every transaction: 503 leaves in time (reliability P8). Milliseconds. */
  deadlineMs: number;
  /** Sessions for transactions. */
  sessions: number;
  /** Sessions for reading; each carries many queries at once. */
  readers: number;
  /** Commits of shared transactions under way at once. */
  lanes: number;
  /** Verbs in one shared transaction. */
  batch: number;
  /** Transactions and verbs that may wait; more are refused at once. */
  queue: number;
  /** Told the size of every shared transaction that has ended. */
  onBatch?: ((size: number) => void) | undefined;
}

export const LIMITS: PostgresLimits = {
  deadlineMs: 1_700,
  sessions: 10,
  readers: 3,
  lanes: 2,
  batch: 128,
  queue: 10_000,
};

const INT8 = 20;
const TEXTS = new Set([25, 1043]);

function safeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError("a number is too large to be exact");
  return value;
}

/** Our `bigint` columns are times and counts: numbers, or an error, never a rounded one. */
const types: CustomTypesConfig = {
  getTypeParser(id: number, format?: "text" | "binary") {
    if (id === INT8) return safeNumber;
    if (TEXTS.has(id)) return fromColumn;
    return standardTypes.getTypeParser(id, format);
  },
};

/** How `url` is opened. The server gives up a little before we do, so that it says why and keeps nothing going. */
export function sessionConfig(url: string, deadlineMs: number): ClientConfig {
  return {
    connectionString: url,
    application_name: "gatehouse",
    types,
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: deadlineMs * 0.75,
    statement_timeout: deadlineMs * 0.75,
    lock_timeout: deadlineMs * 0.6,
    // A node that stops in the middle of a transaction holds locks for no longer than this.
    idle_in_transaction_session_timeout: 2 * deadlineMs,
  };
}

/** Breaks the connection: whatever runs on it fails now, with an outcome that nobody knows. */
export function sever(client: ClientBase): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
