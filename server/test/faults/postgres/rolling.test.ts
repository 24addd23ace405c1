/** Reliability 4.11, P6 — two nodes behind a balancer are restarted in turn, at 300 requests a second: nobody notices. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { full, report, since } from "../../support/figures.ts";
import { startBalancer, type Balancer } from "../../support/balancer.ts";
import { build } from "../../support/build.ts";
import { cliSecret } from "../../support/cli.ts";
import { caller, kindOf, tally, type Answer, type Caller } from "../../support/load.ts";
import { createDatabase } from "../../support/postgres-admin.ts";
import { startCluster, type Cluster } from "../../support/postgres-cluster.ts";
import { premadeRefreshTokens } from "../../support/premade.ts";
import { steady } from "../../support/rate.ts";
import { serve, type Served } from "../../support/served.ts";
import { startServer, type TestApp, type TestServer } from "../../support/server.ts";
import { broken } from "../afterwards.ts";

const restarts = full() ? 10 : 1;
const PER_SECOND = full() ? 300 : 100;

let cluster: Cluster;
let server: TestServer;
let app: TestApp;
let balancer: Balancer;
let calls: Caller;
const nodes: Served[] = [];

beforeAll(async () => {
  build();
  cluster = await startCluster();
  await createDatabase(cluster.url(""), "rolling", "template0");
  server = await startServer({
    realClock: true,
    settings: { secret: cliSecret, database: cluster.url("rolling") },
  });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  balancer = await startBalancer(2);
  nodes.push(...(await Promise.all([serve(server), serve(server)])));
  balancer.backends.splice(0, 2, ...nodes);
  calls = caller(balancer.port, 500);
});

afterAll(async () => {
  calls.close();
  await balancer.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
  await cluster.stop();
});

const client = () => ({ client_id: app.client_id, client_secret: app.client_secret });

const machine = (): Promise<Answer> =>
  calls.post("/oauth/token", { ...client(), grant_type: "client_credentials" });

/** Until the balancer would send somebody there. */
async function inService(node: Served): Promise<void> {
  while (!(await node.ready())) await new Promise((resolve) => setTimeout(resolve, 20));
  // The balancer asks every 100 ms.
  await new Promise((resolve) => setTimeout(resolve, 300));
}

test(`P6 4.11 ${restarts} rolling restarts of two nodes at ${PER_SECOND} requests a second through a balancer: 0 failed`, async () => {
  const families = await premadeRefreshTokens(server, app, 60);
  const held = families.map(({ token }) => token);
  const free = held.map((_, n) => n);
  const refresh = async (): Promise<Answer> => {
    const chain = free.pop();
    if (chain === undefined) return machine();
    const refresh_token = held[chain] ?? "";
    const answer = await calls.post("/oauth/token", {
      ...client(),
      grant_type: "refresh_token",
      refresh_token,
    });
    if (answer.status === 200) held[chain] = String(answer.json["refresh_token"]);
    free.push(chain);
    return answer;
  };
  await Promise.all(nodes.map(inService));
  const started = performance.now();
  const load = steady(PER_SECOND, (n) => (n % 4 === 0 ? refresh() : machine()));
  for (let restart = 0; restart < restarts; restart++)
    for (const place of [0, 1]) {
      expect(await nodes[place]?.end("SIGTERM")).toEqual({ code: 0, signal: null });
      const fresh = await serve(server);
      nodes[place] = fresh;
      balancer.backends[place] = fresh;
      await inService(fresh);
    }
  const samples = await load.stop();
  const counts = tally(samples.map(({ answer }) => kindOf(answer)));
  expect(counts, nodes.map((node) => node.said()).join("\n")).toEqual({ "200": samples.length });
  const ends = await Promise.all(
    families.map(({ familyId }) => server.gatehouse.store.families.find(familyId)),
  );
  expect(ends.filter((family) => family?.revokedAt !== null)).toEqual([]);
  expect(await broken(server)).toEqual([]);
  report(
    "two nodes restarted in turn behind a balancer",
    `${restarts} × both, ${samples.length.toLocaleString("en")} requests (a quarter of them refreshes), 0 failed, slowest ` +
      `${Math.ceil(Math.max(...samples.map(({ answer }) => answer.took)))} ms; ${since(started)}`,
  );
}, 600_000);
