/** A forgotten password: set anew by whoever has the address, told to nobody else, and every session ends. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, fieldOf } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { newestLetter } from "../support/letters.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
const email = "ada@example.com";
beforeAll(async () => {
  server = await startServer();
  await server.gatehouse.store.people.setEmail(server.person.id, email, server.clock.now());
  await server.addPerson("gone");
  const gone = await server.gatehouse.store.people.findByUsername("gone");
  await server.gatehouse.store.people.setEmail(gone?.id ?? "", "gone@example.com", server.clock.now());
  await server.gatehouse.store.people.disable(gone?.id ?? "", server.clock.now());
});
afterAll(() => server.close());

const asked = async (browser: Browser, address: string, path = "/reset"): Promise<Page> =>
  browser.click(await browser.open(path), "submit-email", { email: address });

const signIn = async (browser: Browser, password: string, username = email): Promise<Page> =>
  browser.click(await browser.open("/sign-in"), "submit-login", { username, password });

test("a new password by code: every session ends, the old one is nothing, and sign-in is asked for", async () => {
  const before = new Browser(server.origin);
  expect((await signIn(before, server.person.password)).status).toBe(200);
  const browser = new Browser(server.origin);
  const page = await asked(browser, "ADA@example.com");
  const { code, subject } = newestLetter(server, email);
  expect(subject).toContain("Bookings Inc.");
  const finish = await browser.click(page, "submit-code", { code: `${code.slice(0, 4)} ${code.slice(4)}` });
  for (const weak of ["", "short", "ada@example.com"])
    expect((await browser.click(finish, "submit-finish", { new_password: weak })).status).toBe(400);
  const done = await browser.click(finish, "submit-finish", { new_password: "something quite new" });
  expect(done.url).toBe(`${server.origin}/sign-in?reset=done`);
  expect(await server.gatehouse.store.sessions.list(server.person.id, server.clock.now())).toEqual([]);
  expect((await before.open("/connected-apps")).url).toContain("/sign-in");
  expect((await signIn(browser, server.person.password)).status).toBe(401);
  expect((await signIn(browser, "something quite new")).status).toBe(200);
  // Its owner is told.
  expect(newestLetter(server, email).text).toContain("Your password was changed.");
  // Once.
  const again = await browser.click(finish, "submit-finish", { new_password: "yet another one here" });
  expect(again.html).toContain("proof_gone");
});

test("a password that was set anew takes every other way to set one along", async () => {
  server.clock.advance(3_600_000);
  const stolen = new Browser(server.origin);
  const waits = await asked(stolen, email);
  const finish = await stolen.click(waits, "submit-code", { code: newestLetter(server, email).code });
  const unused = new Browser(server.origin);
  await asked(unused, email);
  const { path } = newestLetter(server, email);
  const owner = new Browser(server.origin);
  const page = await asked(owner, email);
  const mine = await owner.click(page, "submit-code", { code: newestLetter(server, email).code });
  const done = await owner.click(mine, "submit-finish", { new_password: "chosen by the owner" });
  expect(done.url).toContain("reset=done");
  const late = await stolen.click(finish, "submit-finish", { new_password: "chosen by a thief" });
  expect(late.html).toContain("proof_gone");
  expect((await unused.click(await unused.open(path), "submit-link")).html).toContain("proof_gone");
  server.clock.advance(3_600_000);
});

/** Everything that a browser sees of it, without what is random or typed. */
async function seen(address: string, path: string): Promise<string> {
  const browser = new Browser(server.origin);
  const start = await browser.open(path);
  const cookie = `gatehouse=${browser.cookies.get("gatehouse") ?? ""}`;
  const fields = { csrf: fieldOf(start, "csrf"), email: address };
  const answer = await ask(server, path, {
    method: "POST",
    headers: { cookie },
    body: new URLSearchParams(fields),
  });
  const bare = (text: string): string =>
    text.replaceAll(/[0-9a-f-]{36}|[\w-]{43}/g, "…").replaceAll(address, "…");
  const headers = [...answer.headers].filter(([name]) => !["x-request-id", "date"].includes(name));
  const page = await browser.open(answer.location ?? "");
  const guess = await browser.click(page, "submit-code", { code: "12345678" });
  return bare(JSON.stringify([answer.status, headers, answer.html, page.html, guess.status, guess.html]));
}

test("UI-13 whether an address is known changes the letter, and nothing that a browser can see", async () => {
  for (const path of ["/reset", "/sign-up"]) {
    const known = await seen(email, path);
    for (const other of ["nobody@example.com", "gone@example.com"])
      expect(await seen(other, path), `${path} ${other}`).toEqual(known);
  }
  const kinds = ["ada", "nobody", "gone"].map((name) => {
    const letters = server.letters().filter(({ to }) => to === `${name}@example.com`);
    return letters.slice(0, 2).map(({ text }) => /^\d{4} \d{4}$/m.test(text));
  });
  // The newest first: sign-up, then reset. Whoever is disabled gets no code either way.
  expect(kinds).toEqual([
    [false, true],
    [true, false],
    [false, false],
  ]);
});

test("UI-24 MD-04 a link begins with the issuer, whatever the request says of hosts", async () => {
  const browser = new Browser(server.origin);
  const start = await browser.open("/reset");
  await ask(server, "/reset", {
    method: "POST",
    headers: {
      cookie: `gatehouse=${browser.cookies.get("gatehouse") ?? ""}`,
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
      "x-original-url": "https://evil.example/",
    },
    body: new URLSearchParams({ csrf: fieldOf(start, "csrf"), email }),
  });
  const letter = server.letters()[0];
  expect(letter?.to).toBe(email);
  expect(letter?.text).toContain(`${server.issuer}/reset/link?token=`);
  expect(`${letter?.text} ${letter?.html}`).not.toContain("evil");
});

test("HX-05 the database holds neither code nor link", async () => {
  await asked(new Browser(server.origin), email);
  const { code, path } = newestLetter(server, email);
  const rows = await server.gatehouse.store.engine.read.selectFrom("email_proofs").selectAll().execute();
  const text = JSON.stringify(rows);
  expect(text).not.toContain(code);
  expect(text).not.toContain(path.split("token=")[1] ?? "?");
  expect(JSON.stringify(server.lines)).not.toContain(code);
});

test("without mail nothing is offered", async () => {
  const { loadSettings } = await import("../../src/config/load.ts");
  const { compose } = await import("../../src/compose/compose.ts");
  const { settings } = loadSettings({
    flags: {
      issuer: "http://127.0.0.1:1",
      secret: "x".repeat(40),
      database: "file::memory:",
      sign_up: "open",
    },
    mode: "dev",
  });
  const gatehouse = await compose(settings);
  const app = await gatehouse.app(null);
  for (const path of ["/reset", "/sign-up"])
    expect((await app.inject({ method: "GET", url: path })).statusCode).toBe(404);
  expect((await app.inject({ method: "GET", url: "/sign-in" })).payload).not.toContain("forgot-password");
  await app.close();
  await gatehouse.close();
});

test("password managers find the way", async () => {
  const answer = await ask(server, "/.well-known/change-password");
  expect([answer.status, answer.location]).toEqual([303, "/account/security"]);
});
