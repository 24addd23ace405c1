/** TK-24 — a client secret is rotated while two nodes are in full use: no call fails for it, and the end is the end on both. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { addSecret, endSecret } from "../../src/desk/operations/clients.ts";
import { perform } from "../../src/desk/perform.ts";
import { newClientSecret } from "../../src/oauth/clients/register.ts";
import { callerOf } from "../desk/world.ts";
import { full, report } from "../support/figures.ts";
import { caller, kindOf, many, tally, type Answer, type Caller } from "../support/load.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { steady } from "../support/rate.ts";
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
  expect(await store.registry.addSecret(app.client_id, secret, { othersEndAt: Date.now() + graceMs })).toBe(
    true,
  );
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

test("TK-24 rolled in the portal with overlap at 500 requests a second: no call fails, with the old secret or the new one", async () => {
  // A little more than 500: a timer on a busy machine skips a few.
  const [perSecond, rolls] = full() ? [560, 20] : [100, 3];
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  const admin = await callerOf(server, await server.addPerson("roller"), { staff: "admin" });
  const { desk } = server.gatehouse;
  let [old, fresh] = [app.client_secret, app.client_secret];
  const underWay = new Map<string, number>();
  const load = steady(perSecond, async (n) => {
    const secret = n % 2 === 0 ? old : fresh;
    underWay.set(secret, (underWay.get(secret) ?? 0) + 1);
    const answer = await ask(secret, n);
    underWay.set(secret, (underWay.get(secret) ?? 0) - 1);
    return answer;
  });
  let before: { id: string; secret: string } | null = null;
  for (let roll = 0; roll < rolls; roll++) {
    const { client_id } = app;
    const made = await perform(addSecret, desk, admin, {
      client_id,
      label: `roll ${roll}`,
      overlap_seconds: 600,
    });
    [old, fresh] = [fresh, made.client_secret];
    // Half a second of load on both; then nobody sends the older one any more, and it is taken out.
    const seen = load.samples.length;
    await expect.poll(() => load.samples.length - seen, { timeout: 20_000 }).toBeGreaterThan(perSecond / 2);
    const leaving = before;
    [old] = [fresh];
    if (leaving !== null) {
      await expect.poll(() => underWay.get(leaving.secret) ?? 0, { timeout: 20_000 }).toBe(0);
      await perform(endSecret, desk, admin, { secret: leaving.id });
    }
    before = { id: made.id, secret: made.client_secret };
  }
  const samples = await load.stop();
  const [first, last] = [samples[0], samples.at(-1)];
  const seconds = ((last?.ended ?? 0) - (first?.began ?? 0)) / 1000;
  expect(tally(samples.map(({ answer }) => kindOf(answer)))).toEqual({ "200": samples.length });
  report(
    "secret rolled with overlap under load, 2 nodes",
    `${samples.length.toLocaleString("en")} × 200 at ${Math.round(samples.length / seconds)} a second, ${rolls} rolls, 0 failed`,
  );
}, 120_000);

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
