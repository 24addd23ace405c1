/** PO-06 — seals what waits: entries are stored unchained, so that no change queues behind another, and are chained here. */
import type { Kysely } from "kysely";
import type { Engine } from "../engine/engine.ts";
import { prepared } from "../prepared.ts";
import type { Schema } from "../schema.ts";
import { nextHead, type Head } from "./chain.ts";

/** Entries of one transaction: a few milliseconds. */
const BATCH = 200;

/** Locks the head: who else seals, on whatever node, waits here and then reads what this one has left. */
const lock = prepared((db, v: { now: number }) =>
  db
    .updateTable("audit_head")
    .set({ sealed_at: v.now })
    .where("name", "=", "head")
    .returning(["seq", "hash"]),
);

const waiting = prepared((db, v: { limit: number }) =>
  db
    .selectFrom("audit_waiting")
    .innerJoin("audit_log", "audit_log.id", "audit_waiting.entry")
    .selectAll("audit_log")
    .orderBy("audit_log.at")
    .orderBy("audit_log.id")
    .limit(v.limit),
);

const link = prepared((db, v: Schema["audit_chain"]) =>
  db.insertInto("audit_chain").values({ seq: v.seq, entry: v.entry, prev_hash: v.prev_hash, hash: v.hash }),
);
const done = prepared((db, v: { entry: string }) =>
  db.deleteFrom("audit_waiting").where("entry", "=", v.entry),
);
const move = prepared((db, v: Head) =>
  db.updateTable("audit_head").set({ seq: v.seq, hash: v.hash }).where("name", "=", "head"),
);

async function sealBatch(tx: Kysely<Schema>, now: number): Promise<number> {
  let [head] = await lock(tx, { now });
  if (!head) return 0;
  const entries = await waiting(tx, { limit: BATCH });
  for (const entry of entries) {
    const next = nextHead(head, entry);
    await link(tx, { ...next, entry: entry.id, prev_hash: head.hash });
    await done(tx, { entry: entry.id });
    head = next;
  }
  if (entries.length > 0) await move(tx, head);
  return entries.length;
}

/** Puts every entry that waits into the chain; answers how many. Any number of nodes may do so. Throws StoreUnavailable. */
export async function sealAudit(engine: Engine, now: number): Promise<number> {
  for (let total = 0; ;) {
    // Mostly there is nothing, and then nothing is locked.
    const some = await engine.read.selectFrom("audit_waiting").select("entry").limit(1).execute();
    if (some.length === 0) return total;
    const sealed = await engine.writeBeside((tx) => sealBatch(tx, now));
    total += sealed;
    if (sealed === 0) return total;
  }
}

/** The end of the chain as it is stored. */
export async function auditHead(engine: Engine): Promise<Head & { sealedAt: number }> {
  const row = await engine.read.selectFrom("audit_head").selectAll().executeTakeFirst();
  return { seq: row?.seq ?? 0, hash: row?.hash ?? "", sealedAt: row?.sealed_at ?? 0 };
}
