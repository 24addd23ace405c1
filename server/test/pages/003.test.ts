/** Provider page 003, the authorization endpoint: allow or deny, PKCE, languages, versions; every promise of the page. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, getCode, postToken, redeem, s256, verifier, walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { call, pageApp, send, sendRaw } from "./page.ts";
import { startProgram, type Program } from "./program.ts";

let program: Program;
let server: TestServer;

beforeAll(async () => {
  program = await startProgram("provider-003");
  server = await startServer({ preset: "provider-003" });
});
afterAll(async () => {
  await server?.close();
  expect((await program?.stop()) ?? 0).toBe(0);
});

/** A fresh app: what PKCE it has used before is part of the story. */
const freshApp = (): Promise<TestApp> => pageApp(server, "provider-003");

/** Where the app is told "no", without anybody signing in. */
async function refusedAt(url: string): Promise<URLSearchParams> {
  const page = await new Browser(new URL(url).origin).open(url);
  expect(page.status).toBe(303);
  return new URL(page.leaves ?? "").searchParams;
}

test("003: if needed the user is asked to sign in, then to give permission, and never twice", async () => {
  const browser = new Browser(program.origin);
  const url = authorizeUrl(program, program.app);
  const signIn = await browser.open(url);
  expect(signIn.html).toContain('id="submit-login"');
  const consent = await browser.click(signIn, "submit-login", program.person);
  expect(consent.html).toContain('id="allow"');
  expect(consent.html).toContain('id="deny"');
  const back = await browser.click(consent, "allow");
  expect(back.leaves).toContain(`${program.app.redirect_uri}?code=`);
  const again = await browser.open(authorizeUrl(program, program.app, { scope: "profile:read" }));
  expect(again.html).not.toContain('id="submit-login"');
  expect(again.html).toContain('id="allow"');
  expect((await browser.open(url)).leaves).toContain("?code=");
});

test("003: after permission the app receives a code in its redirect_uri, and an access token for it", async () => {
  const back = await walk(program, authorizeUrl(program, program.app), program.person);
  expect(back.origin + back.pathname).toBe(program.app.redirect_uri);
  const tokens = await redeem(program, program.app, back.searchParams.get("code") ?? "");
  expect((await call(program.apiUrl, "GET /bookings", tokens.access_token)).status).toBe(200);
});

test("003: whether the user allows or denies, the browser comes back with state and iss (RFC 9207 §2)", async () => {
  const app = await freshApp();
  for (const decision of ["deny", "allow"] as const) {
    const url = authorizeUrl(server, app, { state: `they ${decision}` });
    const back = await walk(server, url, server.person, decision);
    expect(back.origin + back.pathname).toBe(app.redirect_uri);
    expect(back.searchParams.get("state")).toBe(`they ${decision}`);
    expect(back.searchParams.get("iss")).toBe(server.issuer);
    expect(back.searchParams.has("code")).toBe(decision === "allow");
    expect(back.searchParams.get("error")).toBe(decision === "allow" ? null : "access_denied");
  }
});

test("003: response_type should be equal to code", async () => {
  for (const response_type of [null, "token", "CODE"])
    expect((await refusedAt(authorizeUrl(program, program.app, { response_type }))).get("error")).toMatch(
      /^(invalid_request|unsupported_response_type)$/,
    );
});

test("003: each application has its own unique client_id, and an unknown one is refused on our own page", async () => {
  const ids = program.ready.apps.map((each) => each.client_id);
  expect(new Set(ids).size).toBe(ids.length);
  const url = authorizeUrl(program, program.app, { client_id: `${program.app.client_id}0` });
  const page = await new Browser(program.origin).open(url);
  expect([page.status, page.leaves]).toEqual([400, null]);
});

test("003: a redirect_uri that is not registered gets rejected, and one that is may be left out when it is the only one", async () => {
  for (const change of [
    "https://evil.example/cb",
    `${program.app.redirect_uri}/`,
    program.app.redirect_uri.toUpperCase(),
  ]) {
    const url = authorizeUrl(program, program.app, { redirect_uri: change });
    const page = await new Browser(program.origin).open(url);
    expect([page.status, page.leaves]).toEqual([400, null]);
  }
  const omitted = authorizeUrl(program, program.app, { redirect_uri: null });
  const back = await walk(program, omitted, program.person);
  await redeem(program, program.app, back.searchParams.get("code") ?? "", { redirect_uri: null });
});

test("003: scope is a space-separated list of scopes, and the complete list can be found in the metadata", async () => {
  const { json } = await send(`${program.origin}/.well-known/oauth-authorization-server`);
  expect(json["scopes_supported"]).toEqual(
    expect.arrayContaining(["bookings:read", "profile:read", "offline_access"]),
  );
  const scope = "profile:read bookings:read";
  const tokens = await redeem(program, program.app, await getCode(program, program.app, { scope }));
  expect(tokens.scope).toBe(scope);
  const me = await call(program.apiUrl, "GET /me", tokens.access_token);
  expect(me.status).toBe(200);
});

test("003: state is optional: absent it stays absent, sent it comes back byte for byte", async () => {
  const app = await freshApp();
  const without = await walk(server, authorizeUrl(server, app, { state: null }), server.person);
  expect(without.searchParams.has("state")).toBe(false);
  for (const state of ["a+b c%20d", "=&#?/ü日本\u00a0", "x".repeat(2048)]) {
    const back = await walk(server, authorizeUrl(server, app, { state }), server.person);
    expect(back.searchParams.get("state")).toBe(state);
  }
});

/** The token request, with this proof. */
function prove(app: TestApp, code: string, code_verifier: string | null): ReturnType<typeof postToken> {
  const { client_id, client_secret, redirect_uri } = app;
  const grant_type = "authorization_code";
  return postToken(server, { grant_type, client_id, client_secret, redirect_uri, code, code_verifier });
}

describe("PKCE", () => {
  test("003: S256: the SHA256 hash of the code verifier is proven by the verifier, and by nothing else (RFC 7636 §4.6)", async () => {
    const app = await freshApp();
    const challenge = { code_challenge: s256(), code_challenge_method: "S256" };
    const code = await getCode(server, app, challenge);
    for (const wrong of [null, s256(), `${verifier}x`, "short"])
      expect((await prove(app, code, wrong)).json["error"]).toBe("invalid_grant");
    expect((await prove(app, code, verifier)).status).toBe(200);
  });

  test.each([
    ["plain", { code_challenge_method: "plain" }],
    ["no method, which means plain", {}],
    ["an empty method, which counts as absent", { code_challenge_method: "" }],
  ])(
    "003: code_challenge_method %s: the challenge is the verifier itself (RFC 7636 §4.3)",
    async (_, method) => {
      const app = await freshApp();
      const code = await getCode(server, app, { code_challenge: verifier, ...method });
      expect((await prove(app, code, `${verifier}x`)).json["error"]).toBe("invalid_grant");
      expect((await prove(app, code, verifier)).status).toBe(200);
    },
  );

  test("003: an omitted method is never guessed as S256 (RFC 7636 §4.3)", async () => {
    const app = await freshApp();
    const code = await getCode(server, app, { code_challenge: s256() });
    expect((await prove(app, code, verifier)).json["error"]).toBe("invalid_grant");
    expect((await prove(app, code, s256())).status).toBe(200);
  });

  test("003: the verifier has 43 to 128 characters of A-Z a-z 0-9 and hyphen, period, underscore, tilde (RFC 7636 §4.1)", async () => {
    const app = await freshApp();
    for (const good of ["a".repeat(43), "a".repeat(128), `-._~${"Zz09".repeat(10)}`]) {
      const code = await getCode(server, app, { code_challenge: good, code_challenge_method: "plain" });
      expect((await prove(app, code, good)).status).toBe(200);
    }
    for (const bad of ["a".repeat(42), "a".repeat(129), `${"a".repeat(43)}+`, `${"a".repeat(43)}\n`]) {
      const url = authorizeUrl(server, app, { code_challenge: bad, code_challenge_method: "plain" });
      expect((await refusedAt(url)).get("error")).toBe("invalid_request");
    }
  });

  test("003: a BASE64 challenge that is not base64url gets a refusal that names base64url (RFC 7636 §4.2)", async () => {
    const app = await freshApp();
    // A text whose hash has both letters that base64url replaces.
    const standard = Buffer.from(s256("h".repeat(50)), "base64url").toString("base64");
    expect(standard).toMatch(/\+.*\/.*=$|\/.*\+.*=$/);
    for (const code_challenge of [standard, standard.replace("=", ""), `${s256()}=`]) {
      const url = authorizeUrl(server, app, { code_challenge, code_challenge_method: "S256" });
      const answer = await refusedAt(url);
      expect(answer.get("error")).toBe("invalid_request");
      expect(answer.get("error_description")).toContain("is standard base64. Use base64url");
      expect(answer.get("state")).toBe("a-state");
    }
  });

  test("003: another method than plain or S256 is refused (RFC 7636 §4.4.1)", async () => {
    const app = await freshApp();
    for (const code_challenge_method of ["s256", "SHA256", "none"]) {
      const url = authorizeUrl(server, app, { code_challenge: s256(), code_challenge_method });
      expect((await refusedAt(url)).get("error_description")).toContain("S256 or plain");
    }
    const alone = authorizeUrl(server, app, { code_challenge_method: "S256" });
    expect((await refusedAt(alone)).get("error")).toBe("invalid_request");
  });

  test("003: PKCE is optional, until an app has used S256: then plain and absent are refused for it (RFC 9700 §2.1.1)", async () => {
    const app = await freshApp();
    await redeem(server, app, await getCode(server, app));
    const strong = { code_challenge: s256(), code_challenge_method: "S256" };
    const plain = { code_challenge: verifier, code_challenge_method: "plain" };
    await redeem(server, app, await getCode(server, app, plain), { code_verifier: verifier });
    await redeem(server, app, await getCode(server, app, strong), { code_verifier: verifier });
    for (const weaker of [plain, { code_challenge: verifier }, {}]) {
      const answer = await refusedAt(authorizeUrl(server, app, weaker));
      expect(answer.get("error")).toBe("invalid_request");
      expect(answer.get("error_description")).toContain("S256");
    }
    await redeem(server, app, await getCode(server, app, strong), { code_verifier: verifier });
  });
});

test.each([
  ["fr", "Connexion", "Autoriser l’accès", "Consulter vos réservations"],
  ["de", "Anmelden", "Zugriff erlauben?", "Ihre Buchungen ansehen"],
  ["ja", "ログイン", "アクセスを許可しますか？", "予約の閲覧"],
  ["en-US,en;q=0.5", "Sign in", "Allow access", "See your bookings"],
  ["tlh,xx;q=0.9", "Sign in", "Allow access", "See your bookings"],
])(
  "003: Accept-Language %s is the language of sign-in and consent (RFC 9110 §12.5.4)",
  async (wish, ...words) => {
    const [signInWord, consentWord, scopeWords] = words;
    const browser = new Browser(program.origin, { "accept-language": wish });
    const url = authorizeUrl(program, program.app, { scope: "bookings:read profile:read offline_access" });
    const signIn = await browser.open(url);
    const lang = /^(?:fr|de|ja)/.exec(wish)?.[0] ?? "en";
    expect(signIn.html).toContain(`<html lang="${lang}"`);
    expect(signIn.html).toContain(signInWord);
    const consent = await browser.click(signIn, "submit-login", program.person);
    expect(consent.html).toContain(`<html lang="${lang}"`);
    expect(consent.html).toContain(consentWord);
    expect(consent.html).toContain(scopeWords);
  },
);

test("003: X-VERSION is optional at the authorization endpoint and changes nothing there", async () => {
  for (const version of [undefined, "1.7.0", "0.0.1", "no such"]) {
    const headers: Record<string, string> = version === undefined ? {} : { "x-version": version };
    const page = await new Browser(program.origin, headers).open(authorizeUrl(program, program.app));
    expect(page.status).toBe(200);
    expect(page.html).toContain('id="submit-login"');
  }
});

test("003: example request 1 in its own shape: a trailing ampersand and no redirect_uri lead to sign-in", async () => {
  const answer = await sendRaw(
    program.origin,
    [
      `GET /oauth/authorize?response_type=code&client_id=${program.app.client_id}& HTTP/1.1`,
      "Host: localhost",
      "X-VERSION: 1.7.0",
      "Accept-Language: en-US,en;q=0.5",
      "Connection: close",
      "\r\n",
    ].join("\r\n"),
  );
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toMatch(/^\/sign-in\?pending=/);
});
