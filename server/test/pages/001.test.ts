/** Provider page 001: Identifier and Secret, code flow, refresh, client credentials; every promise of the page. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { resolvePolicy } from "../../src/config/policy.ts";
import { authorizeUrl, decodeJwt, getCode, introspect, redeem, refresh, walk } from "../support/flow.ts";
import { Browser } from "../support/browser.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { call, pageApp, send, sendForm } from "./page.ts";
import { startProgram, type Program } from "./program.ts";

let program: Program;
let server: TestServer;
let app: TestApp;
/** The page's token endpoint. */
let endpoint: string;

beforeAll(async () => {
  program = await startProgram("provider-001");
  endpoint = `${program.origin}/access_token`;
  server = await startServer({ preset: "provider-001" });
  app = await pageApp(server, "provider-001");
});
afterAll(async () => {
  await server?.close();
  expect((await program?.stop()) ?? 0).toBe(0);
});

function credentials(of: TestApp): { client_id: string; client_secret: string } {
  return { client_id: of.client_id, client_secret: of.client_secret };
}

/** Stage 3 of the page. */
function stage3(of: TestApp, code: string): Record<string, string> {
  return {
    grant_type: "authorization_code",
    ...credentials(of),
    code,
    redirect_uri: of.redirect_uri,
  };
}

const machine = (scope: string): Record<string, string> => ({
  grant_type: "client_credentials",
  ...credentials(program.app),
  scope,
});

test("001: authentication is available through OAuth2, and says so in its metadata (RFC 8414 §3)", async () => {
  const { status, json } = await send(`${program.origin}/.well-known/oauth-authorization-server`);
  expect(status).toBe(200);
  expect(json).toMatchObject({ issuer: program.origin, response_types_supported: ["code"] });
});

test("001: an app's credentials are called Identifier and Secret", () => {
  const { client_id_label, client_secret_label } = server.gatehouse.settings;
  expect([client_id_label, client_secret_label]).toEqual(["Identifier", "Secret"]);
});

test("001: redirect_uri is one of the redirect URIs of the application, and no other (RFC 6749 §3.1.2.3)", async () => {
  expect(program.app.redirect_uris).toHaveLength(2);
  for (const redirect_uri of program.app.redirect_uris) {
    const one = { ...program.app, redirect_uri };
    const back = await walk(program, authorizeUrl(program, one), program.person);
    expect(back.href).toContain(`${redirect_uri}?`);
    const answer = await sendForm(endpoint, stage3(one, back.searchParams.get("code") ?? ""));
    expect(answer.status).toBe(200);
  }
  for (const redirect_uri of [`${program.app.redirect_uri}/third`, null]) {
    const page = await new Browser(program.origin).open(authorizeUrl(program, program.app, { redirect_uri }));
    expect([page.status, page.leaves]).toEqual([400, null]);
  }
});

test("001: scope is a space separated value of scopes, however the space is encoded (RFC 6749 §3.3)", async () => {
  const url = authorizeUrl(program, program.app, { scope: "bookings:read profile:read" });
  for (const written of [url, url.replace("bookings%3Aread+profile", "bookings%3Aread%20profile")]) {
    const back = await walk(program, written, program.person);
    const { json } = await sendForm(endpoint, stage3(program.app, back.searchParams.get("code") ?? ""));
    expect(json["scope"]).toBe("bookings:read profile:read");
  }
  const commas = authorizeUrl(program, program.app, { scope: "bookings:read,profile:read" });
  const page = await new Browser(program.origin).open(commas);
  expect(new URL(page.leaves ?? "").searchParams.get("error")).toBe("invalid_scope");
});

test("001: after the user authorized, redirect_uri gets a code, and the state of step 1 unchanged (RFC 6749 §4.1.2)", async () => {
  const state = "0c1f-~.:/?#[]@!$&'()*+,;= %25 ü 日本";
  const back = await walk(program, authorizeUrl(program, program.app, { state }), program.person);
  expect(back.origin + back.pathname).toBe(program.app.redirect_uri);
  expect(back.searchParams.get("state")).toBe(state);
  expect(back.searchParams.get("code")).toEqual(expect.any(String));
});

test("001: the answer of stage 3 holds token_type, expires_in, access_token and refresh_token without asking for more", async () => {
  const code = await getCode(program, program.app);
  const answer = await sendForm(endpoint, stage3(program.app, code));
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({
    token_type: "Bearer",
    expires_in: 3600,
    access_token: expect.any(String),
    refresh_token: expect.any(String),
    scope: "bookings:read",
  });
});

test("001: the redirect_uri of stage 3 is the one that was used in stage 1 (RFC 6749 §4.1.3)", async () => {
  const code = await getCode(program, program.app);
  const [, other = ""] = program.app.redirect_uris;
  const wrong = await sendForm(endpoint, stage3({ ...program.app, redirect_uri: other }, code));
  expect([wrong.status, wrong.json["error"]]).toEqual([400, "invalid_grant"]);
  expect((await sendForm(endpoint, stage3(program.app, code))).status).toBe(200);
});

test("001: bearer means the Authorization header with the format Bearer and the token, in any letter case (RFC 9110 §11.1)", async () => {
  const code = await getCode(program, program.app);
  const { json } = await sendForm(endpoint, stage3(program.app, code));
  for (const word of ["Bearer", "bearer", "BEARER"]) {
    const authorization = `${word} ${String(json["access_token"])}`;
    const answer = await send(`${program.apiUrl}/bookings`, { headers: { authorization } });
    expect(answer.status).toBe(200);
  }
});

test("001: the token remains valid for expires_in seconds", async () => {
  const { access_token, expires_in } = await redeem(server, app, await getCode(server, app));
  server.clock.advance((expires_in - 1) * 1000);
  expect(await introspect(server, access_token)).toMatchObject({ active: true });
  server.clock.advance(1000);
  expect(await introspect(server, access_token)).toEqual({ active: false });
});

test("001: refresh returns a new access token and a new refresh token, answered like the first request (RFC 6749 §6)", async () => {
  const code = await getCode(program, program.app);
  const first = await sendForm(endpoint, stage3(program.app, code));
  const again = await sendForm(endpoint, {
    grant_type: "refresh_token",
    ...credentials(program.app),
    refresh_token: String(first.json["refresh_token"]),
  });
  expect(again.status).toBe(200);
  expect(Object.keys(again.json)).toEqual(Object.keys(first.json));
  expect(again.json).toMatchObject({ token_type: "Bearer", expires_in: 3600, scope: first.json["scope"] });
  expect(again.json["access_token"]).not.toBe(first.json["access_token"]);
  expect(again.json["refresh_token"]).not.toBe(first.json["refresh_token"]);
  for (const { json } of [first, again])
    expect((await call(program.apiUrl, "GET /bookings", String(json["access_token"]))).status).toBe(200);
});

test("001: the refresh token works once the access token has run out, and each new one serves the next request", async () => {
  const tokens = await redeem(server, app, await getCode(server, app));
  let current = tokens.refresh_token ?? "";
  const seen = new Set([current]);
  for (let round = 0; round < 3; round++) {
    server.clock.advance((tokens.expires_in + 60) * 1000);
    const { status, json } = await refresh(server, app, current);
    expect(status).toBe(200);
    current = String(json["refresh_token"]);
    seen.add(current);
    expect(await introspect(server, String(json["access_token"]))).toMatchObject({ active: true });
  }
  expect(seen.size).toBe(4);
});

test("001: a refresh token has a much longer lifetime than an access token", () => {
  const policy = resolvePolicy(server.gatehouse.settings, {}, null);
  expect(policy.refresh_idle_seconds).toBeGreaterThan(100 * policy.access_token_seconds);
});

test("001: a refresh token that has a successor in use ends the whole permission when it comes back (RFC 9700 §4.14.2)", async () => {
  const first = await redeem(server, app, await getCode(server, app));
  const second = await refresh(server, app, first.refresh_token ?? "");
  const third = await refresh(server, app, String(second.json["refresh_token"]));
  const stolen = await refresh(server, app, first.refresh_token ?? "");
  expect([stolen.status, stolen.json["error"]]).toEqual([400, "invalid_grant"]);
  expect(await introspect(server, String(third.json["access_token"]))).toEqual({ active: false });
});

test("001: client credentials with a scope give token_type, expires_in and access_token, and no refresh token (RFC 6749 §4.4.3)", async () => {
  const answer = await sendForm(endpoint, machine("bookings:read bookings:create"));
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({
    token_type: "Bearer",
    expires_in: 3600,
    access_token: expect.any(String),
    scope: "bookings:read bookings:create",
  });
  const bookings = await call(program.apiUrl, "GET /bookings", String(answer.json["access_token"]));
  expect(bookings.status).toBe(200);
});

test("001: a machine token is not associated with a user: its subject is the client itself (RFC 9068 §2.2)", async () => {
  const { json } = await sendForm(endpoint, machine("bookings:read"));
  const { claims } = decodeJwt(String(json["access_token"]));
  expect(claims).toMatchObject({ sub: program.app.client_id, sub_type: "client" });
});

test("001: user-related scopes have no effect with client credentials: dropped, not an error", async () => {
  const mixed = await sendForm(endpoint, machine("profile:read bookings:read"));
  expect([mixed.status, mixed.json["scope"]]).toEqual([200, "bookings:read"]);
  const only = await sendForm(endpoint, machine("profile:read"));
  expect([only.status, only.json["scope"]]).toEqual([200, ""]);
  for (const scope of ["bookings:delete", "no:such"]) {
    const refused = await sendForm(endpoint, machine(scope));
    expect([refused.status, refused.json["error"]]).toEqual([400, "invalid_scope"]);
  }
});

test("001: not all endpoints make sense without a user: a person's route answers 403 to a machine and says so", async () => {
  const { json } = await sendForm(endpoint, machine("profile:read bookings:read"));
  const answer = await call(program.apiUrl, "GET /me", String(json["access_token"]));
  expect(answer.status).toBe(403);
  expect(answer.json["reason"]).toBe("person_required");
  expect(answer.json["detail"]).toContain("needs a token that a person allowed");
  const code = await getCode(program, program.app, { scope: "profile:read" });
  const person = await sendForm(endpoint, stage3(program.app, code));
  expect((await call(program.apiUrl, "GET /me", String(person.json["access_token"]))).status).toBe(200);
});

test("001: implicit grant is not available, and neither is the password grant (RFC 9700 §2.1.2, §2.4)", async () => {
  const url = authorizeUrl(program, program.app, { response_type: "token" });
  const page = await new Browser(program.origin).open(url);
  expect(new URL(page.leaves ?? "").searchParams.get("error")).toBe("unsupported_response_type");
  for (const grant_type of ["implicit", "password"]) {
    const fields = { grant_type, ...credentials(program.app), username: "ada", password: "x" };
    const answer = await sendForm(endpoint, fields);
    expect([answer.status, answer.json["error"]]).toEqual([400, "unsupported_grant_type"]);
  }
});

test("001: the required scopes of each endpoint are documented as they are enforced", async () => {
  const code = await getCode(program, program.app, { scope: "bookings:read" });
  const { json } = await sendForm(endpoint, stage3(program.app, code));
  const token = String(json["access_token"]);
  const { routes } = program.ready.api;
  expect(routes.length).toBeGreaterThan(0);
  for (const { method, path, scope } of routes) {
    const route = `${method} ${path.replace("{id}", "b1")}`;
    const answer = await call(program.apiUrl, route, token);
    if (scope === "bookings:read") expect([route, answer.status]).toEqual([route, 200]);
    else
      expect([route, answer.status, answer.json["reason"], answer.json["scope"]]).toEqual([
        route,
        403,
        "insufficient_scope",
        scope,
      ]);
  }
});
