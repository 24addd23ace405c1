/** RFC 6749 §6, RFC 9700 §4.14.2 — refreshing: rotation bound to its successor, and the end of a family that was copied. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { basic, post } from "../support/wire.ts";
import { getCode, introspect, postToken, redeem, refresh, s256, verifier } from "../support/flow.ts";
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

const both = { scope: "bookings:read bookings:create" };
const refused = { status: 400, json: { error: "invalid_grant" } };
let first: string;
let firstAccess: string;

beforeEach(async () => {
  const tokens = await redeem(server, app, await getCode(server, app, both));
  first = tokens.refresh_token ?? "";
  firstAccess = tokens.access_token;
});

/** One step: the tokens of the answer, which must be a 200. */
async function next(token: string, extra: Record<string, string | null> = {}) {
  const answer = await refresh(server, app, token, extra);
  expect(answer.status, JSON.stringify(answer.json)).toBe(200);
  const { refresh_token, access_token, scope } = answer.json;
  return { refresh_token: String(refresh_token), access_token: String(access_token), scope };
}

describe("RFC 6749 §6 who may refresh what", () => {
  test("RT-01 a refresh gives a new access token; the one before lives on", async () => {
    const { access_token } = await next(first);
    expect(access_token).not.toBe(firstAccess);
    expect(await introspect(server, access_token)).toMatchObject({ active: true, sub: server.person.id });
    expect(await introspect(server, firstAccess)).toMatchObject({ active: true });
  });

  test("RT-02 another client's refresh token is invalid_grant and its family untouched", async () => {
    expect(await refresh(server, other, first)).toMatchObject(refused);
    expect(await introspect(server, firstAccess)).toMatchObject({ active: true });
    await next(first);
  });

  test("RT-03 a confidential client without its secret is 401 and nothing is spent", async () => {
    expect(await refresh(server, app, first, { client_secret: null })).toMatchObject({ status: 401 });
    expect(await refresh(server, app, first, { client_secret: "wrong" })).toMatchObject({ status: 401 });
    await next(first);
  });

  test("RT-04 RT-05 scope may narrow, never widen, and the refresh token keeps all of it", async () => {
    expect(await refresh(server, app, first, { scope: "bookings:read profile:read" })).toMatchObject({
      status: 400,
      json: { error: "invalid_scope" },
    });
    const narrow = await next(first, { scope: "bookings:create" });
    expect(narrow.scope).toBe("bookings:create");
    expect(await introspect(server, narrow.access_token)).toMatchObject({ scope: "bookings:create" });
    expect((await next(narrow.refresh_token)).scope).toBe(both.scope);
  });

  test("RT-06 a public client's refresh token rotates (RFC 9700 §2.2.2)", async () => {
    const open = await server.addApp({
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      settings: { refresh_token: "always" },
    });
    const code = await getCode(server, open, { code_challenge: s256(), code_challenge_method: "S256" });
    const { refresh_token = "" } = await redeem(server, open, code, { code_verifier: verifier });
    const answer = await refresh(server, open, refresh_token);
    expect(answer.status).toBe(200);
    expect(answer.json["refresh_token"]).not.toBe(refresh_token);
  });

  test("RT-14 a foreign resource is invalid_target before anything rotates (RFC 8707 §2)", async () => {
    expect(await refresh(server, app, first, { resource: "https://elsewhere.example" })).toMatchObject({
      status: 400,
      json: { error: "invalid_target" },
    });
    const { refresh_token } = await next(first, { resource: server.api.identifier });
    // One generation has passed, not two.
    expect(refresh_token.split(".")[1]).toBe("2");
  });

  test("RT-15 a refresh token is no access token: the API that asks is told nothing, its app its type", async () => {
    expect(await introspect(server, first)).toEqual({ active: false });
    const own = await post(
      server,
      "/oauth/introspect",
      { token: first },
      {
        authorization: basic(app.client_id, app.client_secret),
      },
    );
    expect(own.json).toMatchObject({ active: true, token_type: "refresh_token" });
    expect(await refresh(server, app, firstAccess)).toMatchObject(refused);
  });

  test("a refresh token that was changed in any way is invalid_grant and harms nothing", async () => {
    const [name = "", , proof = ""] = first.split(".");
    const changed = [
      first.slice(0, -1),
      `${first}x`,
      ` ${first}`,
      `${first}\n`,
      first.toUpperCase(),
      `${name}.2.${proof}`,
      `${name}.01.${proof}`,
      `${name}.0.${proof}`,
      `${name}.-1.${proof}`,
      `${name}.1e0.${proof}`,
      `${name}.999999999.${proof}`,
      `${name}.1.${proof.slice(0, -1)}${proof.endsWith("A") ? "B" : "A"}`,
      `${name.slice(0, -1)}${name.endsWith("0") ? "1" : "0"}.1.${proof}`,
      `${name}.1.${"A".repeat(43)}`,
    ];
    for (const one of changed) expect(await refresh(server, app, one), one).toMatchObject(refused);
    expect(await introspect(server, firstAccess)).toMatchObject({ active: true });
    await next(first);
  });
});

describe("RFC 9700 §4.14.2 rotation and reuse", () => {
  test("RT-10 RT-09 a lost answer is given again: the same successor, while it is unused", async () => {
    const second = await next(first);
    server.clock.advance(59_999);
    const again = await next(first);
    expect(again.refresh_token).toBe(second.refresh_token);
    expect(again.access_token).not.toBe(second.access_token);
    expect(await introspect(server, again.access_token)).toMatchObject({ active: true });
    await next(second.refresh_token);
  });

  test("RT-07 reuse after the overlap ends the family, its access tokens, and is reported", async () => {
    const second = await next(first);
    server.clock.advance(60_000);
    const reported = server.lines.length;
    expect(await refresh(server, app, first)).toMatchObject(refused);
    expect(server.lines.slice(reported)).toContainEqual(
      expect.objectContaining({ event: "refresh_reused", client_id: app.client_id }),
    );
    expect(await refresh(server, app, second.refresh_token)).toMatchObject(refused);
    for (const token of [firstAccess, second.access_token])
      expect(await introspect(server, token)).toEqual({ active: false });
  });

  test("RT-07 RT-08 once the successor was used, its predecessor ends the family even inside the overlap", async () => {
    const second = await next(first);
    const third = await next(second.refresh_token);
    expect(await refresh(server, app, first)).toMatchObject(refused);
    expect(await refresh(server, app, third.refresh_token)).toMatchObject(refused);
    expect(await introspect(server, third.access_token)).toEqual({ active: false });
  });

  test("RT-07 without an overlap every reuse ends the family", async () => {
    const strict = await server.addApp({ settings: { refresh_token: "always", refresh_overlap_seconds: 0 } });
    const tokens = await redeem(server, strict, await getCode(server, strict));
    const token = tokens.refresh_token ?? "";
    const second = await refresh(server, strict, token);
    expect(await refresh(server, strict, token)).toMatchObject(refused);
    expect(await refresh(server, strict, String(second.json["refresh_token"]))).toMatchObject(refused);
  });

  test("RT-02 RT-07 a superseded token in another client's hands ends nothing", async () => {
    const second = await next(first);
    const third = await next(second.refresh_token);
    expect(await refresh(server, other, first)).toMatchObject(refused);
    expect(await refresh(server, app, first, { client_secret: "wrong" })).toMatchObject({ status: 401 });
    await next(third.refresh_token);
  });
});

describe("the end of a family", () => {
  test("RT-11 an unused refresh token dies after its idle time; use renews it, the absolute end stays", async () => {
    const short = await server.addApp({
      settings: { refresh_token: "always", refresh_idle_seconds: 1000, refresh_absolute_seconds: 2500 },
    });
    const begin = async (): Promise<string> =>
      (await redeem(server, short, await getCode(server, short))).refresh_token ?? "";
    const idle = await begin();
    server.clock.advance(1_000_000);
    expect(await refresh(server, short, idle)).toMatchObject(refused);
    let token = await begin();
    for (const step of [1, 2]) {
      server.clock.advance(999_000);
      const answer = await refresh(server, short, token);
      expect(answer.status, `step ${step}`).toBe(200);
      token = String(answer.json["refresh_token"]);
    }
    // Near the end of the family an access token is no longer than what is left of it.
    const late = await refresh(server, short, token);
    expect(late.json["expires_in"]).toBe(502);
    server.clock.advance(502_000);
    expect(await refresh(server, short, String(late.json["refresh_token"]))).toMatchObject(refused);
  });

  test("RT-12 a scope that the app lost since is gone, from the token and for good", async () => {
    const one = await server.addApp({ settings: { refresh_token: "always" } });
    const { refresh_token = "" } = await redeem(server, one, await getCode(server, one, both));
    await server.gatehouse.store.registry.updateClient(one.client_id, { scopes: ["bookings:read"] });
    const answer = await refresh(server, one, refresh_token);
    expect(answer).toMatchObject({ status: 200, json: { scope: "bookings:read" } });
    expect(
      await refresh(server, one, String(answer.json["refresh_token"]), { scope: "bookings:create" }),
    ).toMatchObject({ status: 400, json: { error: "invalid_scope" } });
  });

  test("RT-13 person disabled, consent withdrawn or client suspended: refused, and it stays so", async () => {
    const { store } = server.gatehouse;
    const now = server.clock.now();
    const person = await server.addPerson("grace");
    const one = await server.addApp({ settings: { refresh_token: "always" } });
    const begin = async (): Promise<string> =>
      (await redeem(server, one, await getCode(server, one, {}, person))).refresh_token ?? "";

    const withdrawn = await begin();
    const consent = (await store.consents.list(person.id)).find((row) => row.client_id === one.client_id);
    await store.consents.withdraw(consent?.id ?? "", person.id, now);
    expect(await refresh(server, one, withdrawn)).toMatchObject(refused);

    const disabled = await begin();
    await store.people.disable(person.id, now);
    expect(await refresh(server, one, disabled)).toMatchObject(refused);
    await store.people.enable(person.id);
    expect(await refresh(server, one, disabled)).toMatchObject(refused);

    const suspended = await begin();
    await store.registry.disableClient(one.client_id, now);
    expect(await refresh(server, one, suspended)).toMatchObject({ status: 401 });
    await store.registry.enableClient(one.client_id);
    expect(await refresh(server, one, suspended)).toMatchObject(refused);
  });

  test("RT-04 scope with an empty value counts as absent, a malformed one is invalid_scope", async () => {
    const bad = await postToken(server, {
      grant_type: "refresh_token",
      client_id: app.client_id,
      client_secret: app.client_secret,
      refresh_token: first,
      scope: "a\\b",
    });
    expect(bad).toMatchObject({ status: 400, json: { error: "invalid_scope" } });
    expect((await next(first, { scope: "" })).scope).toBe(both.scope);
  });
});
