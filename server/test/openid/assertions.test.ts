/** OpenID Connect Core 1.0 §2, §3.1 — whose ID token it is, how old the sign-in is, and what a hint can and cannot do. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, decodeJwt, getCode, redeem, walk, type Person } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { JSON_TYPE, wire } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;
let browser: Browser;
const scope = "openid profile";
const HOUR = 3_600_000;

beforeAll(async () => {
  server = await startServer({ settings: { registration: "open", registration_scopes: "openid" } });
  app = await server.addApp({ scopes: ["openid", "profile", "bookings:read"] });
  await server.addPerson("grace");
});
afterAll(() => server.close());
/** Ada is signed in and has allowed the app. */
beforeEach(async () => {
  browser = new Browser(server.origin);
  await walk(server, authorizeUrl(server, app, { scope }), server.person, "allow", browser);
});

type Claims = Record<string, unknown>;

async function idTokenOf(answer: URL): Promise<{ id_token: string; access_token: string; claims: Claims }> {
  const tokens = await redeem(server, app, answer.searchParams.get("code") ?? "");
  const { id_token, access_token } = tokens as unknown as { id_token: string; access_token: string };
  return { id_token, access_token, claims: decodeJwt(id_token).claims };
}

const ask = (parameters: Record<string, string>, person: Person = server.person): Promise<URL> =>
  walk(server, authorizeUrl(server, app, { scope, ...parameters }), person, "allow", browser);

async function hintOf(person: Person): Promise<string> {
  const url = authorizeUrl(server, app, { scope });
  return (await idTokenOf(await walk(server, url, person, "allow", new Browser(server.origin)))).id_token;
}

const userinfo = (access_token: string): Promise<Response> =>
  fetch(`${server.origin}/oauth/userinfo`, { headers: { authorization: `Bearer ${access_token}` } });

describe("ID-02 ID-11 the ID token", () => {
  test("is for this app, and for nobody beside it: one audience, and so no azp", async () => {
    const { claims } = await idTokenOf(await ask({}));
    expect(claims).toMatchObject({ iss: server.issuer, sub: server.person.id, aud: app.client_id });
    expect(claims).not.toHaveProperty("azp");
  });

  test.each(["none", "HS256"])("is never signed with %s: neither listed nor to be had", async (alg) => {
    const { json } = await wire(server, { method: "GET", path: "/.well-known/openid-configuration" });
    expect(json["id_token_signing_alg_values_supported"]).not.toContain(alg);
    const answer = await wire(server, {
      path: "/oauth/register",
      body: JSON.stringify({
        redirect_uris: ["https://app.example/cb"],
        id_token_signed_response_alg: alg,
      }),
      headers: { "content-type": JSON_TYPE },
    });
    expect([answer.status, answer.json["error"]]).toEqual([400, "invalid_client_metadata"]);
  });
});

describe("ID-04 the age of a sign-in", () => {
  test.each([{ prompt: "login" }, { max_age: "1" }])("%j asks again, and auth_time moves", async (asked) => {
    const before = await idTokenOf(await ask({}));
    server.clock.advance(60_000);
    const page = await browser.open(authorizeUrl(server, app, { scope, ...asked }));
    expect(page.html).toContain('id="submit-login"');
    const after = await idTokenOf(await ask(asked));
    expect(Number(after.claims["auth_time"])).toBe(Number(before.claims["auth_time"]) + 60);
    expect(after.claims["sub"]).toBe(server.person.id);
  });

  test("a max_age that still holds asks nobody, and auth_time stays", async () => {
    const before = await idTokenOf(await ask({}));
    server.clock.advance(60_000);
    const page = await browser.open(authorizeUrl(server, app, { scope, max_age: "3600" }));
    expect(page.leaves).toContain("code=");
    const { claims } = await idTokenOf(new URL(page.leaves ?? ""));
    expect(claims["auth_time"]).toBe(before.claims["auth_time"]);
  });
});

describe("ID-05 a hint of somebody else", () => {
  test("signs in who is meant, and never answers for who is here", async () => {
    const grace = { username: "grace", password: "correct horse battery" };
    const id_token_hint = await hintOf(grace);
    let page = await browser.open(authorizeUrl(server, app, { scope, id_token_hint }));
    expect(page.html).toContain('id="submit-login"');
    // Ada proves who she is once more: she is still not the one that the app means.
    page = await browser.click(page, "submit-login", {
      username: server.person.username,
      password: server.person.password,
    });
    expect(page.leaves).toBeNull();
    const { claims } = await idTokenOf(await ask({ id_token_hint }, grace));
    expect(claims["preferred_username"] ?? claims["sub"]).not.toBe(server.person.id);
    expect(claims["sub"]).toBe(decodeJwt(id_token_hint).claims["sub"]);
  });
});

describe("ID-06 what is no hint", () => {
  test("alg none, another key, an access token: refused; one that is only old: taken", async () => {
    const { id_token, access_token } = await idTokenOf(await ask({}));
    const [, payload = "", signature = ""] = id_token.split(".");
    const header = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
    const swapped = Buffer.from(JSON.stringify({ ...decodeJwt(id_token).claims, sub: "usr_x" }));
    const hints = [
      `${header}.${payload}.`,
      `${header}.${payload}.${signature}`,
      `${id_token.split(".")[0]}.${swapped.toString("base64url")}.${signature}`,
      access_token,
      "x",
    ];
    for (const id_token_hint of hints) {
      const answer = await ask({ id_token_hint, prompt: "none" });
      expect(answer.searchParams.get("error"), id_token_hint).toBe("invalid_request");
      expect(answer.searchParams.get("code")).toBeNull();
    }
    // The token ends in this time; the session is used, and does not.
    for (let n = 0; n < 3; n++) {
      server.clock.advance(HOUR / 2);
      await ask({});
    }
    const late = await ask({ id_token_hint: id_token, prompt: "none" });
    expect(late.searchParams.get("code")).toBeTruthy();
  });
});

describe("ID-07 userinfo", () => {
  test("names the same subject as the ID token, and takes no token for a former audience", async () => {
    const { access_token, claims } = await idTokenOf(await ask({}));
    expect(await (await userinfo(access_token)).json()).toMatchObject({ sub: claims["sub"] });
    const { registry } = server.gatehouse.store;
    await registry.moveResource(server.api.client_id, "https://moved.example");
    const refused = await userinfo(access_token);
    await registry.moveResource(server.api.client_id, server.api.identifier);
    expect(refused.status).toBe(401);
  });

  test("a machine's token is nobody's", async () => {
    const { client_id, client_secret } = app;
    const answer = await fetch(`${server.origin}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret }),
    });
    const { access_token } = (await answer.json()) as { access_token: string };
    expect((await userinfo(access_token)).status).toBe(403);
  });
});

test("ID-10 login_hint fills in the name, escaped, and decides nothing", async () => {
  const login_hint = `grace"><img src=x onerror=alert(1)>`;
  const stranger = new Browser(server.origin);
  const page = await stranger.open(authorizeUrl(server, app, { scope, login_hint }));
  expect(page.html).not.toContain("<img");
  expect(page.html).toMatch(/<input[^>]*value="grace&quot;(>|&gt;)&lt;img src=x onerror=alert\(1\)(>|&gt;)"/);
  // Somebody else may sign in; and whoever is signed in stays who they are.
  expect((await idTokenOf(await ask({ login_hint: "grace" }))).claims["sub"]).toBe(server.person.id);
  const code = await getCode(server, app, { scope, login_hint: "grace" });
  const { id_token } = (await redeem(server, app, code)) as unknown as { id_token: string };
  expect(decodeJwt(id_token).claims["sub"]).toBe(server.person.id);
});
