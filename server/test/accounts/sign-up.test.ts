/** PO-09, UI-24, UI-25 — accounts that begin with a proven address: once, soon, in the browser that asked or by the link. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, cheapPasswords, fieldOf } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { newestLetter } from "../support/letters.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
});
afterAll(() => server.close());

let count = 0;
const fresh = (): string => `person${++count}@example.com`;
const chosen = { name: "Grace Hopper", new_password: "a good long password" };

/** Up to the page that asks for the code. */
async function asked(email: string, browser: Browser, path = "/sign-up"): Promise<Page> {
  return browser.click(await browser.open(path), "submit-email", { email });
}

/** Up to the page that asks for name and password. */
async function proven(email: string, browser: Browser): Promise<Page> {
  const page = await asked(email, browser);
  return browser.click(page, "submit-code", { code: newestLetter(server, email).code });
}

const person = (email: string) => server.gatehouse.store.people.findBySignInName(email);

test("an account begins with a code, and signs its person in", async () => {
  const email = fresh();
  const browser = new Browser(server.origin);
  const finish = await proven(email, browser);
  expect(finish.url).toContain("/sign-up/finish?proof=");
  const done = await browser.click(finish, "submit-finish", chosen);
  expect(done.url).toBe(`${server.origin}/connected-apps`);
  expect(done.html).toContain("Grace Hopper");
  expect(await person(email)).toMatchObject({
    username: email,
    email,
    emailVerifiedAt: server.clock.now(),
    name: "Grace Hopper",
    staff: null,
  });
});

test("the app that waits still waits afterwards", async () => {
  const app = await server.addApp();
  const browser = new Browser(server.origin);
  const sign = await browser.open(authorizeUrl(server, app));
  const path = /id="create-account"[^>]*href="([^"]+)"|href="([^"]+)"[^>]*id="create-account"/.exec(
    sign.html,
  );
  const href = (path?.[1] ?? path?.[2] ?? "").replaceAll("&amp;", "&");
  expect(href).toMatch(/^\/sign-up\?pending=/);
  const email = fresh();
  const page = await asked(email, browser, href);
  const finish = await browser.click(page, "submit-code", { code: newestLetter(server, email).code });
  const consent = await browser.click(finish, "submit-finish", chosen);
  const back = await browser.click(consent, "allow");
  expect(back.leaves).toMatch(/^https:\/\/app\.example\/cb\?code=/);
});

describe("PO-09 the proof", () => {
  test("PO-09 by link works in another browser, and is then that browser's", async () => {
    const email = fresh();
    const first = new Browser(server.origin);
    const page = await asked(email, first);
    const { path, code } = newestLetter(server, email);
    const other = new Browser(server.origin);
    // Looking at the link does not use it up: programs that read mail do.
    await ask(server, path);
    const finish = await other.click(await other.open(path), "submit-link");
    expect(finish.url).toContain("/sign-up/finish?proof=");
    expect((await first.open(finish.url)).html).toContain("proof_gone");
    expect((await first.click(page, "submit-code", { code })).status).toBe(400);
    expect((await other.click(finish, "submit-finish", chosen)).status).toBe(200);
    expect(await person(email)).not.toBeNull();
  });

  test("UI-25 a link and a code are good once, however many come at once", async () => {
    const email = fresh();
    const browser = new Browser(server.origin);
    await asked(email, browser);
    const { path } = newestLetter(server, email);
    const page = await browser.open(path);
    const cookie = `gatehouse=${browser.cookies.get("gatehouse") ?? ""}`;
    const send = (at: string, fields: Record<string, string>) =>
      ask(server, at, { method: "POST", headers: { cookie }, body: new URLSearchParams(fields) });
    const fields = { csrf: fieldOf(page, "csrf"), link: fieldOf(page, "link") };
    const links = await Promise.all(Array.from({ length: 8 }, () => send("/sign-up/link", fields)));
    const winners = links.filter((answer) => answer.status === 303);
    expect([winners.length, links.filter((answer) => answer.status === 400).length]).toEqual([1, 7]);
    const finish = await browser.open(winners[0]?.location ?? "");
    const last = { csrf: fieldOf(finish, "csrf"), proof: fieldOf(finish, "proof"), ...chosen };
    const made = await Promise.all(Array.from({ length: 8 }, () => send("/sign-up/finish", last)));
    expect(made.filter((answer) => answer.status === 303)).toHaveLength(1);
    expect(made.every((answer) => answer.status < 500)).toBe(true);
  });

  test("PO-09 the code of one browser is nothing in another, even with its form", async () => {
    const email = fresh();
    const mine = new Browser(server.origin);
    const page = await asked(email, mine);
    const thief = new Browser(server.origin);
    expect((await thief.open(page.url)).html).toContain("proof_gone");
    const { code } = newestLetter(server, email);
    const send = await thief.post("/sign-up/code", {
      code,
      proof: fieldOf(page, "proof"),
      csrf: fieldOf(page, "csrf"),
    });
    expect(send.status).toBe(403);
  });

  test("PO-09 five wrong codes end it, and the right one comes too late", async () => {
    const email = fresh();
    const browser = new Browser(server.origin);
    const page = await asked(email, browser);
    const { code } = newestLetter(server, email);
    const wrong = code === "00000000" ? "00000001" : "00000000";
    const guesses = await Promise.all(
      Array.from({ length: 5 }, () => browser.click(page, "submit-code", { code: wrong })),
    );
    expect(guesses.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect((await browser.click(page, "submit-code", { code })).status).toBe(400);
    expect(await person(email)).toBeNull();
  });

  test("PO-09 it ends after a quarter of an hour", async () => {
    const email = fresh();
    const browser = new Browser(server.origin);
    const page = await asked(email, browser);
    const { code, path } = newestLetter(server, email);
    server.clock.advance(15 * 60_000);
    expect((await browser.click(page, "submit-code", { code })).html).toContain("proof_gone");
    expect((await browser.click(await browser.open(path), "submit-link")).html).toContain("proof_gone");
  });

  test("UI-25 the proof for one purpose is nothing for another", async () => {
    const email = fresh();
    const browser = new Browser(server.origin);
    await browser.click(await proven(email, browser), "submit-finish", chosen);
    const other = new Browser(server.origin);
    const reset = await asked(email, other, "/reset");
    const { path, code } = newestLetter(server, email);
    const as = path.replace("/reset/", "/sign-up/");
    expect((await other.click(await other.open(as), "submit-link")).html).toContain("proof_gone");
    const finish = await other.click(reset, "submit-code", { code });
    expect((await other.open(finish.url.replace("/reset/", "/sign-up/"))).html).toContain("proof_gone");
  });

  test("PO-04 PO-05 the form decides neither the address nor what else its person may be", async () => {
    const email = fresh();
    const browser = new Browser(server.origin);
    const finish = await proven(email, browser);
    await browser.post("/sign-up/finish", {
      csrf: fieldOf(finish, "csrf"),
      proof: fieldOf(finish, "proof"),
      ...chosen,
      email: "victim@example.com",
      username: "victim",
      staff: "admin",
      id: "usr_1",
    });
    expect(await person(email)).toMatchObject({ username: email, staff: null });
    expect(await person("victim@example.com")).toBeNull();
  });
});

test("a name and a good password are asked for, and nothing is used up by asking", async () => {
  const browser = new Browser(server.origin);
  const finish = await proven(fresh(), browser);
  for (const bad of [
    { name: "", new_password: "" },
    { name: "Grace", new_password: "short" },
    { name: "Grace", new_password: "password123" },
    { name: "Grace", new_password: "x".repeat(1025) },
  ])
    expect((await browser.click(finish, "submit-finish", bad)).status).toBe(400);
  expect((await browser.click(finish, "submit-finish", chosen)).status).toBe(200);
});

test.each(["", "ada", "ada@localhost", "a@b.example, c@d.example"])(
  "%j is no address, and nothing is sent",
  async (email) => {
    const before = server.letters().length;
    const page = await asked(email, new Browser(server.origin));
    expect([page.status, server.letters().length]).toEqual([400, before]);
  },
);

describe("PO-10 the letters of one address", () => {
  test("PO-10 are five in an hour, for known and unknown alike", async () => {
    const waits: string[] = [];
    const known = fresh();
    const first = new Browser(server.origin);
    await first.click(await proven(known, first), "submit-finish", chosen);
    server.clock.advance(3_600_000);
    for (const email of [known, fresh()]) {
      const browser = new Browser(server.origin);
      for (let time = 0; time < 5; time++) expect((await asked(email, browser)).status).toBe(200);
      const before = server.letters().length;
      const page = await asked(email.toUpperCase(), browser);
      expect([page.status, server.letters().length]).toEqual([429, before]);
      waits.push(page.headers.get("retry-after") ?? "");
    }
    expect(waits).toEqual(["3600", "3600"]);
  });

  test("PO-10 are five for those who ask side by side, too", async () => {
    server.clock.advance(3_600_000);
    const email = fresh();
    const before = server.letters().length;
    const all = await Promise.all(Array.from({ length: 12 }, () => asked(email, new Browser(server.origin))));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(server.letters().length).toBe(before + 5);
  });

  test("PO-10 and thirty for one asker, whatever the address", async () => {
    server.clock.advance(3_600_000);
    const browser = new Browser(server.origin);
    for (let time = 0; time < 30; time++) await asked(fresh(), browser);
    expect((await asked(fresh(), browser)).status).toBe(429);
    server.clock.advance(3_600_000);
    expect((await asked(fresh(), browser)).status).toBe(200);
  });
});

test("sign-up is where the setting says", async () => {
  for (const [sign_up, open, link] of [
    ["open", 200, 200],
    ["invite_only", 404, 200],
    ["off", 404, 404],
  ] as const) {
    const other = await startServer({ settings: { sign_up } });
    expect((await ask(other, "/sign-up")).status).toBe(open);
    expect((await ask(other, "/sign-up/link?token=x")).status).toBe(link);
    expect((await ask(other, "/sign-in")).html.includes("create-account")).toBe(open === 200);
    expect((await ask(other, "/reset")).status).toBe(200);
    await other.close();
  }
});
