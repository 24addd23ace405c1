/** PO-06, reliability 4.13, P7 — one entry of many is deleted, changed, moved or slipped in: `audit verify` names it. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SYSTEM } from "../../src/lib/actor.ts";
import type { Entry } from "../../src/store/audit/chain.ts";
import { notes } from "../../src/store/audit/note.ts";
import { auditHead, sealAudit } from "../../src/store/audit/seal.ts";
import { verifyAudit } from "../../src/store/audit/verify.ts";
import { sqliteEngine } from "../../src/store/engine/sqlite.ts";
import { checkInvariants } from "../../src/store/invariants.ts";
import type { Store } from "../../src/store/store.ts";
import { options, place, T0, world } from "../store/fixture.ts";
import { full, report, since } from "../support/figures.ts";

const count = full() ? 100_000 : 3_000;
const middle = Math.floor(count / 2);

const here = place();
let store: Store;
/** The entries at `middle` and after it. */
let one: Entry;
let next: Entry;

beforeAll(async () => {
  store = await world(await sqliteEngine(here.path));
  const note = notes(options.clock, options.random, SYSTEM);
  const target = { type: "person", id: "usr_1" };
  for (let n = 0; n < count; n += 1_000)
    await store.engine.write(async (tx) => {
      for (let m = n; m < n + 1_000; m++) await note(tx, { action: "person.enabled", target, after: { m } });
    });
  const started = performance.now();
  await sealAudit(store.engine, T0);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${count} entries sealed in ${seconds.toFixed(1)} s`);
  [one, next] = await Promise.all([entryAt(middle), entryAt(middle + 1)]);
}, 600_000);
afterAll(async () => {
  await store.close();
  here[Symbol.dispose]();
});

async function entryAt(seq: number): Promise<Entry> {
  const rows = store.engine.read
    .selectFrom("audit_chain")
    .innerJoin("audit_log", "audit_log.id", "audit_chain.entry");
  return rows.selectAll("audit_log").where("seq", "=", seq).executeTakeFirstOrThrow();
}

const run = (...statements: ReturnType<typeof sql>[]): Promise<void> =>
  store.engine.write(async (tx) => {
    for (const statement of statements) await statement.execute(tx);
  });

/** Does something by hand, hears the verdict, and takes it back. */
async function verdictAfter(
  doing: () => Promise<void>,
  undoing: () => Promise<void>,
): Promise<string | null> {
  await doing();
  try {
    return (await verifyAudit(store.engine)).wrong;
  } finally {
    await undoing();
    expect((await verifyAudit(store.engine)).wrong).toBeNull();
  }
}

const remove = (id: string) => sql`delete from audit_log where id = ${id}`;
const insert = (entry: Entry) =>
  store.engine.write((tx) => tx.insertInto("audit_log").values(entry).execute());

test(`PO-06 P7 a log of ${count} entries that nobody touched is whole, and its head is where it was`, async () => {
  const started = performance.now();
  const verdict = await verifyAudit(store.engine);
  expect(verdict).toMatchObject({ waiting: 0, wrong: null });
  expect(verdict.sound).toBeGreaterThan(count);
  report("Audit chain: read again", `${verdict.sound} entries in ${since(started)}`);
  expect(await auditHead(store.engine)).toMatchObject({ seq: verdict.sound });
}, 60_000);

test("PO-06 P7 a deleted entry is named", async () => {
  const wrong = await verdictAfter(
    () => run(remove(one.id)),
    async () => void (await insert(one)),
  );
  expect(wrong).toBe(`entry ${middle} (${one.id}) was deleted`);
}, 60_000);

test("PO-06 P7 an entry that is deleted with its place in the chain is missed", async () => {
  const link = await store.engine.read
    .selectFrom("audit_chain")
    .selectAll()
    .where("seq", "=", middle)
    .executeTakeFirstOrThrow();
  const wrong = await verdictAfter(
    () => run(remove(one.id), sql`delete from audit_chain where seq = ${middle}`),
    async () => {
      await insert(one);
      await store.engine.write((tx) => tx.insertInto("audit_chain").values(link).execute());
    },
  );
  expect(wrong).toBe(`entry ${middle} is missing from the chain`);
}, 60_000);

const columns: Partial<Record<keyof Entry, string | number>> = {
  at: T0 + 1,
  actor_type: "cli",
  actor_id: "mallory",
  action: "person.disabled",
  target_type: "client",
  target_id: "usr_2",
  organisation: "org_1",
  before: "{}",
  after: '{"m":0}',
  request_id: "r",
  address: "192.0.2.1",
};
test.each(Object.keys(columns) as (keyof Entry)[])(
  "PO-06 P7 a changed %s is named",
  async (column) => {
    const set = (value: unknown) =>
      run(sql`update audit_log set ${sql.ref(column)} = ${value} where id = ${one.id}`);
    const wrong = await verdictAfter(
      () => set(columns[column]),
      () => set(one[column]),
    );
    expect(wrong).toBe(`entry ${middle} (${one.id}) was changed or moved`);
  },
  60_000,
);

test("PO-06 P7 two entries that changed places are named", async () => {
  const swap = (first: Entry, second: Entry) => () =>
    run(
      sql`update audit_chain set entry = 'between' where seq = ${middle}`,
      sql`update audit_chain set entry = ${first.id} where seq = ${middle + 1}`,
      sql`update audit_chain set entry = ${second.id} where seq = ${middle}`,
    );
  const wrong = await verdictAfter(swap(one, next), swap(next, one));
  expect(wrong).toBe(`entry ${middle} (${next.id}) was changed or moved`);
}, 60_000);

test("PO-06 P7 an entry that was slipped in is named", async () => {
  const wrong = await verdictAfter(
    async () => void (await insert({ ...one, id: "slipped" })),
    () => run(remove("slipped")),
  );
  expect(wrong).toBe("entry slipped was slipped in: it is not in the chain");
}, 60_000);

test("PO-06 P7 an entry that was deleted before it was sealed is missed", async () => {
  await store.people.setPassword("usr_1", "$argon2id$y", { now: T0, ends: "sessions" });
  const { entry } = await store.engine.read.selectFrom("audit_waiting").selectAll().executeTakeFirstOrThrow();
  const row = await store.engine.read
    .selectFrom("audit_log")
    .selectAll()
    .where("id", "=", entry)
    .executeTakeFirstOrThrow();
  const wrong = await verdictAfter(
    () => run(remove(entry)),
    async () => void (await insert(row)),
  );
  expect(wrong).toBe(`entry ${entry} was deleted before it was sealed`);
  await sealAudit(store.engine, T0);
}, 60_000);

test("PO-06 P7 I5 a cut-off end is missed: by the head that is stored, and by one that was kept elsewhere", async () => {
  const kept = await auditHead(store.engine);
  await run(
    sql`delete from audit_log where id in (select entry from audit_chain where seq > ${kept.seq - 2})`,
    sql`delete from audit_chain where seq > ${kept.seq - 2}`,
  );
  expect((await verifyAudit(store.engine)).wrong).toBe(
    `entries after ${kept.seq - 2} are missing: ${kept.seq} were sealed`,
  );
  const I5 = (await checkInvariants(store.engine, T0)).filter(({ id, ok }) => id === "I5" && !ok);
  expect(I5).toHaveLength(1);
  // Who can write everything can write the stored head too; the kept one is out of reach.
  const { hash } = await store.engine.read
    .selectFrom("audit_chain")
    .select("hash")
    .where("seq", "=", kept.seq - 2)
    .executeTakeFirstOrThrow();
  await run(sql`update audit_head set seq = ${kept.seq - 2}, hash = ${hash}`);
  expect((await verifyAudit(store.engine)).wrong).toBeNull();
  expect((await verifyAudit(store.engine, kept)).wrong).toBe(
    `entries after ${kept.seq - 2} are missing: the head that was kept is ${kept.seq}`,
  );
  for (let n = 0; n < 3; n++)
    await store.people.setPassword("usr_1", `$argon2id$${n}`, { now: T0, ends: "sessions" });
  await sealAudit(store.engine, T0);
  expect((await verifyAudit(store.engine)).wrong).toBeNull();
  expect((await verifyAudit(store.engine, kept)).wrong).toBe(
    `entry ${kept.seq} is another than when its head was kept`,
  );
}, 60_000);
