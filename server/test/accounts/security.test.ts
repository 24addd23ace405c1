/** UI-19, ASVS 7.5.2 — a person sees where they are signed in and ends it, and changes their password. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { consentPage, fieldOf } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async function signedIn(person = server.person, headers: Record<string, string> = {}): Promise<Browser> {
  const browser = new Browser(server.origin, headers);
  await consentPage(server, "/sign-in", browser, person);
  return browser;
}
const isIn = async (browser: Browser): Promise<boolean> =>
  (await browser.open("/connected-apps")).url.endsWith("/connected-apps");

test("UI-19 sessions are listed with device and address, and each can be ended", async () => {
  const person = await server.addPerson("bob");
  const here = await signedIn(person, { "user-agent": firefox });
  const there = await signedIn(person);
  const page = await here.open("/account/security");
  expect(page.html).toContain("Firefox · Linux");
  expect(page.html).toContain("127.0.0.1");
  const [id = ""] = /end-[\w-]{22}/.exec(page.html) ?? [];
  expect((await here.click(page, id)).url).toContain("saved=1");
  expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
  const third = await signedIn(person);
  await here.click(await here.open("/account/security"), "end-others");
  expect([await isIn(here), await isIn(third)]).toEqual([true, false]);
});

test("PO-01 nobody ends another's session", async () => {
  const ada = await signedIn();
  const mallory = await signedIn(await server.addPerson("mallory"));
  const [adas] = await server.gatehouse.store.sessions.list(server.person.id, server.clock.now());
  const csrf = fieldOf(await mallory.open("/account/security"), "csrf");
  await mallory.post("/account/sessions/end", { csrf, session: adas?.sid ?? "" });
  await mallory.post("/account/sessions/end-others", { csrf });
  expect(await isIn(ada)).toBe(true);
});

test("a new password needs the old one, is no weak one, and ends every other session", async () => {
  const person = await server.addPerson("carl");
  const here = await signedIn(person);
  const there = await signedIn(person);
  const page = await here.open("/account/security");
  const send = (password: string, new_password: string): Promise<Page> =>
    here.click(page, "submit-password", { password, new_password });
  expect((await send("", "")).status).toBe(400);
  expect((await send("wrong", "something quite new")).status).toBe(401);
  expect((await send(person.password, "short")).status).toBe(400);
  expect(await isIn(there)).toBe(true);
  expect((await send(person.password, "something quite new")).url).toContain("saved=1");
  expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
  expect(await isIn(await signedIn({ ...person, password: "something quite new" }))).toBe(true);
});

test("UI-14 wrong old passwords count as failures of sign-in", async () => {
  const person = await server.addPerson("dora");
  const here = await signedIn(person);
  const page = await here.open("/account/security");
  const fields = { password: "wrong", new_password: "something quite new" };
  for (let guess = 0; guess < 9; guess++)
    expect((await here.click(page, "submit-password", fields)).status).toBe(401);
  expect((await here.click(page, "submit-password", fields)).status).toBe(429);
});

test("nobody sees the page of nobody", async () => {
  const page = await new Browser(server.origin).open("/account/security");
  expect(page.url).toBe(`${server.origin}/sign-in?next=%2Faccount%2Fsecurity`);
});
