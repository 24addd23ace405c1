/** Who asks the desk for something, and what they are to each organisation. */
import { STAFF, type Staff } from "../accounts/ports.ts";
import type { By } from "../lib/actor.ts";

/** What a member may do in an organisation; each can do all that the ones before can. */
export const ROLES = ["viewer", "developer", "owner"] as const;
export type Role = (typeof ROLES)[number];

export interface Caller {
  /** Null for a program that acts for itself. */
  person: { id: string; name: string; email: string | null } | null;
  /** By the organisation's id. */
  roles: ReadonlyMap<string, Role>;
  staff: Staff | null;
  /** Whether it proved who it is a short while ago (ASVS 7.5.1); a program proves itself with every token. */
  fresh: boolean;
  /** Whether it may change anything: a token for reading may not. */
  writes: boolean;
  /** For the audit log. */
  by: By;
}

/** Whether the caller has at least this role there. A reviewer reads what every member reads; an admin may act for them. */
export function hasRole(caller: Caller, organisation: string, wanted: Role): boolean {
  const held = Math.max(rankOf(caller.roles.get(organisation)), rankOf(standIn(caller.staff)));
  return held >= rankOf(wanted);
}

export function isStaff(caller: Caller, wanted: Staff): boolean {
  return caller.staff !== null && STAFF.indexOf(caller.staff) >= STAFF.indexOf(wanted);
}

const rankOf = (role: Role | undefined): number => (role === undefined ? -1 : ROLES.indexOf(role));

function standIn(staff: Staff | null): Role | undefined {
  if (staff === null) return undefined;
  return staff === "admin" ? "owner" : "viewer";
}
