/** What only PostgreSQL can show: refused settings, NUL, exact numbers, deadlines, and its two kinds of transactions. */
import { sql } from "kysely";
import { beforeAll, afterAll, describe, expect, inject, test } from "vitest";
import { StoreConflict } from "../../src/store/conflict.ts";
import { postgresEngine } from "../../src/store/engine/postgres.ts";
import { fromColumn, toColumn } from "../../src/store/engine/postgres-text.ts";
import { openStore, storeOn, type Store } from "../../src/store/store.ts";
import { StoreUnavailable } from "../../src/store/unavailable.ts";
import { databaseAt } from "../support/postgres.ts";
import { allowed, codeRow, familyRow, opaqueRow, options, T0, world } from "./fixture.ts";

let address: string;
let store: Store;
let other: Store;
beforeAll(async () => {
  address = await databaseAt("postgres-engine");
  store = await world(await postgresEngine(address));
  other = await openStore({ ...options, database: address });
});
afterAll(() => Promise.all([store.close(), other.close()]));

const sessions = async (state: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = ${state}`.execute(
    store.engine.read,
  );
  return rows[0]?.n ?? 0;
};

/** Until `n` sessions wait for a lock: the database says so, no clock does. */
async function waitingForLocks(n: number): Promise<void> {
  for (let asked = 0; (await sessions("Lock")) < n; asked++) expect(asked).toBeLessThan(5_000);
}

describe("PostgreSQL engine", () => {
  test("every text comes back as it was, with NUL, marks and what looks like an escape", () => {
    for (const text of [
      "",
      "a",
      "\0",
      "a\0b\0",
      "\uFFFE",
      "\uFFFE0",
      "\uFFFE1\0",
      "\0\uFFFE",
      "\\0",
      "\u{1F511}",
    ]) {
      expect(fromColumn(toColumn(text))).toBe(text);
      expect(toColumn(text)).not.toContain("\0");
    }
  });

  test("a name with NUL in it is nobody's, and no fault of storage", async () => {
    expect(await store.people.findByUsername("ada\0")).toBeNull();
    expect(await store.clients.find("\0")).toBeNull();
    expect(await store.throttle.fail("k\0", { count: 2, windowMs: 1000 }, T0)).toBe(0);
  });

  test("a number that is not exact is an error, never another number", async () => {
    const big = sql<{ n: number }>`select 9007199254740993::bigint as n`.execute(store.engine.read);
    await expect(big).rejects.toThrow(RangeError);
  });

  test("P3 a database that may lose what it has confirmed is refused", async () => {
    await other.engine.maintenance((db) =>
      sql`do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$`.execute(
        db,
      ),
    );
    await expect(postgresEngine(address)).rejects.toThrow(/synchronous_commit/);
    expect(await other.engine.problems()).toEqual([expect.stringMatching(/synchronous_commit/)]);
    await other.engine.maintenance((db) =>
      sql`do $$ begin execute format('alter database %I reset synchronous_commit', current_database()); end $$`.execute(
        db,
      ),
    );
    expect(await other.engine.problems()).toEqual([]);
  });

  test("a place where nothing is, or that does not know us, is StoreUnavailable", async () => {
    await expect(postgresEngine(`${inject("postgres")}nowhere`)).rejects.toThrow(StoreUnavailable);
    await expect(postgresEngine(address.replace("postgres:test@", "postgres:wrong@"))).rejects.toThrow(
      StoreUnavailable,
    );
    await expect(postgresEngine("postgres://x:y@127.0.0.1:1/z")).rejects.toThrow(StoreUnavailable);
  });

  test("P8 a lock that another session keeps is 503 within the deadline, reading goes on, and it heals", async () => {
    const hasty = await postgresEngine(address, { deadlineMs: 200 });
    await allowed(store, "locked");
    const family = familyRow("fam_locked");
    const { hash } = codeRow("locked");
    const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holder = store.engine.writeBeside(async (tx) => {
      await tx.updateTable("codes").set({ misses: 0 }).where("hash", "=", hash).execute();
      begun.resolve();
      await held.promise;
    });
    await begun.promise;
    const hastyStore = storeOn(hasty, options);
    const started = performance.now();
    await expect(hastyStore.codes.redeem(hash, T0, { family, token: null })).rejects.toThrow(
      StoreUnavailable,
    );
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(await hastyStore.clients.find("client_1")).not.toBeNull();
    held.resolve();
    await holder;
    expect(await hastyStore.codes.redeem(hash, T0, { family, token: null })).toEqual({
      outcome: "redeemed",
    });
    await hasty.close();
  });

  test("I3 a redemption under way and a disabled person wait for each other, whoever comes first", async () => {
    await allowed(store, "slow", { id: "con_slow", subject: "usr_2" });
    const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // Another node is in the middle of a frequent verb, and has seen a person who is active.
    const slow = other.engine.writeBeside(async (tx) => {
      await tx.selectFrom("people").select("id").execute();
      begun.resolve();
      await held.promise;
    });
    await begun.promise;
    const disabled = store.people.disable("usr_2", T0 + 1);
    await waitingForLocks(1);
    const redeemed = other.codes.redeem(codeRow("slow").hash, T0, {
      family: familyRow("fam_slow", { subject: "usr_2", consentId: "con_slow" }),
      token: null,
    });
    await waitingForLocks(2);
    held.resolve();
    await slow;
    expect(await disabled).toBe(true);
    expect(await redeemed).toEqual({ outcome: "gone" });
    expect(await store.families.find("fam_slow")).toBeNull();
  });

  test("one that is refused falls alone out of the batch of its tick", async () => {
    const puts = Array.from({ length: 20 }, (_, n) =>
      store.accessTokens.put(opaqueRow(`batch ${n}`, n === 7 ? { client_id: "nobody" } : {})),
    );
    const ends = await Promise.allSettled(puts);
    expect(ends.map((end) => end.status === "rejected" && end.reason instanceof StoreConflict)).toEqual(
      puts.map((_, n) => n === 7),
    );
  });

  test("two batches that want the same rows in a ring: both get through", async () => {
    const touch = (n: number) =>
      store.engine.read
        .updateTable("throttles")
        .set({ failures: n })
        .where("key", "=", `ring ${n}`)
        .compile();
    await store.engine.write((tx) =>
      tx
        .insertInto("throttles")
        .values([1, 2].map((n) => ({ key: `ring ${n}`, failures: 0, expires_at: T0 })))
        .execute(),
    );
    // Keys in the other order than the rows: what sorting cannot prevent, the database ends and we run again.
    const rounds = Array.from({ length: 20 }, () => [
      store.engine.writeTogether("a", [touch(1), touch(2)]),
      other.engine.writeTogether("a", [touch(2), touch(1)]),
    ]).flat();
    const ends = await Promise.allSettled(rounds);
    const wrong = ends.filter(
      (end) => end.status === "rejected" && !(end.reason instanceof StoreUnavailable),
    );
    expect(wrong).toEqual([]);
    await store.engine.writeTogether("a", [touch(1), touch(2)]);
  });

  test("P8 the queue is bounded: who does not fit is told at once", async () => {
    const small = await postgresEngine(address, { queue: 5 });
    const insert = (n: number) =>
      small.writeTogether(`${n}`, [
        small.read
          .insertInto("leases")
          .values({ name: `queue ${n}`, expires_at: T0 })
          .compile(),
      ]);
    const ends = await Promise.allSettled(Array.from({ length: 9 }, (_, n) => insert(n)));
    expect(ends.filter((end) => end.status === "rejected")).toHaveLength(4);
    await small.close();
  });
});
