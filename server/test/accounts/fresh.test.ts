/** PO-03, ASVS 7.5.1 — dangerous acts ask for a fresh proof, and lead back to where they were asked for. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserOf } from "../../src/http/account/browser.ts";
import { ProveFirst, requireFresh } from "../../src/http/account/fresh.ts";
import { ownPath } from "../../src/http/own-path.ts";
import type { HttpContext } from "../../src/http/context.ts";
import { ask, cheapPasswords, consentPage, fieldOf } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let context: HttpContext;
beforeAll(async () => {
  server = await startServer();
  const { accounts, ports } = server.gatehouse;
  context = { accounts, ports, secure: false, base: "", freshMs: 600_000 } as HttpContext;
  cheapPasswords(server);
});
afterAll(() => server.close());

const cookieOf = (browser: Browser): string => `gatehouse=${browser.cookies.get("gatehouse") ?? ""}`;

/** Where a dangerous act of this browser is sent first; null when it may go on. */
async function sentTo(browser: Browser): Promise<string | null> {
  const request = { headers: { cookie: cookieOf(browser) } } as Parameters<typeof browserOf>[1];
  const found = await browserOf(context, request);
  try {
    requireFresh(context, found, "/portal/secret");
    return null;
  } catch (error) {
    if (error instanceof ProveFirst) return error.location;
    throw error;
  }
}

test("PO-03 a dangerous act needs a person, and a proof that is at most ten minutes old", async () => {
  const browser = new Browser(server.origin);
  expect(await sentTo(browser)).toBe("/sign-in?next=%2Fportal%2Fsecret");
  await consentPage(server, "/sign-in", browser);
  expect(await sentTo(browser)).toBeNull();
  server.clock.advance(600_000 - 1);
  expect(await sentTo(browser)).toBeNull();
  server.clock.advance(1);
  expect(await sentTo(browser)).toBe("/re-authenticate?next=%2Fportal%2Fsecret");

  const page = await browser.open("/re-authenticate?next=%2Fportal%2Fsecret");
  const before = browser.cookies.get("gatehouse");
  const csrf = fieldOf(page, "csrf");
  const send = async (fields: Record<string, string>) =>
    ask(server, "/re-authenticate", {
      method: "POST",
      headers: { cookie: cookieOf(browser) },
      body: new URLSearchParams({ csrf, next: "/portal/secret", ...fields }),
    });
  expect((await send({ password: "wrong" })).status).toBe(401);
  expect((await send({ password: "" })).status).toBe(400);
  expect(await sentTo(browser)).not.toBeNull();
  // PO-05: whose password it is follows from the session, whatever the form says.
  await server.addPerson("eve");
  const answer = await send({ password: server.person.password, username: "eve", subject: "usr_eve" });
  expect([answer.status, answer.location]).toEqual([303, "/portal/secret"]);
  // UI-03: a new id, and the old one is dead.
  expect(await sentTo(browser)).toBe("/sign-in?next=%2Fportal%2Fsecret");
  const now = /gatehouse=([\w-]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1] ?? "";
  expect(now).not.toBe(before);
  browser.cookies.set("gatehouse", now);
  expect(await sentTo(browser)).toBeNull();
  const sessions = await server.gatehouse.store.sessions.list(server.person.id, server.clock.now());
  expect(sessions).toMatchObject([{ amr: ["pwd"], address: "127.0.0.1" }]);
});

test("UI-14 guesses at the second question count with those at the first", async () => {
  const { username, password } = await server.addPerson("bob");
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser, { username, password });
  const page = await browser.open("/re-authenticate");
  for (let guess = 0; guess < 10; guess++) await browser.click(page, "submit-password", { password: "no" });
  expect((await browser.click(page, "submit-password", { password })).status).toBe(429);
  const other = new Browser(server.origin);
  const sign = await other.open("/sign-in");
  expect((await other.click(sign, "submit-login", { username, password })).status).toBe(429);
});

test("nobody has nothing to prove again", async () => {
  const answer = await ask(server, "/re-authenticate?next=%2Fportal");
  expect([answer.status, answer.location]).toEqual([303, "/sign-in?next=%2Fportal"]);
});

test("sign-in leads on to a page of ours, and says so in its form", async () => {
  const browser = new Browser(server.origin);
  const page = await browser.open("/sign-in?next=%2Faccount%3Fa%3D1");
  expect(fieldOf(page, "next")).toBe("/account?a=1");
  const { username, password } = server.person;
  const done = await ask(server, "/sign-in", {
    method: "POST",
    headers: { cookie: cookieOf(browser) },
    body: new URLSearchParams({ username, password, csrf: fieldOf(page, "csrf"), next: "/account?a=1" }),
  });
  expect(done.location).toBe("/account?a=1");
});

test.each([
  ["/portal/app_1", "/portal/app_1"],
  ["/portal?tab=keys&x=%2F", "/portal?tab=keys&x=%2F"],
  ["/.well-known/x", "/.well-known/x"],
  ["/", null],
  ["//evil.example", null],
  ["/\\evil.example", null],
  ["/%09/evil.example", null],
  ["/a/../../x", null],
  ["/a/..", null],
  ["/./a", null],
  ["/a//b", null],
  ["/a#b", null],
  ["/a\n/b", null],
  ["https:evil.example", null],
  ["portal", null],
  [`/${"a".repeat(600)}`, null],
])("UI-20 %j leads to %j", (text, path) => {
  expect(ownPath({ base: "" }, text)).toBe(path);
});

test("UI-20 below an issuer with a path only its own pages count", () => {
  expect(ownPath({ base: "/auth" }, "/auth/portal")).toBe("/auth/portal");
  for (const text of ["/portal", "/authx/portal", "/auth"])
    expect(ownPath({ base: "/auth" }, text)).toBeNull();
});
