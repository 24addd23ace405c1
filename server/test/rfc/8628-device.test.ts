/** RFC 8628 — the device grant from end to end: the device asks, a person types and decides, the device gets its tokens once. */
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newUserCode, readUserCode } from "../../src/oauth/device/user-code.ts";
import { Browser } from "../support/browser.ts";
import { askCodes, decide, DEVICE, newCodes, poll, type } from "../support/device.ts";
import { decodeJwt, introspect, refresh } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;
let open: TestApp;

beforeAll(async () => {
  server = await startServer();
  const scopes = ["bookings:read", "bookings:create", "openid", "offline_access"];
  app = await server.addApp({ grant_types: [DEVICE, "refresh_token"], redirect_uris: [], scopes });
  open = await server.addApp({
    client_name: "Living Room TV",
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: [DEVICE],
    redirect_uris: [],
  });
});
afterAll(() => server.close());

/** Every test has its own minute of guesses. */
const nextMinute = (): void => server.clock.advance(61_000);

describe("the device authorization endpoint (RFC 8628 §3.1, §3.2)", () => {
  test("answers both codes, where to go, how long and how often; no-store", async () => {
    const answer = await askCodes(server, app);
    expect(answer.status).toBe(200);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.json).toEqual({
      device_code: expect.stringMatching(/^ghd_live_[\w-]{59}$/) as unknown,
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/) as unknown,
      verification_uri: `${server.gatehouse.ports.issuer}/device`,
      verification_uri_complete: expect.stringContaining("/device?user_code=") as unknown,
      expires_in: 600,
      interval: 5,
    });
  });

  test("TK-10 TK-12 authenticates as at the token endpoint, and only for those with the grant", async () => {
    expect((await askCodes(server, app, { client_secret: "wrong" })).json["error"]).toBe("invalid_client");
    expect((await askCodes(server, app, { client_secret: null })).status).toBe(401);
    expect((await askCodes(server, open)).status).toBe(200);
    const other = await server.addApp();
    expect((await askCodes(server, other)).json["error"]).toBe("unauthorized_client");
    expect((await askCodes(server, app, { scope: "nothing:known" })).json["error"]).toBe("invalid_scope");
    expect((await askCodes(server, app, { resource: "https://x.example" })).json["error"]).toBe(
      "invalid_target",
    );
  });

  test("MD-03 the metadata names the endpoint and the grant (RFC 8628 §4)", async () => {
    const response = await fetch(`${server.origin}/.well-known/oauth-authorization-server`);
    const metadata = (await response.json()) as Record<string, unknown>;
    expect(metadata["device_authorization_endpoint"]).toBe(`${server.gatehouse.ports.issuer}/oauth/device`);
    expect(metadata["grant_types_supported"]).toContain(DEVICE);
  });
});

describe("user codes (RFC 8628 §6.1)", () => {
  test("every letter is equally likely, and bytes that would favour some are left out", () => {
    let next = 0;
    const random = { bytes: (size: number) => Uint8Array.from({ length: size }, () => next++ % 256) };
    const counts = new Map<string, number>();
    for (let index = 0; index < 300; index++)
      for (const letter of newUserCode(random).replace("-", ""))
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(20);
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThan(30);
  });

  test("are read however they are typed", () => {
    for (const typed of ["WDJB-MJHT", "wdjbmjht", " wdjb mjht ", "W-D-J-B-M-J-H-T"])
      expect(readUserCode(typed)).toBe("WDJB-MJHT");
    for (const typed of ["", "WDJB-MJH", "WDJB-MJHTX", "AAAA-AAAA", "WDJB-MJH\u0422", "x".repeat(1e6)])
      expect(readUserCode(typed)).toBeNull();
  });
});

describe("from the code to the tokens", () => {
  test("a person types, signs in, sees the app, allows; the device gets tokens and may refresh (§3.3, §3.5)", async () => {
    const codes = await newCodes(server, app, { scope: "openid bookings:read offline_access" });
    const page = await type(server, codes.user_code.toLowerCase().replace("-", " "), server.person);
    expect(page.html).toContain("Trip Planner");
    expect(page.html).toContain("See your bookings");
    expect(page.html).toContain("Only go on if you started this yourself");
    expect(page.headers.get("content-security-policy")).toContain("form-action 'self';");
    const browser = new Browser(server.origin);
    const done = await decide(server, codes.user_code, server.person, "allow", browser);
    expect(done.html).toContain("Your device is connected");
    const answer = await poll(server, app, codes.device_code);
    expect(answer.status).toBe(200);
    expect(answer.headers["cache-control"]).toBe("no-store");
    const { access_token, refresh_token, id_token, scope } = answer.json as Record<string, string>;
    expect(scope).toBe("openid bookings:read offline_access");
    expect(await introspect(server, access_token ?? "")).toMatchObject({
      active: true,
      sub: server.person.id,
      client_id: app.client_id,
    });
    expect(decodeJwt(id_token ?? "").claims).toMatchObject({ sub: server.person.id, aud: app.client_id });
    expect((await refresh(server, app, refresh_token ?? "")).status).toBe(200);
  });

  test("an independent client library does it unaided", async () => {
    const codes = new URL(`${server.origin}/oauth/device`);
    const config = new client.Configuration(
      {
        issuer: server.gatehouse.ports.issuer,
        device_authorization_endpoint: codes.href,
        token_endpoint: `${server.origin}/oauth/token`,
      },
      open.client_id,
      undefined,
      client.None(),
    );
    client.allowInsecureRequests(config);
    const asked = await client.initiateDeviceAuthorization(config, { scope: "bookings:read" });
    await decide(server, asked.user_code, server.person);
    const tokens = await client.pollDeviceAuthorizationGrant(config, { ...asked, interval: 0.01 });
    expect(tokens.access_token).toMatch(/^ey/);
    expect(tokens.scope).toBe("bookings:read");
  });

  test("authorization_pending, then slow_down with 5 more seconds each time (§3.5)", async () => {
    nextMinute();
    const { device_code } = await newCodes(server, app);
    const ask = async (seconds: number): Promise<unknown> => {
      server.clock.advance(seconds * 1000);
      return (await poll(server, app, device_code)).json["error"];
    };
    expect(await ask(0)).toBe("authorization_pending");
    expect(await ask(5)).toBe("authorization_pending");
    expect(await ask(2)).toBe("slow_down");
    expect(await ask(5)).toBe("slow_down");
    expect(await ask(10)).toBe("slow_down");
    expect(await ask(20)).toBe("authorization_pending");
    expect(await ask(18)).toBe("slow_down");
  });

  test("access_denied when the person says no, and for ever (§3.5)", async () => {
    nextMinute();
    const { user_code, device_code } = await newCodes(server, app);
    const page = await decide(server, user_code, server.person, "deny");
    expect(page.html).toContain("Your device is not connected");
    for (let times = 0; times < 2; times++) {
      const { status, json } = await poll(server, app, device_code);
      expect([status, json["error"]]).toEqual([400, "access_denied"]);
    }
  });

  test("expired_token after ten minutes, for the device and for the person (§3.5)", async () => {
    const { user_code, device_code } = await newCodes(server, app);
    const browser = new Browser(server.origin);
    const page = await type(server, user_code, server.person, browser);
    server.clock.advance(600_000);
    expect((await poll(server, app, device_code)).json["error"]).toBe("expired_token");
    expect((await type(server, user_code, server.person)).status).toBe(400);
    expect((await browser.click(page, "allow")).status).toBe(400);
    expect((await poll(server, app, device_code)).json["error"]).toBe("expired_token");
  });

  test("expired_token also when it was allowed in time and asked for too late", async () => {
    const { user_code, device_code } = await newCodes(server, app);
    await decide(server, user_code, server.person);
    server.clock.advance(600_000);
    expect((await poll(server, app, device_code)).json["error"]).toBe("expired_token");
  });

  test("AC-07 another client's device code is refused, and still works for its own", async () => {
    const { user_code, device_code } = await newCodes(server, app);
    await decide(server, user_code, server.person);
    expect((await poll(server, open, device_code)).json["error"]).toBe("invalid_grant");
    expect((await poll(server, app, device_code)).status).toBe(200);
  });

  test("AC-02 AC-03 a device code works once; a second use ends what the first one got", async () => {
    nextMinute();
    const { user_code, device_code } = await newCodes(server, app);
    await decide(server, user_code, server.person);
    const first = await poll(server, app, device_code);
    const second = await poll(server, app, device_code);
    expect([second.status, second.json["error"]]).toEqual([400, "invalid_grant"]);
    expect(await introspect(server, String(first.json["access_token"]))).toEqual({ active: false });
  });

  test("AC-15 what can be refused is refused before the device code is spent", async () => {
    const { user_code, device_code } = await newCodes(server, app);
    await decide(server, user_code, server.person);
    const wrong = await poll(server, app, device_code, { resource: "https://other.example" });
    expect(wrong.json["error"]).toBe("invalid_target");
    expect((await poll(server, app, device_code)).status).toBe(200);
  });

  test("AC-14 a mangled device code is unknown", async () => {
    const { device_code } = await newCodes(server, app);
    for (const mangled of [
      `${device_code}x`,
      device_code.slice(0, -1),
      device_code.replace("ghd", "ghc"),
      "x",
    ])
      expect((await poll(server, app, mangled)).json["error"]).toBe("invalid_grant");
    const { client_id, client_secret } = app;
    const missing = await post(server, "/oauth/token", { client_id, client_secret, grant_type: DEVICE });
    expect(missing.json["error"]).toBe("invalid_request");
  });
});

test("§5.4 the person is asked every time, even when all of it was allowed before", async () => {
  nextMinute();
  const browser = new Browser(server.origin);
  for (let times = 0; times < 2; times++) {
    const { user_code } = await newCodes(server, app);
    const page = await type(server, user_code, server.person, browser);
    expect(page.html).toContain('id="allow"');
    await browser.click(page, "allow");
  }
});

test("§3.3.1 a code in the address is offered for comparison, never sent", async () => {
  const { verification_uri_complete, user_code } = await newCodes(server, app);
  const { pathname, search } = new URL(verification_uri_complete);
  const browser = new Browser(server.origin);
  const page = await browser.open(pathname + search);
  expect(page.html).toContain(`value="${user_code}"`);
  const hostile = await browser.open(`/device?user_code=${encodeURIComponent('"><script>x</script>')}`);
  expect(hostile.html).not.toContain("<script");
  expect(hostile.html).toContain('name="user_code" value autocomplete');
});
