/** Provider page 002: a partner's server fetches Passport tokens with a JSON body; every promise of the page. */
import { createPublicKey } from "node:crypto";
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify, type JSONWebKeySet } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSettings } from "../../src/config/load.ts";
import { decodeJwt, introspect } from "../support/flow.ts";
import { startServer, testSecret, type TestApp, type TestServer } from "../support/server.ts";
import { call, pageApp, send, sendForm, sendJson, type Answer } from "./page.ts";
import { startProgram, type Program } from "./program.ts";

let program: Program;
let server: TestServer;
let app: TestApp;
/** The first answer of the program, asked for as the page says. */
let answer: Answer;

beforeAll(async () => {
  program = await startProgram("provider-002");
  server = await startServer({ preset: "provider-002" });
  app = await pageApp(server, "provider-002");
  // Making RSA-4096 keys takes seconds: here, and not inside a test.
  await server.gatehouse.ring.ensure({ alg: "RS256", rsa_bits: 4096, environment: "live" });
  answer = await ask(program.app);
  expect((await ask(program.testApp)).status).toBe(200);
}, 120_000);
afterAll(async () => {
  await server?.close();
  expect((await program?.stop()) ?? 0).toBe(0);
});

/** The page's request: path, headers and body. */
async function ask(
  of: TestApp,
  change: Record<string, string> = {},
  at: string = program.origin,
): Promise<Answer> {
  const { client_id, client_secret } = of;
  const body = { grant_type: "client_credentials", client_id, client_secret, ...change };
  return sendJson(`${at}/api/oauth/token`, body, { accept: "application/json" });
}

const tokenOf = ({ json }: Answer): string => String(json["access_token"]);

test("002: POST /api/oauth/token with a JSON body answers token_type, expires_in 3600 and access_token", () => {
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^application\/json\b/);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  // `scope` is ours: always sent, so that nobody has to guess (RFC 6749 §5.1).
  expect(answer.json).toEqual({
    token_type: "Bearer",
    expires_in: 3600,
    access_token: expect.any(String),
    scope: "bookings:create bookings:delete",
  });
});

test("002: the token is used for subsequent API calls in the Authorization header", async () => {
  const created = await call(program.apiUrl, "POST /bookings", tokenOf(answer));
  expect(created.status).toBe(201);
  const { id } = created.json;
  expect((await call(program.apiUrl, `DELETE /bookings/${String(id)}`, tokenOf(answer))).status).toBe(204);
  // No scope for reading was assigned to this partner.
  expect((await call(program.apiUrl, "GET /bookings", tokenOf(answer))).status).toBe(403);
  expect((await send(`${program.apiUrl}/bookings`)).status).toBe(401);
});

test("002: Client ID and Client Secret authenticate the partner: a wrong or foreign one is refused (RFC 6749 §5.2)", async () => {
  const { client_secret } = program.testApp;
  const wrong: Record<string, string>[] = [
    { client_secret: "wrong" },
    { client_secret },
    { client_secret: "" },
    { client_id: "live_00000000000000000000000000000000" },
  ];
  for (const change of wrong) {
    const refused = await ask(program.app, change);
    expect([refused.status, refused.json["error"]]).toEqual([401, "invalid_client"]);
  }
});

test("002: each partner has its own Client ID and Client Secret", () => {
  const ids = program.ready.apps.map((each) => each.client_id);
  const secrets = program.ready.apps.map((each) => each.client_secret);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(secrets).size).toBe(secrets.length);
});

test("002: grant_type says the method, and is needed (RFC 6749 §5.2)", async () => {
  const absent = await ask(program.app, { grant_type: "" });
  expect([absent.status, absent.json["error"]]).toEqual([400, "invalid_request"]);
  const other = await ask(program.app, { grant_type: "authorization_code", code: "x" });
  expect([other.status, other.json["error"]]).toEqual([400, "unauthorized_client"]);
});

test("002: Content-Type is application/json: a form works by the same rules, anything else is refused", async () => {
  const url = `${program.origin}/api/oauth/token`;
  const { client_id, client_secret } = program.app;
  const fields = { grant_type: "client_credentials", client_id, client_secret };
  expect((await sendForm(url, fields)).status).toBe(200);
  expect((await sendJson(url, fields, { "content-type": "application/json; charset=utf-8" })).status).toBe(
    200,
  );
  for (const type of ["text/plain", "text/json", "application/json; charset=latin1"])
    expect((await sendJson(url, fields, { "content-type": type })).status).toBe(415);
});

test("002: the token decodes like the sample: header typ JWT and alg RS256, and a signature of 512 bytes", () => {
  const { header } = decodeJwt(tokenOf(answer));
  expect(header).toEqual({ typ: "JWT", alg: "RS256", kid: expect.any(String) });
  expect(Buffer.from(tokenOf(answer).split(".")[2] ?? "", "base64url")).toHaveLength(512);
});

test("002: the claims are exactly those of the sample, plus iss, client_id and scope", () => {
  expect(decodeJwt(tokenOf(answer)).claims).toEqual({
    aud: program.app.client_id,
    jti: expect.stringMatching(/^[0-9a-f]{80}$/),
    iat: expect.any(Number),
    nbf: expect.any(Number),
    exp: expect.any(Number),
    sub: "",
    scopes: ["bookings:create", "bookings:delete"],
    user_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
    partner_id: expect.any(String),
    is_test: false,
    iss: program.origin,
    client_id: program.app.client_id,
    scope: "bookings:create bookings:delete",
  });
});

test("002: is_test tells test credentials from live ones", async () => {
  expect(decodeJwt(tokenOf(await ask(program.testApp))).claims["is_test"]).toBe(true);
});

test("002: times are whole seconds, nbf is not ahead, and exp minus iat is expires_in", () => {
  const { iat, nbf, exp } = decodeJwt(tokenOf(answer)).claims;
  for (const time of [iat, nbf, exp]) expect(Number.isInteger(time)).toBe(true);
  expect(nbf).toBe(iat);
  expect(Number(exp) - Number(iat)).toBe(answer.json["expires_in"]);
});

test("002: the token verifies at once with a strict library through the published keys (RFC 7517 §5)", async () => {
  const keys = createRemoteJWKSet(new URL(String(program.ready.endpoints.jwks_uri)));
  const { payload } = await jwtVerify(tokenOf(await ask(program.app)), keys, {
    issuer: program.origin,
    audience: program.app.client_id,
    algorithms: ["RS256"],
    clockTolerance: 0,
  });
  expect(payload.jti).toHaveLength(80);
  const { json } = await send(String(program.ready.endpoints.jwks_uri));
  const { kid } = decodeJwt(tokenOf(answer)).header;
  const key = (json as unknown as JSONWebKeySet).keys.find((each) => each.kid === kid);
  expect(createPublicKey({ key: { ...key }, format: "jwk" }).asymmetricKeyDetails?.modulusLength).toBe(4096);
});

test("002: no scope in the request means what the partner was assigned", async () => {
  expect(answer.json["scope"]).toBe(program.app.scopes.join(" "));
  const fewer = await ask(program.app, { scope: "bookings:create" });
  expect(decodeJwt(tokenOf(fewer)).claims["scopes"]).toEqual(["bookings:create"]);
});

test("002: access tokens cannot be refreshed, and a new one is requested as needed (RFC 6749 §4.4.3)", async () => {
  expect(answer.json).not.toHaveProperty("refresh_token");
  const refused = await ask(program.app, { grant_type: "refresh_token", refresh_token: tokenOf(answer) });
  expect([refused.status, refused.json["error"]]).toEqual([400, "unauthorized_client"]);
  const next = await ask(program.app);
  expect(tokenOf(next)).not.toBe(tokenOf(answer));
  for (const token of [tokenOf(answer), tokenOf(next)])
    expect((await call(program.apiUrl, "POST /bookings", token)).status).toBe(201);
});

test("002: access tokens have a limited validity period: expires_in seconds, and no longer", async () => {
  const token = tokenOf(await ask(app, {}, server.origin));
  server.clock.advance(3_599_000);
  expect(await introspect(server, token)).toMatchObject({ active: true });
  const { json } = await send(`${server.origin}/.well-known/jwks.json`);
  const keys = createLocalJWKSet(json as unknown as JSONWebKeySet);
  await jwtVerify(token, keys, { currentDate: new Date(server.clock.now()) });
  server.clock.advance(1000);
  expect(await introspect(server, token)).toEqual({ active: false });
  const late = jwtVerify(token, keys, { currentDate: new Date(server.clock.now()) });
  await expect(late).rejects.toMatchObject({ code: "ERR_JWT_EXPIRED" });
  expect(tokenOf(await ask(app, {}, server.origin))).toEqual(expect.any(String));
});

test("002: Client ID and secret are not exposed publicly: no secret and no token is in the log", async () => {
  const token = tokenOf(await ask(app, {}, server.origin));
  const written = JSON.stringify(server.lines) + program.stderr();
  for (const text of [app.client_secret, token, program.app.client_secret, tokenOf(answer)])
    expect(written).not.toContain(text);
});

test("002: access tokens are transmitted over HTTPS: a server for others starts with an https issuer only, and says HSTS", async () => {
  const flags = { secret: testSecret, database: "file:gatehouse.db", issuer: "http://auth.example.com" };
  const { problems } = loadSettings({ flags, preset: "provider-002", mode: "serve" });
  expect(problems.join("\n")).toContain("issuer");
  const https = await startServer({ preset: "provider-002", issuer: "https://auth.example.com" });
  try {
    const { headers } = await send(`${https.origin}/.well-known/oauth-authorization-server`);
    expect(headers.get("strict-transport-security")).toContain("max-age=");
  } finally {
    await https.close();
  }
});

test("002: signing with RSA-4096 leaves the event loop free: other work has its turn before the signature is there", async () => {
  const kind = { alg: "RS256", rsa_bits: 4096, environment: "live" } as const;
  await server.gatehouse.ring.sign(kind, "JWT", { warm: true });
  const order: string[] = [];
  const tick = new Promise<void>((resolve) =>
    setImmediate(() => {
      order.push("other work");
      resolve();
    }),
  );
  const signed = server.gatehouse.ring.sign(kind, "JWT", { sub: "" }).then(() => order.push("signed"));
  await Promise.all([tick, signed]);
  expect(order).toEqual(["other work", "signed"]);
});
