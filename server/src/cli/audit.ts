/** Entries of the audit log for people, and what of them is asked for. */
import type { AuditEntry } from "../desk/directory.ts";
import { listing, second } from "./words.ts";

export interface Filters {
  /** Milliseconds since the epoch. */
  since?: number;
  action?: string;
  actor?: string;
  target?: string;
}

export function listOfEntries(entries: readonly AuditEntry[]): string {
  const rows = entries.map(({ at, actor, action, target, address }) => [
    second(at),
    `${actor.type} ${actor.id}`,
    action,
    `${target.type} ${target.id}`,
    address ?? "-",
  ]);
  return listing(["at", "who", "what", "to what", "from"], rows, "There is no such entry.");
}
