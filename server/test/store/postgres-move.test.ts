/** `storage move`: from SQLite to PostgreSQL under load and under kill -9; tokens of before go on, and only one place serves. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { isEmpty } from "../../src/store/copies/load.ts";
import { move } from "../../src/store/copies/move.ts";
import { digestOf } from "../../src/store/copies/rows.ts";
import { shapes } from "../../src/store/copies/shapes.ts";
import type { Engine } from "../../src/store/engine/engine.ts";
import { openEngine } from "../../src/store/engine/open.ts";
import { checkInvariants } from "../../src/store/invariants.ts";
import { openStore, storeOn } from "../../src/store/store.ts";
import { full, report, since } from "../support/figures.ts";
import { databaseAt } from "../support/postgres.ts";
import { begun, options, pendingRow, T0, world } from "./fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-move-"));
const limits = { idleMs: 3_600_000, overlapMs: 60_000, repeats: 8 };
const chains = Array.from({ length: 8 }, (_, n) => `018f0000-0000-7000-8000-00000000000${n}`);
const worker = new URL("move-worker.ts", import.meta.url).pathname;
const engines: Engine[] = [];

const opened = async (address: string): Promise<Engine> => {
  const engine = await openEngine(address);
  engines.push(engine);
  return engine;
};

afterAll(async () => {
  for (const engine of engines) await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

async function filled(name: string, rows: number): Promise<Engine> {
  const engine = await opened(`file:${join(folder, name)}`);
  const store = await world(engine);
  for (const id of chains) await begun(store, id);
  const many = Array.from({ length: rows }, (_, n) =>
    store.pending.put(pendingRow(`old ${n}`, { state: "\0" })),
  );
  await Promise.all(many);
  return engine;
}

async function digests(engine: Engine): Promise<Record<string, unknown>> {
  return engine.snapshot(async (db) => {
    const found: Record<string, unknown> = {};
    for (const shape of await shapes(db, engine.remote)) found[shape.table] = await digestOf(db, shape);
    return found;
  });
}

test("move under load: every acknowledged write is at the new place, and the old one refuses with its name", async () => {
  const started = performance.now();
  const source = await filled("load.db", full() ? 50_000 : 5_000);
  const store = storeOn(source, options);
  const target = await opened(await databaseAt(join(folder, "load"), true));
  const acknowledged = new Map<string, number>();
  const end = new AbortController();
  let writes = 0;
  let refused = 0;
  // Each line renews a token, adds a row and removes one: all that can happen to a row.
  const line = async (id: string): Promise<void> => {
    for (let head = 1; !end.signal.aborted; head++) {
      try {
        if ((await store.families.rotate(id, head, T0 + head, limits, null)).outcome !== "rotated")
          throw new Error("lost");
        acknowledged.set(id, head + 1);
        await store.pending.put(pendingRow(`new ${id} ${head}`));
        await source.writeBeside((tx) =>
          tx
            .deleteFrom("pendings")
            .where("id", "=", `new ${id} ${head - 1}`)
            .execute(),
        );
        writes += 3;
      } catch (error) {
        expect(String(error)).toMatch(/StoreUnavailable/);
        refused++;
        return;
      }
    }
  };
  const lines = Promise.all(chains.map(line));
  const moved = await move(source, target, {
    to: "postgres://new/place",
    id: "m",
    now: () => T0,
    say: () => undefined,
  });
  end.abort();
  await lines;
  expect(refused).toBe(chains.length);
  const there = storeOn(target, options);
  for (const [id, head] of acknowledged) {
    expect((await there.families.find(id))?.generation).toBeGreaterThanOrEqual(head);
    const next = (await there.families.find(id))?.generation ?? 0;
    expect((await there.families.rotate(id, next, T0 + 1_000, limits, null)).outcome).toBe("rotated");
  }
  expect((await checkInvariants(target, T0)).filter((one) => !one.ok)).toEqual([]);
  await expect(openStore({ ...options, database: `file:${join(folder, "load.db")}` })).rejects.toThrow(
    "its data has moved to postgres://new/place",
  );
  report(
    "storage move under load",
    `${moved.rows} rows moved during ${writes} writes; nobody could write for ${Math.round(moved.frozenMs)} ms; ${since(started)}`,
  );
}, 120_000);

async function run(from: string, to: string, kill: number): Promise<{ killed: boolean; said: string }> {
  const child = spawn(process.execPath, [worker, from, to, String(kill)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  expect([code, signal]).toEqual(kill > 0 && signal !== null ? [null, "SIGKILL"] : [0, null]);
  return { killed: signal === "SIGKILL", said };
}

test("kill -9 of a move at any statement: it can be run again until all is there, and never both places serve", async () => {
  const started = performance.now();
  const source = await filled("kill.db", 20);
  const from = `file:${join(folder, "kill.db")}`;
  const to = await databaseAt(join(folder, "kill"), true);
  const target = await opened(to);
  const store = storeOn(source, options);
  let kills = 0;
  // Each run gets further, and between runs the old place goes on writing.
  const step = full() ? 5 : 23;
  for (let at = step; ; at += step) {
    const { killed } = await run(from, to, at);
    if (!killed) break;
    kills++;
    const [old, fresh] = await Promise.allSettled(
      [from, to].map((database) => openStore({ ...options, database })),
    );
    for (const one of [old, fresh]) if (one?.status === "fulfilled") await one.value.close();
    if (old?.status === "fulfilled") {
      // Before the first row goes there, it is a place like any other.
      if (fresh?.status === "fulfilled") expect(await isEmpty(target)).toBe(true);
      await store.pending.put(pendingRow(`between ${kills}`));
      const id = chains[kills % chains.length] ?? "";
      const head = (await store.families.find(id))?.generation ?? 0;
      expect((await store.families.rotate(id, head, T0 + 1, limits, null)).outcome).toBe("rotated");
    }
  }
  expect(await digests(target)).toEqual(await digests(source));
  // And once more: it has moved already.
  expect((await run(from, to, 0)).killed).toBe(false);
  await expect(openStore({ ...options, database: from })).rejects.toThrow("has moved");
  report("kill -9 of a storage move", `${kills} kills, then the same rows on both sides; ${since(started)}`);
}, 600_000);

test("a target that holds something else is refused", async () => {
  const source = await filled("other.db", 1);
  const target = await opened(await databaseAt(join(folder, "other"), true));
  await world(target);
  const told = move(source, target, {
    to: "postgres://new/place",
    id: "m",
    now: () => T0,
    say: () => undefined,
  });
  await expect(told).rejects.toThrow("not empty");
  await source.writeBeside((tx) => tx.deleteFrom("pendings").execute());
});
