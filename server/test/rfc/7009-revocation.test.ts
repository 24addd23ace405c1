/** RFC 7009 — revocation: the app gives a token back, and what descends from it dies too. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StoreUnavailable } from "../../src/http/trouble.ts";
import { broken, failing } from "../support/broken.ts";
import { getCode, introspect, redeem, refresh, s256, verifier, type Tokens } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic, post, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
let jwt: TestApp;
let opaque: TestApp;
let other: TestApp;
let open: TestApp;

beforeAll(async () => {
  server = await startServer();
  jwt = await server.addApp({ settings: { refresh_token: "always" } });
  opaque = await server.addApp({ settings: { refresh_token: "always", access_token_profile: "opaque" } });
  other = await server.addApp();
  open = await server.addApp({
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
    settings: { refresh_token: "always" },
  });
});
afterAll(() => server.close());

const give = (app: TestApp, fields: Record<string, string | null>): Promise<Answer> =>
  post(server, "/oauth/revoke", {
    client_id: app.client_id,
    client_secret: app.client_secret || null,
    ...fields,
  });
const begin = async (app: TestApp): Promise<Tokens> => redeem(server, app, await getCode(server, app));
/** RFC 7009 §2.2: clients ignore the body; an empty object says nothing. */
const done = { status: 200, text: "{}" };
const inactive = { active: false };

describe("RFC 7009 §2 what dies", () => {
  test("RV-01 RV-02 a refresh token dies with all access tokens of its family, JWTs and opaque ones", async () => {
    for (const app of [jwt, opaque]) {
      const first = await begin(app);
      const bystander = await begin(app);
      const second = (await refresh(server, app, first.refresh_token ?? "")).json;
      expect(await give(app, { token: String(second["refresh_token"]) })).toMatchObject(done);
      for (const token of [first.access_token, String(second["access_token"])])
        expect(await introspect(server, token)).toEqual(inactive);
      for (const token of [first.refresh_token, second["refresh_token"]])
        expect(await refresh(server, app, String(token))).toMatchObject({ status: 400 });
      expect(await introspect(server, bystander.access_token)).toMatchObject({ active: true });
    }
  });

  test("RV-02 a superseded refresh token is proof enough for its owner", async () => {
    const { refresh_token = "", access_token } = await begin(jwt);
    await refresh(server, jwt, refresh_token);
    expect(await give(jwt, { token: refresh_token })).toMatchObject(done);
    expect(await introspect(server, access_token)).toEqual(inactive);
  });

  test("RV-01 RV-03 an access token dies alone; the family goes on", async () => {
    for (const app of [jwt, opaque]) {
      const { access_token, refresh_token = "" } = await begin(app);
      expect(await give(app, { token: access_token })).toMatchObject(done);
      expect(await introspect(server, access_token)).toEqual(inactive);
      const next = await refresh(server, app, refresh_token);
      expect(await introspect(server, String(next.json["access_token"]))).toMatchObject({ active: true });
    }
  });

  test("RV-01 machine tokens of every profile can be given back", async () => {
    for (const access_token_profile of ["rfc9068", "passport", "opaque"] as const) {
      const app = await server.addApp({ settings: { access_token_profile } });
      const { client_id, client_secret } = app;
      const fields = { grant_type: "client_credentials", client_id, client_secret };
      const token = String((await post(server, "/oauth/token", fields)).json["access_token"]);
      expect(await introspect(server, token)).toMatchObject({ active: true });
      await give(app, { token });
      expect(await introspect(server, token)).toEqual(inactive);
    }
  });

  test("RV-11 a wrong or unknown hint changes nothing", async () => {
    for (const token_type_hint of ["access_token", "refresh_token", "unknown"]) {
      const { access_token, refresh_token = "" } = await begin(opaque);
      await give(opaque, { token: access_token, token_type_hint });
      expect(await introspect(server, access_token)).toEqual(inactive);
      await give(opaque, { token: refresh_token, token_type_hint });
      expect(await refresh(server, opaque, refresh_token)).toMatchObject({ status: 400 });
    }
  });
});

describe("RFC 7009 §2.1 who may", () => {
  test("RV-05 another client's token is not revoked, and nothing is told", async () => {
    for (const app of [jwt, opaque]) {
      const { access_token, refresh_token = "" } = await begin(app);
      for (const token of [access_token, refresh_token])
        expect(await give(other, { token })).toMatchObject(done);
      expect(await introspect(server, access_token)).toMatchObject({ active: true });
      expect((await refresh(server, app, refresh_token)).status).toBe(200);
    }
  });

  test("RV-06 a confidential client needs its secret; by header and body alike", async () => {
    const { access_token: token } = await begin(jwt);
    for (const client_secret of [null, "wrong"])
      expect(await give(jwt, { token, client_secret })).toMatchObject({ status: 401 });
    expect(await post(server, "/oauth/revoke", { token })).toMatchObject({ status: 401 });
    expect(await introspect(server, token)).toMatchObject({ active: true });
    const authorization = basic(jwt.client_id, jwt.client_secret);
    expect(await post(server, "/oauth/revoke", { token }, { authorization })).toMatchObject(done);
    expect(await introspect(server, token)).toEqual(inactive);
  });

  test("RV-06 a public client gives back its own by its name", async () => {
    const code = await getCode(server, open, { code_challenge: s256(), code_challenge_method: "S256" });
    const tokens = await redeem(server, open, code, { code_verifier: verifier });
    expect(await give(open, { token: tokens.refresh_token ?? "" })).toMatchObject(done);
    expect(await introspect(server, tokens.access_token)).toEqual(inactive);
  });
});

describe("RFC 7009 §2.2 answers", () => {
  test("RV-04 RV-10 unknown, mangled, expired, given back before: 200 without a word", async () => {
    const { access_token, refresh_token = "" } = await begin(opaque);
    const tokens = [
      "x",
      "a.b.c",
      " ",
      "ghr_live_x",
      "\u{1f600}",
      "-1",
      `${access_token}x`,
      access_token.slice(0, -1),
      `${refresh_token}x`,
      refresh_token.replace(".1.", ".2."),
    ];
    for (const token of tokens) expect(await give(opaque, { token }), token).toMatchObject(done);
    for (let count = 0; count < 3; count++) {
      expect(await give(opaque, { token: refresh_token })).toMatchObject(done);
      expect(await give(opaque, { token: access_token })).toMatchObject(done);
    }
    const old = await begin(jwt);
    server.clock.advance(3_600_000);
    expect(await give(jwt, { token: old.access_token })).toMatchObject(done);
  });

  test("RV-04 a refresh token of the wrong generation ends nothing unless we made it", async () => {
    const { access_token, refresh_token = "" } = await begin(opaque);
    await give(opaque, { token: refresh_token.replace(".1.", ".2.") });
    expect(await introspect(server, access_token)).toMatchObject({ active: true });
  });

  test("RV-10 many at once are as good as one", async () => {
    const { access_token, refresh_token = "" } = await begin(jwt);
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, index) =>
        give(jwt, { token: index % 2 === 0 ? refresh_token : access_token }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
    expect(await introspect(server, access_token)).toEqual(inactive);
  });

  test("RV-09 a missing or empty token is invalid_request", async () => {
    for (const token of [null, ""])
      expect(await give(jwt, { token })).toMatchObject({ status: 400, json: { error: "invalid_request" } });
  });

  test("RV-07 TK-28 when the store is away the answer is 503 with Retry-After, never 200", async () => {
    const { families, accessTokens } = server.gatehouse.ports;
    const { access_token, refresh_token = "" } = await begin(opaque);
    const away = failing(new StoreUnavailable("locked"));
    await broken(families, "revoke", away, () =>
      broken(accessTokens, "revoke", away, async () => {
        for (const token of [access_token, refresh_token]) {
          const answer = await give(opaque, { token });
          expect(answer).toMatchObject({ status: 503, json: { error: "temporarily_unavailable" } });
          expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
        }
      }),
    );
    expect(await introspect(server, access_token)).toMatchObject({ active: true });
  });

  test.each(["GET", "PUT", "HEAD"])("TK-01 %s is 405 with Allow: POST", async (method) => {
    const answer = await wire(server, { method, path: "/oauth/revoke" });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe("POST");
  });
});
