/** RFC 7662 — introspection: what a token means now, told to the API it is for and the app that owns it, to nobody else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeJwt, getCode, introspect, redeem, refresh, type Tokens } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic, post, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;
let opaque: TestApp;
let other: TestApp;
/** Another API of the same server. */
const foreign = { client_id: "api_foreign", client_secret: "foreign-secret" };

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp({ settings: { refresh_token: "always" } });
  opaque = await server.addApp({ settings: { refresh_token: "always", access_token_profile: "opaque" } });
  other = await server.addApp();
  await server.gatehouse.store.registry.createResource({
    id: foreign.client_id,
    identifier: "https://foreign.example",
    name: "Foreign",
    introspectionSecretHash: server.gatehouse.ports.secretDigest(foreign.client_secret),
    scopes: [],
  });
});
afterAll(() => server.close());

type Credentials = { client_id: string; client_secret: string };
const ask = (as: Credentials, fields: Record<string, string>): Promise<Answer> =>
  post(server, "/oauth/introspect", fields, { authorization: basic(as.client_id, as.client_secret) });
const begin = async (as: TestApp = app): Promise<Tokens> => redeem(server, as, await getCode(server, as));
const inactive = { active: false };
const rewritten = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

describe("RFC 7662 §2.1 who may ask", () => {
  test("IN-01 nobody, a wrong secret, a public app: 401 with a challenge", async () => {
    const { access_token: token } = await begin();
    const open = await server.addApp({
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code"],
    });
    const answers = await Promise.all([
      post(server, "/oauth/introspect", { token }),
      post(server, "/oauth/introspect", { token, client_id: server.api.client_id }),
      post(server, "/oauth/introspect", { token, client_id: open.client_id }),
      ask({ ...server.api, client_secret: "wrong" }, { token }),
      ask({ ...foreign, client_secret: server.api.client_secret }, { token }),
      ask({ client_id: "api_nothing", client_secret: "x" }, { token }),
      ask({ ...app, client_secret: "wrong" }, { token }),
      // A token proves nothing about who asks.
      post(server, "/oauth/introspect", { token }, { authorization: `Bearer ${token}` }),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 401, json: { error: "invalid_client" } });
      expect(answer.headers["www-authenticate"]).toMatch(/^Basic /);
      expect(answer.json).not.toHaveProperty("active");
    }
  });

  test("IN-01 an API without a secret cannot be impersonated by an empty or a dashed one", async () => {
    await server.gatehouse.store.registry.createResource({
      id: "api_silent",
      identifier: "https://silent.example",
      name: "Silent",
      scopes: [],
    });
    for (const client_secret of ["", "-".repeat(43), "null"])
      expect((await ask({ client_id: "api_silent", client_secret }, { token: "x" })).status).toBe(401);
  });

  test.each(["GET", "PUT", "DELETE", "HEAD"])("IN-05 %s is 405", async (method) => {
    const answer = await wire(server, { method, path: "/oauth/introspect?token=x" });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe("POST");
  });

  test("IN-02 a missing token is invalid_request; the answer is stored nowhere", async () => {
    expect(await ask(server.api, {})).toMatchObject({ status: 400, json: { error: "invalid_request" } });
    expect((await ask(server.api, { token: "x" })).headers["cache-control"]).toBe("no-store");
  });
});

/** A machine token of a new app of this API. */
async function tokenFor(resource: string): Promise<string> {
  const { store, ports } = server.gatehouse;
  await store.registry.createApp({
    id: "app_moving",
    organisationId: "org_1",
    name: "Moving",
    application_type: "machine",
    serviceAccount: "6f2f1f4e-8f0e-4f53-9d7c-1f2e3d4c5b6b",
    clients: [
      {
        client_id: "live_moving",
        environment: "live",
        resource,
        token_endpoint_auth_method: "client_secret_post",
        grant_types: ["client_credentials"],
        redirect_uris: [],
        scopes: [],
        secrets: [{ id: "sec_moving", hash: ports.secretDigest("s"), last4: "s", label: "s" }],
      },
    ],
  });
  const fields = { grant_type: "client_credentials", client_id: "live_moving", client_secret: "s" };
  return String((await post(server, "/oauth/token", fields)).json["access_token"]);
}

describe("RFC 7662 §2.2, §4 what is told", () => {
  test("IN-02 inactive, unknown, expired: active false and nothing else, with 200", async () => {
    const one = await server.addApp({ settings: { access_token_seconds: 60 } });
    const two = await server.addApp({
      settings: { access_token_seconds: 60, access_token_profile: "opaque" },
    });
    const { access_token: jwt } = await begin(one);
    const { access_token: text } = await begin(two);
    expect(await introspect(server, jwt)).toMatchObject({ active: true });
    expect(await introspect(server, text)).toMatchObject({ active: true });
    server.clock.advance(60_000);
    const code = await getCode(server, app);
    for (const token of [jwt, text, "x", " ", "a.b.c", "ghr_live_x", code, app.client_secret, "\u{1f600}"]) {
      const answer = await ask(server.api, { token });
      expect(answer.status, token).toBe(200);
      expect(answer.json, token).toEqual(inactive);
    }
  });

  test("IN-03 an API learns nothing of another API's tokens, an app nothing of another app's", async () => {
    for (const as of [app, opaque]) {
      const { access_token: token } = await begin(as);
      expect((await ask(server.api, { token })).json).toMatchObject({ active: true });
      expect((await ask(as, { token })).json).toMatchObject({ active: true, client_id: as.client_id });
      expect((await ask(foreign, { token })).json).toEqual(inactive);
      expect((await ask(other, { token })).json).toEqual(inactive);
    }
  });

  test("IN-03 a JWT for an API's former identifier is nobody's", async () => {
    const { store, ports } = server.gatehouse;
    await store.registry.createResource({
      id: "api_moving",
      identifier: "https://before.example",
      name: "Moving",
      introspectionSecretHash: ports.secretDigest("moving"),
      scopes: [],
    });
    const before = await tokenFor("https://before.example");
    const as = { client_id: "api_moving", client_secret: "moving" };
    expect((await ask(as, { token: before })).json).toMatchObject({ active: true });
    await store.registry.moveResource("api_moving", "https://after.example");
    expect((await ask(as, { token: before })).json).toEqual(inactive);
  });

  test("IN-04 a wrong or unknown token_type_hint still finds the token", async () => {
    for (const as of [app, opaque]) {
      const { access_token, refresh_token = "" } = await begin(as);
      for (const token_type_hint of ["access_token", "refresh_token", "unknown", ""])
        for (const token of [access_token, refresh_token])
          expect((await ask(as, { token, token_type_hint })).json).toMatchObject({ active: true });
    }
  });

  test("IN-06 a refresh token tells its owner its own type and end; a superseded one is inactive", async () => {
    const { refresh_token = "" } = await begin();
    const { json } = await ask(app, { token: refresh_token });
    expect(json).toMatchObject({
      active: true,
      token_type: "refresh_token",
      exp: Math.floor(server.clock.now() / 1000) + 2_592_000,
    });
    expect(json).not.toHaveProperty("jti");
    await refresh(server, app, refresh_token);
    expect((await ask(app, { token: refresh_token })).json).toEqual(inactive);
  });

  test("IN-08 exp is there, an integer and never 0", async () => {
    for (const as of [app, opaque]) {
      const { access_token } = await begin(as);
      const { exp } = await introspect(server, access_token);
      expect(Number.isInteger(exp)).toBe(true);
      expect(Number(exp)).toBeGreaterThan(server.clock.now() / 1000);
    }
  });
});

describe("RFC 7662 §4 what is checked", () => {
  test("IN-07 signature: a JWT that was changed, or that others signed, is inactive", async () => {
    const { access_token } = await begin();
    const [header = "", claims = "", signature = ""] = access_token.split(".");
    const read = decodeJwt(access_token);
    const elsewhere = await startServer();
    const twin = await elsewhere.addApp();
    const theirs = await redeem(elsewhere, twin, await getCode(elsewhere, twin));
    await elsewhere.close();
    for (const token of [
      `${header}.${rewritten({ ...read.claims, scope: "bookings:delete" })}.${signature}`,
      `${rewritten({ ...read.header, alg: "none" })}.${claims}.`,
      `${rewritten({ ...read.header, alg: "HS256" })}.${claims}.${signature}`,
      `${header}.${claims}.`,
      `${header}.${claims}`,
      `${header}.${claims}.${signature}.x`,
      `${header}.${claims}.${signature.slice(0, -4)}`,
      `${header}.${claims}.${"A".repeat(342)}`,
      theirs.access_token,
    ])
      expect(await introspect(server, token)).toEqual(inactive);
  });

  test("IN-07 revocation, person, client and consent are looked at each time, for both kinds of token", async () => {
    const { store } = server.gatehouse;
    for (const as of [app, opaque]) {
      const person = await server.addPerson(`person-${as.client_id}`);
      const make = async (): Promise<string> =>
        (await redeem(server, as, await getCode(server, as, {}, person))).access_token;
      const revoked = await make();
      await post(server, "/oauth/revoke", { ...as, token: revoked });
      expect(await introspect(server, revoked)).toEqual(inactive);
      const withdrawn = await make();
      const consent = (await store.consents.list(person.id)).find((row) => row.client_id === as.client_id);
      await store.consents.withdraw(consent?.id ?? "", person.id, server.clock.now());
      expect(await introspect(server, withdrawn)).toEqual(inactive);
      const disabled = await make();
      await store.people.disable(person.id, server.clock.now());
      expect(await introspect(server, disabled)).toEqual(inactive);
      await store.people.enable(person.id);
      const suspended = await make();
      await store.registry.disableClient(as.client_id, server.clock.now());
      expect(await introspect(server, suspended)).toEqual(inactive);
      await store.registry.enableClient(as.client_id);
    }
  });

  test("IN-07 a machine token of a disabled client is inactive, whatever its form", async () => {
    for (const access_token_profile of ["rfc9068", "passport", "opaque"] as const) {
      const one = await server.addApp({ settings: { access_token_profile } });
      const { client_id, client_secret } = one;
      const fields = { grant_type: "client_credentials", client_id, client_secret };
      const token = String((await post(server, "/oauth/token", fields)).json["access_token"]);
      expect(await introspect(server, token)).toMatchObject({ active: true, sub_type: "client" });
      await server.gatehouse.store.registry.disableClient(client_id, server.clock.now());
      expect(await introspect(server, token)).toEqual(inactive);
    }
  });

  test("IN-09 who asks for too many unknown tokens waits; others do not, and it ends by itself", async () => {
    const one = await server.addApp();
    const { throttle } = server.gatehouse.ports;
    const limit = { count: 600, windowMs: 60_000 };
    for (let misses = 0; misses < 598; misses += 13) {
      const some = Array.from({ length: 13 }, () =>
        throttle.fail(`introspect:${one.client_id}`, limit, server.clock.now()),
      );
      await Promise.all(some);
    }
    expect((await ask(one, { token: "x" })).json).toEqual(inactive);
    const answer = await ask(one, { token: "x" });
    expect(answer.status).toBe(429);
    expect(answer.headers["retry-after"]).toBe("60");
    expect((await ask(server.api, { token: "x" })).status).toBe(200);
    server.clock.advance(60_000);
    expect((await ask(one, { token: "x" })).status).toBe(200);
  });
});
