/** A number of calls holds across guards: slices, races, withdrawal, and what the person is told (AG-3, AG-4). */
import { createGuard, type Guard, type GuardOptions } from "@gatehouse/guard";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agentSettings, letIn, markReading, registerAgent } from "../support/agents.ts";
import { Browser } from "../support/browser.ts";
import { decodeJwt } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { basic, post } from "../support/wire.ts";

let server: TestServer;
const guards: Guard[] = [];

beforeAll(async () => {
  server = await startServer({ settings: agentSettings });
  await markReading(server);
});
afterAll(async () => {
  for (const guard of guards) guard.close();
  await server.close();
});

const scopes = ["bookings:read"];

function guardOf(more: Partial<GuardOptions> = {}): Guard {
  const { identifier, client_id, client_secret } = server.api;
  const guard = createGuard({
    issuer: server.issuer,
    audience: identifier,
    routes: [
      { method: "GET", path: "/bookings", scopes },
      { method: "GET", path: "/bookings/:id", scopes },
    ],
    introspection: { client_id, client_secret },
    budgets: true,
    now: () => server.clock.now(),
    ...more,
  });
  guards.push(guard);
  return guard;
}

const isSpending = (input: Parameters<typeof fetch>[0]): boolean =>
  typeof input === "string" && input.endsWith("/oauth/budget");

const away: typeof fetch = async (input, init) => {
  if (isSpending(input)) throw new TypeError("away");
  return fetch(input, init);
};

const call = (guard: Guard, token: string, path: string = "/bookings"): ReturnType<Guard["check"]> =>
  guard.check({
    method: "GET",
    url: path,
    headers: new Headers({ authorization: `Bearer ${token}` }),
  });

const agentToken = async (choices: Record<string, string>, settings = {}): Promise<string> =>
  (await letIn(server, await registerAgent(server, settings), choices)).access_token;

const spend = (budget: string, headers = basic(server.api.client_id, server.api.client_secret)) =>
  post(server, "/oauth/budget", { budget }, { authorization: headers });

describe("AG-3 a number of calls", () => {
  test("two guards, a thousand calls at once, a hundred allowed: a hundred pass", async () => {
    const token = await agentToken({ limit_calls: "100" });
    const both = [guardOf(), guardOf()];
    const verdicts = await Promise.all(
      Array.from({ length: 1000 }, (_, n) => call(both[n % 2] as Guard, token)),
    );
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(100);
    const refused = verdicts.find((verdict) => !verdict.ok);
    expect(refused).toMatchObject({
      challenge: { status: 403, body: { reason: "budget_spent", error: "insufficient_scope" } },
    });
    if (refused?.ok === false)
      expect(refused.challenge.headers["www-authenticate"]).toContain(
        "calls that the person allowed are used up",
      );
  });

  test("few trips for many calls, and a refused call costs none", async () => {
    let trips = 0;
    const counting: typeof fetch = async (input, init) => {
      if (isSpending(input)) trips += 1;
      return fetch(input, init);
    };
    const token = await agentToken({ limit_calls: "1000" });
    const guard = guardOf({ fetch: counting });
    expect((await call(guard, token, "/nowhere")).ok).toBe(false);
    expect(trips).toBe(0);
    for (let n = 0; n < 100; n++) expect((await call(guard, token)).ok).toBe(true);
    expect(trips).toBe(1);
  });

  test("a slice is a tenth of what is left, then one by one, and never more than all", async () => {
    const budget = String(decodeJwt(await agentToken({ limit_calls: "100" })).claims["budget"]);
    const slices: unknown[] = [];
    for (let n = 0; n < 60; n++) slices.push((await spend(budget)).json["granted"]);
    expect(slices.slice(0, 3)).toEqual([10, 9, 8]);
    expect(slices.reduce<number>((sum, one) => sum + Number(one), 0)).toBe(100);
    expect(slices.at(-1)).toBe(0);
  });

  test("a guard that does not count refuses it, and a guard that cannot ask does not start", async () => {
    const token = await agentToken({ limit_calls: "10" });
    expect(await call(guardOf({ budgets: false }), token)).toMatchObject({
      challenge: { status: 403, body: { reason: "budget_not_counted" } },
    });
    expect(() => createGuard({ issuer: server.issuer, audience: "x", routes: [], budgets: true })).toThrow(
      "budgets needs introspection",
    );
  });

  test("while the server is away nothing passes: 503", async () => {
    const token = await agentToken({ limit_calls: "10" });
    expect(await call(guardOf({ fetch: away }), token)).toMatchObject({ challenge: { status: 503 } });
  });

  test("what was withdrawn grants nothing, nor does another API's, nor a stranger", async () => {
    const token = await agentToken({ limit_calls: "100" });
    const { budget, client_id, sub } = decodeJwt(token).claims;
    expect((await spend(String(budget), basic("api_bookings", "wrong"))).status).toBe(401);
    expect((await spend("no-such-budget")).json).toEqual({ granted: 0, left: 0 });
    const { ports, store } = server.gatehouse;
    await store.registry.createResource({
      id: "api_other",
      identifier: "https://other.example",
      name: "Other",
      introspectionSecretHash: ports.secretDigest("s"),
    });
    expect((await spend(String(budget), basic("api_other", "s"))).json["granted"]).toBe(0);
    const consent = await ports.consents.find(String(sub), String(client_id), server.api.identifier);
    await ports.consents.withdraw(consent?.id ?? "", String(sub), server.clock.now());
    expect((await spend(String(budget))).json["granted"]).toBe(0);
  });

  test("a person or an app that is disabled spends nothing", async () => {
    const agent = await registerAgent(server);
    const budgetOf = async (): Promise<string> =>
      String(decodeJwt((await letIn(server, agent, { limit_calls: "100" })).access_token).claims["budget"]);
    const { people, registry } = server.gatehouse.store;
    const first = await budgetOf();
    expect((await spend(first)).json["granted"]).toBe(10);
    await people.disable(server.person.id, server.clock.now());
    expect((await spend(first)).json["granted"]).toBe(0);
    await people.enable(server.person.id);
    const second = await budgetOf();
    await registry.disableClient(agent.client_id, server.clock.now());
    expect((await spend(second)).json["granted"]).toBe(0);
  });

  test("an app that staff suspended spends nothing until it is lifted", async () => {
    const agent = await registerAgent(server);
    const token = (await letIn(server, agent, { limit_calls: "100" })).access_token;
    const budget = String(decodeJwt(token).claims["budget"]);
    const { clients, registry } = server.gatehouse.store;
    const appId = (await clients.find(agent.client_id))?.appId ?? "";
    expect(await registry.suspendApp(appId, "misuse", server.clock.now())).toBe(true);
    expect((await spend(budget)).json["granted"]).toBe(0);
    expect(await registry.suspendApp(appId, null, server.clock.now())).toBe(true);
    expect((await spend(budget)).json["granted"]).toBe(10);
  });

  test("allowing anew with another number ends the first: what is left of it is not there beside", async () => {
    const agent = await registerAgent(server);
    const first = decodeJwt((await letIn(server, agent, { limit_calls: "1000" })).access_token).claims[
      "budget"
    ];
    expect((await spend(String(first))).json["granted"]).toBe(100);
    const second = decodeJwt((await letIn(server, agent, { limit_calls: "10" })).access_token).claims[
      "budget"
    ];
    expect((await spend(String(first))).json["granted"]).toBe(0);
    expect((await spend(String(second))).json).toEqual({ granted: 1, left: 9 });
  });
});

describe("AG-4 what the person is told", () => {
  test("which routes, in words, how often, what is left; and the way to stop, without a script", async () => {
    const token = await agentToken({ limit_calls: "10", limit_time: "86400", limit_read_only: "yes" });
    const guard = guardOf();
    await call(guard, token, "/bookings?secret=tagged-query");
    await call(guard, token, "/bookings");
    await call(guard, token, "/bookings/tagged-id");
    guard.close();
    const { ports } = server.gatehouse;
    const { client_id, sub } = decodeJwt(token).claims;
    const consent = await ports.consents.find(String(sub), String(client_id), server.api.identifier);
    await expect.poll(async () => (await ports.permits.standing(consent?.id ?? "", 9)).left).toBe(7);

    const browser = new Browser(server.origin);
    await browser.click(await browser.open(`${server.origin}/sign-in`), "submit-login", server.person);
    const apps = await browser.open(`${server.origin}/connected-apps`);
    const path = `/connected-apps/activity?consent=${consent?.id ?? ""}`;
    expect(apps.html).toContain(path);
    const page = await browser.open(server.origin + path);
    expect(page.html).toContain("See your bookings");
    for (const text of [
      "GET /bookings/:id",
      "Calls: 3",
      "Calls: 2",
      "Calls left: 7",
      "It can only read",
      "agent.example",
    ])
      expect(page.html).toContain(text);
    for (const secret of ["tagged-query", "tagged-id", token]) expect(page.html).not.toContain(secret);
    const stopped = await browser.click(page, "stop");
    expect(stopped.url).toBe(`${server.origin}/connected-apps`);
    expect(stopped.html).not.toContain(path);
    expect(await ports.consents.find(String(sub), String(client_id), server.api.identifier)).toBeNull();
    expect((await ports.permits.standing(consent?.id ?? "", 9)).activity).toEqual([]);
  });

  test("reports of many guards at once add up, and one API's report counts nothing for another's", async () => {
    const { budget, client_id, sub } = decodeJwt(await agentToken({ limit_calls: "1000" })).claims;
    const { ports } = server.gatehouse;
    const line = { permit: String(budget), method: "GET", scope: scopes, calls: 2 };
    const lines = ["/a", "/b", "/c"].map((path) => Object.assign({ path }, line));
    const now = server.clock.now();
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        ports.permits.report(server.api.identifier, n % 2 === 0 ? lines : lines.toReversed(), now),
      ),
    );
    await ports.permits.report("https://other.example", lines, now);
    const consent = await ports.consents.find(String(sub), String(client_id), server.api.identifier);
    const { left, activity } = await ports.permits.standing(consent?.id ?? "", 9);
    expect(left).toBe(1000 - 120);
    expect(new Map(activity.map(({ path, calls }) => [path, calls]))).toEqual(
      new Map(["/a", "/b", "/c"].map((path) => [path, 40])),
    );
  });

  test("IDOR: somebody else's activity is not there", async () => {
    const token = await agentToken({});
    const { client_id, sub } = decodeJwt(token).claims;
    const { ports } = server.gatehouse;
    const consent = await ports.consents.find(String(sub), String(client_id), server.api.identifier);
    const mallory = await server.addPerson("mallory");
    const browser = new Browser(server.origin);
    await browser.click(await browser.open(`${server.origin}/sign-in`), "submit-login", mallory);
    const page = await browser.open(`${server.origin}/connected-apps/activity?consent=${consent?.id ?? ""}`);
    expect(page.url).toBe(`${server.origin}/connected-apps`);
  });
});
