/** Reliability 4.4 — another process keeps the database locked: 503 within two seconds, reading goes on, and it heals. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "../../src/store/invariants.ts";
import { secretHash } from "../../src/oauth/tokens/secret-token.ts";
import { report } from "../support/figures.ts";
import { introspect } from "../support/flow.ts";
import { caller, kindOf, tally, type Answer, type Caller } from "../support/load.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { premadeRefreshTokens } from "../support/premade.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
let node: ServerNode;
let calls: Caller;

beforeAll(async () => {
  server = await startServer({ realClock: true });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  node = await startNode(server);
  calls = caller(node.port, 128);
});

afterAll(async () => {
  calls.close();
  await node.end("SIGKILL");
  await server.close();
});

const ask = (fields: Record<string, string>): Promise<Answer> =>
  calls.post("/oauth/token", { client_id: app.client_id, client_secret: app.client_secret, ...fields });

const machine = (): Promise<Answer> => ask({ grant_type: "client_credentials" });

test("TK-28 4.4 P8 locked for five seconds: every write is 503 within 2 s, reads go on, the first one after works", async () => {
  const { store } = server.gatehouse;
  const before = await machine();
  expect(before.status).toBe(200);
  const [family] = await premadeRefreshTokens(server, app, 1);
  const refresh = { grant_type: "refresh_token", refresh_token: family?.token ?? "" };
  const wave = (): Promise<Answer>[] =>
    Array.from({ length: 100 }, (_, n) => (n % 10 === 0 ? ask(refresh) : machine()));
  // What a hundred refusals at once take on this machine, as it is now, with nothing locked: the deadline is on top of it.
  const spoilt = { grant_type: "refresh_token", refresh_token: "ghr_live_none" };
  const usual = await Promise.all(Array.from({ length: 100 }, () => ask(spoilt)));
  const slack = Math.max(...usual.map((answer) => answer.took));
  const other = new DatabaseSync(join(server.folder, "gatehouse.db"));
  other.exec("BEGIN IMMEDIATE");
  const locked = performance.now();
  const answers: Answer[] = [];
  // Wave after wave, each as long as a refusal takes, until five seconds have gone by.
  while (performance.now() - locked < 5000) {
    const asked = wave();
    const reading = introspect({ origin: node.origin, api: server.api }, String(before.json["access_token"]));
    expect(await reading).toMatchObject({ active: true });
    answers.push(...(await Promise.all(asked)));
  }
  const held = performance.now() - locked;
  other.exec("ROLLBACK");
  const freed = performance.now();
  other.close();
  expect(tally(answers.map(kindOf))).toEqual({ "503 temporarily_unavailable": answers.length });
  expect(answers.filter((answer) => !(Number(answer.retryAfter) > 0))).toEqual([]);
  const slowest = Math.max(...answers.map((answer) => answer.took));
  expect(slowest).toBeLessThan(2000 + slack);
  const first = await machine();
  const healed = performance.now() - freed;
  expect(first.status).toBe(200);
  expect(healed).toBeLessThan(2000 + slack);
  expect(await store.accessTokens.findOpaque(secretHash(String(first.json["access_token"])))).not.toBeNull();
  // Fifty refused refreshes spent nothing.
  expect((await ask(refresh)).status).toBe(200);
  expect(await store.families.find(family?.familyId ?? "")).toMatchObject({ generation: 2, repeats: 0 });
  const results = await checkInvariants(server.gatehouse.store.engine, Date.now());
  expect(results.filter((one) => !one.ok)).toEqual([]);
  report(
    "database locked by another process",
    `${(held / 1000).toFixed(1)} s locked, ${answers.length} writes: all 503, slowest ${Math.ceil(slowest)} ms; ` +
      `reads went on; first success ${Math.ceil(healed)} ms after`,
  );
}, 120_000);
