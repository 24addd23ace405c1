/** Reliability 4.4 — PostgreSQL is restarted under 300 requests a second: 503 in time for a moment, and then all is well. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { secretHash } from "../../../src/oauth/tokens/secret-token.ts";
import { full, report } from "../../support/figures.ts";
import { caller, kindOf, tally, type Answer, type Caller } from "../../support/load.ts";
import { startNode, type ServerNode } from "../../support/nodes.ts";
import { createDatabase } from "../../support/postgres-admin.ts";
import { startCluster, type Cluster } from "../../support/postgres-cluster.ts";
import { steady, windowOf, type Sample } from "../../support/rate.ts";
import { startServer, type TestApp, type TestServer } from "../../support/server.ts";
import { broken } from "../afterwards.ts";

const restarts = full() ? 20 : 2;
const PER_SECOND = 300;

let cluster: Cluster;
let server: TestServer;
let app: TestApp;
let nodes: ServerNode[];
let callers: Caller[];

beforeAll(async () => {
  cluster = await startCluster();
  await createDatabase(cluster.url(""), "restart", "template0");
  server = await startServer({ realClock: true, settings: { database: cluster.url("restart") } });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  nodes = await Promise.all([startNode(server), startNode(server)]);
  callers = nodes.map((node) => caller(node.port, 1000));
});

afterAll(async () => {
  for (const one of callers) one.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
  await cluster.stop();
});

const ask = (n: number): Promise<Answer> =>
  (callers[n % 2] as Caller).post("/oauth/token", {
    grant_type: "client_credentials",
    client_id: app.client_id,
    client_secret: app.client_secret,
  });

/** Resolves when a hundred answers in a row were 200, none of them asked before now. */
async function calm(samples: readonly Sample<Answer>[]): Promise<void> {
  const from = performance.now();
  for (;;) {
    const last = samples.filter(({ began }) => began >= from).slice(-100);
    if (last.length === 100 && last.every(({ answer }) => answer.status === 200)) return;
    if (performance.now() - from > 30_000) throw new Error("it does not heal");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test(`P8 4.4 ${restarts} restarts of PostgreSQL at ${PER_SECOND} requests a second: nothing but 200 and 503, and a window of 3 s at most`, async () => {
  const load = steady(PER_SECOND, ask);
  const windows: number[] = [];
  const downs: number[] = [];
  for (let restart = 0; restart < restarts; restart++) {
    await calm(load.samples);
    const from = load.samples.length;
    const began = performance.now();
    await cluster.bounce();
    downs.push(performance.now() - began);
    await calm(load.samples);
    windows.push(windowOf(load.samples.slice(from), (answer) => answer.status !== 200));
  }
  const samples = await load.stop();
  const counts = tally(samples.map(({ answer }) => kindOf(answer)));
  expect(Object.keys(counts)).toEqual(["200", "503 temporarily_unavailable"]);
  const refused = samples.filter(({ answer }) => answer.status === 503);
  expect(refused.filter(({ answer }) => !(Number(answer.retryAfter) > 0))).toEqual([]);
  // Whoever was told 200 has a row; and nothing was stored twice.
  const rows = await server.gatehouse.store.engine.read.selectFrom("opaque_tokens").select("hash").execute();
  const known = new Set(rows.map((row) => row.hash));
  const told = samples.filter(({ answer }) => answer.status === 200);
  const hashes = told.map(({ answer }) => secretHash(String(answer.json["access_token"])));
  expect(new Set(hashes).size).toBe(told.length);
  expect(hashes.filter((hash) => !known.has(hash))).toEqual([]);
  expect(await broken(server)).toEqual([]);
  const slowest = Math.max(...refused.map(({ answer }) => answer.took));
  const longest = Math.max(...windows);
  expect(longest).toBeLessThan(3000);
  expect(slowest).toBeLessThan(2500);
  report(
    "PostgreSQL restarted at 300 requests a second",
    `${restarts} restarts, ${told.length.toLocaleString("en")} × 200, all stored; ${refused.length} × 503, slowest ${Math.ceil(slowest)} ms; ` +
      `longest window of errors ${Math.ceil(longest)} ms, of which PostgreSQL itself was away ${Math.ceil(Math.max(...downs))} ms`,
  );
}, 600_000);
