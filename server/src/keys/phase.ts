/** Where a key stands: next → current → retiring → retired. Pure: stored instants and a clock, so every node agrees. */
import { isOfKind } from "./kind.ts";
import type { KeyKind } from "./kind.ts";
import type { SigningKeyRow } from "./ports.ts";

export type Phase = "next" | "current" | "retiring" | "retired" | "revoked";

/** Whether others may believe it: from before its first use until the last token it signed has expired. */
export function isPublished(row: SigningKeyRow, now: number): boolean {
  return row.state === "active" && (row.retires_at === null || row.retires_at > now);
}

/** By activation. Of one instant the older is who goes sooner; the kid breaks a last tie alike on every node. */
export function byActivation(left: SigningKeyRow, right: SigningKeyRow): number {
  if (left.activates_at !== right.activates_at) return left.activates_at - right.activates_at;
  const [leftEnd, rightEnd] = [left.retires_at ?? Infinity, right.retires_at ?? Infinity];
  if (leftEnd !== rightEnd) return leftEnd - rightEnd;
  return left.kid < right.kid ? -1 : 1;
}

/**
 * The key that signs now: the one activated last. When none is activated yet, the one that will be first: it happens
 * when another node's clock, which made the very first key, runs ahead, or when the current key was revoked.
 */
export function currentKey(rows: readonly SigningKeyRow[], kind: KeyKind, now: number): SigningKeyRow | null {
  let active: SigningKeyRow | null = null;
  let earliest: SigningKeyRow | null = null;
  // One pass without lists: every token asks.
  for (const row of rows) {
    if (!isOfKind(row, kind) || !isPublished(row, now)) continue;
    if (row.activates_at <= now && (active === null || byActivation(active, row) < 0)) active = row;
    if (earliest === null || byActivation(row, earliest) < 0) earliest = row;
  }
  return active ?? earliest;
}

/** The phase of one row among all. */
export function phaseOf(row: SigningKeyRow, rows: readonly SigningKeyRow[], now: number): Phase {
  if (row.state === "revoked") return "revoked";
  if (!isPublished(row, now)) return "retired";
  if (currentKey(rows, row, now)?.kid === row.kid) return "current";
  return row.activates_at > now ? "next" : "retiring";
}
