/** What only the embedded engine can show: shared commits, locks, a full disk, a crash, file rights. */
import { copyFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { groupCommit, type GroupCommitLimits } from "../../src/store/engine/group-commit.ts";
import { MEMORY, sqliteEngine } from "../../src/store/engine/sqlite.ts";
import { StoreConflict } from "../../src/store/conflict.ts";
import { checkInvariants } from "../../src/store/invariants.ts";
import { openStore, storeOn } from "../../src/store/store.ts";
import { StoreUnavailable } from "../../src/store/unavailable.ts";
import { begun, familyRow, keyRow, opaqueRow, options, place, T0, world } from "./fixture.ts";

const LIMITS: GroupCommitLimits = { waitMs: 0, batch: 8, queue: 100 };

/** A connection that counts COMMITs, and fails those that `fails` names by their number. */
function counted(fails: (commit: number) => boolean = () => false, path = ":memory:") {
  const db = new DatabaseSync(path);
  db.exec("CREATE TABLE t (n INTEGER)");
  let commits = 0;
  const prepare = db.prepare.bind(db);
  db.prepare = (text: string) => {
    const statement = prepare(text);
    if (text !== "COMMIT") return statement;
    const run = statement.run.bind(statement);
    statement.run = () => {
      if (fails(++commits)) throw Object.assign(new Error("disk I/O error"), { errcode: 10 });
      return run();
    };
    return statement;
  };
  const put = db.prepare("INSERT INTO t VALUES (?)");
  const rows = () => db.prepare("SELECT count(*) AS n FROM t").get()?.["n"];
  return { db, put, rows, commits: () => commits };
}

/** With what is noted at each COMMIT: 1, nobody waits for the disk; 2, it has it before anybody is told. */
function levelled(path?: string) {
  const levels: unknown[] = [];
  const { db, put } = counted(() => {
    levels.push(db.prepare("PRAGMA synchronous").get()?.["synchronous"]);
    return false;
  }, path);
  const { write } = groupCommit(db, { ...LIMITS, waitMs: 60_000 });
  const light = () => write(() => put.run(1), { durable: false });
  return { db, levels, light, durable: () => write(() => put.run(2)) };
}

describe("group commit", () => {
  test("the transactions of one tick share a commit, up to the size of a batch", async () => {
    const { db, put, rows, commits } = counted();
    const { write } = groupCommit(db, LIMITS);
    await Promise.all(Array.from({ length: 20 }, (_, n) => write(async () => put.run(n))));
    expect([rows(), commits()]).toEqual([20, 3]);
  });

  test("P3 no promise is kept before the commit, and all of its batch break with it", async () => {
    const { db, put, rows, commits } = counted((commit) => commit === 1);
    const { write } = groupCommit(db, LIMITS);
    const ends = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => write(async () => put.run(n))),
    );
    const broken = ends.map((end) => end.status === "rejected" && end.reason instanceof StoreUnavailable);
    expect(broken).toEqual(ends.map((_, n) => n < 8));
    expect([rows(), commits()]).toEqual([4, 2]);
  });

  test("a transaction that the database ended by itself is lost whole, and the next one is not", async () => {
    const { db, put, rows } = counted();
    const { write } = groupCommit(db, LIMITS);
    const full = Object.assign(new Error("database or disk is full"), { errcode: 13 });
    const ends = await Promise.allSettled([
      write(async () => put.run(1)),
      write(async () => {
        db.exec("ROLLBACK");
        throw full;
      }),
      write(async () => put.run(3)),
    ]);
    expect(ends.map((end) => end.status)).toEqual(["rejected", "rejected", "rejected"]);
    await write(async () => put.run(4));
    expect(rows()).toBe(1);
  });

  test("a verb that fails takes back what it has done, and the others of its batch are done once", async () => {
    const { db, put, rows, commits } = counted();
    const { write } = groupCommit(db, LIMITS);
    const ends = await Promise.allSettled([
      write(() => put.run(1)),
      write(async () => {
        put.run(2);
        await Promise.reject(new Error("second thoughts"));
      }),
      write(() => put.run(3), { single: true }),
      write(async () => put.run(4)),
    ]);
    expect(ends.map((end) => end.status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    expect([rows(), commits()]).toEqual([3, 1]);
  });

  test("P3 a commit waits for the disk unless all that is in it may be lost", async () => {
    const { levels, light, durable } = levelled();
    await light();
    await Promise.all([light(), durable(), light()]);
    await light();
    await durable();
    expect(levels).toEqual([1, 2, 1, 2]);
  });

  test("P3 what comes while a lock is waited for is not committed more lightly than it has to be", async () => {
    using here = place();
    const { db, levels, light, durable } = levelled(here.path);
    const other = new DatabaseSync(here.path);
    other.exec("BEGIN IMMEDIATE");
    const first = light();
    // It has tried, in vain, by the end of this turn.
    await new Promise((resolve) => setImmediate(resolve));
    const second = durable();
    other.exec("ROLLBACK");
    await Promise.all([first, second]);
    expect(levels).toEqual([1, 2]);
    for (const one of [db, other]) one.close();
  });

  test("P8 the queue is bounded: who does not fit is told at once", async () => {
    const { db, put, rows } = counted();
    const { write } = groupCommit(db, { ...LIMITS, queue: 10 });
    const ends = await Promise.allSettled(
      Array.from({ length: 15 }, (_, n) => write(async () => put.run(n))),
    );
    expect(ends.filter((end) => end.status === "rejected")).toHaveLength(5);
    expect(rows()).toBe(10);
  });
});

describe("SQLite engine", () => {
  test("P8 a lock that another process keeps is 503, reading goes on, and it heals", async () => {
    using here = place();
    const store = await world(await sqliteEngine(here.path, { waitMs: 5 }));
    const other = new DatabaseSync(here.path);
    other.exec("BEGIN IMMEDIATE");
    const many = await Promise.allSettled(
      Array.from({ length: 300 }, (_, n) => store.accessTokens.put(opaqueRow(`refused ${n}`))),
    );
    expect(many.every((end) => end.status === "rejected" && end.reason instanceof StoreUnavailable)).toBe(
      true,
    );
    expect(await store.clients.find("client_1")).not.toBeNull();
    other.exec("ROLLBACK");
    other.close();
    await store.accessTokens.put(opaqueRow("token"));
    expect(await store.engine.read.selectFrom("opaque_tokens").select("id").execute()).toHaveLength(1);
    await store.close();
  });

  test("4.3 a full disk refuses every write, keeps reading, and heals when there is room", async () => {
    using here = place();
    const store = await world(await sqliteEngine(here.path));
    const pages = (count: number) =>
      store.engine.write((tx) => sql`PRAGMA max_page_count = ${sql.lit(count)}`.execute(tx));
    await pages(1);
    const ends = await Promise.allSettled(
      Array.from({ length: 600 }, (_, n) => store.accessTokens.put(opaqueRow(`token ${n}`))),
    );
    const kept = await store.engine.read.selectFrom("opaque_tokens").select("id").execute();
    expect(kept).toHaveLength(ends.filter((end) => end.status === "fulfilled").length);
    const refused = ends.filter((end) => end.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((end) => end.reason instanceof StoreUnavailable)).toBe(true);
    expect(await store.clients.find("client_1")).not.toBeNull();
    await pages(100_000);
    await store.accessTokens.put(opaqueRow("after"));
    expect((await checkInvariants(store.engine, T0)).filter((one) => !one.ok)).toEqual([]);
    await store.close();
  });

  test("nobody reads what is not committed, and whoever comes after the commit does", async () => {
    using here = place();
    const store = await world(await sqliteEngine(here.path));
    await begun(store, "fam_1");
    const endedAt = async () => (await store.families.find("fam_1"))?.revokedAt;
    const during = await store.engine.write(async (tx) => {
      await tx.updateTable("families").set({ revoked_at: T0 }).where("id", "=", "fam_1").execute();
      return endedAt();
    });
    expect([during, await endedAt()]).toEqual([null, T0]);
    await store.close();
  });

  test("4.11 a column that another process has added is read by name from the next row on", async () => {
    using here = place();
    const { engine } = await world(await sqliteEngine(here.path));
    const all = () => engine.read.selectFrom("organisations").selectAll().execute();
    const [before] = await all();
    const other = new DatabaseSync(here.path);
    other.exec("ALTER TABLE organisations ADD COLUMN motto TEXT DEFAULT 'onwards'");
    other.close();
    expect((await all())[0]).toEqual({ ...before, motto: "onwards" });
    await engine.close();
  });

  test("P3 a copy of the files under way holds everything acknowledged", async () => {
    using here = place();
    using copy = place();
    const store = await world(await sqliteEngine(here.path));
    await begun(store, "fam_1");
    await Promise.all(Array.from({ length: 50 }, (_, n) => store.accessTokens.put(opaqueRow(`token ${n}`))));
    for (const more of ["", "-wal"]) copyFileSync(here.path + more, copy.path + more);
    await store.close();
    const crashed = storeOn(await sqliteEngine(copy.path), options);
    expect(await crashed.families.find("fam_1")).not.toBeNull();
    expect(await crashed.engine.read.selectFrom("opaque_tokens").select("id").execute()).toHaveLength(50);
    expect((await checkInvariants(crashed.engine, T0)).filter((one) => !one.ok)).toEqual([]);
    await crashed.close();
  });

  test("HX-05 the files show no seed and no private key, and belong to their owner only", async () => {
    using here = place();
    const store = await world(await sqliteEngine(here.path));
    await begun(store, "fam_1");
    await store.signingKeys.insert(keyRow("k"));
    const files = ["", "-wal"].map((more) => readFileSync(here.path + more, "latin1")).join("");
    expect(files).toContain("fam_1");
    expect(files).not.toContain(familyRow("fam_1").seed);
    expect(files).not.toContain("private half of");
    for (const more of ["", "-wal", "-shm"]) expect(statSync(here.path + more).mode & 0o077).toBe(0);
    await store.close();
  });

  test("I8 a dangling reference is found, and cannot be written", async () => {
    using here = place();
    const store = await world(await sqliteEngine(here.path));
    await expect(store.accessTokens.put(opaqueRow("t", { familyId: "nobody" }))).rejects.toThrow(
      StoreConflict,
    );
    const other = new DatabaseSync(here.path, { enableForeignKeyConstraints: false });
    other.exec("DELETE FROM organisations");
    other.close();
    expect(await store.engine.problems()).toEqual(["apps points at a missing row of organisations"]);
    await store.close();
  });

  test("a place that cannot be opened is StoreUnavailable, and what is no database too", async () => {
    using here = place();
    await expect(openStore({ ...options, database: `file:${here.path}/no/such` })).rejects.toThrow(
      StoreUnavailable,
    );
    const text = new URL(import.meta.url).pathname;
    copyFileSync(text, here.path);
    await expect(openStore({ ...options, database: `file:${here.path}` })).rejects.toThrow(StoreUnavailable);
  });

  test("a store in memory leaves nothing behind", async () => {
    const store = await openStore({ ...options, database: `file:${MEMORY}` });
    const file = await store.engine.maintenance((db) =>
      sql<{ file: string }>`PRAGMA database_list`.execute(db),
    );
    const folder = dirname(file.rows[0]?.file ?? "");
    expect(existsSync(folder)).toBe(true);
    await store.close();
    expect(existsSync(folder)).toBe(false);
  });
});
