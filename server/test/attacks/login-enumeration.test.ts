/** OWASP ASVS 6.3.8, CVE-2026-4633 — sign-in tells nobody which accounts exist. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, cheapPasswords, fieldOf, type Answer } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let hashed: { asked: string[] };
beforeAll(async () => {
  server = await startServer();
  hashed = cheapPasswords(server);
  const gone = await server.addPerson("gone");
  await server.gatehouse.store.people.disable(gone.id, server.clock.now());
});
afterAll(() => server.close());

/** The whole answer with what is random or typed taken out. */
async function attempt(
  username: string,
  password: string,
): Promise<{ answer: Answer; shape: unknown; work: number }> {
  const browser = new Browser(server.origin);
  const csrf = fieldOf(await browser.open("/sign-in"), "csrf");
  hashed.asked.length = 0;
  const answer = await ask(server, "/sign-in", {
    method: "POST",
    headers: { cookie: `gatehouse=${browser.cookies.get("gatehouse") ?? ""}` },
    body: new URLSearchParams({ username, password, csrf }),
  });
  const html = answer.html.replace(csrf, "").replace(`value="${username}"`, "");
  const headers = [...answer.headers].filter(
    ([name]) => !["x-request-id", "date", "content-length"].includes(name),
  );
  return {
    answer,
    shape: { status: answer.status, html, headers, location: answer.location },
    work: hashed.asked.length,
  };
}

test("UI-13 unknown user, wrong password and disabled account: the same answer, byte for byte, for the same work", async () => {
  const wrong = await attempt("ada", "wrong");
  expect(wrong.answer.status).toBe(401);
  expect(wrong.work).toBe(1);
  const others = [
    ["nobody", "wrong"],
    ["nobody", server.person.password],
    ["gone", "wrong"],
    ["gone", server.person.password],
    ["__proto__", "wrong"],
    ["' or '1'='1", "wrong"],
    ["a".repeat(200), "wrong"],
    ["ada", "x".repeat(3000)],
  ] as const;
  for (const [username, password] of others) {
    const { shape, work } = await attempt(username, password);
    expect({ username, work }).toEqual({ username, work: 1 });
    if (!/['"]/.test(username)) expect(shape, username).toEqual(wrong.shape);
  }
});

test("UI-13 an empty password is the same for everybody, costs the same, and signs nobody in", async () => {
  const known = await attempt("ada", "");
  expect([known.answer.status, known.answer.location]).toEqual([400, null]);
  for (const username of ["nobody", "gone"]) {
    const other = await attempt(username, "");
    expect([other.shape, other.work]).toEqual([known.shape, known.work]);
  }
  expect(known.work).toBe(1);
});

test("UI-13 an account that has to wait says so whether or not it exists", async () => {
  server.clock.advance(3_600_000);
  const waits: unknown[] = [];
  for (const username of ["ada", "nobody", "gone"]) {
    for (let index = 0; index < 10; index++) await attempt(username, "wrong");
    const { answer, shape, work } = await attempt(username, server.person.password);
    expect([answer.status, answer.headers.get("retry-after"), work]).toEqual([429, "900", 0]);
    waits.push(shape);
  }
  expect(new Set(waits.map((shape) => JSON.stringify(shape))).size).toBe(1);
});

test("UI-13 the log names no user name and no password", () => {
  const text = JSON.stringify(server.lines);
  for (const word of [server.person.password, "wrong", '"ada"', "nobody"]) expect(text).not.toContain(word);
});
