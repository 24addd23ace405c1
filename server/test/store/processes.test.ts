/** Several processes on one file, and one that is killed in the middle of its work (reliability 4.1, 4.5). */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { sqliteEngine } from "../../src/store/engine/sqlite.ts";
import { checkInvariants } from "../../src/store/invariants.ts";
import { allowed, place, T0, world } from "./fixture.ts";
import { prepareCodes } from "./redeem-range.ts";

const worker = new URL("redeem-worker.ts", import.meta.url).pathname;

function start(file: string, name: string, to: number): { child: ChildProcess; lines: string[] } {
  const child = spawn(process.execPath, [worker, file, name, "0", `${to}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  let rest = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  return { child, lines };
}

const hashes = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.startsWith("redeemed ")).map((line) => line.slice("redeemed ".length));

test("P1 two processes that redeem the same 1,000 codes win each code once between them", async () => {
  using here = place();
  const store = await world(await sqliteEngine(here.path));
  await allowed(store, "consent");
  await prepareCodes(store, 1000);
  const nodes = ["left", "right"].map((name) => start(here.path, name, 1000));
  const codes = await Promise.all(nodes.map(({ child }) => once(child, "close")));
  expect(codes.map(([code]) => code as unknown)).toEqual([0, 0]);
  const won = nodes.flatMap(({ lines }) => hashes(lines));
  expect([won.length, new Set(won).size]).toEqual([1000, 1000]);
  expect((await checkInvariants(store.engine, T0)).filter((one) => !one.ok)).toEqual([]);
  await store.close();
}, 30_000);

test("P3 P4 kill -9: what was acknowledged is stored, and nothing is half-done", async () => {
  using here = place();
  const store = await world(await sqliteEngine(here.path));
  await allowed(store, "consent");
  await prepareCodes(store, 6000);
  const acknowledged: string[] = [];
  for (const round of [1, 2, 3]) {
    const { child, lines } = start(here.path, `round ${round}`, 6000);
    // In the middle of its work: as soon as it has said the first hundred of its own.
    child.stdout?.on("data", () => {
      if (hashes(lines).length >= 100) child.kill("SIGKILL");
    });
    const [, signal] = (await once(child, "close")) as [number | null, string | null];
    expect(signal).toBe("SIGKILL");
    acknowledged.push(...hashes(lines));
  }
  const stored = await store.engine.read
    .selectFrom("codes")
    .innerJoin("families", "families.id", "codes.family_id")
    .innerJoin("opaque_tokens", "opaque_tokens.family_id", "families.id")
    .select("codes.hash")
    .execute();
  const known = new Set(stored.map((row) => row.hash));
  expect(acknowledged.filter((hash) => !known.has(hash))).toEqual([]);
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  expect((await checkInvariants(store.engine, T0)).filter((one) => !one.ok)).toEqual([]);
  await store.close();
}, 30_000);
