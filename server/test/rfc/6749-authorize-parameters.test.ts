/** RFC 6749 §3.1, §3.3, §4.1.2.1 — the other parameters of an authorization request, and the errors that the app is told. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ask,
  askAuthorize,
  cheapPasswords,
  expectAccepted,
  expectOurPage,
  expectToClient,
} from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, getCode, redeem, s256, walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  app = await server.addApp();
});
afterAll(() => server.close());

test("AR-01 (RFC 6749 §3.1) GET works", async () => {
  expectAccepted(await askAuthorize(server, app));
});

const post = async (fields: Record<string, string>, browser: Browser): ReturnType<Browser["open"]> =>
  browser.post(`${server.origin}/oauth/authorize`, { client_id: app.client_id, ...fields });

describe("AR-02 (OpenID Connect Core §3.1.2.1) POST", () => {
  test("AR-02 a form leads where GET leads", async () => {
    const browser = new Browser(server.origin);
    const good = { response_type: "code", redirect_uri: app.redirect_uri, scope: "bookings:read" };
    expect((await post(good, browser)).url).toMatch(/\/sign-in\?pending=[\w-]{22}$/);
    const wrong = await post({ ...good, response_type: "token" }, browser);
    expect(wrong.leaves).toContain("error=unsupported_response_type");
    expect((await post({ ...good, redirect_uri: "https://evil.example/" }, browser)).leaves).toBeNull();
  });

  test("AR-02 the query of a POST is not looked at", async () => {
    const answer = await ask(server, authorizeUrl(server, app), {
      method: "POST",
      body: new URLSearchParams({ scope: "bookings:read" }),
    });
    const landed = answer.location === null ? answer : await ask(server, answer.location);
    expectOurPage(landed, "authorize_client_missing");
  });
});

describe("AR-03 (RFC 6749 §3.1) no parameter may come twice", () => {
  const twice = {
    scope: "bookings:read",
    state: "a-state",
    response_type: "code",
    code_challenge: s256(),
    code_challenge_method: "S256",
    response_mode: "query",
    resource: "https://api.example",
    request: "x",
    request_uri: "x",
    ui_locales: "de",
    login_hint: "ada",
  };
  test.each(Object.entries(twice))("AR-03 %s twice is invalid_request", async (name, value) => {
    for (const second of [value, "something-else", ""]) {
      const answer = await askAuthorize(server, app, { [name]: null }, `&${name}=${value}&${name}=${second}`);
      expectToClient(answer, server, "invalid_request", name === "state" ? null : "a-state");
    }
  });

  test("AR-03 a name that is written in another way is the same name", async () => {
    expectToClient(await askAuthorize(server, app, {}, "&sc%6fpe=bookings:read"), server, "invalid_request");
  });

  test("AR-03 client_id or redirect_uri twice gets our page, even with equal values", async () => {
    for (const name of ["client_id", "redirect_uri"] as const) {
      for (const second of [encodeURIComponent(app[name]), "https://evil.example/", ""])
        expectOurPage(
          await askAuthorize(server, app, {}, `&${name}=${second}`),
          "authorize_duplicate_target",
        );
    }
  });
});

test("AR-04 (RFC 6749 §3.1) unknown parameters are ignored, however often they come", async () => {
  expectAccepted(
    await askAuthorize(server, app, {}, "&extra=foobar&extra=foobar&__proto__=1&scope[]=x&constructor=1"),
  );
});

test("AR-05 (RFC 6749 §3.1) a parameter without a value was not sent", async () => {
  const empty = [
    "state",
    "scope",
    "code_challenge",
    "code_challenge_method",
    "response_mode",
    "resource",
    "request",
  ];
  const parameters = Object.fromEntries(empty.map((name) => [name, ""]));
  const answer = await walk(server, authorizeUrl(server, app, parameters), server.person);
  expect(answer.searchParams.has("code")).toBe(true);
  expect(answer.searchParams.has("state")).toBe(false);
  expectToClient(await askAuthorize(server, app, { response_type: "" }), server, "invalid_request");
});

test("AR-06 (RFC 6749 §3.1.1) response_type is missing: invalid_request; unknown: unsupported_response_type", async () => {
  expectToClient(await askAuthorize(server, app, { response_type: null }), server, "invalid_request");
  expectToClient(
    await askAuthorize(server, app, { response_type: "nonsense" }),
    server,
    "unsupported_response_type",
  );
});

test.each([
  "token",
  "id_token",
  "code token",
  "token code",
  "code id_token",
  "none",
  "CODE",
  "code ",
  " code",
])(
  "AR-07 (RFC 9700 §2.1.2) response_type %j is unsupported, and no token is in any URL",
  async (response_type) => {
    const url = expectToClient(
      await askAuthorize(server, app, { response_type }),
      server,
      "unsupported_response_type",
    );
    expect(url.href).not.toMatch(/token=|gh[a-z]_/);
  },
);

test("AR-08 (RFC 6749 §4.1.2.1) an app without the code grant: unauthorized_client", async () => {
  const machine = await server.addApp({ grant_types: ["client_credentials"] });
  expectToClient(await askAuthorize(server, machine), server, "unauthorized_client");
});

describe("scope (RFC 6749 §3.3)", () => {
  test("AR-09 an unknown one is invalid_scope", async () => {
    for (const scope of ["nonsense", "bookings:read nonsense", "bookings:READ", "openid"])
      expectToClient(await askAuthorize(server, app, { scope }), server, "invalid_scope");
  });

  test("AR-10 one that the app was not assigned is invalid_scope (RFC 9700 §2.3)", async () => {
    for (const scope of ["bookings:delete", "bookings:read bookings:delete"])
      expectToClient(await askAuthorize(server, app, { scope }), server, "invalid_scope");
  });

  test("AR-11 order means nothing, and a repeated one counts once", async () => {
    const scope = "bookings:create bookings:read bookings:create";
    const tokens = await redeem(server, app, await getCode(server, app, { scope }));
    expect(tokens.scope.split(" ").toSorted()).toEqual(["bookings:create", "bookings:read"]);
  });

  test.each([
    'a"b',
    "a\\b",
    "a\x7fb",
    "bookings:read\tbookings:create",
    "a\nb",
    "\u202ebookings:read",
    "bookings:readé",
    "\ufeffbookings:read",
  ])("AR-12 (Appendix A.4) %j is invalid_scope", async (scope) => {
    expectToClient(await askAuthorize(server, app, { scope }), server, "invalid_scope");
  });

  test("AR-12 NUL is in no parameter: such a request is not read at all", async () => {
    expectOurPage(await askAuthorize(server, app, { scope: "bookings:read\0" }), "malformed_query");
  });

  test("AR-13 without scope: all that was assigned but lasting access, or invalid_scope, as configured", async () => {
    const tokens = await redeem(server, app, await getCode(server, app, { scope: null }));
    expect(tokens.scope.split(" ").toSorted()).toEqual(["bookings:create", "bookings:read", "profile:read"]);
    expect(tokens.refresh_token).toBeUndefined();
    const strict = await server.addApp({ settings: { scope_when_absent: "refuse" } });
    expectToClient(await askAuthorize(server, strict, { scope: null }), server, "invalid_scope");
  });
});

describe("state (RFC 6749 §4.1.2)", () => {
  const states = [
    "plain-state_~.!'()*",
    " +%20%2B&=#?/;:@,$",
    "%00%zz%",
    "é \u{1f600} \u202e \ufeff",
    "<script>alert(1)</script>",
    "\r\nLocation: https://evil.example/",
    '{"a":[1,"\\u0000"]}',
    "x".repeat(2048),
    "é".repeat(1024),
  ];
  test.each(states)("AR-14 comes back byte for byte: %j", async (state) => {
    expectToClient(
      await askAuthorize(server, app, { response_type: "x", state }),
      server,
      "unsupported_response_type",
      state,
    );
    const answer = await walk(server, authorizeUrl(server, app, { state }), server.person);
    expect(answer.searchParams.getAll("state")).toEqual([state]);
    const denied = await walk(
      server,
      authorizeUrl(server, app, { state, scope: "bookings:create profile:read" }),
      server.person,
      "deny",
    );
    expect(denied.searchParams.getAll("state")).toEqual([state]);
  });

  test("AR-14 a plus sign is a space, as forms say", async () => {
    const answer = await askAuthorize(server, app, { response_type: "x", state: null }, "&state=a+b%2Bc");
    expectToClient(answer, server, "unsupported_response_type", "a b+c");
  });

  test("AR-14 more than 2048 bytes: invalid_request, and nothing is echoed", async () => {
    for (const state of ["x".repeat(2049), "é".repeat(1025)])
      expectToClient(await askAuthorize(server, app, { state }), server, "invalid_request", null);
  });

  test("AR-15 none sent, none returned", async () => {
    const answer = await walk(server, authorizeUrl(server, app, { state: null }), server.person);
    expect([...answer.searchParams.keys()].toSorted()).toEqual(["code", "iss"]);
    expectToClient(
      await askAuthorize(server, app, { state: null, scope: "x" }),
      server,
      "invalid_scope",
      null,
    );
  });
});

test.each(["fragment", "web_message", "query.jwt", "QUERY"])(
  "AR-25 response_mode %s is invalid_request, and the answer is in the query",
  async (response_mode) => {
    expectToClient(await askAuthorize(server, app, { response_mode }), server, "invalid_request");
  },
);

test("AR-25 response_mode query is what happens anyway", async () => {
  expectAccepted(await askAuthorize(server, app, { response_mode: "query" }));
});

test("AR-27 (OpenID Connect Core §3.1.2.6) without a key request, and any fetched request_uri, are told to be unsupported", async () => {
  expectToClient(await askAuthorize(server, app, { request: "e30.e30." }), server, "request_not_supported");
  const request_uri = "https://app.example/request.jwt";
  expectToClient(await askAuthorize(server, app, { request_uri }), server, "request_uri_not_supported");
  const metadata = (await (
    await fetch(`${server.origin}/.well-known/oauth-authorization-server`)
  ).json()) as object;
  // Signed requests are for apps that registered a key (RFC 9101); this one has none. Nothing is fetched for anybody.
  expect(metadata).toHaveProperty("request_parameter_supported", true);
  expect(metadata).toHaveProperty("request_uri_parameter_supported", false);
});

test.each(["api", "/relative", "https://api.example#x", "https://other.example", "https://API.example"])(
  "AR-28 (RFC 8707 §2) resource %j is invalid_target",
  async (resource) => {
    expectToClient(await askAuthorize(server, app, { resource }), server, "invalid_target");
  },
);

test("AR-28 (RFC 8707 §2) the app's own API may be named", async () => {
  expectAccepted(await askAuthorize(server, app, { resource: "https://api.example" }));
});
