/** Which errors of PostgreSQL mean what (its Appendix A, "Error Codes"). */
import { DatabaseError } from "pg";
import { StoreConflict } from "../conflict.ts";
import { StoreUnavailable } from "../unavailable.ts";

/** Classes of codes that mean that the database cannot be used now, by their first characters. */
const UNUSABLE: readonly (readonly [start: string, why: string])[] = [
  ["08", "cannot be reached"],
  ["25006", "read-only"],
  ["25P0", "too slow: the transaction was ended"],
  ["28", "refusing our credentials"],
  ["3D000", "not there"],
  ["40", "busy with what contradicts this"],
  ["42501", "refusing permission"],
  ["53100", "full"],
  ["53", "out of resources"],
  ["55P03", "locked by another session"],
  ["57014", "too slow"],
  ["57", "being stopped or started"],
  ["58", "in trouble with its files"],
  ["F0", "in trouble with its configuration"],
  ["XX", "damaged"],
];

const CONFLICTS: ReadonlyMap<string, StoreConflict["kind"]> = new Map([
  ["23503", "missing"],
  ["23505", "taken"],
]);

/**
 * Aborted for a reason that another try does not meet: serialization, deadlock; and a statement that another node's
 * migration has outdated, which a new session prepares anew.
 */
const AGAIN: ReadonlySet<string> = new Set(["40001", "40P01", "0A000", "26000"]);

function code(error: unknown): string | null {
  return error instanceof DatabaseError ? (error.code ?? "") : null;
}

/** The database has undone it all, and says that it may work now. */
export function mayRunAgain(error: unknown): boolean {
  return AGAIN.has(code(error) ?? "");
}

/** Somebody else held what was wanted for longer than we meant to wait; the transaction is undone. Of an error as it came or translated. */
export function wasLocked(error: unknown): boolean {
  return code(error instanceof StoreUnavailable ? error.cause : error) === "55P03";
}

/** An earlier statement of the same transaction has failed: not the reason, only an echo of it. */
export function isEcho(error: unknown): boolean {
  return code(error) === "25P02";
}

/** StoreUnavailable for trouble with the storage, StoreConflict for what the tables refuse; any other error as it came. */
export function translate(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailable) return error;
  const told = code(error);
  if (told === null) {
    // What is not told by the server is told by the driver: no connection, a broken one, no answer in time.
    const ours = error.name !== "Error" && !("syscall" in error);
    return ours ? error : new StoreUnavailable("the database cannot be reached", error);
  }
  const why = UNUSABLE.find(([start]) => told.startsWith(start))?.[1];
  if (why !== undefined) return new StoreUnavailable(`the database is ${why}`, error);
  const conflict = CONFLICTS.get(told);
  return conflict === undefined ? error : new StoreConflict(conflict, error);
}
