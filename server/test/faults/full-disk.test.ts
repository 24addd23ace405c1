/** Reliability 4.3 — no room left: writes are refused with 503 and no token, reading goes on, and it heals by itself. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import { checkInvariants } from "../../src/store/invariants.ts";
import { paths } from "../../src/oauth/metadata.ts";
import { secretHash } from "../../src/oauth/tokens/secret-token.ts";
import { report } from "../support/figures.ts";
import { introspect } from "../support/flow.ts";
import { caller, kindOf, many, tally, type Answer, type Caller } from "../support/load.ts";
import { premadeCodes } from "../support/premade.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
let calls: Caller;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  calls = caller(Number(new URL(server.origin).port));
});

afterAll(async () => {
  calls.close();
  await server.close();
});

/** How many pages the file may have; what SQLite says beyond is what it says when the disk is full. */
const pages = (count: number): Promise<unknown> =>
  server.gatehouse.store.engine.write((tx) => sql`PRAGMA max_page_count = ${sql.lit(count)}`.execute(tx));

const ask = (fields: Record<string, string>): Promise<Answer> =>
  calls.post("/oauth/token", { client_id: app.client_id, client_secret: app.client_secret, ...fields });

const machine = (): Promise<Answer> => ask({ grant_type: "client_credentials" });

test("TK-28 4.3 P8 a full disk: 503 with Retry-After and no token, reads go on, and it heals without a restart", async () => {
  const { store } = server.gatehouse;
  const before = await machine();
  expect(before.status).toBe(200);
  const codes = await premadeCodes(server, app, 100);
  await pages(1);
  const answers = await many(1000, 32, machine);
  const counts = tally(answers.map(kindOf));
  expect(Object.keys(counts)).toEqual(["200", "503 temporarily_unavailable"]);
  for (const answer of answers) {
    if (answer.status === 200) {
      const hash = secretHash(String(answer.json["access_token"]));
      expect(await store.accessTokens.findOpaque(hash)).not.toBeNull();
    } else {
      expect(answer.json).not.toHaveProperty("access_token");
      expect(Number(answer.retryAfter)).toBeGreaterThan(0);
    }
  }
  const stored = await store.engine.read.selectFrom("opaque_tokens").select("hash").execute();
  expect(stored).toHaveLength(1 + (counts["200"] ?? 0));
  const redeem = (code: string): Promise<Answer> =>
    ask({ grant_type: "authorization_code", code, redirect_uri: app.redirect_uri });
  const redemptions = await many(codes.length, 8, (n) => redeem(codes[n] ?? ""));
  expect(tally(redemptions.map(kindOf))).toHaveProperty(["503 temporarily_unavailable"]);
  // What only reads goes on.
  for (const path of [paths.metadata, paths.jwks])
    expect([path, (await fetch(server.origin + path)).status]).toEqual([path, 200]);
  expect(await introspect(server, String(before.json["access_token"]))).toMatchObject({ active: true });
  // Room again.
  const started = performance.now();
  await pages(100_000);
  expect((await machine()).status).toBe(200);
  const healed = performance.now() - started;
  expect(healed).toBeLessThan(2000);
  // A code that met the full disk was not spent by it, unless it was told so.
  const again = await many(codes.length, 8, (n) => redeem(codes[n] ?? ""));
  expect(again.map(kindOf)).toEqual(
    redemptions.map((answer) => (answer.status === 200 ? "400 invalid_grant" : "200")),
  );
  const results = await checkInvariants(store.engine, server.clock.now());
  expect(results.filter((one) => !one.ok)).toEqual([]);
  report(
    "full disk",
    `1,000 requests: ${counts["200"]} × 200 that fitted and were stored, ${counts["503 temporarily_unavailable"]} × 503, ` +
      `0 × 200 without a row; first success ${Math.ceil(healed)} ms after there was room`,
  );
}, 120_000);
