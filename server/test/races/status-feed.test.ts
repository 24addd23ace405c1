/** Reliability P5, RS-13 — a JWT revoked at one node, presented to a guard that listens to the other: how long it is still taken. */
import { createGuard, type Guard } from "@gatehouse/guard";
import { afterAll, beforeAll, expect, test } from "vitest";
import { full, report } from "../support/figures.ts";
import { caller, many, type Caller } from "../support/load.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { placeIn } from "../support/status.ts";

const samples = full() ? 1000 : 100;

let server: TestServer;
let app: TestApp;
let nodes: ServerNode[];
let callers: [Caller, Caller];
let guards: Guard[];

/** A guard for which `node` is the issuer. */
const guardAt = ({ origin }: ServerNode): Guard =>
  createGuard({
    issuer: server.issuer,
    audience: server.api.identifier,
    routes: [{ method: "GET", path: "/bookings", scopes: ["bookings:read"] }],
    jwks_uri: `${origin}/.well-known/jwks.json`,
    status_changes_endpoint: `${origin}/oauth/status/changes`,
    statusFeed: { onStale: "deny" },
  });

beforeAll(async () => {
  server = await startServer({ realClock: true });
  app = await server.addApp({ scopes: ["bookings:read"] });
  await machine();
  nodes = await Promise.all([startNode(server), startNode(server)]);
  const [a, b] = nodes.map((node) => caller(node.port));
  if (a === undefined || b === undefined) throw new Error("no nodes");
  callers = [a, b];
  guards = nodes.map(guardAt);
});

afterAll(async () => {
  for (const guard of guards) guard.close();
  for (const one of callers) one.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
});

async function machine(): Promise<string> {
  const { client_id, client_secret } = app;
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret });
  const answer = await fetch(`${server.origin}/oauth/token`, { method: "POST", body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function passes(guard: Guard, token: string): Promise<boolean> {
  const headers = new Headers({ authorization: `Bearer ${token}` });
  const verdict = await guard.check({ method: "GET", url: "/bookings", headers });
  if (!verdict.ok && verdict.challenge.body.reason !== "revoked_token")
    throw new Error(verdict.challenge.body.reason);
  return verdict.ok;
}

/** Milliseconds from now until the guard refuses the token, which it let through before. */
async function refused(guard: Guard, token: string): Promise<number> {
  const revoked = performance.now();
  while (await passes(guard, token)) {
    if (performance.now() - revoked > 10_000) throw new Error("the guard still lets it through");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - revoked;
}

test("RS-13 RV-08 P5 a JWT revoked at one node is refused within a second by a guard that listens to the other, however often", async () => {
  const { client_id, client_secret } = app;
  const waits = await many(samples, 4, async (n) => {
    const [at, guard] = [callers[n % 2 === 0 ? 0 : 1], guards[n % 2 === 0 ? 1 : 0]];
    if (guard === undefined) throw new Error("no guard");
    const token = await machine();
    expect(await passes(guard, token)).toBe(true);
    expect((await at.post("/oauth/revoke", { client_id, client_secret, token })).status).toBe(200);
    return refused(guard, token);
  });
  const slowest = Math.max(...waits);
  expect(slowest).toBeLessThanOrEqual(1000);
  report(
    "revoked at one node, presented to a guard that listens to the other",
    `${samples.toLocaleString("en")} samples, slowest ${Math.ceil(slowest)} ms`,
  );
}, 120_000);

test("RS-13 a message that is lost delays the news, and does not lose it", async () => {
  const token = await machine();
  const [guard] = guards;
  if (guard === undefined) throw new Error("no guard");
  expect(await passes(guard, token)).toBe(true);
  const { engine } = server.gatehouse.store;
  // As `withdraw` does it, but nobody is told.
  await engine.write(async (tx) => {
    const { seq } = await tx
      .updateTable("status_head")
      .set((eb) => ({ seq: eb("seq", "+", 1) }))
      .returning("seq")
      .executeTakeFirstOrThrow();
    const withdrawn = { first: placeIn(token).idx, count: 1, seq, expires_at: Date.now() + 3_600_000 };
    await tx.insertInto("status_withdrawn").values(withdrawn).execute();
  });
  expect(await refused(guard, token)).toBeLessThanOrEqual(2000);
});
