/** RFC 9449 — DPoP at the authorization server: proofs, what they bind, and what becomes of bound tokens. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorizeUrl, decodeJwt, getCode, introspect, walk } from "../support/flow.ts";
import { ath, clientKey, proof, secondsOf, type ClientKey } from "../support/proofs.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;
let open: TestApp;
let key: ClientKey;
let other: ClientKey;

beforeAll(async () => {
  server = await startServer();
  key = await clientKey();
  other = await clientKey();
  const scopes = ["openid", "bookings:read", "offline_access"];
  app = await server.addApp({ scopes, settings: { refresh_token: "always" } });
  open = await server.addApp({
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
    scopes,
    settings: { refresh_token: "always", pkce: "plain_allowed" },
  });
});
afterAll(() => server.close());

const verifier = "v".repeat(43);
const challenged = { code_challenge: verifier, code_challenge_method: "plain" };

const ask = (fields: Record<string, string | null>, dpop?: string, on = server): Promise<Answer> =>
  post(on, "/oauth/token", fields, dpop === undefined ? {} : { dpop });
const machine = (dpop?: string, as = app, on = server): Promise<Answer> =>
  ask(
    { grant_type: "client_credentials", client_id: as.client_id, client_secret: as.client_secret },
    dpop,
    on,
  );
const redeem = (code: string, dpop?: string, as = open): Promise<Answer> =>
  ask(
    {
      grant_type: "authorization_code",
      client_id: as.client_id,
      client_secret: as.client_secret || null,
      redirect_uri: as.redirect_uri,
      code,
      ...(as === open ? { code_verifier: verifier } : {}),
    },
    dpop,
  );
const refresh = (refresh_token: unknown, dpop?: string, as = open): Promise<Answer> =>
  ask(
    {
      grant_type: "refresh_token",
      client_id: as.client_id,
      client_secret: as.client_secret || null,
      refresh_token: String(refresh_token),
    },
    dpop,
  );

const now = (): number => secondsOf(server);

describe("RFC 9449 §4.3 a proof", () => {
  test("DP-01 DP-03 a good one binds the token: token_type DPoP and cnf.jkt", async () => {
    const answer = await machine(await proof(server, key));
    expect(answer.json["token_type"]).toBe("DPoP");
    expect(decodeJwt(String(answer.json["access_token"])).claims["cnf"]).toEqual({ jkt: key.jkt });
  });

  const bad: [string, () => Promise<string>][] = [
    ["typ is not dpop+jwt", () => proof(server, key, {}, { typ: "JWT" })],
    ["no typ", () => proof(server, key, {}, { typ: undefined })],
    [
      "alg none",
      async () => {
        const [head = "", claims = ""] = (await proof(server, key)).split(".");
        const header = { ...(JSON.parse(Buffer.from(head, "base64url").toString()) as object), alg: "none" };
        return `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${claims}.`;
      },
    ],
    ["a private key in the header", () => proof(server, key, {}, { jwk: key.privateJwk })],
    ["no key in the header", () => proof(server, key, {}, { jwk: undefined })],
    ["a symmetric key in the header", () => proof(server, key, {}, { jwk: { kty: "oct", k: "AAAA" } })],
    ["signed by another key than that in the header", () => proof(server, key, {}, { jwk: other.publicJwk })],
    ["another method", () => proof(server, key, { htm: "GET" })],
    ["a method in lower case", () => proof(server, key, { htm: "post" })],
    ["another address", () => proof(server, key, { htu: `${server.issuer}/oauth/revoke` })],
    ["another host", () => proof(server, key, { htu: "https://elsewhere.example/oauth/token" })],
    ["no address", () => proof(server, key, { htu: undefined })],
    ["61 s old", () => proof(server, key, { iat: now() - 61 })],
    ["61 s ahead", () => proof(server, key, { iat: now() + 61 })],
    ["no iat", () => proof(server, key, { iat: undefined })],
    ["iat as text", () => proof(server, key, { iat: String(now()) })],
    ["no jti", () => proof(server, key, { jti: undefined })],
    ["jti that is no text", () => proof(server, key, { jti: 7 })],
    ["two in one header", async () => `${await proof(server, key)}, ${await proof(server, key)}`],
    ["crit", () => proof(server, key, {}, { crit: ["x"], x: 1 })],
    ["no JWT", async () => "proof"],
    ["an empty header", async () => " "],
  ];
  test.each(bad)("DP-01 refused: %s", async (_what, make) => {
    const dpop = await make().catch(() => "a.b.c");
    const answer = await machine(dpop);
    expect({ status: answer.status, error: answer.json["error"] }).toEqual({
      status: 400,
      error: "invalid_dpop_proof",
    });
  });

  test("DP-01 two DPoP headers are refused, even if each is good", async () => {
    const headers = { dpop: [await proof(server, key), await proof(server, key)] };
    const body = `grant_type=client_credentials&client_id=${app.client_id}&client_secret=${app.client_secret}`;
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await wire(server, { body, headers: { ...type, ...headers } });
    expect(answer.json["error"]).toBe("invalid_dpop_proof");
  });

  test("DP-01 htu is compared in its one spelling: query, fragment, letter case and default port do not count", async () => {
    const { host } = new URL(server.issuer);
    for (const htu of [
      `${server.issuer}/oauth/token?a=b`,
      `${server.issuer}/oauth/token#x`,
      `HTTP://${host}/oauth/%74oken`,
    ])
      expect((await machine(await proof(server, key, { htu }))).status, htu).toBe(200);
  });

  test("DP-01 the Host header does not move the address (RFC 9449 §4.3 item 9)", async () => {
    const body = `grant_type=client_credentials&client_id=${app.client_id}&client_secret=${app.client_secret}`;
    const dpop = await proof(server, key, { htu: "http://evil.example/oauth/token" });
    const headers = { "content-type": "application/x-www-form-urlencoded", host: "evil.example", dpop };
    expect((await wire(server, { body, headers })).json["error"]).toBe("invalid_dpop_proof");
  });

  test("DP-06 iat 10 s and 60 s before and after now is accepted", async () => {
    for (const away of [-60, -10, 10, 60])
      expect((await machine(await proof(server, key, { iat: now() + away }))).status, `${away} s`).toBe(200);
  });

  test.each(["EdDSA", "Ed25519", "PS256", "RS256"])("DP-01 %s keys work", async (alg) => {
    expect((await machine(await proof(server, await clientKey(alg)))).json["token_type"]).toBe("DPoP");
  });

  test("DP-02 a proof works once, also at another node, as long as it is young enough (RFC 9449 §11.1)", async () => {
    const second = await startServer({ folder: server.folder, issuer: server.issuer });
    const once = await proof(server, key, { iat: now() + 60 });
    expect((await machine(once)).status).toBe(200);
    expect((await machine(once)).json["error"]).toBe("invalid_dpop_proof");
    const { json } = await machine(once, app, second);
    expect(json["error"]).toBe("invalid_dpop_proof");
    server.clock.advance(120_000);
    const { error_description } = (await machine(once)).json;
    expect(error_description).toContain("used before");
    await second.close();
  });

  test("DP-02 of sixteen at once one is first", async () => {
    const once = await proof(server, key);
    const answers = await Promise.all(Array.from({ length: 16 }, () => machine(once)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

describe("RFC 9449 §5 what is bound", () => {
  test("DP-03 an opaque token too: introspection says DPoP and cnf, and nothing of it to a bearer", async () => {
    const opaque = await server.addApp({ settings: { access_token_profile: "opaque" } });
    const { json } = await machine(await proof(server, key), opaque);
    expect(json["token_type"]).toBe("DPoP");
    for (const token of [
      json["access_token"],
      (await machine(await proof(server, key))).json["access_token"],
    ])
      expect(await introspect(server, String(token))).toMatchObject({
        active: true,
        token_type: "DPoP",
        cnf: { jkt: key.jkt },
      });
  });

  test("DP-04 RT-16 a public client's refresh token works with its key only, through rotations", async () => {
    const first = await redeem(await getCode(server, open, challenged), await proof(server, key));
    expect(first.json["token_type"]).toBe("DPoP");
    const token = first.json["refresh_token"];
    for (const dpop of [undefined, await proof(server, other)])
      expect((await refresh(token, dpop)).json["error"]).toBe("invalid_grant");
    const second = await refresh(token, await proof(server, key));
    expect(second.json["token_type"]).toBe("DPoP");
    expect((await refresh(second.json["refresh_token"])).json["error"]).toBe("invalid_grant");
    expect((await refresh(second.json["refresh_token"], await proof(server, key))).status).toBe(200);
  });

  test("DP-04 a confidential client may change its key: its authentication binds the refresh token", async () => {
    const first = await redeem(await getCode(server, app), await proof(server, key), app);
    const second = await refresh(first.json["refresh_token"], await proof(server, other), app);
    expect(decodeJwt(String(second.json["access_token"])).claims["cnf"]).toEqual({ jkt: other.jkt });
  });

  test("DP-05 dpop_jkt at the authorization endpoint binds the code; a wrong proof does not use it up", async () => {
    const code = await getCode(server, open, { ...challenged, dpop_jkt: key.jkt });
    for (const dpop of [undefined, await proof(server, other)])
      expect((await redeem(code, dpop)).json["error"]).toBe("invalid_grant");
    expect((await redeem(code, await proof(server, key))).json["token_type"]).toBe("DPoP");
    const malformed = await walk(server, authorizeUrl(server, app, { dpop_jkt: "x" }), server.person);
    expect(malformed.searchParams.get("error")).toBe("invalid_request");
  });

  test("DP-08 a client that registered dpop_bound_access_tokens gets no bearer token (RFC 9449 §5.2)", async () => {
    const strict = await server.addApp({ metadata: { dpop_bound_access_tokens: true } });
    expect((await machine(undefined, strict)).json["error"]).toBe("invalid_request");
    expect((await machine(await proof(server, key), strict)).json["token_type"]).toBe("DPoP");
  });
});

const userinfo = (headers: Record<string, string>): Promise<Answer> =>
  wire(server, { method: "GET", path: "/oauth/userinfo", headers });
const at = (token: string, changes: Record<string, unknown> = {}, by = key): Promise<string> =>
  proof(server, by, { htm: "GET", htu: `${server.issuer}/oauth/userinfo`, ath: ath(token), ...changes });

describe("RFC 9449 §7 our own resource, userinfo", () => {
  test("DP-08 DP-01 a bound token needs its scheme, a proof, and ath (RFC 9449 §7.2)", async () => {
    const code = await getCode(server, app, { scope: "openid bookings:read" });
    const token = String((await redeem(code, await proof(server, key), app)).json["access_token"]);
    const dpop = { authorization: `DPoP ${token}` };
    expect((await userinfo({ ...dpop, dpop: await at(token) })).json["sub"]).toBe(server.person.id);
    const wrong = [
      { authorization: `Bearer ${token}` },
      { authorization: `Bearer ${token}`, dpop: await at(token) },
      dpop,
      { ...dpop, dpop: await at(token, { ath: undefined }) },
      { ...dpop, dpop: await at(token, { ath: ath("another") }) },
      { ...dpop, dpop: await at(token, {}, other) },
      { ...dpop, dpop: await at(token, { htm: "POST" }) },
    ];
    for (const headers of wrong) {
      const answer = await userinfo(headers);
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toMatch(/^DPoP .*error="\w+".*algs="[^"]*ES256/);
    }
  });

  test("DP-08 a bearer token is not a DPoP token", async () => {
    const code = await getCode(server, app, { scope: "openid bookings:read" });
    const token = String((await redeem(code, undefined, app)).json["access_token"]);
    const answer = await userinfo({ authorization: `DPoP ${token}`, dpop: await at(token) });
    expect({ status: answer.status, error: answer.json["error"] }).toEqual({
      status: 401,
      error: "invalid_token",
    });
  });
});
