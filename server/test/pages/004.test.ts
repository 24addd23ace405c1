/** Provider page 004: client credentials at /oauth/token, by POST and by GET with HTTP Basic; every promise of the page. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths } from "../../src/oauth/metadata.ts";
import { introspect } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic, call, logged, pageApp, send, sendForm, sendJson, type Answer } from "./page.ts";
import { startProgram, type Program } from "./program.ts";

let program: Program;
let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  program = await startProgram("provider-004");
  server = await startServer({ preset: "provider-004" });
  app = await pageApp(server, "provider-004");
});
afterAll(async () => {
  await server?.close();
  expect((await program?.stop()) ?? 0).toBe(0);
});

function body(of: TestApp): Record<string, string> {
  const { client_id, client_secret } = of;
  return { client_id, client_secret, grant_type: "client_credentials" };
}

const tokenOf = ({ json }: Answer): string => String(json["access_token"]);

test("004: a client ID and a client secret get an access token by POST with JSON, as in every sample of the page", async () => {
  const answer = await sendJson(`${program.origin}/oauth/token`, body(program.app));
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({
    token_type: "Bearer",
    expires_in: 3600,
    access_token: expect.any(String),
    scope: "bookings:read",
  });
});

test("004: the same by POST with a form, or with HTTP Basic (RFC 6749 §2.3.1, §4.4.2)", async () => {
  const url = `${program.origin}/oauth/token`;
  expect((await sendForm(url, body(program.app))).status).toBe(200);
  const fields = { grant_type: "client_credentials" };
  expect((await sendForm(url, fields, basic(program.app))).status).toBe(200);
  expect((await sendJson(url, fields, basic(program.app))).status).toBe(200);
});

test("004: the access token is got from GET /oauth/token, with HTTP Basic and nothing else", async () => {
  for (const query of [
    "",
    "?",
    "?grant_type=client_credentials",
    "?grant_type=client_credentials&scope=bookings%3Aread&",
  ]) {
    const answer = await send(`${program.origin}/oauth/token${query}`, { headers: basic(program.app) });
    expect([query, answer.status, answer.json["scope"]]).toEqual([query, 200, "bookings:read"]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect((await call(program.apiUrl, "GET /bookings", tokenOf(answer))).status).toBe(200);
  }
});

test("004: GET with a wrong secret gets no token (RFC 6749 §5.2)", async () => {
  const headers = basic({ ...program.app, client_secret: "wrong" });
  const answer = await send(`${program.origin}/oauth/token`, { headers });
  expect([answer.status, answer.json["error"]]).toEqual([401, "invalid_client"]);
  expect(answer.headers.get("www-authenticate")).toMatch(/^Basic /);
});

test("004: GET without HTTP Basic answers 405, says Allow: POST and what to do (RFC 9110 §15.5.6)", async () => {
  for (const query of ["", "?grant_type=client_credentials", `?client_id=${program.app.client_id}`]) {
    const answer = await send(`${program.origin}/oauth/token${query}`);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
    expect(answer.json["error_description"]).toContain("takes POST");
  }
});

test("004: GET is for client_credentials only, and only for apps whose company opted in", async () => {
  const url = `${server.origin}/oauth/token`;
  const code = await send(`${url}?grant_type=refresh_token`, { headers: basic(app) });
  expect([code.status, code.headers.get("allow")]).toEqual([405, "POST"]);
  const ordinary = await pageApp(server, "provider-004", { settings: { token_endpoint_get: "off" } });
  const off = await send(url, { headers: basic(ordinary) });
  expect([off.status, off.headers.get("allow")]).toEqual([405, "POST"]);
  expect((await sendJson(url, body(ordinary))).status).toBe(200);
});

test("004: a secret in a query string is refused, its app is flagged, and the log does not hold it (RFC 6749 §2.3.1)", async () => {
  const query = new URLSearchParams(body(app)).toString();
  const secretOnly = new URLSearchParams({ client_secret: app.client_secret }).toString();
  const attempts: [string, RequestInit][] = [
    [query, {}],
    [query, { headers: basic(app) }],
    [query, { method: "POST" }],
    [secretOnly, { headers: basic(app) }],
    [secretOnly, { method: "POST", body: new URLSearchParams(body(app)) }],
  ];
  for (const [sent, init] of attempts) {
    const before = logged(server, "secret_in_query").length;
    const answer = await send(`${server.origin}/oauth/token?${sent}`, init);
    expect([answer.status, answer.json["error"]]).toEqual([400, "invalid_request"]);
    expect(answer.json["error_description"]).toContain("replace this secret");
    expect(logged(server, "secret_in_query").slice(before)).toMatchObject([{ client_id: app.client_id }]);
  }
  expect(JSON.stringify(server.lines)).not.toContain(app.client_secret);
  const answer = await send(
    `${program.origin}/oauth/token?${new URLSearchParams(body(program.app)).toString()}`,
  );
  expect(answer.status).toBe(400);
  expect(answer.text + program.stderr()).not.toContain(program.app.client_secret);
});

test("004: the remaining APIs are accessed with this access token, and not without", async () => {
  const token = tokenOf(await sendJson(`${program.origin}/oauth/token`, body(program.app)));
  expect((await call(program.apiUrl, "GET /bookings", token)).status).toBe(200);
  expect((await call(program.apiUrl, "GET /bookings", `${token}x`)).status).toBe(401);
  expect((await send(`${program.apiUrl}/bookings`)).status).toBe(401);
});

test("004: the access token expires according to the API response, and calling again gives another", async () => {
  const url = `${server.origin}/oauth/token`;
  const first = await send(url, { headers: basic(app) });
  server.clock.advance((Number(first.json["expires_in"]) - 1) * 1000);
  expect(await introspect(server, tokenOf(first))).toMatchObject({ active: true });
  server.clock.advance(1000);
  expect(await introspect(server, tokenOf(first))).toEqual({ active: false });
  const second = await send(url, { headers: basic(app) });
  expect(await introspect(server, tokenOf(second))).toMatchObject({ active: true });
});

test("004: asking again before expiry is normal: every answer is a new token, and earlier ones stay valid", async () => {
  const url = `${program.origin}/oauth/token`;
  const answers = await Promise.all(Array.from({ length: 10 }, () => sendJson(url, body(program.app))));
  const tokens = answers.map(tokenOf);
  expect(new Set(tokens).size).toBe(10);
  for (const token of tokens) expect((await call(program.apiUrl, "GET /bookings", token)).status).toBe(200);
});

test("004: nothing is refreshed: the answer has no refresh token, and the grant is not there for this app", async () => {
  const answer = await sendJson(`${program.origin}/oauth/token`, body(program.app));
  expect(answer.json).not.toHaveProperty("refresh_token");
  const grant = { ...body(program.app), grant_type: "refresh_token", refresh_token: "x" };
  const refused = await sendJson(`${program.origin}/oauth/token`, grant);
  expect([refused.status, refused.json["error"]]).toEqual([400, "unauthorized_client"]);
});

test("004: the token endpoint never redirects, whatever the address, method or outcome: clients that follow would send the secret again", async () => {
  const addresses = [paths.token, ...paths.tokenAliases].flatMap((path) => [
    path,
    `${path}/`,
    `/${path}`,
    `${path}?x=1`,
  ]);
  for (const address of addresses)
    for (const method of ["GET", "POST", "PUT", "HEAD", "OPTIONS"]) {
      const init = method === "POST" ? { body: new URLSearchParams(body(program.app)) } : {};
      const answer = await send(program.origin + address, { method, ...init });
      const { status, headers } = answer;
      expect([address, method, status < 300 || status >= 400, headers.get("location")]).toEqual([
        address,
        method,
        true,
        null,
      ]);
    }
});
