/** RFC 9700 §4.14.2 — one refresh token, ten thousand refreshes, two nodes: one successor and no fork. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "../../src/store/invariants.ts";
import { full, report, since } from "../support/figures.ts";
import { introspect } from "../support/flow.ts";
import { caller, kindOf, many, tally, type Answer, type Caller } from "../support/load.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { premadeRefreshTokens } from "../support/premade.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

/** On SQLite every run can afford it. */
const times = full() || process.env["GATEHOUSE_TEST_ENGINE"] !== "postgres" ? 10_000 : 2_000;
const told = (count: number): string => count.toLocaleString("en");

let server: TestServer;
let app: TestApp;
let nodes: ServerNode[];
let callers: Caller[];

beforeAll(async () => {
  server = await startServer({ realClock: true });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  nodes = await Promise.all([startNode(server), startNode(server)]);
  callers = nodes.map((node) => caller(node.port));
});

afterAll(async () => {
  for (const one of callers) one.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
});

const refresh = (token: string, node: number): Promise<Answer> =>
  (callers[node % 2] as Caller).post("/oauth/token", {
    grant_type: "refresh_token",
    client_id: app.client_id,
    client_secret: app.client_secret,
    refresh_token: token,
  });

const broken = async (): Promise<unknown> =>
  (await checkInvariants(server.gatehouse.store.engine, Date.now())).filter((one) => !one.ok);

test(`RT-09 P2 ${told(times)} refreshes of one token over two nodes: one successor, and it lives (RFC 9700 §4.14.2)`, async () => {
  const { store } = server.gatehouse;
  const [first] = await premadeRefreshTokens(server, app, 1);
  if (first === undefined) throw new Error("no family");
  const started = performance.now();
  const answers = await many(times, 64, (n) => refresh(first.token, n));
  const took = since(started);
  expect(tally(answers.map(kindOf))).toEqual({ "200": times });
  const successors = [...new Set(answers.map((answer) => String(answer.json["refresh_token"])))];
  expect(successors).toHaveLength(1);
  const family = await store.families.find(first.familyId);
  expect(family).toMatchObject({ generation: 2, repeats: times - 1, revokedAt: null });
  // Every answer was stored before it left: one access token each, all of the one family.
  const tokens = await store.engine.read
    .selectFrom("opaque_tokens")
    .select("hash")
    .where("family_id", "=", first.familyId)
    .execute();
  expect(tokens).toHaveLength(times);
  // The one successor works, on either node; its use tells the old token from a lost answer, and that is the end.
  const next = await refresh(successors[0] ?? "", 1);
  expect(next.status).toBe(200);
  expect(await introspect(server, String(next.json["access_token"]))).toMatchObject({ active: true });
  expect(kindOf(await refresh(first.token, 0))).toBe("400 invalid_grant");
  expect(kindOf(await refresh(String(next.json["refresh_token"]), 1))).toBe("400 invalid_grant");
  expect(await introspect(server, String(next.json["access_token"]))).toEqual({ active: false });
  expect(await broken()).toEqual([]);
  expect(nodes.flatMap((node) => node.errors())).toEqual([]);
  report(
    "one refresh token, 10,000 refreshes, 2 nodes",
    `${told(times)} × 200, 1 distinct successor, generation 2, 0 × 5xx; ${took}`,
  );
}, 180_000);

test("RT-09 P2 40 families, each refreshed by 12 workers at once, ten times over: one chain each, nobody is signed out", async () => {
  const families = await premadeRefreshTokens(server, app, 40);
  const started = performance.now();
  const rounds = 10;
  await Promise.all(
    families.map(async ({ token }) => {
      let held = token;
      for (let round = 0; round < rounds; round++) {
        const answers = await Promise.all(Array.from({ length: 12 }, (_, worker) => refresh(held, worker)));
        expect(tally(answers.map(kindOf))).toEqual({ "200": 12 });
        const successors = new Set(answers.map((answer) => String(answer.json["refresh_token"])));
        expect(successors.size).toBe(1);
        [held = ""] = successors;
      }
    }),
  );
  const took = since(started);
  const { store } = server.gatehouse;
  const ends = await Promise.all(families.map(({ familyId }) => store.families.find(familyId)));
  expect(tally(ends.map((family) => `${family?.generation} ${family?.revokedAt}`))).toEqual({
    [`${rounds + 1} null`]: families.length,
  });
  expect(await broken()).toEqual([]);
  report("40 families, 12 workers each, 10 rotations", `4,800 × 200, 0 signed out, 0 forks; ${took}`);
}, 180_000);
