/** OpenID Connect RP-Initiated Logout 1.0 — who can end a session, and where a browser can and cannot be sent afterwards. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, redeem, walk, type Person } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { JSON_TYPE, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;
let browser: Browser;
const bye = "https://app.example/bye";

beforeAll(async () => {
  server = await startServer({ settings: { registration: "open", registration_scopes: "openid" } });
  app = await server.addApp({
    scopes: ["openid", "bookings:read"],
    metadata: { post_logout_redirect_uris: [bye] },
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  // Another hour: registrations per address are few.
  server.clock.advance(3_600_000);
  browser = new Browser(server.origin);
  await hintOf(server.person, browser);
});

async function hintOf(person: Person, its: Browser = new Browser(server.origin)): Promise<string> {
  const answer = await walk(server, authorizeUrl(server, app, { scope: "openid" }), person, "allow", its);
  const tokens = await redeem(server, app, answer.searchParams.get("code") ?? "");
  return (tokens as unknown as { id_token: string }).id_token;
}

async function isSignedIn(): Promise<boolean> {
  const url = authorizeUrl(server, app, { scope: "openid", prompt: "none" });
  const answer = await walk(server, url, server.person, "allow", browser);
  return answer.searchParams.has("code");
}

const logoutUrl = (query: Record<string, string>): string =>
  `/oauth/logout?${new URLSearchParams(query).toString()}`;

const register = (members: object): Promise<Answer> =>
  wire(server, {
    path: "/oauth/register",
    body: JSON.stringify({ redirect_uris: ["https://app.example/cb"], ...members }),
    headers: { "content-type": JSON_TYPE },
  });

test("LO-02 without parameters: the question, then our own page, and only the answer ends the session", async () => {
  const page = await browser.open("/oauth/logout");
  expect(page.html).toContain('id="confirm-logout"');
  expect(await isSignedIn()).toBe(true);
  const after = await browser.click(page, "confirm-logout");
  expect([after.status, after.leaves, new URL(after.url).pathname]).toEqual([200, null, "/signed-out"]);
  expect(await isSignedIn()).toBe(false);
});

test("LO-03 state is nowhere but in a redirect to a registered address", async () => {
  const state = "state-that-is-echoed";
  const hint = await hintOf(server.person, browser);
  for (const query of [
    { state },
    { state, post_logout_redirect_uri: bye },
    { state, id_token_hint: hint, post_logout_redirect_uri: `${bye}2` },
    { state, id_token_hint: hint, client_id: "another", post_logout_redirect_uri: bye },
  ]) {
    const page = await browser.open(logoutUrl(query));
    expect([page.leaves, page.html.includes(state), page.url.includes(state)]).toEqual([null, false, false]);
  }
  const page = await browser.open(logoutUrl({ state, id_token_hint: hint, post_logout_redirect_uri: bye }));
  expect(page.leaves).toBe(`${bye}?state=${state}`);
});

describe("LO-04 a sign-out that the person did not ask for", () => {
  test("by a link, a form of another site, or somebody else's hint: the session stands", async () => {
    const grace = await server.addPerson("grace");
    const foreign = await hintOf(grace);
    const asked = [
      await browser.open("/oauth/logout"),
      await browser.open(logoutUrl({ id_token_hint: foreign, post_logout_redirect_uri: bye })),
      await browser.post(
        "/oauth/logout",
        {},
        { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      ),
      await browser.post(
        "/oauth/logout",
        { id_token_hint: foreign },
        { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      ),
    ];
    for (const page of asked) {
      expect(page.leaves).toBeNull();
      expect(page.html).toContain('id="confirm-logout"');
    }
    expect(await isSignedIn()).toBe(true);
  });

  test("the answer to the question needs the page's own form", async () => {
    const page = await browser.open("/oauth/logout");
    const action = /<form[^>]*action="([^"]*)"[^>]*>(?:(?!<\/form>)[\s\S])*id="confirm-logout"/.exec(
      page.html,
    );
    const forged = await browser.post(action?.[1] ?? "", { csrf: "x" });
    expect(forged.status).toBe(403);
    expect(await isSignedIn()).toBe(true);
  });
});

describe("LO-05 an address that runs something", () => {
  const hostile = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "blob:https://app.example/1",
    "//evil.example",
    "http://app.example/bye",
    "https://a@app.example/bye",
  ];

  test.each(hostile)("%j can neither be registered nor be put in later", async (uri) => {
    const refused = { status: 400, json: { error: expect.stringMatching(/^invalid_/) as unknown } };
    expect(await register({ post_logout_redirect_uris: [uri] })).toMatchObject(refused);
    const { json } = await register({ post_logout_redirect_uris: [bye] });
    const update = await wire(server, {
      method: "PUT",
      path: new URL(String(json["registration_client_uri"])).pathname,
      body: JSON.stringify({
        client_id: json["client_id"],
        redirect_uris: json["redirect_uris"],
        post_logout_redirect_uris: [uri],
      }),
      headers: {
        "content-type": JSON_TYPE,
        authorization: `Bearer ${String(json["registration_access_token"])}`,
      },
    });
    expect(update).toMatchObject(refused);
  });

  test("none is gone to, with a good hint too", async () => {
    for (const uri of hostile) {
      const id_token_hint = await hintOf(server.person, browser);
      const page = await browser.open(logoutUrl({ id_token_hint, post_logout_redirect_uri: uri }));
      expect(page.leaves, uri).toBeNull();
      expect(page.html).not.toContain("alert(1)");
    }
  });
});
