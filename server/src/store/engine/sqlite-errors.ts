/** Which errors of node:sqlite mean that the storage cannot be used now (sqlite.org/rescode.html). */
import { StoreConflict } from "../conflict.ts";
import { StoreUnavailable } from "../unavailable.ts";

const BUSY = 5;
const UNUSABLE: ReadonlyMap<number, string> = new Map([
  [3, "no permission"],
  [BUSY, "locked by another process"],
  [6, "locked"],
  [7, "out of memory"],
  [8, "read-only"],
  [9, "interrupted"],
  [10, "input/output error"],
  [11, "damaged"],
  [13, "full"],
  [14, "cannot be opened"],
  [15, "locking protocol"],
  [22, "too large for this system"],
  [26, "not a database"],
]);

/** SQLITE_CONSTRAINT_TRIGGER: our only triggers that refuse are those of a database that has moved away. */
const MOVED = 1811;

/** Extended result codes: SQLITE_CONSTRAINT_FOREIGNKEY, _PRIMARYKEY, _UNIQUE. */
const CONFLICTS: ReadonlyMap<number, StoreConflict["kind"]> = new Map([
  [787, "missing"],
  [1555, "taken"],
  [2067, "taken"],
]);

/** The extended result code of an error, null when SQLite did not raise it. */
function extendedCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode;
}

/** The primary result code: the low byte. */
function resultCode(error: unknown): number | null {
  const code = extendedCode(error);
  return code === null ? null : code & 0xff;
}

export function isBusy(error: unknown): boolean {
  return resultCode(error instanceof StoreUnavailable ? error.cause : error) === BUSY;
}

/** StoreUnavailable for trouble with the storage, StoreConflict for what the tables refuse; any other error as it came. */
export function translate(error: unknown): unknown {
  const why = UNUSABLE.get(resultCode(error) ?? -1);
  if (why !== undefined) return new StoreUnavailable(`the database file is ${why}`, error);
  if (extendedCode(error) === MOVED) return new StoreUnavailable("its data has moved elsewhere", error);
  const conflict = CONFLICTS.get(extendedCode(error) ?? -1);
  if (conflict !== undefined) return new StoreConflict(conflict, error);
  // A closed connection and its finalized statements are told by Node, not by SQLite.
  const closed = error instanceof Error && "code" in error && error.code === "ERR_INVALID_STATE";
  return closed ? new StoreUnavailable("the database is closed", error) : error;
}
