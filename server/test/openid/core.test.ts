/** OpenID Connect Core 1.0 — sign-in for apps, judged by openid-client, oauth4webapi and jose. */
import { createRemoteJWKSet, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, decodeJwt, postToken, redeem, walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
const scopes = ["openid", "profile", "email", "bookings:read", "offline_access"];

beforeAll(async () => {
  server = await startServer({ realClock: true });
  app = await server.addApp({ scopes, metadata: { post_logout_redirect_uris: ["https://app.example/bye"] } });
});
afterAll(() => server.close());

/** Signed in, and everything of this app allowed once, in a browser of its own. */
async function settled(): Promise<Browser> {
  const browser = new Browser(server.origin);
  await walk(server, authorizeUrl(server, app, { scope: scopes.join(" ") }), server.person, "allow", browser);
  return browser;
}

async function ask(parameters: Record<string, string | null>, browser?: Browser): Promise<URL> {
  const url = authorizeUrl(server, app, { scope: "openid", ...parameters });
  return walk(server, url, server.person, "allow", browser);
}

/** An ID token of who is signed in in this browser. */
async function hintOf(browser: Browser): Promise<string> {
  const answer = await ask({}, browser);
  const tokens = await redeem(server, app, answer.searchParams.get("code") ?? "");
  return (tokens as unknown as { id_token: string }).id_token;
}

describe("ID token", () => {
  test("ID-01 ID-02 openid-client gets and verifies an ID token with nonce, auth_time and at_hash (Core §3.1.3.7)", async () => {
    const config = await client.discovery(
      new URL(server.issuer),
      app.client_id,
      app.client_secret,
      undefined,
      {
        execute: [client.allowInsecureRequests],
      },
    );
    const nonce = client.randomNonce();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: app.redirect_uri,
      scope: "openid profile",
      nonce,
      state: "s",
      max_age: "600",
    });
    const callback = await walk(server, url.href, server.person);
    const tokens = await client.authorizationCodeGrant(config, callback, {
      expectedNonce: nonce,
      expectedState: "s",
      maxAge: 600,
    });
    const claims = tokens.claims();
    expect(claims?.sub).toBe(server.person.id);
    const keys = createRemoteJWKSet(new URL(`${server.issuer}/.well-known/jwks.json`));
    const verified = await jwtVerify(tokens.id_token ?? "", keys, {
      issuer: server.issuer,
      audience: app.client_id,
    });
    expect(verified.protectedHeader.alg).toBe("RS256");
    expect(verified.payload).toMatchObject({ nonce, acr: expect.any(String), amr: ["pwd"] });
    expect(verified.payload["at_hash"]).toBeTypeOf("string");
    const info = await client.fetchUserInfo(config, tokens.access_token, server.person.id);
    expect(info).toEqual(
      expect.objectContaining({ sub: server.person.id, name: "Ada Lovelace", preferred_username: "ada" }),
    );
  });

  test("ID-09 without nonce there is none; without openid there is no ID token (Core §3.1.2.1)", async () => {
    const code = (await ask({})).searchParams.get("code") ?? "";
    const { id_token } = (await redeem(server, app, code)) as unknown as { id_token: string };
    expect(decodeJwt(id_token).claims).not.toHaveProperty("nonce");
    const plain = await walk(server, authorizeUrl(server, app), server.person);
    expect(await redeem(server, app, plain.searchParams.get("code") ?? "")).not.toHaveProperty("id_token");
  });

  test("a refreshed ID token names the same sign-in, without the nonce (Core §12.2)", async () => {
    const answer = await ask({ scope: "openid offline_access", nonce: "n-1" });
    const first = (await redeem(server, app, answer.searchParams.get("code") ?? "")) as unknown as Record<
      string,
      string
    >;
    const again = await postToken(server, {
      grant_type: "refresh_token",
      client_id: app.client_id,
      client_secret: app.client_secret,
      refresh_token: first["refresh_token"] ?? "",
    });
    const before = decodeJwt(first["id_token"] ?? "").claims;
    const after = decodeJwt(String(again.json["id_token"])).claims;
    expect(before["nonce"]).toBe("n-1");
    expect(after).toMatchObject({ sub: before["sub"], auth_time: before["auth_time"], sid: before["sid"] });
    expect(after).not.toHaveProperty("nonce");
  });

  test("AT-06 an ID token is no access token and the other way round (RFC 9068 §2.1)", async () => {
    const answer = await ask({});
    const tokens = (await redeem(server, app, answer.searchParams.get("code") ?? "")) as unknown as Record<
      string,
      string
    >;
    const info = await fetch(`${server.origin}/oauth/userinfo`, {
      headers: { authorization: `Bearer ${tokens["id_token"]}` },
    });
    expect(info.status).toBe(401);
    const hinted = await fetch(
      `${server.origin}/oauth/logout?id_token_hint=${tokens["access_token"]}&post_logout_redirect_uri=https://app.example/bye`,
      { redirect: "manual" },
    );
    expect(hinted.headers.get("location")).not.toContain("app.example");
  });
});

describe("prompt and max_age", () => {
  test("ID-03 prompt=none: login_required when nobody is here, consent_required when it was not allowed, a code when it was", async () => {
    expect((await ask({ prompt: "none" })).searchParams.get("error")).toBe("login_required");
    const browser = await settled();
    expect((await ask({ prompt: "none" }, browser)).searchParams.get("code")).toBeTruthy();
    const other = await server.addApp({ scopes });
    const url = authorizeUrl(server, other, { scope: "openid", prompt: "none" });
    const answer = await walk(server, url, server.person, "allow", browser);
    expect(answer.searchParams.get("error")).toBe("consent_required");
    expect(answer.searchParams.get("iss")).toBe(server.issuer);
  });

  test("ID-04 prompt=login asks again and auth_time moves; prompt=consent asks for consent again", async () => {
    const browser = await settled();
    const page = await browser.open(authorizeUrl(server, app, { scope: "openid", prompt: "login" }));
    expect(page.html).toContain('id="submit-login"');
    const consent = await browser.open(authorizeUrl(server, app, { scope: "openid", prompt: "consent" }));
    expect(consent.html).toContain('id="allow"');
  });

  test("ID-05 ID-06 id_token_hint of another person under prompt=none is login_required; an unverifiable one is refused", async () => {
    const browser = await settled();
    const grace = await server.addPerson("grace");
    const answer = await walk(server, authorizeUrl(server, app, { scope: "openid" }), grace);
    const tokens = (await redeem(server, app, answer.searchParams.get("code") ?? "")) as unknown as Record<
      string,
      string
    >;
    const refused = await ask({ prompt: "none", id_token_hint: tokens["id_token"] ?? "" }, browser);
    expect(refused.searchParams.get("error")).toBe("login_required");
    const forged = await ask({ id_token_hint: `${tokens["id_token"]}x` }, browser);
    expect(forged.searchParams.get("error")).toBe("invalid_request");
  });

  test("prompt=none with another value and a malformed max_age are refused", async () => {
    expect((await ask({ prompt: "none login" })).searchParams.get("error")).toBe("invalid_request");
    expect((await ask({ max_age: "soon" })).searchParams.get("error")).toBe("invalid_request");
  });

  test("ID-08 display, ui_locales, claims_locales, acr_values and login_hint never fail", async () => {
    const hints = {
      display: "popup",
      ui_locales: "xx de",
      claims_locales: "zz",
      acr_values: "urn:x",
      login_hint: '"><b>',
    };
    expect((await ask(hints)).searchParams.get("code")).toBeTruthy();
  });
});

describe("form_post", () => {
  test("AR-26 the answer is a form with escaped values, sent by a script of ours, never stored", async () => {
    const browser = await settled();
    const state = '"><script>alert(1)</script>';
    const page = await browser.open(
      authorizeUrl(server, app, { scope: "openid", response_mode: "form_post", state }),
    );
    expect(page.html).toContain(`action="${app.redirect_uri}"`);
    expect(page.html).not.toContain("<script>alert");
    expect(page.html).toMatch(/<input type="hidden" name="code" value="ghc_live_/);
    expect(page.html).toMatch(/<input type="hidden" name="iss"/);
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.headers.get("content-security-policy")).toContain("form-action 'self' https://app.example");
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    const script = /<script src="([^"]+)"/.exec(page.html)?.[1] ?? "";
    expect((await fetch(server.origin + script)).headers.get("content-type")).toContain("javascript");
  });
});

describe("userinfo", () => {
  test("ID-07 GET and POST, header and body; never the URL; refused without openid", async () => {
    const answer = await ask({ scope: "openid email" });
    const { access_token } = await redeem(server, app, answer.searchParams.get("code") ?? "");
    const url = `${server.origin}/oauth/userinfo`;
    const bearer = { authorization: `Bearer ${access_token}` };
    for (const init of [
      { headers: bearer },
      { method: "POST", headers: bearer },
      { method: "POST", body: new URLSearchParams({ access_token }) },
    ])
      expect(await (await fetch(url, init)).json()).toMatchObject({ sub: server.person.id });
    expect((await fetch(`${url}?access_token=${access_token}`)).status).toBe(400);
    const missing = await fetch(url);
    expect(missing.status).toBe(401);
    expect(missing.headers.get("www-authenticate")).toMatch(/^Bearer realm="gatehouse", DPoP algs="/);
    const plain = await walk(server, authorizeUrl(server, app), server.person);
    const other = await redeem(server, app, plain.searchParams.get("code") ?? "");
    const refused = await fetch(url, { headers: { authorization: `Bearer ${other.access_token}` } });
    expect(refused.status).toBe(403);
  });
});

describe("RP-initiated logout", () => {
  test("LO-01 LO-03 with a valid hint and a registered address the browser goes there, with state", async () => {
    const browser = await settled();
    const query = new URLSearchParams({
      id_token_hint: await hintOf(browser),
      post_logout_redirect_uri: "https://app.example/bye",
      state: "s&1",
    });
    const page = await browser.open(`/oauth/logout?${query.toString()}`);
    expect(page.leaves).toBe("https://app.example/bye?state=s%261");
    expect((await ask({ prompt: "none" }, browser)).searchParams.get("error")).toBe("login_required");
  });

  test("LO-01 LO-02 LO-04 a bad address, an added query, no hint or a foreign hint never redirect, and without a hint the person is asked", async () => {
    const browser = await settled();
    const hint = await hintOf(browser);
    for (const query of [
      { post_logout_redirect_uri: "https://app.example/bye" },
      { id_token_hint: `${hint}x`, post_logout_redirect_uri: "https://app.example/bye" },
    ]) {
      const page = await browser.open(`/oauth/logout?${new URLSearchParams(query).toString()}`);
      expect(page.leaves).toBeNull();
      expect(page.html).toContain('id="confirm-logout"');
    }
    const added = { id_token_hint: hint, post_logout_redirect_uri: "https://app.example/bye?x=1" };
    const page = await browser.open(`/oauth/logout?${new URLSearchParams(added).toString()}`);
    expect(page.leaves).toBeNull();
    expect(page.html).toContain('id="confirm-logout"');
  });
});
