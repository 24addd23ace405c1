/** Reliability 4.6 — nodes whose machines are minutes wrong, and are put an hour back: one clock decides, the database's. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sharedClock } from "../../../src/store/shared-clock.ts";
import { secretHash } from "../../../src/oauth/tokens/secret-token.ts";
import { report } from "../../support/figures.ts";
import { decodeJwt } from "../../support/flow.ts";
import { caller, kindOf, type Answer, type Caller } from "../../support/load.ts";
import { startNode, type ServerNode } from "../../support/nodes.ts";
import { createDatabase } from "../../support/postgres-admin.ts";
import { startCluster, type Cluster } from "../../support/postgres-cluster.ts";
import { premadeCodes } from "../../support/premade.ts";
import { startServer, type TestApp, type TestServer } from "../../support/server.ts";
import { broken, redeemAt } from "../afterwards.ts";

const skews = [-120_000, -30_000, 30_000, 120_000];

let cluster: Cluster;
let server: TestServer;
let app: TestApp;
let nodes: ServerNode[];
let callers: Caller[];

beforeAll(async () => {
  cluster = await startCluster();
  await createDatabase(cluster.url(""), "clocks", "template0");
  server = await startServer({ realClock: true, settings: { database: cluster.url("clocks") } });
  app = await server.addApp();
  nodes = await Promise.all(skews.map((skewMs) => startNode(server, { skewMs })));
  callers = nodes.map((node) => caller(node.port));
});

afterAll(async () => {
  for (const one of callers) one.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
  await cluster.stop();
});

/** A code that ends `inMs` from now. */
async function codeEnding(inMs: number): Promise<string> {
  const [code = ""] = await premadeCodes(server, app, 1);
  await server.gatehouse.store.engine.write((tx) =>
    tx
      .updateTable("codes")
      .set({ expires_at: Date.now() + inMs })
      .where("hash", "=", secretHash(code))
      .execute(),
  );
  return code;
}

const look = (calls: Caller, token: string): Promise<Answer> =>
  calls.post("/oauth/introspect", {
    client_id: server.api.client_id,
    client_secret: server.api.client_secret,
    token,
  });

/** Every node takes what lives for another 20 s, refuses what ended 2 s ago, and issues what all others take. */
async function agree(): Promise<void> {
  for (const calls of callers) {
    expect(kindOf(await redeemAt(calls, app, await codeEnding(-2_000)))).toBe("400 invalid_grant");
    const answer = await redeemAt(calls, app, await codeEnding(20_000));
    expect(kindOf(answer)).toBe("200");
    expect(Number(answer.json["expires_in"])).toBeGreaterThan(0);
    const { claims } = decodeJwt(String(answer.json["access_token"]));
    expect(Math.abs(Number(claims["iat"]) - Date.now() / 1000)).toBeLessThan(6);
    for (const other of callers)
      expect((await look(other, String(answer.json["access_token"]))).json["active"]).toBe(true);
  }
}

test("4.6 machines at −120, −30, +30 and +120 s, then an hour back: no code lives longer or shorter than by the database's clock", async () => {
  // Whoever signs first makes the key; the others learn of it within a second.
  const { json } = await redeemAt(callers[0] as Caller, app, await codeEnding(20_000));
  for (const calls of callers)
    while ((await look(calls, String(json["access_token"]))).json["active"] !== true);
  await agree();
  for (const node of nodes) process.kill(node.pid, "SIGUSR2");
  await agree();
  expect(await broken(server)).toEqual([]);
  report(
    "nodes with wrong clocks",
    "4 nodes at −120, −30, +30 and +120 s, then each an hour back: what ended 2 s ago is refused, what lives for another 20 s works, on all; iat within 6 s",
  );
}, 60_000);

test("4.6 the shared clock is the database's within the time of the trip, and never goes back by a little", async () => {
  const { engine } = server.gatehouse.store;
  let steps = 0;
  const clock = await sharedClock(engine, () => performance.now() - steps);
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
  const before = clock.now();
  steps = 3_000;
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  clock.stop();
});
