/** Portable backups (reliability P7, 4.12): one state in, the same state out, nothing of it believed unchecked, and the epoch. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { byPerson } from "../../src/lib/actor.ts";
import { sha256 } from "../../src/lib/hash.ts";
import { dump } from "../../src/store/copies/dump.ts";
import { empty, isEmpty, load } from "../../src/store/copies/load.ts";
import { digestOf } from "../../src/store/copies/rows.ts";
import { unreadableSeeds } from "../../src/store/copies/seeds.ts";
import { shapes } from "../../src/store/copies/shapes.ts";
import type { Engine } from "../../src/store/engine/engine.ts";
import { openEngine } from "../../src/store/engine/open.ts";
import { fact } from "../../src/store/facts.ts";
import { checkInvariants } from "../../src/store/invariants.ts";
import { storeOn, type Store } from "../../src/store/store.ts";
import { databaseIn } from "../support/databases.ts";
import { allowed, begun, familyRow, keyRow, opaqueRow, options, pendingRow, T0, world } from "./fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-copies-"));
const limits = { idleMs: 3_600_000, overlapMs: 60_000, repeats: 8 };
let source: Store;
let lines: string[] = [];
const engines: Engine[] = [];

const opened = async (name: string): Promise<Engine> => {
  const engine = await openEngine(await databaseIn(folder, name));
  engines.push(engine);
  return engine;
};

async function linesOf(engine: Engine): Promise<string[]> {
  let text = "";
  await dump(engine, T0, async (piece) => void (text += piece));
  return text.split("\n").filter((line) => line !== "");
}

async function* each(all: readonly string[]): AsyncGenerator<string> {
  yield* all;
}

beforeAll(async () => {
  source = await world(await opened("source"));
  await begun(source, "018f0000-0000-7000-8000-000000000001");
  await begun(source, "018f0000-0000-7000-8000-000000000002", { subject: "usr_2" });
  await allowed(source, "unspent");
  await source.accessTokens.put(opaqueRow("an opaque token"));
  await source.pending.put(pendingRow("waits", { state: "a\0b\uFFFEc\u{1F600}" }));
  await source.signingKeys.insert(keyRow("a key"));
  // More than one page, in the order of its keys.
  for (let n = 0; n < 1_203; n += 1)
    await source.throttle.fail(`key ${n} ü`, { count: 1, windowMs: 1000 }, T0);
  lines = await linesOf(source.engine);
});
afterAll(async () => {
  for (const engine of engines) await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

test("4.12 P7 a dump holds every table, and a database filled from it passes every invariant and holds the same rows", async () => {
  const engine = await opened("filled");
  const told = await load(engine, each(lines), T0 + 1);
  expect(told["throttles"]).toMatchObject({ rows: 1_203 });
  const untouched = [
    "organisations",
    "apps",
    "clients",
    "client_secrets",
    "people",
    "consents",
    "families",
    "throttles",
  ];
  const all = await engine.snapshot((db) => shapes(db, engine.remote));
  expect(all.map(({ table }) => table)).toEqual(expect.arrayContaining(untouched));
  for (const shape of all) {
    const here = await engine.snapshot((db) => digestOf(db, shape));
    if (untouched.includes(shape.table))
      expect([shape.table, here]).toEqual([shape.table, told[shape.table]]);
  }
  expect((await checkInvariants(engine, T0 + 1)).filter((one) => !one.ok)).toEqual([]);
  expect(await unreadableSeeds(engine, options.sealer)).toEqual({ families: 2, unreadable: 0 });
  expect(
    await unreadableSeeds(engine, {
      open: () => {
        throw new Error("another secret");
      },
    }),
  ).toEqual({ families: 2, unreadable: 2 });
});

const ends = (all: string[]) => new Set(all.filter((line) => line.startsWith('{"end":')));

test("a dump is the same whoever makes it: what was restored dumps to the same tables", async () => {
  const engine = await opened("again");
  await load(engine, each(lines), T0 + 1);
  const [here, there] = [ends(await linesOf(engine)), ends(lines)];
  const other = [...there.difference(here)].map((line) => (JSON.parse(line) as { end: string }).end);
  // Only what a restore ends, and the version that tells nodes of it.
  expect(new Set(other)).toEqual(new Set(["codes", "opaque_tokens", "pendings", "status_head", "versions"]));
});

test("4.12 of an older state nothing short-lived is alive, and a renewed refresh token is refused once, without an alarm", async () => {
  const id = "018f0000-0000-7000-8000-000000000001";
  // After the backup the app has renewed twice.
  expect((await source.families.rotate(id, 1, T0 + 1, limits, null)).outcome).toBe("rotated");
  expect((await source.families.rotate(id, 2, T0 + 2, limits, null)).outcome).toBe("rotated");
  const engine = await opened("older");
  await load(engine, each(lines), T0 + 3);
  const store = storeOn(engine, options);
  const family = familyRow("018f0000-0000-7000-8000-000000000009");
  expect(await store.codes.redeem(sha256("unspent"), T0 + 4, { family, token: null })).toEqual({
    outcome: "gone",
  });
  expect((await store.accessTokens.findOpaque(sha256("an opaque token")))?.revokedAt).not.toBeNull();
  expect(await engine.read.selectFrom("pendings").selectAll().execute()).toEqual([]);
  expect(await store.families.rotate(id, 3, T0 + 5, limits, null)).toMatchObject({ outcome: "gone" });
  const row = await engine.read
    .selectFrom("families")
    .select("revoked_why")
    .where("id", "=", id)
    .executeTakeFirst();
  expect(row?.revoked_why).toBe("state is older than its tokens");
  // Who was not renewed since goes on.
  const other = "018f0000-0000-7000-8000-000000000002";
  expect(await store.families.rotate(other, 1, T0 + 5, limits, null)).toMatchObject({ outcome: "rotated" });
  expect(await fact(engine.read, "restored")).toEqual({ value: { backup_of: T0 }, at: T0 + 3 });
});

test("4.12 a recovery code that was spent after the backup does not live again; its person makes new ones", async () => {
  const by = byPerson("usr_1");
  const [spent, unspent, fresh] = [sha256("spent"), sha256("unspent code"), sha256("new")];
  await source.secondFactors.begin("usr_1", "s1.sealed", T0);
  await source.secondFactors.confirm("usr_1", 7, [spent, unspent], T0, by);
  const copy = await linesOf(source.engine);
  expect(await source.secondFactors.spendRecovery("usr_1", spent, T0 + 1, by)).toBe(true);
  const engine = await opened("recovery");
  await load(engine, each(copy), T0 + 3);
  const { secondFactors } = storeOn(engine, options);
  // Nobody can know which were spent meanwhile, so none of them works.
  for (const code of [spent, unspent])
    expect(await secondFactors.spendRecovery("usr_1", code, T0 + 4, by)).toBe(false);
  expect(await secondFactors.recoveryLeft("usr_1")).toBe(0);
  expect(await secondFactors.spendStep("usr_1", 8)).toBe(true);
  expect(await secondFactors.renewRecovery("usr_1", [fresh], T0 + 5, by)).toBe(true);
  expect(await secondFactors.spendRecovery("usr_1", fresh, T0 + 6, by)).toBe(true);
});

test.each<[string, (all: string[]) => string[], string]>([
  ["something else", () => ["{}"], "not a backup"],
  ["no JSON", () => ["hello"], "not JSON"],
  ["cut off", (all) => all.slice(0, -1), "cut off"],
  ["cut off within a table", (all) => all.slice(0, 9), "cut off"],
  ["a changed row", (all) => all.map((line) => line.replace('"usr_1"', '"usr_9"')), "was changed"],
  ["a missing row", (all) => all.filter((line) => !line.includes('"key 7 ü"')), "was changed"],
  ["a missing table", (all) => without(all, "throttles"), "are missing"],
  ["a later form", (all) => [(all[0] ?? "").replace('"format":1', '"format":2'), ...all.slice(1)], "form"],
  [
    "a newer schema",
    (all) => [(all[0] ?? "").replace("0001-first", "9999-later"), ...all.slice(1)],
    "9999-later",
  ],
])("a file that is no whole backup is refused and leaves nothing: %s", async (name, spoil, why) => {
  const engine = await opened(`refused ${name}`);
  await expect(load(engine, each(spoil(lines)), T0)).rejects.toThrow(why);
  expect(await isEmpty(engine)).toBe(true);
  await load(engine, each(lines), T0);
});

function without(all: readonly string[], table: string): string[] {
  const from = all.findIndex((line) => line.startsWith(`{"table":"${table}"`));
  const to = all.findIndex((line) => line.startsWith(`{"end":"${table}"`));
  return [...all.slice(0, from), ...all.slice(to + 1)];
}

test("what holds data is not overwritten, and is emptied when that is asked for", async () => {
  const engine = await opened("full");
  await load(engine, each(lines), T0);
  await expect(load(engine, each(lines), T0)).rejects.toThrow("not empty");
  await empty(engine);
  expect(await isEmpty(engine)).toBe(true);
  await load(engine, each(lines), T0);
});
