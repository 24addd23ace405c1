/** What a database must be able to do for this room; one file beside this one per database. */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

export interface Engine {
  /** For reading what is committed; never sees a transaction that is under way. */
  readonly read: Kysely<Schema>;
  /**
   * Runs `work` as one serializable transaction and resolves once it is durable. When `work` throws, only its own
   * changes are undone. `work` awaits nothing but queries of `tx`, and may be run again if the first try left no trace.
   * Throws StoreUnavailable when the storage cannot be used; the outcome of a commit that failed is then unknown.
   */
  write<T>(work: (tx: Kysely<Schema>) => Promise<T>): Promise<T>;
  /** Runs `work` on a connection of its own that may wait long for locks: migrations and checks. */
  maintenance<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T>;
  /** What the database itself finds wrong (broken pages, dangling foreign keys); empty when sound. */
  problems(): Promise<readonly string[]>;
  /** Waits for what was accepted, then lets go of the files. Later calls throw StoreUnavailable. */
  close(): Promise<void>;
}
