/** Reliability 4.1, 4.9 — `kill -9` in the middle of issuance: what was answered is stored, and nothing is half-done. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "../../src/store/invariants.ts";
import { secretHash } from "../../src/oauth/tokens/secret-token.ts";
import { full, report, since } from "../support/figures.ts";
import { introspect } from "../support/flow.ts";
import { caller, kindOf, many, type Answer, type Caller } from "../support/load.ts";
import { startNode } from "../support/nodes.ts";
import { premadeCodes, premadeRefreshTokens } from "../support/premade.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { Ledger, seeded, Unheard } from "./ledger.ts";

const kills = full() ? 200 : 20;
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
  const node = await startNode({ folder, issuer });
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

const redeem = (calls: Caller, code: string): Promise<Answer> =>
  calls.post("/oauth/token", {
    grant_type: "authorization_code",
    client_id: app.client_id,
    client_secret: app.client_secret,
    redirect_uri: app.redirect_uri,
    code,
  });

/** What must be true after each kill, asked in the store itself. Answers how many acknowledged answers were lost. */
async function lost(ledger: Ledger): Promise<number> {
  const { store } = server.gatehouse;
  const rows = await store.engine.read.selectFrom("opaque_tokens").select(["hash", "revoked_at"]).execute();
  const ends = new Map(rows.map((row) => [row.hash, row.revoked_at]));
  const spent = await store.engine.read
    .selectFrom("codes")
    .select("hash")
    .where("redeemed_at", "is not", null)
    .execute();
  const codes = new Set(spent.map((row) => row.hash));
  return (
    [...ledger.alive].filter((token) => ends.get(secretHash(token)) !== null).length +
    ledger.revoked.filter((token) => ends.get(secretHash(token)) === null).length +
    ledger.redeemed.filter(({ code }) => !codes.has(secretHash(code))).length
  );
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
    expect(await lost(ledger)).toBe(0);
    const broken = (await checkInvariants(store.engine, Date.now())).filter((one) => !one.ok);
    expect(broken).toEqual([]);
    // An honest client asks again, at the node that came back.
    const calls = caller(Number(new URL(server.origin).port), 8);
    for (const chain of ledger.chains.filter((one) => one.inDoubt)) {
      const again = await calls.post("/oauth/token", {
        grant_type: "refresh_token",
        client_id: app.client_id,
        client_secret: app.client_secret,
        refresh_token: chain.held,
      });
      expect(kindOf(again)).toBe("200");
      [chain.held, chain.inDoubt] = [String(again.json["refresh_token"]), false];
      ledger.alive.add(String(again.json["access_token"]));
      recovered++;
    }
    for (const code of ledger.doubtfulCodes.splice(0)) {
      const row = await store.codes.find(secretHash(code));
      const again = await redeem(calls, code);
      // Either nothing of it had happened, or all of it had: then its tokens were never heard, and end (reliability 4.9).
      expect(kindOf(again)).toBe(row?.redeemedAt === null ? "200" : "400 invalid_grant");
      if (again.status === 200) ledger.alive.add(String(again.json["access_token"]));
      else {
        expect(await store.families.find(row?.familyId ?? "")).toMatchObject({ generation: 1 });
        expect((await store.families.find(row?.familyId ?? ""))?.revokedAt).not.toBeNull();
        repeatedCodes++;
      }
    }
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
    redeem(calls, ledger.redeemed[n]?.code ?? ""),
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
