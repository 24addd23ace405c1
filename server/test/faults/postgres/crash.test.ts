/** Reliability 4.2 — PostgreSQL is stopped at once, again and again, under two nodes at work: what was answered is stored. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { full, report, since } from "../../support/figures.ts";
import { caller, type Caller } from "../../support/load.ts";
import { startNode, type ServerNode } from "../../support/nodes.ts";
import { createDatabase } from "../../support/postgres-admin.ts";
import { startCluster, type Cluster } from "../../support/postgres-cluster.ts";
import { premadeCodes, premadeRefreshTokens } from "../../support/premade.ts";
import { startServer, type TestApp, type TestServer } from "../../support/server.ts";
import { askAgain, broken, lost } from "../afterwards.ts";
import { Ledger, seeded, Unheard } from "../ledger.ts";

const crashes = full() ? 30 : 2;
const lines = 24;

let cluster: Cluster;
let server: TestServer;
let app: TestApp;
let nodes: ServerNode[];
let callers: Caller[];

beforeAll(async () => {
  cluster = await startCluster();
  await createDatabase(cluster.url(""), "crash", "template0");
  server = await startServer({ realClock: true, settings: { database: cluster.url("crash") } });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  nodes = await Promise.all([startNode(server), startNode(server)]);
  callers = nodes.map((node) => caller(node.port, lines));
});

afterAll(async () => {
  for (const one of callers) one.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
  await cluster.stop();
});

/** All lines work until PostgreSQL is gone and has said no to each of them. */
async function round(ledger: Ledger, chance: () => number): Promise<void> {
  const enough = Promise.withResolvers<void>();
  const end = ledger.acknowledged + 50 + Math.floor(chance() * 200);
  const down = new AbortController();
  const line = async (_: unknown, n: number): Promise<void> => {
    for (;;) {
      try {
        await ledger.step(app, callers[n % callers.length] as Caller, n, chance());
        if (ledger.acknowledged >= end) enough.resolve();
      } catch (error) {
        if (!(error instanceof Unheard)) throw error;
        if (down.signal.aborted) return;
      }
    }
  };
  const all = Array.from({ length: lines }, line);
  await Promise.race([enough.promise, Promise.all(all)]);
  down.abort();
  await cluster.crash();
  await Promise.all(all);
  await cluster.restart();
}

/** Milliseconds until both nodes issue again. */
async function healed(): Promise<number> {
  const started = performance.now();
  const client = { client_id: app.client_id, client_secret: app.client_secret };
  for (const calls of callers)
    while ((await calls.post("/oauth/token", { ...client, grant_type: "client_credentials" })).status !== 200)
      if (performance.now() - started > 20_000) throw new Error("a node does not come back");
  return performance.now() - started;
}

test(`P3 P4 4.2 ${crashes} immediate stops of PostgreSQL under two nodes: 0 acknowledged answers lost, I1–I8 hold`, async () => {
  const started = performance.now();
  const chance = seeded(42);
  const families = await premadeRefreshTokens(server, app, lines);
  const chains = families.map(({ familyId, token }) => ({ familyId, held: token, inDoubt: false }));
  const ledger = new Ledger(chains, [], true);
  let [recovered, ended, slowest] = [0, 0, 0];
  for (let crash = 0; crash < crashes; crash++) {
    ledger.codes.push(...(await premadeCodes(server, app, 300)));
    await round(ledger, chance);
    slowest = Math.max(slowest, await healed());
    expect(await lost(server, ledger)).toBe(0);
    expect(await broken(server)).toEqual([]);
    const again = await askAgain(server, app, callers[0] as Caller, ledger);
    recovered += again.recovered;
    ended += again.ended;
  }
  expect(await broken(server)).toEqual([]);
  expect(slowest).toBeLessThan(2000);
  report(
    "PostgreSQL stopped at once under two nodes",
    `${crashes} crashes, ${ledger.acknowledged.toLocaleString("en")} answers acknowledged, 0 lost; ${ledger.inDoubt} in doubt, ` +
      `of them ${recovered} refreshes recovered by asking again and ${ended} codes spent unheard and then ended; ` +
      `both nodes issued again at most ${Math.ceil(slowest)} ms after it was back; 0 violations of I1–I8; ${since(started)}`,
  );
}, 1_200_000);
