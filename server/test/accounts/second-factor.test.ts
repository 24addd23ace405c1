/** RFC 6238 — codes from an app as the second factor: asked for, used once, bounded, and never walked around. */
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, cheapPasswords, consentPage, fieldOf } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
});
afterAll(() => server.close());

type Person = TestServer["person"];

interface Enrolled {
  person: Person;
  browser: Browser;
  recovery: string[];
  /** The code of now, or of `steps` later. */
  code: (steps?: number) => string;
}

let count = 0;
async function enrolled(): Promise<Enrolled> {
  const person = await server.addPerson(`person${++count}`);
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser, person);
  const setup = await browser.click(await browser.open("/account/security"), "begin-two-step");
  const secret = (/<code class="secret">([^<]+)</.exec(setup.html)?.[1] ?? "").replaceAll(" ", "");
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = (steps = 0): string => totp.generate({ timestamp: server.clock.now() + steps * 30_000 });
  expect((await browser.click(setup, "submit-code", { code: "000000" })).status).toBe(400);
  const done = await browser.click(setup, "submit-code", { code: code() });
  const recovery = [...done.html.matchAll(/<li><code>([^<]+)</g)].map((match) => match[1] ?? "");
  expect(recovery).toHaveLength(10);
  server.clock.advance(60_000);
  return { person, browser, recovery, code };
}

async function password(person: Person, browser: Browser, path = "/sign-in"): Promise<Page> {
  const { username, password: right } = person;
  return browser.click(await browser.open(path), "submit-login", { username, password: right });
}
const factor = (browser: Browser, page: Page, code: string): Promise<Page> =>
  browser.click(page, "submit-second-factor", { code });

test("the password alone signs nobody in; the code does, and the session says so", async () => {
  const { person, code } = await enrolled();
  const browser = new Browser(server.origin);
  const page = await password(person, browser);
  expect(page.url).toContain("/sign-in/code?");
  expect((await browser.open("/connected-apps")).url).toContain("/sign-in");
  const done = await factor(browser, page, code());
  expect(done.url).toBe(`${server.origin}/connected-apps`);
  const sessions = await server.gatehouse.store.sessions.list(person.id, server.clock.now());
  expect(sessions.map(({ amr }) => amr)).toContainEqual(["pwd", "otp", "mfa"]);
});

test("a code is good once, and so is every one before it (RFC 6238 §5.2)", async () => {
  const { person, code } = await enrolled();
  const one = new Browser(server.origin);
  const now = code();
  const before = code(-1);
  expect((await factor(one, await password(person, one), now)).url).toContain("/connected-apps");
  for (const spent of [now, before]) {
    const browser = new Browser(server.origin);
    expect((await factor(browser, await password(person, browser), spent)).status).toBe(401);
  }
  const race = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const browser = new Browser(server.origin);
      return [browser, await password(person, browser)] as const;
    }),
  );
  const next = code(1);
  const all = await Promise.all(race.map(([browser, page]) => factor(browser, page, next)));
  expect(all.filter((page) => page.url.endsWith("/connected-apps"))).toHaveLength(1);
});

test("one step early or late is right, two are not", async () => {
  const { person, code } = await enrolled();
  for (const [steps, status] of [
    [-2, 401],
    [2, 401],
    [1, 200],
  ] as const) {
    const browser = new Browser(server.origin);
    expect((await factor(browser, await password(person, browser), code(steps))).status, `${steps}`).toBe(
      status,
    );
  }
});

test("rl-second-factor: ten wrong codes, and the right one waits, wherever it comes from", async () => {
  const { person, code } = await enrolled();
  const browser = new Browser(server.origin);
  const page = await password(person, browser);
  for (let guess = 0; guess < 9; guess++) expect((await factor(browser, page, "000000")).status).toBe(401);
  expect((await factor(browser, page, "000000")).status).toBe(429);
  const other = new Browser(server.origin);
  expect((await factor(other, await password(person, other), code())).status).toBe(429);
});

describe("a recovery code", () => {
  test("signs in once, however it is written, and its person is told", async () => {
    const { person, recovery } = await enrolled();
    await server.gatehouse.store.people.setEmail(person.id, `${person.username}@example.com`, 1);
    const browser = new Browser(server.origin);
    const [first = ""] = recovery;
    const done = await factor(browser, await password(person, browser), ` ${first.toUpperCase()} `);
    expect(done.url).toContain("/connected-apps");
    expect(server.letters()[0]?.text).toContain("recovery code was used");
    const again = new Browser(server.origin);
    expect((await factor(again, await password(person, again), first)).status).toBe(401);
    expect((await browser.open("/account/security")).html).toContain("Unused recovery codes: 9");
    const rows = await server.gatehouse.store.engine.read.selectFrom("recovery_codes").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(recovery[1]?.slice(0, 5));
  });

  test("of before is void when there are new ones", async () => {
    const { person, browser, recovery } = await enrolled();
    await server.gatehouse.store.people.setEmail(person.id, `${person.username}@example.com`, 1);
    const shown = await browser.click(await browser.open("/account/security"), "renew-recovery");
    const [fresh = ""] = [...shown.html.matchAll(/<li><code>([^<]+)</g)].map((match) => match[1] ?? "");
    expect(server.letters()[0]?.text).toContain("New recovery codes were made");
    const other = new Browser(server.origin);
    const page = await password(person, other);
    expect((await factor(other, page, recovery[0] ?? "")).status).toBe(401);
    expect((await factor(other, page, fresh)).status).toBe(200);
  });

  test("of another person is nothing", async () => {
    const ada = await enrolled();
    const bob = await enrolled();
    const browser = new Browser(server.origin);
    expect((await factor(browser, await password(bob.person, browser), ada.recovery[0] ?? "")).status).toBe(
      401,
    );
  });
});

describe("flow-skip: the step between", () => {
  test("is nothing in another browser, for another person, after five minutes, or twice", async () => {
    const { person, code } = await enrolled();
    const mine = new Browser(server.origin);
    const page = await password(person, mine);
    const ticket = fieldOf(page, "ticket");
    const thief = new Browser(server.origin);
    await thief.open("/sign-in");
    expect((await thief.open(page.url)).html).toContain("proof_gone");
    const url = `/sign-in/code?${new URLSearchParams({ ticket: `${ticket.slice(0, 80)}AAAA${ticket.slice(84)}` }).toString()}`;
    expect((await mine.open(url)).html).toContain("proof_gone");
    const cookie = `gatehouse=${mine.cookies.get("gatehouse") ?? ""}`;
    const send = (at: string): Promise<{ location: string | null; html: string }> =>
      ask(server, "/sign-in/code", {
        method: "POST",
        headers: { cookie },
        body: new URLSearchParams({ csrf: fieldOf(page, "csrf"), ticket, code: at }),
      });
    expect((await send(code())).location).toBe("/connected-apps");
    server.clock.advance(60_000);
    expect((await send(code())).html).toContain("proof_gone");
    const late = new Browser(server.origin);
    const waiting = await password(person, late);
    server.clock.advance(300_000);
    expect((await factor(late, waiting, code())).html).toContain("proof_gone");
  });

  test("is asked for at every re-authentication, and after a new password", async () => {
    const { person, browser, code } = await enrolled();
    server.clock.advance(600_000);
    const again = await browser.open("/re-authenticate?next=%2Faccount%2Fsecurity");
    const page = await browser.click(again, "submit-password", { password: person.password });
    expect(page.url).toContain("/sign-in/code?");
    expect((await browser.click(await browser.open("/account/security"), "end-two-step")).url).toContain(
      "/re-authenticate",
    );
    const fresh = await factor(browser, page, code());
    expect(fresh.url).toBe(`${server.origin}/account/security`);
    expect((await browser.click(fresh, "end-two-step")).url).toContain("saved=1");
    const other = new Browser(server.origin);
    expect((await password(person, other)).url).toBe(`${server.origin}/connected-apps`);
  });

  test("PO-03 HX-05 to set it up asks for a fresh proof, and the secret is sealed at rest", async () => {
    const person = await server.addPerson(`person${++count}`);
    const browser = new Browser(server.origin);
    await consentPage(server, "/sign-in", browser, person);
    const page = await browser.open("/account/security");
    server.clock.advance(600_000);
    expect((await browser.click(page, "begin-two-step")).url).toContain("/re-authenticate");
    const rows = await server.gatehouse.store.engine.read.selectFrom("authenticators").selectAll().execute();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ secret_sealed }) => secret_sealed.startsWith("s1."))).toBe(true);
  });
});

test("setting it up ends the sessions that proved less", async () => {
  const person = await server.addPerson(`person${++count}`);
  const elsewhere = new Browser(server.origin);
  await consentPage(server, "/sign-in", elsewhere, person);
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser, person);
  const setup = await browser.click(await browser.open("/account/security"), "begin-two-step");
  const secret = (/<code class="secret">([^<]+)</.exec(setup.html)?.[1] ?? "").replaceAll(" ", "");
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.clock.now() });
  await browser.click(setup, "submit-code", { code });
  expect((await elsewhere.open("/connected-apps")).url).toContain("/sign-in");
  expect((await browser.open("/connected-apps")).url).toContain("/connected-apps");
});
