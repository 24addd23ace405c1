/** TK-24 — a client secret is rotated while two nodes are in full use: no call fails for it, and the end is the end on both. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { newClientSecret } from "../../src/oauth/clients/register.ts";
import { report } from "../support/figures.ts";
import { caller, kindOf, many, tally, type Answer, type Caller } from "../support/load.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
let nodes: ServerNode[];
let callers: Caller[];

beforeAll(async () => {
  server = await startServer({ realClock: true });
  nodes = await Promise.all([startNode(server), startNode(server)]);
  callers = nodes.map((node) => caller(node.port));
});

afterAll(async () => {
  for (const one of callers) one.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
});

const ask = (client_secret: string, node: number): Promise<Answer> =>
  (callers[node % 2] as Caller).post("/oauth/token", {
    grant_type: "client_credentials",
    client_id: app.client_id,
    client_secret,
    scope: "bookings:read",
  });

/** Gives the app a new secret; the others end `graceMs` from now. */
async function rotate(graceMs: number): Promise<{ id: string; text: string }> {
  const { store, ports } = server.gatehouse;
  const made = newClientSecret("live", ports);
  const { id, hash, last4 } = made;
  const secret = { id, hash, last4, label: "rotated" };
  expect(await store.registry.addSecret(app.client_id, secret, Date.now() + graceMs)).toBe(true);
  return { id, text: made.client_secret };
}

test("TK-24 with a grace, no call with the old or the new secret fails, on either node, during ten rotations", async () => {
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  let [old, fresh] = [app.client_secret, app.client_secret];
  const answers = many(1500, 32, (n) => ask(n % 3 === 0 ? old : fresh, n));
  for (let round = 0; round < 10; round++) {
    const next = await rotate(600_000);
    [old, fresh] = [fresh, next.text];
  }
  expect(tally((await answers).map(kindOf))).toEqual({ "200": 1500 });
  report("secret rotated ten times under load, 2 nodes", "1,500 × 200, 0 failed");
});

test("TK-24 without a grace, the old secret is dead on both nodes as soon as the rotation has returned", async () => {
  app = await server.addApp();
  const fresh = await rotate(0);
  const answers = await Promise.all(
    [0, 1].flatMap((node) => [ask(app.client_secret, node), ask(fresh.text, node)]),
  );
  expect(answers.map((answer) => answer.status)).toEqual([401, 200, 401, 200]);
});

test("TK-24 twenty rotations at once leave one living secret, and it is one of the twenty", async () => {
  app = await server.addApp();
  const secrets = await Promise.all(Array.from({ length: 20 }, () => rotate(0)));
  const view = await server.gatehouse.store.registry.findApp(app.appId);
  const living = view?.clients[0]?.secrets.filter(
    (secret) => secret.expiresAt === null || secret.expiresAt > Date.now(),
  );
  expect(living).toHaveLength(1);
  const winner = secrets.find((secret) => secret.id === living?.[0]?.id);
  expect((await ask(winner?.text ?? "", 0)).status).toBe(200);
  expect(nodes.flatMap((node) => node.errors())).toEqual([]);
});
