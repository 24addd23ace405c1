/** RFC 6749 §4.1.2 — one code, ten thousand redemptions, two nodes on one database. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "../../src/store/invariants.ts";
import { secretHash } from "../../src/oauth/tokens/secret-token.ts";
import { full, report, since } from "../support/figures.ts";
import { introspect } from "../support/flow.ts";
import { caller, kindOf, many, tally, type Answer, type Caller } from "../support/load.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { premadeCodes } from "../support/premade.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

/** On SQLite it is quick enough for every run. */
const times = full() || process.env["GATEHOUSE_TEST_ENGINE"] !== "postgres" ? 10_000 : 2_000;
const pairsOf = full() ? 10_000 : 1_000;
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

const redeem = (code: string, node: number): Promise<Answer> =>
  (callers[node % 2] as Caller).post("/oauth/token", {
    grant_type: "authorization_code",
    client_id: app.client_id,
    client_secret: app.client_secret,
    redirect_uri: app.redirect_uri,
    code,
  });

const broken = async (): Promise<unknown> =>
  (await checkInvariants(server.gatehouse.store.engine, Date.now())).filter((one) => !one.ok);

test(`AC-05 P1 ${told(times)} redemptions of one code over two nodes: one 200, the others invalid_grant, one family (RFC 6749 §4.1.2)`, async () => {
  const { store } = server.gatehouse;
  const [code = ""] = await premadeCodes(server, app, 1);
  const started = performance.now();
  const answers = await many(times, 64, (n) => redeem(code, n));
  const took = since(started);
  expect(tally(answers.map(kindOf)), nodes.flatMap((node) => node.errors()).join("\n")).toEqual({
    "200": 1,
    "400 invalid_grant": times - 1,
  });
  const stored = await store.codes.find(secretHash(code));
  const families = await store.engine.read.selectFrom("families").selectAll().execute();
  expect(families.map((row) => row.id)).toEqual([stored?.familyId]);
  const tokens = await store.engine.read.selectFrom("opaque_tokens").select("family_id").execute();
  expect(tokens.map((row) => row.family_id)).toEqual([stored?.familyId]);
  // The replays proved themselves, so somebody else has the code: nothing that it gave may live (RFC 6749 §4.1.2).
  expect(families[0]?.revoked_at).not.toBeNull();
  const winner = answers.find((answer) => answer.status === 200);
  expect(await introspect(server, String(winner?.json["access_token"]))).toEqual({ active: false });
  const refused = await callers[0]?.post("/oauth/token", {
    grant_type: "refresh_token",
    client_id: app.client_id,
    client_secret: app.client_secret,
    refresh_token: String(winner?.json["refresh_token"]),
  });
  expect([refused?.status, refused?.json["error"]]).toEqual([400, "invalid_grant"]);
  expect(await broken()).toEqual([]);
  expect(nodes.flatMap((node) => node.errors())).toEqual([]);
  report(
    "one code, 10,000 redemptions, 2 nodes",
    `1 × 200, ${told(times - 1)} × invalid_grant, 0 × 5xx, 1 family, 1 token; ${took}`,
  );
}, 600_000);

test(`P1 ${told(pairsOf)} codes, each sent to both nodes at once: each works exactly once`, async () => {
  const codes = await premadeCodes(server, app, pairsOf);
  const started = performance.now();
  const pairs = await many(codes.length, 32, (n) =>
    Promise.all([0, 1].map((node) => redeem(codes[n] ?? "", node))),
  );
  const took = since(started);
  expect(tally(pairs.map((pair) => pair.map(kindOf).toSorted().join(" + ")))).toEqual({
    "200 + 400 invalid_grant": pairsOf,
  });
  expect(await broken()).toEqual([]);
  report(
    "10,000 codes, each to both nodes at once",
    `${told(pairsOf)} × (one 200 and one invalid_grant); ${took}`,
  );
}, 600_000);
