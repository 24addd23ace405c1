/** Reliability 4.2, 4.4 — sessions that are ended and a PostgreSQL that crashes, in the middle of the work. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresEngine } from "../../src/store/engine/postgres.ts";
import { checkInvariants } from "../../src/store/invariants.ts";
import { storeOn, type Store } from "../../src/store/store.ts";
import { StoreUnavailable } from "../../src/store/unavailable.ts";
import { createDatabase } from "../support/postgres-admin.ts";
import { startCluster, type Cluster } from "../support/postgres-cluster.ts";
import { allowed, begun, codeRow, familyRow, opaqueRow, options, T0, world } from "./fixture.ts";
import { codeName, prepareCodes } from "./redeem-range.ts";

const LIMITS = { overlapMs: 60_000, repeats: 2000, idleMs: 3_600_000 };

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.stop());

async function nodes(name: string): Promise<[Store, Store]> {
  await createDatabase(cluster.url(""), name, "template0");
  const left = await world(await postgresEngine(cluster.url(name)));
  return [left, storeOn(await postgresEngine(cluster.url(name)), options)];
}

const broken = async (store: Store) => (await checkInvariants(store.engine, T0)).filter((one) => !one.ok);

/** Asks until the answer comes: how many were refused meanwhile, each with 503. */
async function healed(store: Store): Promise<number> {
  for (let refused = 0; ; refused++) {
    try {
      await store.sessions.end("nobody");
      await store.clients.find("client_1");
      return refused;
    } catch (error) {
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(refused).toBeLessThan(2_000);
    }
  }
}

test("P1 two nodes: of 1,000 redemptions of one code, opaque tokens and all, one wins", async () => {
  const [left, right] = await nodes("one_code");
  const hash = await allowed(left, "one");
  const outcomes = await Promise.all(
    Array.from({ length: 1000 }, (_, n) =>
      (n % 2 === 0 ? left : right).codes.redeem(hash, T0, {
        family: familyRow(`fam_${n}`),
        token: opaqueRow(`token ${n}`, { familyId: `fam_${n}` }),
      }),
    ),
  );
  expect(outcomes.filter((one) => one.outcome === "redeemed")).toHaveLength(1);
  expect(outcomes.filter((one) => one.outcome === "already_spent")).toHaveLength(999);
  expect(await broken(left)).toEqual([]);
  await Promise.all([left.close(), right.close()]);
});

test("P2 two nodes: 1,000 refreshes of one token have one successor", async () => {
  const [left, right] = await nodes("one_token");
  await begun(left, "fam_1");
  const outcomes = await Promise.all(
    Array.from({ length: 1000 }, (_, n) =>
      (n % 2 === 0 ? left : right).families.rotate(
        "fam_1",
        1,
        T0,
        LIMITS,
        n % 4 < 2 ? opaqueRow(`t${n}`, { familyId: "fam_1" }) : null,
      ),
    ),
  );
  expect(outcomes.filter((one) => one.outcome === "rotated")).toHaveLength(1);
  expect(outcomes.filter((one) => one.outcome === "repeated")).toHaveLength(999);
  expect(new Set(outcomes.map((one) => "generation" in one && one.generation))).toEqual(new Set([2]));
  expect(await broken(right)).toEqual([]);
  await Promise.all([left.close(), right.close()]);
});

test("4.4 P8 sessions ended under load: 503, nothing half-done, and healed at once", async () => {
  const [left, right] = await nodes("sessions");
  await allowed(left, "consent");
  await prepareCodes(left, 600);
  const done = Array.from({ length: 600 }, (_, n) =>
    left.codes.redeem(codeRow(codeName(n)).hash, T0, { family: familyRow(`fam ${n}`), token: null }),
  );
  const all = Promise.allSettled(done);
  await Promise.race(done);
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(right.engine.read);
  const ends = await all;
  for (const end of ends) if (end.status === "rejected") expect(end.reason).toBeInstanceOf(StoreUnavailable);
  expect(await healed(left)).toBeLessThan(50);
  expect(await healed(right)).toBeLessThan(50);
  expect(await broken(left)).toEqual([]);
  await Promise.all([left.close(), right.close()]);
});

test("4.11 a migration that is cut off leaves nothing, keeps no lock, and is run again", async () => {
  await createDatabase(cluster.url(""), "cut_off", "template0");
  const engine = await postgresEngine(cluster.url("cut_off"));
  const cut = engine.maintenance((db) =>
    db.transaction().execute(async (tx) => {
      await tx.schema.createTable("codes").addColumn("hash", "text").execute();
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
    }),
  );
  await expect(cut).rejects.toThrow(StoreUnavailable);
  const store = await world(engine);
  expect(await broken(store)).toEqual([]);
  await store.close();
});

test("4.2 P3 P4 PostgreSQL crashes three times under load: nothing acknowledged is lost, I1–I8 hold", async () => {
  const [left, right] = await nodes("crash");
  await allowed(left, "consent");
  await prepareCodes(left, 3_000);
  const acknowledged: string[] = [];
  let next = 0;
  for (const round of [1, 2, 3]) {
    const before = acknowledged.length;
    const enough = Promise.withResolvers<void>();
    const down = new AbortController();
    const line = async (node: Store): Promise<void> => {
      while (!down.signal.aborted && next < 1_000 * round) {
        const { hash } = codeRow(codeName(next));
        const id = `fam ${next++}`;
        const tokens = { family: familyRow(id), token: opaqueRow(id, { familyId: id }) };
        try {
          if ((await node.codes.redeem(hash, T0, tokens)).outcome === "redeemed") acknowledged.push(hash);
        } catch (error) {
          expect(error).toBeInstanceOf(StoreUnavailable);
        }
        if (acknowledged.length - before >= 100) enough.resolve();
      }
    };
    const lines = Array.from({ length: 32 }, (_, n) => line(n % 2 === 0 ? left : right));
    await enough.promise;
    await cluster.crash();
    down.abort();
    await Promise.all(lines);
    await expect(left.sessions.end("nobody")).rejects.toThrow(StoreUnavailable);
    await cluster.restart();
    await Promise.all([healed(left), healed(right)].map((one) => one.then(() => undefined)));
    next = 1_000 * round;
    const stored = await left.engine.read
      .selectFrom("codes")
      .innerJoin("families", "families.id", "codes.family_id")
      .innerJoin("opaque_tokens", "opaque_tokens.family_id", "families.id")
      .select("codes.hash")
      .execute();
    const known = new Set(stored.map((row) => row.hash));
    expect(acknowledged.filter((hash) => !known.has(hash))).toEqual([]);
    expect(await broken(left)).toEqual([]);
  }
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  await Promise.all([left.close(), right.close()]);
}, 60_000);
