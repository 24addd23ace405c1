/** OWASP ASVS 7.2.4, CVE-2026-7507, CVE-2025-12390 — the id of a browser changes whenever who is behind it changes, and the old one is dead. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, cheapPasswords, consentPage, fieldOf } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  app = await server.addApp();
});
afterAll(() => server.close());

const idOf = (browser: Browser): string => browser.cookies.get("gatehouse") ?? "";

/** Where the account page leads with this cookie: nobody is asked to sign in. */
async function isSignedIn(id: string): Promise<boolean> {
  const answer = await ask(server, "/connected-apps", { headers: { cookie: `gatehouse=${id}` } });
  return answer.status === 200;
}

test("UI-03 a new id at sign-in; the one before is worth nothing", async () => {
  const browser = new Browser(server.origin);
  const page = await browser.open("/sign-in");
  const before = idOf(browser);
  await browser.click(page, "submit-login", server.person);
  expect(idOf(browser)).not.toBe(before);
  expect([await isSignedIn(before), await isSignedIn(idOf(browser))]).toEqual([false, true]);
});

test("UI-03 a new id when somebody signs in again, and the session before has ended", async () => {
  const browser = new Browser(server.origin);
  const page = await browser.open("/sign-in");
  await browser.click(page, "submit-login", server.person);
  const first = idOf(browser);
  // A form of the time before signs nobody in, and nobody else either.
  const mallory = await server.addPerson("mallory");
  for (const person of [server.person, mallory]) await browser.click(page, "submit-login", person);
  expect([idOf(browser), await isSignedIn(first)]).toEqual([first, true]);
  expect((await browser.open("/connected-apps")).html).not.toContain("mallory");
  const other = new Browser(server.origin);
  other.cookies.set("gatehouse", first);
  const consent = await other.open(authorizeUrl(server, await server.addApp()));
  const again = await other.click(consent, "switch-account");
  await other.click(again, "submit-login", server.person);
  expect(await isSignedIn(first)).toBe(false);
  expect([await isSignedIn(idOf(other)), idOf(other) === first]).toEqual([true, false]);
});

test("UI-03 (CVE-2025-12390) a new id after sign-out, and the old cookie opens nothing", async () => {
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser);
  const before = idOf(browser);
  const out = await browser.click(await browser.open("/sign-out"), "confirm-logout");
  expect(out.url).toContain("/signed-out");
  expect(idOf(browser)).toBe("");
  expect(await isSignedIn(before)).toBe(false);
  await browser.open("/sign-in");
  expect(idOf(browser)).not.toBe(before);
});

test("UI-03 another account is another id, and the first person is signed out", async () => {
  const browser = new Browser(server.origin);
  const page = await consentPage(server, authorizeUrl(server, app), browser);
  const ada = idOf(browser);
  const signIn = await browser.click(page, "switch-account");
  expect(signIn.url).toContain("/sign-in?pending=");
  const nobody = idOf(browser);
  expect([nobody === ada, await isSignedIn(ada), await isSignedIn(nobody)]).toEqual([false, false, false]);
  const eve = await server.addPerson("eve");
  const consent = await browser.click(signIn, "submit-login", eve);
  expect(consent.html).toContain("eve");
  expect((await browser.click(consent, "allow")).leaves).toContain("code=");
});

describe("UI-04 a cookie that an attacker planted", () => {
  const planted = "A".repeat(43);

  test("UI-04 is not honoured after the victim signed in with it", async () => {
    const victim = new Browser(server.origin);
    victim.cookies.set("gatehouse", planted);
    await consentPage(server, "/sign-in", victim);
    expect(idOf(victim)).not.toBe(planted);
    expect([await isSignedIn(planted), await isSignedIn(idOf(victim))]).toEqual([false, true]);
  });

  test("UI-04 gives no hold on the request that the victim goes on with", async () => {
    const attacker = new Browser(server.origin);
    const begun = await attacker.open(authorizeUrl(server, await server.addApp()));
    const victim = new Browser(server.origin);
    victim.cookies.set("gatehouse", idOf(attacker));
    const consent = await victim.click(await victim.open(begun.url), "submit-login", server.person);
    expect(consent.html).toContain('id="allow"');
    const pending = fieldOf(consent, "pending");
    for (const path of [`/consent?pending=${pending}`, `/sign-in?pending=${pending}`])
      expect((await attacker.open(path)).status).toBe(400);
    const forged = { pending, csrf: fieldOf(begun, "csrf"), decision: "allow" };
    expect((await attacker.post("/consent", forged)).leaves).toBeNull();
    // Not even with the victim's own form token: it belongs to the victim's new id.
    const stolen = { ...forged, csrf: fieldOf(consent, "csrf") };
    expect((await attacker.post("/consent", stolen)).leaves).toBeNull();
  });

  test.each([
    "",
    "x",
    "A".repeat(42),
    "A".repeat(44),
    `${"A".repeat(42)}=`,
    "../../etc/passwd",
    "%41".repeat(43),
  ])("UI-04 that we cannot have made (%j) is no browser at all: a new id is given", async (value) => {
    const answer = await ask(server, "/sign-in", { headers: { cookie: `gatehouse=${value}` } });
    expect(answer.headers.getSetCookie()).toHaveLength(1);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^gatehouse=[\w-]{43}; /);
    expect(answer.headers.getSetCookie()[0]).not.toContain(`=${value};`);
  });

  test("UI-04 is never written to the table of sessions before somebody signs in (decision 8)", async () => {
    const before = (await server.gatehouse.store.sessions.list(server.person.id, 0)).length;
    for (let index = 0; index < 5; index++) await new Browser(server.origin).open(authorizeUrl(server, app));
    expect((await server.gatehouse.store.sessions.list(server.person.id, 0)).length).toBe(before);
  });
});
