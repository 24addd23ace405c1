/** Reliability 4.1, 4.9 — `kill -9` in the middle of issuance: what was answered is stored, and nothing is half-done. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "../../src/store/invariants.ts";
import { full, report, since } from "../support/figures.ts";
import { introspect } from "../support/flow.ts";
import { caller, kindOf, many } from "../support/load.ts";
import { startNode } from "../support/nodes.ts";
import { premadeCodes, premadeRefreshTokens } from "../support/premade.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { askAgain, lost, redeemAt } from "./afterwards.ts";
import { Ledger, seeded, Unheard } from "./ledger.ts";

// A start takes longer on PostgreSQL; its own crashes have tests beside this one.
const kills = full() ? 200 : process.env["GATEHOUSE_TEST_ENGINE"] === "postgres" ? 4 : 20;
const lines = 24;

const folder = mkdtempSync(join(tmpdir(), "gatehouse-kill-"));
const issuer = "http://127.0.0.1:3000";

let server: TestServer;
let app: TestApp;

const restart = async (): Promise<void> => {
  server = await startServer({ realClock: true, folder, issuer });
};

beforeAll(async () => {
  await restart();
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Puts the one node there is under load, and kills it up to 5 ms after some answer; all that then hangs is in doubt. */
async function round(ledger: Ledger, chance: () => number): Promise<void> {
  await server.close();
  const node = await startNode(server);
  const calls = caller(node.port, lines);
  const end = ledger.acknowledged + 1 + Math.floor(chance() * 150);
  const after = chance() * 5;
  const ends: ReturnType<typeof node.end>[] = [];
  const line = async (_: unknown, n: number): Promise<void> => {
    try {
      for (;;) {
        await ledger.step(app, calls, n, chance());
        if (ledger.acknowledged >= end) ends[0] ??= pause(after).then(() => node.end("SIGKILL"));
      }
    } catch (error) {
      if (!(error instanceof Unheard)) throw error;
    }
  };
  await Promise.all(Array.from({ length: lines }, line));
  calls.close();
  expect(await Promise.all(ends)).toEqual([{ code: null, signal: "SIGKILL" }]);
  expect(node.errors()).toEqual([]);
  await restart();
}

test(`P3 P4 ${kills} × kill -9 under codes, rotations, machine tokens and revocations: 0 acknowledged answers lost`, async () => {
  const started = performance.now();
  const chance = seeded(20_261_122);
  const families = await premadeRefreshTokens(server, app, lines);
  const ledger = new Ledger(
    families.map(({ familyId, token }) => ({ familyId, held: token, inDoubt: false })),
    [],
  );
  let repeatedCodes = 0;
  let recovered = 0;
  for (let kill = 0; kill < kills; kill++) {
    ledger.codes.push(...(await premadeCodes(server, app, 200)));
    await round(ledger, chance);
    const { store } = server.gatehouse;
    expect(await lost(server, ledger)).toBe(0);
    const broken = (await checkInvariants(store.engine, Date.now())).filter((one) => !one.ok);
    expect(broken).toEqual([]);
    const calls = caller(Number(new URL(server.origin).port), 8);
    const again = await askAgain(server, app, calls, ledger);
    recovered += again.recovered;
    repeatedCodes += again.ended;
    calls.close();
  }
  // The last word: every living token is active, and every spent code is refused a second time.
  const known = await many(Math.min(500, ledger.alive.size), 16, async (n) => {
    const token = [...ledger.alive][n] ?? "";
    return (await introspect(server, token))["active"];
  });
  expect(new Set(known)).toEqual(new Set([true]));
  const calls = caller(Number(new URL(server.origin).port), 8);
  const second = await many(Math.min(500, ledger.redeemed.length), 8, (n) =>
    redeemAt(calls, app, ledger.redeemed[n]?.code ?? ""),
  );
  calls.close();
  expect(new Set(second.map(kindOf))).toEqual(new Set(["400 invalid_grant"]));
  report(
    "kill -9 of a node under load",
    `${kills} kills, ${ledger.acknowledged.toLocaleString("en")} answers acknowledged, 0 lost; ${ledger.inDoubt.toLocaleString("en")} in doubt, of them ` +
      `${recovered} refreshes recovered by asking again and ${repeatedCodes} codes that were spent unheard and then ended; ` +
      `0 violations of I1–I8; ${since(started)}`,
  );
}, 1_800_000);
