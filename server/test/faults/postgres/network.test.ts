/** Reliability 4.4, 4.9 — a bad network between a node and its PostgreSQL: slow, silent, or cut in the middle of a COMMIT. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { secretHash } from "../../../src/oauth/tokens/secret-token.ts";
import { full, report } from "../../support/figures.ts";
import { caller, kindOf, many, tally, type Answer, type Caller } from "../../support/load.ts";
import { startNode, type ServerNode } from "../../support/nodes.ts";
import { createDatabase } from "../../support/postgres-admin.ts";
import { startCluster, type Cluster } from "../../support/postgres-cluster.ts";
import { premadeCodes, premadeRefreshTokens } from "../../support/premade.ts";
import { startProxy, type Mode, type Proxy } from "../../support/proxy.ts";
import { startServer, type TestApp, type TestServer } from "../../support/server.ts";
import { broken, redeemAt } from "../afterwards.ts";

const rounds = full() ? 400 : 60;

let cluster: Cluster;
let proxy: Proxy;
let server: TestServer;
let app: TestApp;
let node: ServerNode;
let calls: Caller;
/** The longest answer of a hundred at once while nothing is wrong, on this machine as busy as it is: deadlines are on top. */
let slack: number;

beforeAll(async () => {
  cluster = await startCluster();
  await createDatabase(cluster.url(""), "network", "template0");
  const database = cluster.url("network");
  server = await startServer({ realClock: true, settings: { database } });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  proxy = await startProxy(cluster.port);
  // The test's own server has the straight way, to look at what became of it.
  node = await startNode(server, { database: database.replace(`:${cluster.port}/`, `:${proxy.port}/`) });
  calls = caller(node.port, 256);
});

afterAll(async () => {
  calls.close();
  await node.end("SIGKILL");
  await proxy.close();
  await server.close();
  await cluster.stop();
});

const machine = (): Promise<Answer> =>
  calls.post("/oauth/token", {
    grant_type: "client_credentials",
    client_id: app.client_id,
    client_secret: app.client_secret,
  });

const refresh = (refresh_token: string): Promise<Answer> =>
  calls.post("/oauth/token", {
    grant_type: "refresh_token",
    client_id: app.client_id,
    client_secret: app.client_secret,
    refresh_token,
  });

const wave = (size: number): Promise<Answer[]> => Promise.all(Array.from({ length: size }, machine));

/** Lets everything pass again; answers the milliseconds until the first 200. */
async function healed(): Promise<number> {
  const began = performance.now();
  proxy.mode = "pass";
  while ((await machine()).status !== 200)
    if (performance.now() - began > 20_000) throw new Error("the node does not come back");
  return performance.now() - began;
}

beforeEach(async () => {
  await healed();
  slack = Math.max(...(await wave(100)).map(({ took }) => took));
});

test.each([
  ["slow", "answers of PostgreSQL come five seconds late"],
  ["silent", "half-open: connections are there, and nothing is carried"],
] as const satisfies (readonly [Mode, string])[])(
  "P8 4.4 %s (%s): 503 with Retry-After within two seconds, and healed within two",
  async (mode, _words) => {
    proxy.mode = mode;
    const answers = [...(await wave(100)), ...(await wave(100))];
    expect(tally(answers.map(kindOf))).toEqual({ "503 temporarily_unavailable": 200 });
    expect(answers.filter(({ retryAfter }) => !(Number(retryAfter) > 0))).toEqual([]);
    const slowest = Math.max(...answers.map(({ took }) => took));
    expect(slowest).toBeLessThan(2000 + slack);
    const back = await healed();
    expect(back).toBeLessThan(2000 + slack);
    expect(await broken(server)).toEqual([]);
    report(
      `PostgreSQL ${mode}`,
      `200 writes: all 503, slowest ${Math.ceil(slowest)} ms (a hundred at once take ${Math.ceil(slack)} ms when nothing is wrong); ` +
        `first success ${Math.ceil(back)} ms after`,
    );
  },
  60_000,
);

test("P8 4.4 PostgreSQL refuses connections: 503 at once, and healed", async () => {
  proxy.mode = "refuse";
  proxy.reset();
  const answers = await wave(100);
  expect(tally(answers.map(kindOf))).toEqual({ "503 temporarily_unavailable": 100 });
  expect(await healed()).toBeLessThan(2000 + slack);
});

test.each(["commit-lost", "commit-cut"] as const)(
  "P1 P2 P4 4.4 4.9 reset in the middle of COMMIT (%s): nothing is issued twice, a refresh is recovered, a spent code ends",
  async (mode) => {
    const codes = await premadeCodes(server, app, rounds);
    const families = await premadeRefreshTokens(server, app, Math.min(rounds, 100));
    const cutsBefore = proxy.cuts;
    const first: Answer[] = [];
    for (let from = 0; from < rounds; from += 20) {
      // Half of the way all is well, and half of it every COMMIT is cut.
      proxy.mode = (from / 20) % 2 === 0 ? mode : "pass";
      first.push(...(await many(20, 20, (n) => redeemAt(calls, app, codes[from + n] ?? ""))));
    }
    proxy.mode = mode;
    const rotated = await many(families.length, 20, (n) => refresh(families[n]?.token ?? ""));
    await healed();
    const { store } = server.gatehouse;
    const second = await many(rounds, 16, (n) => redeemAt(calls, app, codes[n] ?? ""));
    let [ended, repeated] = [0, 0];
    for (const [n, code] of codes.entries()) {
      const kinds = [first[n], second[n]].map((answer) => kindOf(answer as Answer));
      // Once at most, whatever was lost in between.
      expect(kinds.filter((kind) => kind === "200").length).toBeLessThanOrEqual(1);
      expect(["200", "503 temporarily_unavailable"]).toContain(kinds[0]);
      expect(["200", "400 invalid_grant"]).toContain(kinds[1]);
      const row = await store.codes.find(secretHash(code));
      expect(row?.redeemedAt).not.toBeNull();
      const family = await store.families.find(row?.familyId ?? "");
      // Whoever asks twice with a spent code ends what it gave; only who asked once keeps it.
      expect(family?.revokedAt === null).toBe(kinds[1] === "200");
      if (kinds[0] !== "200" && kinds[1] !== "200") ended++;
      if (kinds[0] !== "200" && kinds[1] === "200") repeated++;
    }
    const again = await many(families.length, 16, (n) => refresh(families[n]?.token ?? ""));
    expect(tally(again.map(kindOf))).toEqual({ "200": families.length });
    for (const [n, { familyId }] of families.entries()) {
      const answer = rotated[n] as Answer;
      if (answer.status === 200) expect(again[n]?.json["refresh_token"]).toBe(answer.json["refresh_token"]);
      expect(await store.families.find(familyId)).toMatchObject({ generation: 2, revokedAt: null });
    }
    const cuts = proxy.cuts - cutsBefore;
    expect(cuts).toBeGreaterThan(0);
    // The two ways of a cut are what they say: work that is done and unheard, or work that was never done.
    if (mode === "commit-lost") expect(ended).toBeGreaterThan(0);
    else expect(repeated).toBeGreaterThan(0);
    expect(await broken(server)).toEqual([]);
    report(
      `reset in the middle of COMMIT (${mode})`,
      `${rounds} codes and ${families.length} refreshes, ${cuts} connections reset: 0 issued twice; ${ended} codes spent unheard and ended, ` +
        `${repeated} codes asked again that worked, every refresh recovered with one successor; 0 violations of I1–I8`,
    );
  },
  120_000,
);
