/** OpenID Connect Back-Channel Logout 1.0 — whoever signs out here is signed out at every app that asked to hear of it. */
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sendLogouts } from "../../src/oauth/openid/backchannel.ts";
import { createOutbound } from "../../src/outbound/fetch.ts";
import { sweep } from "../../src/store/sweep.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, decodeJwt, introspect, redeem, refresh, walk, type Tokens } from "../support/flow.ts";
import { outside, type Outside } from "../support/outside.ts";
import { startServer, type AppOptions, type TestApp, type TestServer } from "../support/server.ts";

const uri = "https://app.example/logged-out";
const scopes = ["openid", "bookings:read", "offline_access"];

let server: TestServer;
let world: Outside;
let app: TestApp;

const appThatListens = (more: AppOptions = {}): Promise<TestApp> =>
  server.addApp({
    scopes,
    ...more,
    metadata: {
      backchannel_logout_uri: uri,
      post_logout_redirect_uris: ["https://app.example/bye"],
      ...more.metadata,
    },
  });

beforeAll(async () => {
  world = outside();
  server = await startServer({ outbound: world.port });
  app = await appThatListens();
});
afterAll(() => server.close());
beforeEach(() => {
  world.posted.length = 0;
  world.answer({ outcome: "answered", status: 200 });
});

const send = (): Promise<number> => sendLogouts(server.gatehouse.ports);

/** Signs in to the app; its tokens, in that browser. */
async function signIn(
  browser: Browser = new Browser(server.origin),
  parameters: Record<string, string> = {},
  to: TestApp = app,
  person: TestServer["person"] = server.person,
): Promise<{ browser: Browser; tokens: Tokens & { id_token: string }; sid: unknown }> {
  const url = authorizeUrl(server, to, { scope: "openid bookings:read", ...parameters });
  const answer = await walk(server, url, person, "allow", browser);
  const tokens = await redeem(server, to, answer.searchParams.get("code") ?? "");
  const { id_token = "" } = tokens as unknown as { id_token?: string };
  return { browser, tokens: { ...tokens, id_token }, sid: id_token && decodeJwt(id_token).claims["sid"] };
}

async function signOut(browser: Browser): Promise<void> {
  const page = await browser.open("/sign-out");
  await browser.click(page, "confirm-logout");
}

const told = (): { header: Record<string, unknown>; claims: Record<string, unknown> }[] =>
  world.posted.map(({ fields }) => decodeJwt(fields["logout_token"] ?? ""));

describe("the logout token (§2.4)", () => {
  test("LO-06 typ logout+jwt, events, the sid of the ID token, no nonce; signed with a published key", async () => {
    const { browser, sid } = await signIn(undefined, { nonce: "n" });
    await signOut(browser);
    expect(await send()).toBe(1);
    expect(world.posted).toMatchObject([{ url: uri }]);
    const text = world.posted[0]?.fields["logout_token"] ?? "";
    const keys = createRemoteJWKSet(new URL(`${server.issuer}/.well-known/jwks.json`));
    const currentDate = new Date(server.clock.now());
    const { payload, protectedHeader } = await jwtVerify(text, keys, {
      issuer: server.issuer,
      audience: app.client_id,
      typ: "logout+jwt",
      currentDate,
    });
    expect(protectedHeader.alg).toBe("RS256");
    expect(payload).toEqual({
      iss: server.issuer,
      sub: server.person.id,
      aud: app.client_id,
      iat: expect.any(Number) as unknown,
      exp: (payload.iat ?? 0) + 120,
      jti: expect.any(String) as unknown,
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
      sid,
    });
  });

  test("LO-06 it opens nothing here: no hint, no access token", async () => {
    const { browser } = await signIn();
    await signOut(browser);
    await send();
    const token = world.posted[0]?.fields["logout_token"] ?? "";
    expect(await introspect(server, token)).toEqual({ active: false });
    const url = `${server.origin}/oauth/logout?id_token_hint=${token}&post_logout_redirect_uri=https://app.example/bye`;
    const answer = await fetch(url, { redirect: "manual" });
    expect(answer.headers.get("location")).not.toContain("app.example");
  });

  test("a pairwise client hears its own name of the person", async () => {
    const pairwise = await appThatListens({ metadata: { subject_type: "pairwise" } });
    const { browser, tokens } = await signIn(undefined, {}, pairwise);
    await signOut(browser);
    await send();
    expect(told()[0]?.claims["sub"]).toBe(decodeJwt(tokens.id_token).claims["sub"]);
    expect(told()[0]?.claims["sub"]).not.toBe(server.person.id);
  });
});

describe("who is told, and when (§2.5)", () => {
  test("LO-06 sign-out, RP-initiated logout, another person, a disabled person: each ends the session and tells", async () => {
    const own = await signIn();
    await signOut(own.browser);
    const initiated = await signIn();
    await initiated.browser.open(`/oauth/logout?id_token_hint=${initiated.tokens.id_token}`);
    const grace = await server.addPerson("grace");
    const disabled = await signIn(undefined, {}, app, grace);
    await server.gatehouse.store.people.disable(grace.id, server.clock.now());
    const switched = await signIn();
    const page = await switched.browser.open(
      authorizeUrl(server, app, { scope: "openid", prompt: "consent" }),
    );
    await switched.browser.click(page, "switch-account");
    expect(await send()).toBe(4);
    const sids = told().map(({ claims }) => claims["sid"]);
    expect(new Set(sids)).toEqual(new Set([own.sid, initiated.sid, disabled.sid, switched.sid]));
  });

  test("each app of the session once; who did not ask, has no ID token or is disabled is told nothing", async () => {
    const other = await appThatListens();
    const silent = await server.addApp({ scopes });
    const gone = await appThatListens();
    const { browser } = await signIn();
    for (const to of [app, other, silent, gone]) await signIn(browser, {}, to);
    await signIn(browser, { scope: "bookings:read" }, await appThatListens());
    await server.gatehouse.store.registry.disableClient(gone.client_id, server.clock.now());
    await signOut(browser);
    await send();
    expect(told().map(({ claims }) => claims["aud"])).toEqual(
      expect.arrayContaining([app.client_id, other.client_id]),
    );
    expect(world.posted).toHaveLength(2);
  });

  test("signing in again as the same person is no end: the session keeps its name, and its apps hear of its real end", async () => {
    const { browser, sid } = await signIn();
    const again = await signIn(browser, { prompt: "login" });
    expect(again.sid).toBe(sid);
    expect(await send()).toBe(0);
    await signOut(browser);
    expect(await send()).toBe(1);
    expect(told()[0]?.claims["sid"]).toBe(sid);
  });
});

describe("delivery", () => {
  test("LO-06 a failed one comes back later and later, is given up in the end, and never blocks the sign-out", async () => {
    world.answer({ outcome: "refused", why: "timeout" });
    const { browser } = await signIn();
    await signOut(browser);
    let attempts = 0;
    for (let minute = 0; minute < 240; minute++) {
      attempts += await send();
      server.clock.advance(60_000);
    }
    expect(attempts).toBe(6);
    expect(world.posted).toHaveLength(6);
    expect(new Set(told().map(({ claims }) => claims["jti"])).size).toBe(6);
    expect(server.lines.filter(({ event }) => event === "logout_given_up")).toHaveLength(1);
  });

  test("LO-06 the queue outlives the process, and one node gets each", async () => {
    const { browser } = await signIn();
    await signOut(browser);
    const second = await startServer({ folder: server.folder, outbound: world.port, issuer: server.issuer });
    try {
      const counts = await Promise.all([send(), sendLogouts(second.gatehouse.ports), send()]);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
      expect(world.posted).toHaveLength(1);
    } finally {
      await second.close();
    }
  });

  test("LO-06 DR-09 an address inside the network is never dialled", async () => {
    const dialled: string[] = [];
    const outbound = createOutbound({
      ownHosts: [],
      loopback: false,
      resolve: async () => ["10.0.0.1"],
      dial: (address) => {
        dialled.push(address);
        throw new Error("dialled");
      },
    });
    expect(await outbound.post("https://intranet.example/x", { logout_token: "x" })).toEqual({
      outcome: "refused",
      why: "special_address",
    });
    expect(dialled).toEqual([]);
  });

  test("what nobody asks for any more is swept", async () => {
    const { browser } = await signIn();
    world.answer({ outcome: "answered", status: 500 });
    await signOut(browser);
    await signIn();
    const { engine } = server.gatehouse.store;
    const swept = await sweep(engine, server.clock.now() + 13 * 3_600_000);
    expect(swept?.logout_notices).toBe(1);
    expect(swept?.session_clients).toBeGreaterThanOrEqual(1);
  });
});

describe("tokens that end with the session (§2.7)", () => {
  const settings = { tokens_end_with_session: true, refresh_token: "always" } as const;

  test("with tokens_end_with_session: what came from this session ends, unless it was asked for as lasting", async () => {
    const tying = await server.addApp({ scopes, settings });
    const elsewhere = await signIn(undefined, {}, tying);
    const { browser, tokens } = await signIn(undefined, {}, tying);
    const lasting = await signIn(browser, { scope: "openid offline_access" }, tying);
    const unspent = await walk(
      server,
      authorizeUrl(server, tying, { scope: "openid" }),
      server.person,
      "allow",
      browser,
    );
    await signOut(browser);
    expect(await introspect(server, tokens.access_token)).toEqual({ active: false });
    expect((await refresh(server, tying, tokens.refresh_token ?? "")).status).toBe(400);
    expect((await refresh(server, tying, lasting.tokens.refresh_token ?? "")).status).toBe(200);
    expect(await introspect(server, elsewhere.tokens.access_token)).toMatchObject({ active: true });
    await expect(redeem(server, tying, unspent.searchParams.get("code") ?? "")).rejects.toThrow(
      "invalid_grant",
    );
  });

  test("without it nothing ends", async () => {
    const { browser, tokens } = await signIn();
    await signOut(browser);
    expect(await introspect(server, tokens.access_token)).toMatchObject({ active: true });
  });
});
