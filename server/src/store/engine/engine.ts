/** What a database must be able to do for this room; one file beside this one per database. */
import type { CompiledQuery, Kysely, QueryResult } from "kysely";
import type { Index } from "../migrations/upgrade.ts";
import type { Schema } from "../schema.ts";

export interface Engine {
  /** Whether every statement is a trip to another process; then the frequent verbs are said in one. */
  readonly remote: boolean;
  /** For reading what is committed; never sees a transaction that is under way. */
  readonly read: Kysely<Schema>;
  /**
   * Runs `work` as one serializable transaction and resolves once it is durable. When `work` throws, only its own
   * changes are undone. `work` awaits nothing but queries of `tx`, and may be run again if the first try left no trace.
   * Throws StoreUnavailable when the storage cannot be used; the outcome of a commit that failed is then unknown.
   */
  write<T>(work: (tx: Kysely<Schema>) => Promise<T>): Promise<T>;
  /**
   * As `write`, but others of this kind may run at the same time, on this node and elsewhere; a `write` never does.
   * For the frequent verbs: each decides in the very statement that writes, or writes the row first that it then reads.
   * What is not `durable` may be gone after a power cut, so that its commit need not hold up anybody for the disk.
   */
  writeBeside<T>(work: (tx: Kysely<Schema>) => Promise<T>, durable?: boolean): Promise<T>;
  /**
   * As `writeBeside`, for a verb whose statements are known before the first one runs: they run in their order, and may
   * share transaction and trip with other verbs. `key` names the row that they fight for. Answers a result for each.
   */
  writeTogether(key: string, queries: readonly CompiledQuery[]): Promise<QueryResult<unknown>[]>;
  /**
   * Calls `told` when another node may have changed what is kept in memory, as soon as the database can say so. Never
   * when it cannot: whoever keeps anything asks from time to time as well.
   */
  listen(told: () => void): void;
  /** Runs `work` on a connection of its own that may wait long for locks: migrations and checks. */
  maintenance<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T>;
  /**
   * Runs `work` as one transaction that changes tables, on the connection that `maintenance` gave. It never keeps traffic in
   * line behind a lock that it waits for: then it is undone and run again. Throws StoreUnavailable after a minute of that.
   */
  alter<T>(db: Kysely<Schema>, work: (tx: Kysely<Schema>) => Promise<T>): Promise<T>;
  /**
   * Builds an index that is not there yet, on the connection that `maintenance` gave and in no transaction: beside traffic
   * where the database can, else as one short statement. What a kill leaves of it harms nobody, and the next call ends it.
   */
  index(db: Kysely<Schema>, index: Index): Promise<void>;
  /** Runs `work` on a connection of its own that sees one state of the database for as long as it takes, and only reads. */
  snapshot<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T>;
  /** What the database itself finds wrong (broken pages, dangling foreign keys); empty when sound. */
  problems(): Promise<readonly string[]>;
  /** Waits for what was accepted, then lets go of the files. Later calls throw StoreUnavailable. */
  close(): Promise<void>;
}
