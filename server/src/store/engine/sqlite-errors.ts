/** Which errors of node:sqlite mean that the storage cannot be used now (sqlite.org/rescode.html). */
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

/** The primary result code of an error, null when SQLite did not raise it. */
function resultCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}

export function isBusy(error: unknown): boolean {
  return resultCode(error instanceof StoreUnavailable ? error.cause : error) === BUSY;
}

/** StoreUnavailable for trouble with the storage; any other error as it came. */
export function translate(error: unknown): unknown {
  const why = UNUSABLE.get(resultCode(error) ?? -1);
  if (why !== undefined) return new StoreUnavailable(`the database file is ${why}`, error);
  // A closed connection and its finalized statements are told by Node, not by SQLite.
  const closed = error instanceof Error && "code" in error && error.code === "ERR_INVALID_STATE";
  return closed ? new StoreUnavailable("the database is closed", error) : error;
}
