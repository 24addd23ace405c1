/** CVE-2026-45364, CVE-2026-47203 — guessing is bounded per account and per address, under every spelling of both. */
import { afterEach, describe, expect, test } from "vitest";
import { ACCOUNT_LIMIT, ADDRESS_LIMIT } from "../../src/accounts/sign-in.ts";
import { ask, cheapPasswords, fieldOf } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { startServer, type ServerOptions, type TestServer } from "../support/server.ts";

let server: TestServer;
afterEach(() => server.close());

async function start(options: ServerOptions = {}): Promise<void> {
  server = await startServer(options);
  cheapPasswords(server);
}

async function attempt(
  username: string,
  password: string,
  headers: Record<string, string> = {},
): Promise<number> {
  const browser = new Browser(server.origin);
  const csrf = fieldOf(await browser.open("/sign-in"), "csrf");
  const answer = await ask(server, "/sign-in", {
    method: "POST",
    headers: { cookie: `gatehouse=${browser.cookies.get("gatehouse") ?? ""}`, ...headers },
    body: new URLSearchParams({ username, password, csrf }),
  });
  return answer.status;
}

test("UI-14 ten wrong passwords in a quarter of an hour: 429, even for the right one, until the window ends", async () => {
  await start();
  for (let index = 0; index < ACCOUNT_LIMIT.count - 1; index++)
    expect(await attempt(names[index % names.length] ?? "", "wrong")).toBe(401);
  expect(await attempt("ada", "wrong")).toBe(429);
  expect(await attempt("ada", server.person.password)).toBe(429);
  const bob = await server.addPerson("bob");
  expect(await attempt("bob", bob.password)).toBe(303);
  server.clock.advance(ACCOUNT_LIMIT.windowMs);
  expect(await attempt("ada", server.person.password)).toBe(303);
});

test("UI-14 who is already signed in is not thrown out by somebody else's guesses", async () => {
  await start();
  const browser = new Browser(server.origin);
  await browser.click(await browser.open("/sign-in"), "submit-login", server.person);
  for (let index = 0; index < ACCOUNT_LIMIT.count; index++) await attempt("ada", "wrong");
  expect((await browser.open("/connected-apps")).url).toContain("/connected-apps");
});

const spray = async (headers: (index: number) => Record<string, string>): Promise<number[]> => {
  const statuses: number[] = [];
  for (let index = 0; index < ADDRESS_LIMIT.count; index++)
    statuses.push(await attempt(`user${index}`, "wrong", headers(index)));
  return statuses;
};

const names = ["ada", "ADA", " ada ", "Ada"];

const good = async (address: string): Promise<number> =>
  attempt("ada", server.person.password, { "x-forwarded-for": address });

const sixtyFour = (index: number): string =>
  [
    `2001:db8:1:2::${index.toString(16)}`,
    `2001:DB8:0001:0002:ffff::${index}`,
    `2001:db8:1:2:${index.toString(16)}::`,
  ][index % 3] ?? "";

describe("UI-14 the address", () => {
  test("UI-14 many accounts from one address are one guesser, and forwarding headers of strangers change nothing", async () => {
    await start();
    const statuses = await spray((index) => ({
      "x-forwarded-for": `198.51.100.${index}`,
      "x-real-ip": `198.51.100.${index}`,
      forwarded: `for=198.51.100.${index}`,
      "cf-connecting-ip": `198.51.100.${index}`,
    }));
    expect(statuses.slice(0, -1).every((status) => status === 401)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    expect(await attempt("ada", server.person.password, { "x-forwarded-for": "203.0.113.9" })).toBe(429);
  });

  test("UI-14 behind a trusted proxy one IPv6 /64 is one guesser, in every spelling, and the next is another", async () => {
    await start({ settings: { trusted_proxies: ["127.0.0.1"] } });
    await spray((index) => ({ "x-forwarded-for": sixtyFour(index) }));
    expect(await good("2001:db8:1:2:3:4:5:6")).toBe(429);
    expect(await good("2001:db8:1:3::1")).toBe(303);
    expect(await good("::ffff:198.51.100.1")).toBe(303);
  });

  test("UI-14 HX-06 another spelling of the path is no way around", async () => {
    await start();
    for (const path of ["/sign-in/", "//sign-in", "/Sign-In", "/sign-in;x", "/./sign-in%20", "/%73ign-in/"])
      expect(
        (await ask(server, server.origin + path, { method: "POST", body: new URLSearchParams({}) })).status,
      ).not.toBe(401);
  });
});
