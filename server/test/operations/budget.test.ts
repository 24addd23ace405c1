/** RFC 6585 §4, draft-ietf-httpapi-ratelimit-headers-11 — a client's requests per minute, equal on all nodes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBudgets, sliceOf } from "../../src/http/limits/budgets.ts";
import { ceiling } from "../../src/http/limits/ceiling.ts";
import { testClock } from "../support/clock.ts";
import { postToken } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post } from "../support/wire.ts";

function ask(node: TestServer, app: TestApp): ReturnType<typeof postToken> {
  const { client_id, client_secret } = app;
  return postToken(node, { grant_type: "client_credentials", client_id, client_secret });
}

describe("two nodes on one database", () => {
  let folder: string;
  let nodes: [TestServer, TestServer];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "gatehouse-"));
    nodes = [await startServer({ folder }), await startServer({ folder })];
  });
  afterAll(async () => {
    for (const node of nodes) await node.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const machine = (limit: number): Promise<TestApp> =>
    nodes[0].addApp({ settings: { client_requests_per_minute: limit } });
  test("4.5 the sum of both never passes the limit, and is short of it by no more than one slice", async () => {
    const limit = 100;
    const app = await machine(limit);
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) => ask(nodes[index % 2 === 0 ? 0 : 1], app)),
    );
    const passed = answers.filter(({ status }) => status === 200).length;
    expect(passed).toBeLessThanOrEqual(limit);
    expect(passed).toBeGreaterThanOrEqual(limit - sliceOf(limit));
    expect(answers.filter(({ status }) => status !== 200 && status !== 429)).toEqual([]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get("retry-after")).toBe("60");
    expect(refused?.headers.get("ratelimit-policy")).toBe('"client";q=100;w=60');
    expect(refused?.headers.get("ratelimit")).toBe('"client";r=0;t=60');
    expect(refused?.json["error"]).toBe("temporarily_unavailable");
  });

  test("the next minute is a new one; headers say what is left and when it ends", async () => {
    const app = await machine(2);
    expect((await ask(nodes[0], app)).headers.get("ratelimit")).toBe('"client";r=1;t=60');
    for (const node of nodes) node.clock.advance(20_500);
    expect((await ask(nodes[1], app)).headers.get("ratelimit")).toBe('"client";r=0;t=40');
    for (const node of nodes) expect((await ask(node, app)).status).toBe(429);
    for (const node of nodes) node.clock.advance(39_500);
    expect((await ask(nodes[0], app)).status).toBe(200);
  });

  test("wrong secrets spend nothing of it: nobody can use up another's budget", async () => {
    const app = await machine(2);
    for (let count = 0; count < 5; count++) await ask(nodes[0], { ...app, client_secret: "wrong" });
    const answer = await ask(nodes[0], app);
    expect([answer.status, answer.headers.get("ratelimit")]).toEqual([200, '"client";r=1;t=60']);
  });

  test("a public client, whom anybody can name, has a budget for each address", async () => {
    const app = await nodes[0].addApp({
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code"],
      settings: { client_requests_per_minute: 1 },
    });
    const fields = { grant_type: "authorization_code", client_id: app.client_id, code: "x" };
    const from = async (address: string): Promise<number> =>
      (await post(nodes[0], "/oauth/token", fields, {}, { from: address })).status;
    expect(await from("127.0.0.2")).toBe(400);
    expect(await from("127.0.0.2")).toBe(429);
    expect(await from("127.0.0.3")).toBe(400);
  });

  test("introspection and revocation count too; without a limit no header is sent", async () => {
    const app = await machine(1);
    const free = await machine(0);
    const fields = { client_id: app.client_id, client_secret: app.client_secret, token: "x" };
    expect((await post(nodes[0], "/oauth/revoke", fields)).status).toBe(200);
    expect((await post(nodes[0], "/oauth/introspect", fields)).status).toBe(429);
    expect((await ask(nodes[0], free)).headers.get("ratelimit-policy")).toBeNull();
  });
});

test("one write a slice, not one a request", async () => {
  const clock = testClock();
  let taken = 0;
  let writes = 0;
  const budgets = createBudgets(
    {
      async take(_key, amount, limit, windowMs, now) {
        writes++;
        const granted = Math.min(amount, limit - taken);
        taken += granted;
        return { granted, rest: limit - taken, endsAt: now + windowMs };
      },
    },
    clock,
  );
  const heard = await Promise.all(Array.from({ length: 7000 }, () => budgets.spend("a", 6000)));
  expect(heard.filter(({ allowed }) => allowed)).toHaveLength(6000);
  expect(writes).toBe(20);
});

describe("the emergency ceiling", () => {
  test("counts an address until the minute is over, and nobody else", () => {
    const clock = testClock();
    const one = ceiling(2, clock);
    expect([one.pass("10.0.0.1"), one.pass("10.0.0.1"), one.pass("10.0.0.1")]).toEqual([0, 0, 60]);
    expect(one.pass("10.0.0.2")).toBe(0);
    clock.advance(59_000);
    expect(one.pass("10.0.0.1")).toBe(1);
    clock.advance(1_000);
    expect(one.pass("10.0.0.1")).toBe(0);
  });

  test("a /64 of IPv6 is one", () => {
    const one = ceiling(1, testClock());
    expect([one.pass("2001:db8:0:1::1"), one.pass("2001:db8:0:1:ffff::2")]).toEqual([0, 60]);
    expect(one.pass("2001:db8:0:2::1")).toBe(0);
  });
});
