/** OWASP ASVS 3.3, 7.3 — the one cookie on https, and the two ends of a session. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SETTINGS } from "../../src/config/settings.ts";
import { ask, cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  server = await startServer({
    issuer: "https://auth.example",
    settings: { session_idle_seconds: 600, session_absolute_seconds: 3600 },
  });
  cheapPasswords(server);
  app = await server.addApp();
});
afterAll(() => server.close());

/** The Set-Cookie lines of a whole sign-in and sign-out. */
async function cookiesOfAVisit(): Promise<string[]> {
  const lines: string[] = [];
  const real = globalThis.fetch;
  const recording: typeof fetch = async (...request) => {
    const response = await real(...request);
    lines.push(...response.headers.getSetCookie());
    return response;
  };
  globalThis.fetch = recording;
  try {
    const browser = new Browser(server.origin);
    const consent = await consentPage(server, authorizeUrl(server, app), browser);
    await browser.click(consent, "switch-account");
    await consentPage(server, "/sign-in", browser);
    await browser.click(await browser.open("/sign-out"), "confirm-logout");
  } finally {
    globalThis.fetch = real;
  }
  return lines;
}

test("UI-17 every cookie on https: __Host-, Secure, HttpOnly, SameSite=Lax, Path=/, no Domain, 256 bits", async () => {
  const lines = await cookiesOfAVisit();
  expect(lines.length).toBeGreaterThanOrEqual(4);
  for (const line of lines) {
    const [pair = "", ...flags] = line.split("; ");
    expect(pair).toMatch(/^__Host-gatehouse=(?:[A-Za-z0-9_-]{43})?$/);
    const gone = pair.endsWith("=");
    expect(flags.toSorted()).toEqual(
      ["HttpOnly", "Path=/", "SameSite=Lax", "Secure", ...(gone ? ["Max-Age=0"] : [])].toSorted(),
    );
    if (!gone) expect(Buffer.from(pair.slice(pair.indexOf("=") + 1), "base64url")).toHaveLength(32);
  }
  expect(new Set(lines.map((line) => line.split(";")[0])).size).toBe(lines.length);
});

test("UI-17 on https a cookie without the prefix is not read: a neighbouring host could have set it", async () => {
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser);
  const value = browser.cookies.get("__Host-gatehouse") ?? "";
  const open = async (cookie: string): Promise<number> =>
    (await ask(server, "/connected-apps", { headers: { cookie } })).status;
  expect(await open(`__Host-gatehouse=${value}`)).toBe(200);
  for (const name of ["gatehouse", "__host-gatehouse", "__Secure-gatehouse", " __Host-gatehouse2"])
    expect(await open(`${name}=${value}`)).toBe(303);
});

test("UI-17 HX-01 https also means HSTS", async () => {
  const answer = await ask(server, "/");
  expect(answer.headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
});

const stillIn = async (browser: Browser): Promise<boolean> =>
  (await browser.open("/connected-apps")).url.endsWith("/connected-apps");

describe("UI-18 sessions end", () => {
  test("UI-18 after the idle time without use", async () => {
    const browser = new Browser(server.origin);
    await consentPage(server, "/sign-in", browser);
    server.clock.advance(590_000);
    expect(await stillIn(browser)).toBe(true);
    server.clock.advance(590_000);
    expect(await stillIn(browser)).toBe(true);
    server.clock.advance(600_000);
    expect(await stillIn(browser)).toBe(false);
  });

  test("UI-18 at the absolute time, however busy", async () => {
    const browser = new Browser(server.origin);
    await consentPage(server, "/sign-in", browser);
    for (let minutes = 5; minutes < 60; minutes += 5) {
      server.clock.advance(300_000);
      expect(await stillIn(browser), `after ${minutes} minutes`).toBe(true);
    }
    server.clock.advance(300_000);
    expect(await stillIn(browser)).toBe(false);
  });

  test("UI-18 an ended session decides nothing: its consent form leads to sign-in", async () => {
    const browser = new Browser(server.origin);
    const page = await consentPage(server, authorizeUrl(server, await server.addApp()), browser);
    server.clock.advance(599_000);
    expect((await browser.open(page.url)).html).toContain('id="allow"');
    for (const session of await server.gatehouse.store.sessions.list(server.person.id, server.clock.now()))
      await server.gatehouse.store.sessions.end(session.hash);
    const answer = await browser.click(page, "allow");
    expect([answer.leaves, answer.html.includes('id="submit-login"')]).toEqual([null, true]);
  });

  test("UI-18 both times are settings, with defaults of an hour and of half a day", () => {
    expect(SETTINGS.session_idle_seconds).toMatchObject({ default: 3600 });
    expect(SETTINGS.session_absolute_seconds).toMatchObject({ default: 43_200 });
  });
});

test("UI-22 (RFC 9111 §5.2.2.5) after sign-out the back button asks us again, and we show nothing", async () => {
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser);
  const page = await browser.open("/connected-apps");
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(page.html).toContain("Ada Lovelace");
  await browser.click(await browser.open("/sign-out"), "confirm-logout");
  expect((await browser.open("/connected-apps")).html).not.toContain("Ada Lovelace");
});
