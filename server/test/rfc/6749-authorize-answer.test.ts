/** RFC 6749 §4.1.2 — the answer to the app: when it may be given, what is in it, and what a code is bound to. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SETTINGS } from "../../src/config/settings.ts";
import { refusals } from "../../src/oauth/refusals.ts";
import { isSecret, secretHash } from "../../src/oauth/tokens/secret-token.ts";
import {
  ask,
  askAuthorize,
  cheapPasswords,
  consentPage,
  expectToClient,
  fieldOf,
} from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, getCode, postToken, redeem, s256, verifier, walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  app = await server.addApp();
});
afterAll(() => server.close());

test("AR-17 (RFC 6749 §4.1.2.1) the person denies: access_denied, state, iss, and no code", async () => {
  const answer = await walk(server, authorizeUrl(server, app), server.person, "deny");
  expect(answer.searchParams.get("error")).toBe("access_denied");
  expect(answer.searchParams.get("state")).toBe("a-state");
  expect(answer.searchParams.get("iss")).toBe(server.issuer);
  expect(answer.searchParams.has("code")).toBe(false);
});

test("AR-18 (RFC 6749 §4.1.2.1, §5.2) every sentence of the table holds allowed characters only", () => {
  for (const [name, row] of Object.entries(refusals)) {
    expect(row.sentence, name).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(row.error, name).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  }
});

test("AR-18 no word of the request is in the description", async () => {
  for (const name of [
    "scope",
    "response_type",
    "resource",
    "code_challenge_method",
    "response_mode",
    "request_uri",
  ]) {
    const answer = await askAuthorize(server, app, { [name]: "reflected-canary", code_challenge: s256() });
    expect(answer.location).toMatch(/error_description=[^&]+&state=/);
    expect(answer.location).not.toContain("reflected-canary");
    expect(answer.html).not.toContain("reflected-canary");
  }
});

test("the browser is led to sign-in where nobody is signed in, and to consent where somebody is", async () => {
  const url = authorizeUrl(server, app);
  const led = async (browser: Browser): Promise<string> => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const { location } = await ask(server, url, { headers: { cookie } });
    return new URL(location ?? "", server.origin).pathname;
  };
  expect(await led(new Browser(server.origin))).toBe("/sign-in");
  const browser = new Browser(server.origin);
  await consentPage(server, url, browser);
  expect(await led(browser)).toBe("/consent");
});

test("AR-19 (RFC 9700 §4.12) what follows a form is 303, never a redirect that sends the form again", async () => {
  const begun = await ask(server, authorizeUrl(server, app));
  const cookie = (begun.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
  const pending = new URL(begun.location ?? "", server.origin).searchParams.get("pending") ?? "";
  const signIn = await ask(server, `/sign-in?pending=${pending}`, { headers: { cookie } });
  const { username, password } = server.person;
  const signedIn = await ask(server, "/sign-in", {
    method: "POST",
    headers: { cookie },
    body: new URLSearchParams({ username, password, pending, csrf: fieldOf(signIn, "csrf") }),
  });
  expect(signedIn.status).toBe(303);
  const session = (signedIn.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
  const consent = await ask(server, `/consent?pending=${pending}`, { headers: { cookie: session } });
  const answer = await ask(server, "/consent", {
    method: "POST",
    headers: { cookie: session },
    body: new URLSearchParams({ decision: "allow", pending, csrf: fieldOf(consent, "csrf") }),
  });
  expect(answer.status).toBe(303);
  expect(new URL(answer.location ?? "").searchParams.has("code")).toBe(true);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

describe("the code", () => {
  test("AR-20 (RFC 6749 §10.10) holds the time, 256 random bits, a checksum, and nothing about anybody", async () => {
    const codes = [];
    for (let index = 0; index < 20; index++) codes.push(await getCode(server, app));
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) {
      expect(code).toMatch(/^ghc_live_[0-9a-z]{9}[A-Za-z0-9_-]{43}[0-9a-z]{7}$/);
      expect(isSecret("ghc", code)).toBe(true);
      expect(Buffer.from(code, "base64url").toString("latin1")).not.toContain(server.person.id);
    }
    const bodies = codes.map((code) => Buffer.from(code.slice(18, 61), "base64url"));
    for (let index = 0; index < 32; index++)
      expect(new Set(bodies.map((body) => body[index])).size, `byte ${index}`).toBeGreaterThan(10);
  });

  test("AR-20 is stored as a digest only", async () => {
    const code = await getCode(server, app);
    expect(await server.gatehouse.store.codes.find(secretHash(code))).not.toBeNull();
    expect(await server.gatehouse.store.codes.find(code)).toBeNull();
    expect(JSON.stringify(server.lines)).not.toContain(code);
  });

  test("AR-21 (RFC 6749 §4.1.2) lasts 60 seconds unless told otherwise, and never more than ten minutes", async () => {
    expect(SETTINGS.code_seconds).toMatchObject({ default: 60, max: 600 });
    const inTime = await getCode(server, app);
    server.clock.advance(59_999);
    await redeem(server, app, inTime);
    const late = await getCode(server, app);
    server.clock.advance(60_000);
    await expect(redeem(server, app, late)).rejects.toThrow(/invalid_grant.*The code has expired/);
    const slow = await server.addApp({ settings: { code_seconds: 600 } });
    const patient = await getCode(server, slow);
    server.clock.advance(599_999);
    await redeem(server, slow, patient);
  });

  const bound: [
    what: string,
    asked: Record<string, string | null>,
    sent: Record<string, string | null>,
    error: string,
  ][] = [
    ["client_id", {}, { client_id: "other", client_secret: "other" }, "invalid_grant"],
    ["redirect_uri", {}, { redirect_uri: "https://app.example/second" }, "invalid_grant"],
    ["redirect_uri, left out", {}, { redirect_uri: null }, "invalid_grant"],
    [
      "challenge",
      { code_challenge: s256(), code_challenge_method: "S256" },
      { code_verifier: "x".repeat(43) },
      "invalid_grant",
    ],
    ["challenge, left out", { code_challenge: s256(), code_challenge_method: "S256" }, {}, "invalid_grant"],
    [
      "method",
      { code_challenge: s256(), code_challenge_method: "S256" },
      { code_verifier: s256() },
      "invalid_grant",
    ],
    [
      "method plain",
      { code_challenge: verifier, code_challenge_method: "plain" },
      { code_verifier: s256() },
      "invalid_grant",
    ],
    ["resource", {}, { resource: "https://other.example" }, "invalid_target"],
  ];
  test.each(bound)("AR-30 (RFC 6749 §4.1.3) is bound to its %s", async (_what, asked, sent, error) => {
    const own = await server.addApp({
      redirect_uris: ["https://app.example/cb", "https://app.example/second"],
    });
    const other = await server.addApp();
    const code = await getCode(server, own, asked);
    const { client_id, client_secret } = own;
    const fields: Record<string, string | null> = {
      grant_type: "authorization_code",
      client_id,
      client_secret,
      redirect_uri: own.redirect_uri,
      code,
      ...sent,
    };
    if (sent["client_id"] === "other")
      Object.assign(fields, { client_id: other.client_id, client_secret: other.client_secret });
    const answer = await postToken(server, fields);
    expect(answer.status).toBe(400);
    expect(answer.json["error"]).toBe(error);
    // Nothing was spent by the attempt: the holder can still use it (AC-07).
    const proof = asked["code_challenge"] === undefined ? {} : { code_verifier: verifier };
    expect((await redeem(server, own, code, proof)).scope).toBe("bookings:read");
  });

  test("AR-30 is bound to its scope and its person: a wider wish at the token endpoint changes nothing", async () => {
    const code = await getCode(server, app, { scope: "bookings:read" });
    const tokens = await redeem(server, app, code, {
      scope: "bookings:create",
      username: "eve",
      subject: "usr_eve",
    });
    expect(tokens.scope).toBe("bookings:read");
    const claims = JSON.parse(
      Buffer.from(tokens.access_token.split(".")[1] ?? "", "base64url").toString(),
    ) as object;
    expect(claims).toMatchObject({ sub: server.person.id, scope: "bookings:read" });
  });
});

test("AR-22 (RFC 9700 §2.6) no page may read the authorization endpoint: no CORS header, for nobody", async () => {
  const browserApp = await server.addApp({
    application_type: "browser",
    token_endpoint_auth_method: "none",
    redirect_uris: ["https://spa.example/cb"],
  });
  for (const origin of ["https://spa.example", "https://evil.example", "null"]) {
    const options = { method: "OPTIONS", headers: { origin, "access-control-request-method": "GET" } };
    const answers = [
      await ask(server, authorizeUrl(server, browserApp), { headers: { origin } }),
      await ask(server, authorizeUrl(server, app, { response_type: "x" }), { headers: { origin } }),
      await ask(server, "/oauth/authorize", options),
      await ask(server, "/consent", options),
      await ask(server, "/sign-in", options),
    ];
    for (const answer of answers)
      expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
  }
});

describe("AR-23 (RFC 9700 §4.11.2, decision 5) who is not signed in", () => {
  test("AR-23 gets no success and no access_denied: the consent leads to sign-in, and its form decides nothing", async () => {
    const browser = new Browser(server.origin);
    const page = await browser.open(authorizeUrl(server, app));
    expect(page.url).toContain("/sign-in?pending=");
    const pending = new URL(page.url).searchParams.get("pending") ?? "";
    for (const decision of ["allow", "deny"]) {
      const answer = await browser.post("/consent", { pending, decision, csrf: fieldOf(page, "csrf") });
      expect({ status: answer.status, leaves: answer.leaves }).toEqual({ status: 403, leaves: null });
    }
  });

  test("AR-23 gets no answer from a consent form that outlived the session", async () => {
    const browser = new Browser(server.origin);
    const page = await consentPage(server, authorizeUrl(server, app, { scope: "profile:read" }), browser);
    expect(page.html).toContain('id="allow"');
    const { store } = server.gatehouse;
    for (const session of await store.sessions.list(server.person.id, server.clock.now()))
      await store.sessions.end(session.hash);
    for (const id of ["deny", "allow"]) {
      const answer = await browser.click(page, id);
      expect(answer.leaves).toBeNull();
      expect(answer.url).toContain("/sign-in?pending=");
    }
  });

  test("AR-23 errors of a proven client are told at once", async () => {
    expectToClient(await askAuthorize(server, app, { scope: "nonsense" }), server, "invalid_scope");
  });
});
