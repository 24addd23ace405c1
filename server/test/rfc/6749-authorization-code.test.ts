/** RFC 6749 §4.1.3, §4.1.4 — the code grant: what a code is bound to, that it works once, and what a replay ends. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { s256, getCode, introspect, postToken, redeem, refresh, verifier } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
let other: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp({ settings: { refresh_token: "always", access_token_profile: "opaque" } });
  other = await server.addApp();
});
afterAll(() => server.close());

type Fields = Record<string, string | null>;
const exchange = (code: string, extra: Fields = {}, as: TestApp = app) =>
  postToken(server, {
    grant_type: "authorization_code",
    client_id: as.client_id,
    client_secret: as.client_secret || null,
    redirect_uri: as.redirect_uri,
    code,
    ...extra,
  });
const challenged = { code_challenge: s256(), code_challenge_method: "S256" };
const proven = { code_verifier: verifier };
const refused = { status: 400, json: { error: "invalid_grant" } };

describe("RFC 6749 §4.1.4 the answer", () => {
  test("AC-01 AC-11 a code gives a token, its scope always said", async () => {
    const answer = await exchange(await getCode(server, app, { scope: "bookings:read profile:read" }));
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ token_type: "Bearer", scope: "bookings:read profile:read" });
    expect(await introspect(server, String(answer.json["access_token"]))).toMatchObject({
      active: true,
      sub: server.person.id,
      client_id: app.client_id,
    });
  });

  test("AC-10 scope at the token endpoint is ignored in this grant: what was granted is what there is", async () => {
    for (const scope of ["bookings:create", "unknown", 'a"b']) {
      const answer = await exchange(await getCode(server, app), { scope });
      expect(answer).toMatchObject({ status: 200, json: { scope: "bookings:read" } });
    }
  });

  test.each([
    ["offline_access", "bookings:read", false],
    ["offline_access", "bookings:read offline_access", true],
    ["always", "bookings:read", true],
    ["never", "bookings:read offline_access", false],
  ] as const)("AC-12 policy %s and scope %s: refresh token %s", async (refresh_token, scope, given) => {
    const one = await server.addApp({ settings: { refresh_token } });
    const tokens = await redeem(server, one, await getCode(server, one, { scope }));
    expect(tokens.refresh_token !== undefined).toBe(given);
  });

  test("AC-12 an app without the refresh grant gets no refresh token, whatever was allowed", async () => {
    const one = await server.addApp({
      grant_types: ["authorization_code"],
      settings: { refresh_token: "always" },
    });
    const code = await getCode(server, one, { scope: "bookings:read offline_access" });
    expect(await redeem(server, one, code)).not.toHaveProperty("refresh_token");
  });
});

describe("RFC 6749 §4.1.2 a code works once", () => {
  test("AC-02 the second redemption is invalid_grant, at once and after 30 seconds", async () => {
    const code = await getCode(server, app);
    expect((await exchange(code)).status).toBe(200);
    expect(await exchange(code)).toMatchObject(refused);
    server.clock.advance(30_000);
    expect(await exchange(code)).toMatchObject(refused);
    server.clock.advance(300_000);
    expect(await exchange(code)).toMatchObject(refused);
  });

  test("AC-03 a valid replay ends every token of that code, refreshed ones too", async () => {
    const code = await getCode(server, app);
    const first = await redeem(server, app, code);
    const second = (await refresh(server, app, first.refresh_token ?? "")).json;
    const elsewhere = await redeem(server, app, await getCode(server, app));
    expect(await exchange(code)).toMatchObject(refused);
    for (const token of [first.access_token, String(second["access_token"])])
      expect(await introspect(server, token)).toEqual({ active: false });
    expect(await refresh(server, app, String(second["refresh_token"]))).toMatchObject(refused);
    // Another code of the same person and app is another matter.
    expect(await introspect(server, elsewhere.access_token)).toMatchObject({ active: true });
  });

  test("AC-03 a valid replay ends JWTs too, for whoever asks", async () => {
    const one = await server.addApp();
    const code = await getCode(server, one);
    const { access_token } = await redeem(server, one, code);
    expect(await introspect(server, access_token)).toMatchObject({ active: true });
    await exchange(code, {}, one);
    expect(await introspect(server, access_token)).toEqual({ active: false });
  });

  test("AC-04 a replay that proves nothing ends nothing (OAuth 2.1 §7.5.2)", async () => {
    // Its own app: whoever has used S256 must go on using it.
    const one = await server.addApp({ settings: { access_token_profile: "opaque" } });
    const code = await getCode(server, one, challenged);
    const { access_token } = await redeem(server, one, code, proven);
    const invalid: [Fields, TestApp?][] = [
      [{ code_verifier: "w".repeat(43) }],
      [{ code_verifier: null }],
      [{ code_verifier: "short" }],
      [{ ...proven, client_secret: "wrong" }],
      [{ ...proven, redirect_uri: "https://app.example/other" }],
      [{ ...proven, redirect_uri: null }],
      [proven, other],
    ];
    for (const [fields, as] of invalid) {
      expect((await exchange(code, fields, as ?? one)).status).toBeGreaterThanOrEqual(400);
      expect(await introspect(server, access_token)).toMatchObject({ active: true });
    }
    await exchange(code, proven, one);
    expect(await introspect(server, access_token)).toEqual({ active: false });
  });
});

describe("RFC 6749 §4.1.3 what a code is bound to", () => {
  test("AC-06 a code dies at its end, not before", async () => {
    const dead = await getCode(server, app);
    const alive = await getCode(server, app);
    server.clock.advance(59_999);
    expect((await exchange(alive)).status).toBe(200);
    server.clock.advance(1);
    expect(await exchange(dead)).toMatchObject(refused);
  });

  test("AC-07 another client's code is invalid_grant, and its owner can still redeem it", async () => {
    const code = await getCode(server, app);
    expect(await exchange(code, {}, other)).toMatchObject(refused);
    expect((await exchange(code)).status).toBe(200);
  });

  test("AC-08 redirect_uri must be the one that was sent, character by character", async () => {
    const code = await getCode(server, app);
    for (const redirect_uri of [
      null,
      "",
      "https://app.example/cb/",
      "https://app.example/CB",
      "HTTPS://app.example/cb",
    ])
      expect(await exchange(code, { redirect_uri })).toMatchObject(refused);
    expect((await exchange(code)).status).toBe(200);
  });

  test("AC-08 one that was not sent may be left out, or be the registered one, and nothing else", async () => {
    const sentNone = { redirect_uri: null };
    expect((await exchange(await getCode(server, app, sentNone), sentNone)).status).toBe(200);
    expect((await exchange(await getCode(server, app, sentNone))).status).toBe(200);
    const code = await getCode(server, app, sentNone);
    expect(await exchange(code, { redirect_uri: "https://app.example/other" })).toMatchObject(refused);
  });

  test("AC-09 a public client must name itself", async () => {
    const open = await server.addApp({
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code"],
    });
    const code = await getCode(server, open, challenged);
    expect(await exchange(code, { ...proven, client_id: null }, open)).toMatchObject({
      status: 401,
      json: { error: "invalid_client" },
    });
    expect((await exchange(code, proven, open)).status).toBe(200);
  });

  test("AC-13 a code is dead when consent, person or client are gone meanwhile", async () => {
    const { store } = server.gatehouse;
    const person = await server.addPerson("grace");
    const now = server.clock.now();

    const one = await server.addApp();
    const withdrawn = await getCode(server, one, {}, person);
    const consent = (await store.consents.list(person.id)).find((row) => row.client_id === one.client_id);
    await store.consents.withdraw(consent?.id ?? "", person.id, now);
    expect(await exchange(withdrawn, {}, one)).toMatchObject(refused);

    const disabled = await getCode(server, one, {}, person);
    await store.people.disable(person.id, now);
    expect(await exchange(disabled, {}, one)).toMatchObject(refused);
    await store.people.enable(person.id);
    expect(await exchange(disabled, {}, one)).toMatchObject(refused);

    const suspended = await getCode(server, one, {}, person);
    await store.registry.disableClient(one.client_id, now);
    expect(await exchange(suspended, {}, one)).toMatchObject({ status: 401 });
    await store.registry.enableClient(one.client_id);
    expect(await exchange(suspended, {}, one)).toMatchObject(refused);
  });

  test("AC-14 a code that was changed in any way is invalid_grant and spends nothing", async () => {
    const code = await getCode(server, app);
    const changed = [
      code.slice(0, -1),
      code.slice(1),
      `${code}x`,
      ` ${code}`,
      `${code} `,
      `${code}\n`,
      code.toUpperCase(),
      code.toLowerCase(),
      code.replace("_live_", "_test_"),
      code.replace("ghc", "gha"),
      `${code.slice(0, 20)}${code[20] === "a" ? "b" : "a"}${code.slice(21)}`,
      "x",
      `ghc_live_${"A".repeat(52)}0000000`,
    ];
    for (const one of changed) expect(await exchange(one), one).toMatchObject(refused);
    expect((await exchange(code)).status).toBe(200);
  });

  test("AC-15 what can be refused is refused before the code is spent", async () => {
    const code = await getCode(server, app);
    expect(await exchange(code, { resource: "https://elsewhere.example" })).toMatchObject({
      status: 400,
      json: { error: "invalid_target" },
    });
    expect((await exchange(code, { resource: server.api.identifier })).status).toBe(200);
  });

  test("AC-16 a code is stored as its digest and never logged", async () => {
    const code = await getCode(server, app);
    await exchange(code);
    const rows = await server.gatehouse.store.engine.read.selectFrom("codes").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(JSON.stringify(server.lines)).not.toContain(code);
  });
});
