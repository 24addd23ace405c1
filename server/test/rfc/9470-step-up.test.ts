/** RFC 9470 — an API asks for a stronger or fresher sign-in; the app asks again; the tokens then say what was proven. */
import { createGuard, type Guard } from "@gatehouse/guard";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acrFor, acrOf, satisfies } from "../../src/oauth/openid/acr.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, decodeJwt, introspect, redeem, refresh, walk, type Tokens } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const [password, mfa, key] = [
  "urn:gatehouse:acr:password",
  "urn:gatehouse:acr:mfa",
  "urn:gatehouse:acr:key",
] as const;

let server: TestServer;
let app: TestApp;
let guard: Guard;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp({ scopes: ["openid", "bookings:read"], settings: { refresh_token: "always" } });
  guard = createGuard({
    issuer: server.issuer,
    audience: server.api.identifier,
    now: () => server.clock.now(),
    routes: [
      { method: "GET", path: "/bookings", scopes: ["bookings:read"] },
      { method: "GET", path: "/strong", scopes: ["bookings:read"], acr: [mfa, key] },
      { method: "GET", path: "/fresh", scopes: ["bookings:read"], maxAge: 300 },
    ],
  });
});
afterAll(() => server.close());

async function tokens(
  parameters: Record<string, string> = {},
  browser: Browser = new Browser(server.origin),
): Promise<Tokens & { id_token?: string }> {
  const url = authorizeUrl(server, app, { scope: "openid bookings:read", ...parameters });
  const answer = await walk(server, url, server.person, "allow", browser);
  return redeem(server, app, answer.searchParams.get("code") ?? "");
}

/** What the guard says to a call with this token: `pass`, or its challenge. */
async function called(path: string, token: string): Promise<string> {
  const headers = new Headers({ authorization: `Bearer ${token}` });
  const verdict = await guard.check({ method: "GET", url: path, headers });
  return verdict.ok
    ? "pass"
    : `${verdict.challenge.status} ${verdict.challenge.headers["www-authenticate"] ?? ""}`;
}

/** What a test's browser proved beside the password, as accounts will say it. */
async function proves(browser: Browser, amr: readonly string[]): Promise<void> {
  const { engine, sessions } = server.gatehouse.store;
  const [session] = await sessions.list(server.person.id, server.clock.now());
  await engine.write((tx) =>
    tx
      .updateTable("sessions")
      .set({ amr: JSON.stringify(amr) })
      .where("hash", "=", session?.hash ?? "")
      .execute(),
  );
  expect(browser.cookies.size).toBe(1);
}

/** A browser of its own, in which nobody else is signed in. */
async function signedIn(amr: readonly string[]): Promise<Browser> {
  const { sessions } = server.gatehouse.store;
  for (const { hash } of await sessions.list(server.person.id, 0)) await sessions.end(hash);
  const browser = new Browser(server.origin);
  await tokens({}, browser);
  await proves(browser, amr);
  return browser;
}

const essential = (value: string): Record<string, string> => ({
  scope: "openid bookings:read",
  claims: JSON.stringify({ id_token: { acr: { essential: true, values: [value] } } }),
});

describe("levels", () => {
  const levels = [password, mfa, key];

  test("the highest level that was reached has the name; a setting with fewer names knows fewer levels", () => {
    expect(acrOf(["pwd"], levels)).toBe(password);
    expect(acrOf(["pwd", "otp", "mfa"], levels)).toBe(mfa);
    expect(acrOf(["hwk", "user"], levels)).toBe(key);
    expect(acrOf(["hwk", "user"], ["low", "high"])).toBe("high");
    // A key that asked for nobody's presence is none.
    expect(acrOf(["hwk"], levels)).toBe(password);
  });

  test("who asked is told the level that was asked for, when it was reached", () => {
    const asked = { values: [mfa], essential: false };
    expect(acrFor(asked, ["hwk", "user"], levels)).toBe(mfa);
    expect(acrFor(asked, ["pwd"], levels)).toBe(password);
    expect(satisfies({ values: ["other", password], essential: true }, ["pwd"], levels)).toBe(true);
    expect(satisfies({ values: ["other"], essential: true }, ["hwk", "user"], levels)).toBe(false);
  });
});

describe("what tokens say (§6)", () => {
  test("acr and auth_time in the JWT, in introspection, in the ID token; a refresh changes neither", async () => {
    const first = await tokens();
    const auth_time = Math.floor(server.clock.now() / 1000);
    const { claims } = decodeJwt(first.access_token);
    expect(claims).toMatchObject({ acr: password, auth_time });
    expect(decodeJwt(first.id_token ?? "").claims).toMatchObject({ acr: password, amr: ["pwd"], auth_time });
    expect(await introspect(server, first.access_token)).toMatchObject({ acr: password, auth_time });
    server.clock.advance(60_000);
    const { json } = await refresh(server, app, first.refresh_token ?? "");
    expect(decodeJwt(String(json["access_token"])).claims).toMatchObject({ acr: password, auth_time });
  });

  test("an opaque token says it in introspection; a machine's and a Passport token do not", async () => {
    const settings = { access_token_profile: "opaque" } as const;
    const [opaque, passport] = [
      await server.addApp({ settings }),
      await server.addApp({ settings: { access_token_profile: "passport" } }),
    ];
    const of = async (one: TestApp): Promise<Tokens> => {
      const answer = await walk(server, authorizeUrl(server, one), server.person);
      return redeem(server, one, answer.searchParams.get("code") ?? "");
    };
    expect(await introspect(server, (await of(opaque)).access_token)).toMatchObject({
      acr: password,
      auth_time: Math.floor(server.clock.now() / 1000),
    });
    const { claims } = decodeJwt((await of(passport)).access_token);
    expect(claims).not.toHaveProperty("acr");
    expect(claims).not.toHaveProperty("auth_time");
  });
});

describe("the challenge (§3)", () => {
  test("401 insufficient_user_authentication with acr_values or max_age; the right token passes", async () => {
    const weak = (await tokens()).access_token;
    expect(await called("/bookings", weak)).toBe("pass");
    const strong = await called("/strong", weak);
    expect(strong).toContain('401 Bearer realm="https://api.example"');
    expect(strong).toContain('error="insufficient_user_authentication"');
    expect(strong).toContain(`acr_values="${mfa} ${key}"`);
    expect(strong).not.toContain("max_age=");
    expect(await called("/fresh", weak)).toBe("pass");
    server.clock.advance(301_000);
    expect(await called("/fresh", weak)).toContain('max_age="300"');
    const { claims } = decodeJwt(weak);
    expect(claims["exp"]).toBeGreaterThan(server.clock.now() / 1000);
  });

  test("a machine is told that a person is needed, not that it should sign in", async () => {
    const { client_id, client_secret } = await server.addApp();
    const body = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret });
    const answer = await fetch(`${server.origin}/oauth/token`, { method: "POST", body });
    const { access_token = "" } = (await answer.json()) as Record<string, string>;
    expect(await called("/strong", access_token)).toContain("403");
  });
});

describe("the app asks again (§4, §5)", () => {
  test("max_age: an old sign-in is asked anew, and the new token passes", async () => {
    const browser = await signedIn(["pwd"]);
    server.clock.advance(400_000);
    const url = authorizeUrl(server, app, { scope: "openid bookings:read", max_age: "300" });
    const page = await browser.open(url);
    expect(page.html).toContain('id="submit-login"');
    const again = await tokens({ max_age: "300" }, browser);
    expect(await called("/fresh", again.access_token)).toBe("pass");
  });

  test("default_max_age of the client counts when the request says nothing (Registration §2)", async () => {
    const impatient = await server.addApp({ metadata: { default_max_age: 60 } });
    const browser = await signedIn(["pwd"]);
    server.clock.advance(61_000);
    const page = await browser.open(authorizeUrl(server, impatient));
    expect(page.html).toContain('id="submit-login"');
  });

  test("acr_values: who proved enough is not asked, and is told the asked level; who did not signs in again", async () => {
    const strong = await signedIn(["hwk", "user"]);
    const answer = await tokens({ acr_values: mfa }, strong);
    expect(decodeJwt(answer.access_token).claims["acr"]).toBe(mfa);
    expect(await called("/strong", answer.access_token)).toBe("pass");
    const weak = await signedIn(["pwd"]);
    server.clock.advance(1000);
    const page = await weak.open(authorizeUrl(server, app, { scope: "openid", acr_values: mfa }));
    expect(page.html).toContain('id="submit-login"');
  });

  test("ID-08 acr_values is a wish: without anything better the person gets what there is, and an unknown level changes nothing", async () => {
    const weak = await signedIn(["pwd"]);
    server.clock.advance(1000);
    const granted = await tokens({ acr_values: mfa }, weak);
    expect(decodeJwt(granted.access_token).claims["acr"]).toBe(password);
    const page = await weak.open(authorizeUrl(server, app, { scope: "openid", acr_values: "unknown" }));
    expect(page.html).not.toContain('id="submit-login"');
  });

  test("an essential acr that cannot be met is unmet_authentication_requirements, with no page for one that nobody meets", async () => {
    const ask = (value: string, browser?: Browser): Promise<URL> =>
      walk(server, authorizeUrl(server, app, essential(value)), server.person, "allow", browser);
    const nowhere = await new Browser(server.origin).open(authorizeUrl(server, app, essential("unknown")));
    expect(nowhere.leaves).toContain("unmet_authentication_requirements");
    expect((await ask(mfa)).searchParams.get("error")).toBe("unmet_authentication_requirements");
    const strong = await signedIn(["pwd", "otp", "mfa"]);
    const answer = await ask(mfa, strong);
    const got = (await redeem(server, app, answer.searchParams.get("code") ?? "")) as Tokens & {
      id_token: string;
    };
    expect(decodeJwt(got.id_token).claims).toMatchObject({ acr: mfa, amr: ["pwd", "otp", "mfa"] });
  });
});
