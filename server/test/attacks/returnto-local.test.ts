/** CVE-2024-39694, mod_auth_openidc #453 — sign-in and sign-out lead to our own addresses and nowhere else. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, cheapPasswords, fieldOf } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
});
afterAll(() => server.close());

const targets = [
  "//evil.example",
  "/\\evil.example",
  "/%09/evil.example",
  "https:evil.example",
  "\\\\evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "/\t/evil.example",
  "///evil.example",
  "@evil.example",
];
const names = [
  "return_to",
  "returnTo",
  "redirect_to",
  "redirect",
  "redirect_uri",
  "next",
  "url",
  "continue",
  "rd",
  "post_logout_redirect_uri",
];

const everywhere = (target: string): string =>
  new URLSearchParams(names.map((name) => [name, target])).toString();

test.each(targets)("UI-20 sign-in leads to our own address, whatever %j is sent as", async (target) => {
  const page = await new Browser(server.origin).open(`/sign-in?${everywhere(target)}`);
  expect([page.status, page.leaves]).toEqual([200, null]);
  const browser = new Browser(server.origin);
  const csrf = fieldOf(await browser.open("/sign-in"), "csrf");
  const headers = { cookie: `gatehouse=${browser.cookies.get("gatehouse") ?? ""}` };
  const { username, password } = server.person;
  const send = async (fields: Record<string, string>): Promise<string | null> => {
    const body = new URLSearchParams({ username, password, csrf, ...fields });
    const path = `/sign-in?${everywhere(target)}`;
    return (await ask(server, path, { method: "POST", headers, body })).location;
  };
  // A pending request that is none is our page; every other name means nothing.
  expect(await send({ pending: target })).toBeNull();
  expect(await send(Object.fromEntries(names.map((name) => [name, target])))).toBe("/connected-apps");
});

test.each(targets)("UI-20 no page of ours redirects to %j", async (target) => {
  for (const path of ["/", "/sign-in", "/sign-out", "/signed-out", "/connected-apps", "/consent"]) {
    const { location } = await ask(server, `${path}?${everywhere(target)}`);
    expect([null, "/sign-in", "/signed-out"]).toContain(location);
  }
});

test("UI-20 HX-06 a path that looks like a host is nobody's address", async () => {
  for (const path of [
    "//evil.example/sign-in",
    "//evil.example/..",
    "/sign-in//evil.example",
    "/%2f%2fevil.example",
    "//sign-in",
    "/SIGN-IN",
    "/sign-in/",
    "/sign-in;x",
  ]) {
    const answer = await ask(server, server.origin + path);
    expect([answer.status, answer.location], path).toEqual([404, null]);
  }
});
