/** Provider page 000: third-party access; every promise of the page, on the real program and on a server whose clock moves. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, decodeJwt, getCode, introspect, postToken, redeem, walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { call, logged, pageApp, send, sendForm } from "./page.ts";
import { startProgram, type Program } from "./program.ts";

let program: Program;
let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  program = await startProgram("provider-000");
  server = await startServer({ preset: "provider-000" });
  app = await pageApp(server, "provider-000");
});
afterAll(async () => {
  await server?.close();
  expect((await program?.stop()) ?? 0).toBe(0);
});

/** The five fields of the page's token request. */
function fields(of: TestApp, code: string): Record<string, string> {
  const { client_id, client_secret, redirect_uri } = of;
  return { client_id, client_secret, redirect_uri, grant_type: "authorization_code", code };
}

test("000: a token request that occurs on a backend server gets its token (RFC 6749 §4.1.3)", async () => {
  const code = await getCode(program, program.app);
  const answer = await sendForm(`${program.origin}/oauth/token`, fields(program.app, code));
  expect(answer.status).toBe(200);
  expect(answer.json["access_token"]).toEqual(expect.any(String));
});

test("000: implicit grant types are not supported, and no token is ever in a URL (RFC 9700 §2.1.2)", async () => {
  for (const response_type of ["token", "id_token", "code token"]) {
    const page = await new Browser(program.origin).open(
      authorizeUrl(program, program.app, { response_type, scope: "bookings:read" }),
    );
    expect(page.leaves).not.toContain("access_token");
    const back = new URL(page.leaves ?? "");
    expect(back.searchParams.get("error")).toBe("unsupported_response_type");
    expect(back.searchParams.get("state")).toBe("a-state");
  }
  const { json } = await send(`${program.origin}/.well-known/oauth-authorization-server`);
  expect(json["response_types_supported"]).toEqual(["code"]);
  const grants = json["grant_types_supported"];
  expect(grants).toEqual(
    expect.arrayContaining(["authorization_code", "refresh_token", "client_credentials"]),
  );
  for (const never of ["implicit", "password"]) expect(grants).not.toContain(never);
});

test("000: an application is registered once, and people of other organisations let it in without registering", async () => {
  for (const username of ["bea-of-acme", "carl-of-globex"]) {
    const person = await server.addPerson(username);
    const tokens = await redeem(server, app, await getCode(server, app, {}, person));
    expect(await introspect(server, tokens.access_token)).toMatchObject({ sub: person.id, active: true });
  }
});

test("000: the client secret is stored in no readable form and logged nowhere", async () => {
  const { read } = server.gatehouse.store.engine;
  const rows = await read.selectFrom("client_secrets").selectAll().execute();
  await redeem(server, app, await getCode(server, app));
  const written = JSON.stringify([rows, server.lines]) + program.stderr();
  expect(rows.length).toBeGreaterThan(0);
  expect(written).not.toContain(app.client_secret);
  expect(written).not.toContain(program.app.client_secret);
});

test("000: a secret provided within client-facing JavaScript is refused, and the app is flagged (RFC 6749 §2.1)", async () => {
  const code = await getCode(server, app);
  const browserHeaders: Record<string, string>[] = [
    { origin: "https://app.example" },
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" },
  ];
  for (const headers of browserHeaders) {
    const before = logged(server, "secret_in_browser").length;
    const answer = await postToken(server, fields(app, code), headers);
    expect(answer.status).toBe(400);
    expect(answer.json["error"]).toBe("invalid_request");
    expect(answer.json["error_description"]).toContain("sent from a web page");
    expect(logged(server, "secret_in_browser").slice(before)).toMatchObject([{ client_id: app.client_id }]);
  }
  expect(JSON.stringify(server.lines)).not.toContain(app.client_secret);
  // The code was not touched: the backend can still use it.
  await redeem(server, app, code);
});

test("000: token requests cannot be executed in the client browser: no CORS for a confidential app", async () => {
  const url = `${program.origin}/oauth/token`;
  const origin = new URL(program.app.redirect_uri).origin;
  const preflight = await send(url, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST" },
  });
  const post = await sendForm(url, fields(program.app, "any"), { origin });
  for (const { headers } of [preflight, post]) {
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("access-control-allow-methods")).toBeNull();
  }
});

test("000: the authorization request is a GET by link or redirect, and leads to the permissions confirmation", async () => {
  const browser = new Browser(program.origin);
  const url = authorizeUrl(program, program.app, { scope: "bookings:read bookings:create" });
  const first = await send(url);
  expect([302, 303]).toContain(first.status);
  const signIn = await browser.open(url);
  const consent = await browser.click(signIn, "submit-login", program.person);
  expect(consent.html).toContain("Third-party access demo");
  expect(consent.html).toContain("See your bookings");
  expect(consent.html).toContain("Make new bookings for you");
  expect(consent.html).toContain('id="allow"');
});

test("000: after authorization the browser is redirected to the redirect URI with code and state, as a GET", async () => {
  const browser = new Browser(program.origin);
  const signIn = await browser.open(authorizeUrl(program, program.app, { state: "s p&c=ü" }));
  let page = await browser.click(signIn, "submit-login", program.person);
  if (page.leaves === null) page = await browser.click(page, "allow");
  // 303 alone makes every browser change to GET.
  expect(page.status).toBe(303);
  const back = new URL(page.leaves ?? "");
  expect(back.origin + back.pathname).toBe(program.app.redirect_uri);
  expect([...back.searchParams.keys()].sort()).toEqual(["code", "iss", "state"]);
  expect(back.searchParams.get("state")).toBe("s p&c=ü");
  expect(back.searchParams.get("code")).toMatch(/^ghc_live_/);
});

test("000: response_type must be specified as code, or the proven app is told (RFC 6749 §4.1.2.1)", async () => {
  for (const [response_type, error] of [
    [null, "invalid_request"],
    ["", "invalid_request"],
    ["Code", "unsupported_response_type"],
  ] as const) {
    const page = await new Browser(program.origin).open(
      authorizeUrl(program, program.app, { response_type }),
    );
    expect(new URL(page.leaves ?? "").searchParams.get("error")).toBe(error);
  }
});

test.each([
  ["an unknown client_id", { client_id: "live_00000000000000000000000000000000" }],
  ["no client_id", { client_id: null }],
  ["a redirect_uri that is not registered", { redirect_uri: "https://evil.example/cb" }],
  [
    "a redirect_uri that only begins like a registered one",
    { redirect_uri: "http://127.0.0.1:1/demo/callback/x" },
  ],
  ["an unknown client_id and a wrong response_type", { client_id: "nobody", response_type: "token" }],
])("000: %s is told on our own page, never by a redirect (RFC 6749 §4.1.2.1)", async (_, parameters) => {
  const page = await new Browser(program.origin).open(authorizeUrl(program, program.app, parameters));
  expect(page.status).toBe(400);
  expect(page.leaves).toBeNull();
  expect(page.headers.get("location")).toBeNull();
  expect(page.headers.get("content-type")).toContain("text/html");
});

test("000: authorization codes are single use; a second use also ends what the first one gave (RFC 6749 §4.1.2)", async () => {
  const code = await getCode(server, app);
  const tokens = await redeem(server, app, code);
  expect(await introspect(server, tokens.access_token)).toMatchObject({ active: true });
  const again = await postToken(server, fields(app, code));
  expect(again.status).toBe(400);
  expect(again.json["error"]).toBe("invalid_grant");
  expect(await introspect(server, tokens.access_token)).toEqual({ active: false });
});

test("000: a code that was not exchanged within 60 seconds is refused (RFC 6749 §4.1.2)", async () => {
  const early = await getCode(server, app);
  server.clock.advance(59_999);
  await redeem(server, app, early);
  const late = await getCode(server, app);
  server.clock.advance(60_000);
  const answer = await postToken(server, fields(app, late));
  expect(answer.status).toBe(400);
  expect(answer.json["error"]).toBe("invalid_grant");
  expect(answer.json["error_description"]).toContain("has expired");
});

test("000: the redirect URI of the token request must be the one originally used, and the code its client's own", async () => {
  const second = "https://app.example/other";
  const two = await pageApp(server, "provider-000", {
    redirect_uris: ["https://app.example/cb", second],
  });
  const code = await getCode(server, two);
  const stranger = await pageApp(server, "provider-000");
  const { client_id, client_secret } = stranger;
  for (const change of [{ redirect_uri: second }, { redirect_uri: null }, { client_id, client_secret }]) {
    const answer = await postToken(server, { ...fields(two, code), ...change });
    expect(answer.status).toBe(400);
    expect(answer.json["error"]).toBe("invalid_grant");
    expect(answer.json["access_token"]).toBeUndefined();
  }
  await redeem(server, two, code);
});

test("000: token requests are POST with form encoding and a JSON response that nobody stores (RFC 6749 §5.1)", async () => {
  const code = await getCode(program, program.app);
  const url = `${program.origin}/oauth/token`;
  const asQuery = await send(`${url}?${new URLSearchParams(fields(program.app, code)).toString()}`);
  expect(asQuery.status).toBe(400);
  expect(asQuery.headers.get("location")).toBeNull();
  const answer = await sendForm(url, fields(program.app, code));
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^application\/json\b/);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("pragma")).toBe("no-cache");
});

test.each([
  ["client_id", 401, "invalid_client"],
  ["client_secret", 401, "invalid_client"],
  ["redirect_uri", 400, "invalid_grant"],
  ["grant_type", 400, "invalid_request"],
  ["code", 400, "invalid_request"],
])(
  "000: the token request includes %s, or is refused (RFC 6749 §4.1.3, §5.2)",
  async (name, status, error) => {
    const code = await getCode(program, program.app);
    const answer = await postToken(program, { ...fields(program.app, code), [name]: null });
    expect(answer.status).toBe(status);
    expect(answer.json["error"]).toBe(error);
  },
);

test.each(["password", "implicit", "Authorization_Code", "urn:example:other"])(
  "000: grant_type must be authorization_code: %s does not exist (RFC 6749 §5.2)",
  async (grant_type) => {
    const answer = await postToken(program, { ...fields(program.app, "any"), grant_type });
    expect(answer.status).toBe(400);
    expect(answer.json["error"]).toBe("unsupported_grant_type");
  },
);

test("000: the response has access_token, token_type always Bearer, expires_in and scope, and the token works with the API", async () => {
  const code = await getCode(program, program.app, { scope: "bookings:read bookings:create" });
  const { json } = await sendForm(`${program.origin}/oauth/token`, fields(program.app, code));
  expect(Object.keys(json).sort()).toEqual(["access_token", "expires_in", "scope", "token_type"]);
  expect(json["token_type"]).toBe("Bearer");
  expect(json["scope"]).toBe("bookings:read bookings:create");
  const token = String(json["access_token"]);
  expect((await call(program.apiUrl, "GET /bookings", token)).status).toBe(200);
  expect((await call(program.apiUrl, "POST /bookings", token)).status).toBe(201);
  // Scopes available for this token, and no others.
  expect((await call(program.apiUrl, "DELETE /bookings/b1", token)).status).toBe(403);
});

test("000: expires_in is the number of seconds until the access token expires", async () => {
  const { access_token, expires_in } = await redeem(server, app, await getCode(server, app));
  const { claims } = decodeJwt(access_token);
  expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(expires_in);
  server.clock.advance((expires_in - 1) * 1000);
  expect(await introspect(server, access_token)).toMatchObject({ active: true });
  server.clock.advance(1000);
  expect(await introspect(server, access_token)).toEqual({ active: false });
});

test("000: a refresh_token comes if the offline_access scope was provided, and only then", async () => {
  const without = await redeem(program, program.app, await getCode(program, program.app));
  expect(without.refresh_token).toBeUndefined();
  const scope = "bookings:read offline_access";
  const lasting = await redeem(program, program.app, await getCode(program, program.app, { scope }));
  expect(lasting.scope).toBe(scope);
  const renewed = await postToken(program, {
    grant_type: "refresh_token",
    client_id: program.app.client_id,
    client_secret: program.app.client_secret,
    refresh_token: lasting.refresh_token ?? "",
  });
  expect(renewed.status).toBe(200);
  // Lasting access is never given to who did not ask for it by name.
  const absent = await redeem(program, program.app, await getCode(program, program.app, { scope: null }));
  expect(absent.refresh_token).toBeUndefined();
});

test("000: a person who denies gives nothing: the app is told, with its state (RFC 6749 §4.1.2.1)", async () => {
  const url = authorizeUrl(server, app, { state: "no" });
  const back = await walk(server, url, await server.addPerson("dora"), "deny");
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: "access_denied", state: "no" });
  expect(back.searchParams.has("code")).toBe(false);
});
