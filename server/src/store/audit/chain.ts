/** PO-06 — the chain: each entry's hash covers the entry, its place, and the hash before it. */
import { sha256 } from "../../lib/hash.ts";
import { text } from "../rows.ts";
import type { Schema } from "../schema.ts";

export type Entry = Schema["audit_log"];

/** The end of the chain. Whoever keeps it elsewhere can tell whether all up to it is still there, and the same. */
export interface Head {
  /** How many entries are sealed. */
  seq: number;
  /** Empty while there are none. */
  hash: string;
}

/** Names the form, so that another one can follow it within one chain. */
const FORM = "gatehouse-audit-1";

/** SHA-256 over JSON of a list: strings cannot run into each other, and there is no order of keys to agree on. */
export function entryHash({ seq, hash: previous }: Head, entry: Entry): string {
  return sha256(
    text([
      FORM,
      seq,
      previous,
      entry.id,
      entry.at,
      entry.actor_type,
      entry.actor_id,
      entry.action,
      entry.target_type,
      entry.target_id,
      entry.organisation,
      entry.before,
      entry.after,
      entry.request_id,
      entry.address,
    ]),
  );
}

/** What follows `head` when `entry` is the next. */
export function nextHead(head: Head, entry: Entry): Head {
  const seq = head.seq + 1;
  return { seq, hash: entryHash({ seq, hash: head.hash }, entry) };
}
