/** PO-06 — reads the whole chain again: what was deleted, changed, moved or slipped in is found, and the first of it is named. */
import type { Engine } from "../engine/engine.ts";
import type { Schema } from "../schema.ts";
import { nextHead, type Entry, type Head } from "./chain.ts";
import { auditHead } from "./seal.ts";

export interface Verdict {
  /** How many sealed entries were found sound, from the first on. */
  sound: number;
  /** Entries that are stored and wait for their seal. */
  waiting: number;
  /** The first thing that is wrong, with the number and id of its entry; null when nothing is. */
  wrong: string | null;
}

const PAGE = 1_000;

type Link = Schema["audit_chain"] & { log: Entry | null };

async function links(engine: Engine, after: number): Promise<Link[]> {
  const rows = await engine.read
    .selectFrom("audit_chain")
    .leftJoin("audit_log", "audit_log.id", "audit_chain.entry")
    .selectAll(["audit_log"])
    .select(["audit_chain.seq", "audit_chain.entry", "audit_chain.prev_hash", "audit_chain.hash"])
    .where("seq", ">", after)
    .orderBy("seq")
    .limit(PAGE)
    .execute();
  return rows.map(({ seq, entry, prev_hash, hash, ...log }) => ({
    seq,
    entry,
    prev_hash,
    hash,
    log: log.id === null ? null : (log as Entry),
  }));
}

function faultOf(link: Link, before: Head): string | null {
  const { seq, entry, log } = link;
  if (seq !== before.seq + 1) return `entry ${before.seq + 1} is missing from the chain`;
  if (log === null) return `entry ${seq} (${entry}) was deleted`;
  if (link.prev_hash !== before.hash) return `entry ${seq} (${entry}) does not follow the one before it`;
  if (nextHead(before, log).hash !== link.hash) return `entry ${seq} (${entry}) was changed or moved`;
  return null;
}

/** Entries outside of the chain that do not wait to come in, and places for entries that are not there. */
async function strays(engine: Engine): Promise<string | null> {
  const slipped = await engine.read
    .selectFrom("audit_log")
    .leftJoin("audit_chain", "audit_chain.entry", "audit_log.id")
    .leftJoin("audit_waiting", "audit_waiting.entry", "audit_log.id")
    .select("audit_log.id")
    .where("audit_chain.seq", "is", null)
    .where("audit_waiting.entry", "is", null)
    .orderBy("audit_log.id")
    .limit(1)
    .executeTakeFirst();
  if (slipped) return `entry ${slipped.id} was slipped in: it is not in the chain`;
  const lost = await engine.read
    .selectFrom("audit_waiting")
    .leftJoin("audit_log", "audit_log.id", "audit_waiting.entry")
    .select("audit_waiting.entry")
    .where("audit_log.id", "is", null)
    .orderBy("audit_waiting.entry")
    .limit(1)
    .executeTakeFirst();
  return lost ? `entry ${lost.entry} was deleted before it was sealed` : null;
}

/** `kept` is a head that somebody kept elsewhere: it must still be part of the chain. Throws StoreUnavailable. */
export async function verifyAudit(engine: Engine, kept: Head | null = null): Promise<Verdict> {
  const end = await auditHead(engine);
  const counted = await engine.read
    .selectFrom("audit_waiting")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .executeTakeFirst();
  let head: Head = { seq: 0, hash: "" };
  let at = kept?.seq === 0 ? head : null;
  const verdict = (wrong: string | null): Verdict => ({
    sound: head.seq,
    waiting: counted?.n ?? 0,
    wrong,
  });
  for (;;) {
    const page = await links(engine, head.seq);
    for (const link of page) {
      const fault = faultOf(link, head);
      if (fault !== null) return verdict(fault);
      head = { seq: link.seq, hash: link.hash };
      // What was sealed while we read is as good.
      if (head.seq === end.seq && head.hash !== end.hash)
        return verdict(`entry ${head.seq} (${link.entry}) is not what was sealed last`);
      if (head.seq === kept?.seq) at = head;
    }
    if (page.length < PAGE) break;
  }
  if (head.seq < end.seq) return verdict(`entries after ${head.seq} are missing: ${end.seq} were sealed`);
  if (kept !== null && at === null)
    return verdict(`entries after ${head.seq} are missing: the head that was kept is ${kept.seq}`);
  if (kept !== null && at?.hash !== kept.hash)
    return verdict(`entry ${kept.seq} is another than when its head was kept`);
  return verdict(await strays(engine));
}
