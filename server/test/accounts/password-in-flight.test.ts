/** OAuth 2.1 §4.3.3 — the owner sets a password anew while somebody with the old one is on the way: they come too late. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { consentPage } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { Secret, TOTP } from "otpauth";

const chosen = "$argon2id$chosen by the owner";
let server: TestServer;
/** What happens while the next password is looked at, after its hash was read. */
let meanwhile: (() => Promise<unknown>) | null = null;

type Person = TestServer["person"];
const ownerSets = (person: Person) => (): Promise<unknown> =>
  server.gatehouse.store.people.setPassword(person.id, chosen, {
    now: server.clock.now(),
    ends: "sessions_and_tokens",
  });

beforeAll(async () => {
  server = await startServer();
  server.gatehouse.accounts.passwords = {
    hash: async (password) => `$argon2id$${password}`,
    verify: async (hash, password) => {
      const happens = meanwhile;
      meanwhile = null;
      await happens?.();
      return hash !== chosen && password !== "wrong";
    },
  };
});
afterAll(() => server.close());

const signIn = async (browser: Browser, { username, password }: Person): Promise<Page> =>
  browser.click(await browser.open("/sign-in"), "submit-login", { username, password });
const sessionsOf = (person: Person): Promise<readonly unknown[]> =>
  server.gatehouse.store.sessions.list(person.id, server.clock.now());
const hashOf = async (person: Person): Promise<string | undefined> =>
  (await server.gatehouse.store.people.find(person.id))?.passwordHash;

test("RT-17 a change of the password that was under way is refused as a wrong password is", async () => {
  const person = await server.addPerson("ann");
  const thief = new Browser(server.origin);
  await consentPage(server, "/sign-in", thief, person);
  const page = await thief.open("/account/security");
  meanwhile = ownerSets(person);
  const typed = { password: person.password, new_password: "chosen by a thief" };
  const late = await thief.click(page, "submit-password", typed);
  expect(late.status).toBe(401);
  expect(await hashOf(person)).toBe(chosen);
});

test("RT-17 a sign-in that was under way signs nobody in, and says that the password is wrong", async () => {
  const person = await server.addPerson("ben");
  const thief = new Browser(server.origin);
  meanwhile = ownerSets(person);
  const late = await signIn(thief, person);
  expect(late.url).toBe(`${server.origin}/sign-in?password=failed`);
  expect(late.html).toContain('role="alert"');
  expect(await sessionsOf(person)).toEqual([]);
});

test("RT-17 nor does one who is signed in prove once more who they are with it", async () => {
  const person = await server.addPerson("cleo");
  const thief = new Browser(server.origin);
  await signIn(thief, person);
  const page = await thief.open("/re-authenticate?next=/account/security");
  meanwhile = ownerSets(person);
  const late = await thief.click(page, "submit-password", { password: person.password });
  expect(late.url).toContain("/sign-in?");
  expect(await sessionsOf(person)).toEqual([]);
});

test("RT-17 nor does the code of the second factor, after a password that was right before", async () => {
  const person = await server.addPerson("dan");
  const owner = new Browser(server.origin);
  await consentPage(server, "/sign-in", owner, person);
  const setup = await owner.click(await owner.open("/account/security"), "begin-two-step");
  const secret = (/<code class="secret">([^<]+)</.exec(setup.html)?.[1] ?? "").replaceAll(" ", "");
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = (): string => totp.generate({ timestamp: server.clock.now() });
  await owner.click(setup, "submit-code", { code: code() });
  server.clock.advance(60_000);
  const thief = new Browser(server.origin);
  const page = await signIn(thief, person);
  expect(page.url).toContain("/sign-in/code?");
  await ownerSets(person)();
  const late = await thief.click(page, "submit-second-factor", { code: code() });
  expect(late.html).toContain("proof_gone");
  expect(await sessionsOf(person)).toEqual([]);
});
