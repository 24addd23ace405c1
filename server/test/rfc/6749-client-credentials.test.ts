/** RFC 6749 §4.4 — client_credentials: an app on its own behalf. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGuard } from "@gatehouse/guard";
import { metadataTroubles } from "../../src/oauth/clients/register.ts";
import { decodeJwt } from "../support/flow.ts";
import { startServer, type AppOptions, type TestApp, type TestServer } from "../support/server.ts";
import { JSON_TYPE, post, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp();
});
afterAll(() => server.close());

const grant = { grant_type: "client_credentials" };
const ask = (as: TestApp, fields: Record<string, string> = {}): Promise<Answer> =>
  post(server, "/oauth/token", {
    ...grant,
    client_id: as.client_id,
    client_secret: as.client_secret,
    ...fields,
  });
const claimsOf = (answer: Answer) => decodeJwt(String(answer.json["access_token"])).claims;

describe("RFC 6749 §4.4 who and what", () => {
  test("CC-01 a public client may not use it, and cannot be registered for it", async () => {
    const open = await server.addApp({ application_type: "browser", token_endpoint_auth_method: "none" });
    const answer = await post(server, "/oauth/token", { ...grant, client_id: open.client_id });
    expect(answer).toMatchObject({ status: 400, json: { error: "unauthorized_client" } });
    const resource = await server.gatehouse.store.resources.find(server.api.identifier);
    if (resource === null) throw new Error("no resource");
    const troubles = metadataTroubles(
      {
        client_name: "x",
        application_type: "browser",
        token_endpoint_auth_method: "none",
        grant_types: ["client_credentials"],
        redirect_uris: [],
        scopes: [],
      },
      resource,
    );
    expect(troubles.map((trouble) => trouble.field)).toContain("grant_types");
  });

  test.each(["offline_access", "always", "never"] as const)(
    "CC-02 no refresh token and no id_token, policy %s (RFC 6749 §4.4.3)",
    async (refresh_token) => {
      const one = await server.addApp({ settings: { refresh_token } });
      const { json } = await ask(one);
      expect(Object.keys(json).sort()).toEqual(["access_token", "expires_in", "scope", "token_type"]);
    },
  );

  test("CC-03 a form and a JSON body mean the same, answer for answer", async () => {
    const { client_id, client_secret } = app;
    const bodies: Record<string, string>[] = [
      { ...grant, client_id, client_secret },
      { ...grant, client_id, client_secret, scope: "bookings:create" },
      { ...grant, client_id, client_secret, scope: "unknown" },
      { ...grant, client_id, client_secret, scope: 'a"b' },
      { ...grant, client_id, client_secret, resource: "https://x.example" },
      { ...grant, client_id, client_secret: "wrong" },
      { ...grant, client_id },
      { client_id, client_secret },
      { grant_type: "password", client_id, client_secret },
      { ...grant, client_id, client_secret, scope: "", extra: "é€😀+%20&=" },
    ];
    for (const body of bodies) {
      const asForm = await post(server, "/oauth/token", body);
      const asJson = await wire(server, {
        body: JSON.stringify(body),
        headers: { "content-type": JSON_TYPE },
      });
      const { access_token: left, ...form } = asForm.json;
      const { access_token: right, ...json } = asJson.json;
      expect(asJson.status).toBe(asForm.status);
      expect(json).toEqual(form);
      expect(typeof right).toBe(typeof left);
    }
  });

  test("CC-04 scopes: all that were assigned by default, unknown refused, those that need a person dropped", async () => {
    expect((await ask(app)).json["scope"]).toBe("bookings:read bookings:create");
    expect((await ask(app, { scope: "bookings:create" })).json["scope"]).toBe("bookings:create");
    // profile:read needs a person, offline_access means nothing without one.
    const dropped = await ask(app, { scope: "bookings:read profile:read offline_access" });
    expect(dropped.json["scope"]).toBe("bookings:read");
    for (const scope of ["unknown", "bookings:delete", "bookings:read unknown"])
      expect(await ask(app, { scope })).toMatchObject({ status: 400, json: { error: "invalid_scope" } });
  });
});

describe("a machine is nobody's person", () => {
  test("CC-05 sub is the client_id, said to be a client, and no person's id looks like one", async () => {
    const claims = claimsOf(await ask(app));
    expect(claims).toMatchObject({ sub: app.client_id, client_id: app.client_id, sub_type: "client" });
    expect(app.client_id).toMatch(/^live_[0-9a-f]{32}$/);
    const people = await server.gatehouse.store.people.list();
    for (const person of people) {
      expect(person.id).toMatch(/^usr_/);
      expect(person.id).not.toBe(claims["sub"]);
    }
  });

  test("CC-05 a Passport machine token has an empty sub and the app's service account, which is no person", async () => {
    const one = await server.addApp({ settings: { access_token_profile: "passport" } });
    const claims = claimsOf(await ask(one));
    expect(claims["sub"]).toBe("");
    expect(await server.gatehouse.store.people.find(String(claims["user_id"]))).toBeNull();
  });

  test("CC-07 a client_id is made here, from randomness: no field of a registration can set it", async () => {
    const ids = new Set<string>();
    for (let count = 0; count < 20; count++) {
      const { client_id } = await server.addApp({ client_name: "usr_1", client_id: "usr_1" } as AppOptions);
      expect(client_id).toMatch(/^live_[0-9a-f]{32}$/);
      ids.add(client_id);
    }
    expect(ids.size).toBe(20);
  });
});

describe("test and live (decision 3)", () => {
  test("CC-06 a test client's token says so, is for the test twin, and a live guard refuses it", async () => {
    const tests = await server.addApp({ environment: "test" });
    expect(tests.client_id).toMatch(/^test_/);
    const answer = await ask(tests);
    expect(claimsOf(answer)).toMatchObject({ env: "test", aud: `${server.api.identifier}/test` });
    const live = createGuard({
      issuer: server.issuer,
      audience: server.api.identifier,
      routes: [{ method: "GET", path: "/bookings", scopes: ["bookings:read"] }],
      now: () => server.clock.now(),
    });
    const check = (token: unknown) =>
      live.check({
        method: "GET",
        url: "/bookings",
        headers: new Headers({ authorization: `Bearer ${String(token)}` }),
      });
    expect(await check(answer.json["access_token"])).toMatchObject({ ok: false, challenge: { status: 401 } });
    expect(await check((await ask(app)).json["access_token"])).toMatchObject({ ok: true });
  });

  test("CC-06 a Passport test token says is_test", async () => {
    const tests = await server.addApp({
      environment: "test",
      settings: { access_token_profile: "passport" },
    });
    expect(claimsOf(await ask(tests))).toMatchObject({ is_test: true });
  });
});
