/** RFC 6749 §3.1.2, §4.1.2.1 — client and redirect URI at the authorization endpoint: proven first, compared as strings. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ask,
  askAuthorize,
  cheapPasswords,
  expectAccepted,
  expectOurPage,
  expectToClient,
} from "../support/answers.ts";
import { authorizeUrl, getCode, postToken, walk } from "../support/flow.ts";
import { redirectUri, startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  app = await server.addApp();
});
afterAll(() => server.close());

test("AZ-01 (RFC 6749 §4.1.2.1) an unknown client_id gets our page and no redirect", async () => {
  for (const client_id of [
    "live_00000000000000000000000000000000",
    "app",
    "__proto__",
    "constructor",
    "' or 1=1 --",
  ])
    expectOurPage(await askAuthorize(server, { ...app, client_id }), "authorize_client_unknown");
});

test("AZ-01 (RFC 6749 §4.1.2.1) a missing or empty client_id gets our page and no redirect", async () => {
  expectOurPage(await askAuthorize(server, app, { client_id: null }), "authorize_client_missing");
  expectOurPage(await askAuthorize(server, app, { client_id: "" }), "authorize_client_missing");
});

test("AZ-02 (RFC 6749 §3.1.2.4) an unregistered redirect_uri gets our page and no redirect", async () => {
  for (const redirect_uri of [
    "https://evil.example/cb",
    "https://app.example/",
    "https://app.example/cb2",
    "/cb",
    "cb",
  ])
    expectOurPage(await askAuthorize(server, app, { redirect_uri }), "redirect_uri_unregistered");
});

test("AZ-02 another app's redirect URI is not this app's", async () => {
  const other = await server.addApp({ redirect_uris: ["https://other.example/cb"] });
  const answer = await askAuthorize(server, app, { redirect_uri: other.redirect_uri });
  expectOurPage(answer, "redirect_uri_unregistered");
});

test("AZ-03 (RFC 6749 §3.1.2.3, RFC 9700 §4.1.3) a query that was not registered gets our page", async () => {
  for (const redirect_uri of [`${redirectUri}?x=1`, `${redirectUri}?`, `${redirectUri}&x=1`])
    expectOurPage(await askAuthorize(server, app, { redirect_uri }), "redirect_uri_unregistered");
});

describe("AZ-04 (RFC 6749 §3.1.2) a registered query", () => {
  const withQuery = "https://app.example/cb?x=1";

  test("AZ-04 must be sent as it is", async () => {
    const own = await server.addApp({ redirect_uris: [withQuery] });
    for (const redirect_uri of [
      "https://app.example/cb?x=2",
      redirectUri,
      `${withQuery}&y=2`,
      "https://app.example/cb?X=1",
    ])
      expectOurPage(await askAuthorize(server, own, { redirect_uri }), "redirect_uri_unregistered");
  });

  test("AZ-04 is kept, and the response is appended with an ampersand", async () => {
    const own = await server.addApp({ redirect_uris: [withQuery] });
    const answer = await walk(server, authorizeUrl(server, own), server.person);
    expect(answer.href).toMatch(/^https:\/\/app\.example\/cb\?x=1&code=[^&]+&state=a-state&iss=[^&#]+#_$/);
    const refused = await askAuthorize(server, own, { response_type: "token" });
    expectToClient(refused, server, "unsupported_response_type", "a-state", withQuery);
  });
});

test("AZ-05 (RFC 9700 §4.1.3) a path in another case gets our page", async () => {
  for (const redirect_uri of ["https://app.example/CB", "https://app.example/Cb"])
    expectOurPage(await askAuthorize(server, app, { redirect_uri }), "redirect_uri_unregistered");
});

test.each([
  "https://app.example/cb/",
  "https://app.example/./cb",
  "https://app.example/x/../cb",
  "https://app.example/%2e/cb",
  "https://app.example//cb",
  "https://app.example/cb;x",
  "https://app.example/c%62",
  "https://app.example%2fcb",
  "https://app.example:443/cb",
  "https://app.example./cb",
  "https://APP.example/cb",
  "HTTPS://app.example/cb",
  "http://app.example/cb",
  " https://app.example/cb",
  "https://app.example/cb ",
])("AZ-06 (RFC 9700 §4.1.3) %j is not the registered string, whatever it means", async (redirect_uri) => {
  expectOurPage(await askAuthorize(server, app, { redirect_uri }), "redirect_uri_unregistered");
});

test("AZ-07 (RFC 6749 §3.1.2.3) two are registered and none is sent: our page", async () => {
  const two = await server.addApp({ redirect_uris: [redirectUri, "https://app.example/second"] });
  expectOurPage(await askAuthorize(server, two, { redirect_uri: null }), "redirect_uri_missing");
  expectOurPage(await askAuthorize(server, two, { redirect_uri: "" }), "redirect_uri_missing");
  expectAccepted(await askAuthorize(server, two, { redirect_uri: "https://app.example/second" }));
});

test("AZ-07 none is registered: our page", async () => {
  const none = await server.addApp({ redirect_uris: [] });
  expectOurPage(await askAuthorize(server, none, { redirect_uri: null }), "redirect_uri_missing");
  expectOurPage(await askAuthorize(server, none, { redirect_uri: redirectUri }), "redirect_uri_unregistered");
});

test("AZ-08 (RFC 6749 §3.1.2.3, §4.1.3) one is registered and none is sent: it is used, and optional at the token endpoint", async () => {
  const answer = await walk(server, authorizeUrl(server, app, { redirect_uri: null }), server.person);
  expect(answer.origin + answer.pathname).toBe(redirectUri);
  for (const [redirect_uri, status] of [
    ["https://app.example/other", 400],
    [redirectUri, 200],
    [null, 200],
  ] as const) {
    const code = await getCode(server, app, { redirect_uri: null });
    const { client_id, client_secret } = app;
    const fields = { grant_type: "authorization_code", client_id, client_secret, code, redirect_uri };
    expect((await postToken(server, fields)).status).toBe(status);
  }
});

test.each([
  { response_type: "token" },
  { response_type: null },
  { request_uri: "https://evil.example/request" },
  { request: "eyJhbGciOiJub25lIn0.e30." },
  { state: "x".repeat(3000) },
  { scope: "nonsense" },
  { code_challenge_method: "S256" },
  { prompt: "none" },
  { error_uri: "https://evil.example/" },
  { response_mode: "fragment" },
  { resource: "https://evil.example/" },
])(
  "AZ-17 (RFC 6749 §4.1.2.1) client, then redirect_uri, then the rest: %j redirects nobody to an unproven place",
  async (wrong) => {
    const evil = { redirect_uri: "https://evil.example/cb", ...wrong };
    expectOurPage(await askAuthorize(server, app, evil), "redirect_uri_unregistered");
    expectOurPage(
      await askAuthorize(server, { ...app, client_id: "nobody" }, evil),
      "authorize_client_unknown",
    );
    const many = `&scope=a&scope=b&state=1&state=2`;
    expectOurPage(await askAuthorize(server, app, evil, many), "redirect_uri_unregistered");
  },
);

const requestId = /[0-9a-f]{8}-[0-9a-f-]{27}/;

test("AZ-18 a disabled client gets the page of an unknown one, word for word", async () => {
  const gone = await server.addApp();
  expectAccepted(await askAuthorize(server, gone));
  await server.gatehouse.store.registry.disableClient(gone.client_id, server.clock.now());
  const disabled = await askAuthorize(server, gone);
  const unknown = await askAuthorize(server, { ...gone, client_id: "live_nobody" });
  expectOurPage(disabled, "authorize_client_unknown");
  expect(disabled.html.replace(requestId, "")).toBe(unknown.html.replace(requestId, ""));
});

test("AZ-19 AZ-21 (RFC 6749 §10.14, RFC 9700 §4.1.3) Location is the registered bytes, our query, and an empty fragment", async () => {
  const state = "a\r\nSet-Cookie: x=1\t \u0085é\u{1f600}";
  const answer = await walk(server, authorizeUrl(server, app, { state }), server.person);
  expect(answer.href).toMatch(/^https:\/\/app\.example\/cb\?code=[\w-]+&state=[\x21-\x7e]+&iss=[^&#]+#_$/);
  expect(answer.searchParams.get("state")).toBe(state);
  const refused = await askAuthorize(server, app, { response_type: "token", state });
  expect(refused.location).toMatch(/^https:\/\/app\.example\/cb\?error=[\x21-\x7e]+#_$/);
  expect(refused.headers.get("set-cookie")).toBeNull();
});

test("AZ-21 a fragment of the person's own is never passed on", async () => {
  const answer = await ask(server, `${authorizeUrl(server, app, { response_type: "x" })}#access_token=1`);
  expect(answer.location).toMatch(/#_$/);
});
