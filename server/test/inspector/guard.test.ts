/** Mistakes at the API: the guard tells of them, and the app's developers see cause and fix; calls are counted. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGuard, type Guard, type RouteRule } from "@gatehouse/guard";
import { listMilestones, readFunnel, readUsage, readVersions } from "../../src/desk/operations/events.ts";
import { perform } from "../../src/desk/perform.ts";
import { startServer, type AppOptions, type TestApp, type TestServer } from "../support/server.ts";
import { basic, JSON_TYPE, post, wire, type Answer } from "../support/wire.ts";
import { eventsOf, memberOf, seen } from "./watching.ts";

let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server.close());

const routes: readonly RouteRule[] = [
  { method: "GET", path: "/bookings", scopes: ["bookings:read"] },
  { method: "POST", path: "/bookings", scopes: ["bookings:create"] },
  { method: "GET", path: "/me", scopes: ["bookings:read"], person: true },
];

/** Calls an API behind a guard; what the guard tells has arrived when this resolves. */
async function call(
  tokenOf: string,
  { method = "GET", url = "/bookings", headers = {}, audience = server.api.identifier } = {},
): Promise<Guard> {
  const told: Promise<Response>[] = [];
  const guard = createGuard({
    issuer: server.issuer,
    audience,
    introspection: server.api,
    routes,
    report: true,
    versions: {
      default: "2",
      list: [
        { version: "1", status: "retired" },
        { version: "2", status: "stable" },
      ],
    },
    now: () => server.clock.now(),
    fetch: (input, init) => {
      const answer = fetch(input, init);
      if (typeof input === "string" && input.endsWith("/decisions")) told.push(answer);
      return answer;
    },
  });
  await guard.check({
    method,
    url,
    headers: new Headers({ ...(tokenOf === "" ? {} : { authorization: `Bearer ${tokenOf}` }), ...headers }),
  });
  guard.close();
  for (const answer of told) expect((await answer).status).toBe(200);
  return guard;
}

async function machineToken(app: TestApp, scope = "bookings:read"): Promise<string> {
  const { client_id, client_secret } = app;
  const answer = await post(server, "/oauth/token", {
    grant_type: "client_credentials",
    client_id,
    client_secret,
    scope,
  });
  return String(answer.json["access_token"]);
}

type Mistake = readonly [
  what: string,
  refusal: string,
  words: RegExp,
  make: (token: string) => Promise<unknown>,
  app?: AppOptions,
];

const mistakes: readonly Mistake[] = [
  [
    "a scope is missing",
    "insufficient_scope",
    /needs: bookings:create/,
    (token) => call(token, { method: "POST" }),
  ],
  [
    "a machine where a person is needed",
    "person_required",
    /acts for a person/,
    (token) => call(token, { url: "/me" }),
  ],
  [
    "the token of another API",
    "wrong_audience",
    /another API/,
    (token) => call(token, { audience: "https://other.example" }),
  ],
  [
    "an expired token",
    "token_expired",
    /has expired/,
    (token) => {
      server.clock.advance(3_700_000);
      return call(token);
    },
  ],
  [
    "a token in the address",
    "token_in_query",
    /in the address/,
    (token) => call("", { url: `/bookings?access_token=${token}` }),
  ],
  [
    "a retired version",
    "version_retired",
    /been retired/,
    (token) => call(token, { headers: { "x-version": "1" } }),
  ],
  [
    "a version that is none",
    "version_unknown",
    /no such version/,
    (token) => call(token, { headers: { "x-version": "9" } }),
  ],
  [
    "a token of test at the live API",
    "wrong_environment",
    /test token/,
    (token) => call(token),
    { environment: "test" },
  ],
  [
    "a token that was changed",
    "untrusted_signature",
    /signature does not fit/,
    (token) => call(`${token.slice(0, -8)}AAAAAAAA`),
  ],
];

describe("the inspector says what went wrong at the API", () => {
  test.for(mistakes)("%s: %s", async ([, refusal, words, make, options = {}]) => {
    const app = await server.addApp(options);
    await make(await machineToken(app));
    const event = await seen(server, app, refusal);
    expect(event).toMatchObject({ kind: "guard", outcome: "refused" });
    expect(event.diagnosis?.cause).toMatch(words);
    expect(JSON.stringify(event)).not.toContain("eyJ");
  });

  test("a call that is let in: counted by route and version, and the first one is a milestone", async () => {
    const app = await server.addApp();
    await call(await machineToken(app));
    const event = await seen(server, app, null, { kind: "guard" });
    expect(event).toMatchObject({ kind: "guard", route: "GET /bookings", facts: { version: "2" } });
    const { desk, recorder } = server.gatehouse;
    await recorder.flush();
    const member = memberOf("org_1");
    const { items } = await perform(readUsage, desk, member, { app: app.appId });
    expect(items.map(({ kind, name, version, count }) => [kind, name, version, count])).toEqual(
      expect.arrayContaining([
        ["token", "client_credentials", "", 1],
        ["call", "GET /bookings", "2", 1],
      ]),
    );
    const reached = await perform(listMilestones, desk, member, { organisation: "org_1" });
    expect(
      reached.items.filter(({ app_id }) => app_id === app.appId).map(({ milestone }) => milestone),
    ).toEqual(expect.arrayContaining(["first_token", "first_200"]));
    const staff = { ...member, staff: "reviewer" as const };
    const versions = await perform(readVersions, desk, staff, {});
    expect(versions.items).toContainEqual(
      expect.objectContaining({ version: "2", app_id: app.appId, calls: 1, environment: "live" }),
    );
    const { items: steps } = await perform(readFunnel, desk, staff, {});
    const step = steps.find((one) => one.step === "first_200");
    expect(step?.count).toBe(1);
    expect(step?.median_seconds).toEqual(expect.any(Number));
  });
});

const tell = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  wire(server, {
    path: "/oauth/decisions",
    headers: {
      "content-type": JSON_TYPE,
      authorization: basic(server.api.client_id, server.api.client_secret),
      ...headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const decision = (client_id: string) => ({
  client_id,
  reason: null,
  method: "GET",
  route: "/x",
  scopes: [],
  version: null,
  count: 1,
});

describe("who may tell of calls", () => {
  test("an API with its own secret, and nobody else", async () => {
    const app = await server.addApp();
    const body = { decisions: [decision(app.client_id)] };
    expect((await tell(body, { authorization: basic(server.api.client_id, "wrong") })).status).toBe(401);
    expect((await tell(body, { authorization: basic(app.client_id, app.client_secret) })).status).toBe(401);
    expect((await tell(body, { authorization: "" })).status).toBe(401);
    expect((await tell("{")).json["error"]).toBe("invalid_request");
    expect((await tell({ decisions: "x" })).status).toBe(400);
    expect((await tell(body, { "content-type": "text/plain" })).status).toBe(415);
    expect((await tell(body)).json).toEqual({ taken: 1 });
  });

  test("PO-01 an API tells nothing of the clients of another API, and nothing that is not as a guard writes it", async () => {
    await server.gatehouse.store.registry.createResource({
      id: "api_other",
      identifier: "https://other.example",
      name: "Other",
      introspectionSecretHash: server.gatehouse.ports.secretDigest("other"),
    });
    const app = await server.addApp();
    await tell({ decisions: [decision(app.client_id)] }, { authorization: basic("api_other", "other") });
    await tell({ decisions: [null, 1, {}, { ...decision(app.client_id), reason: "made_up" }] });
    expect(await eventsOf(server, app)).toEqual([]);
    await tell({
      decisions: [{ ...decision(app.client_id), route: "/\n<b>", version: "\u0000", count: -5, extra: "x" }],
    });
    expect(await eventsOf(server, app)).toMatchObject([{ route: null, facts: { count: 1 } }]);
  });
});
