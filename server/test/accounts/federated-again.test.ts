/** PO-03, ASVS 7.5.1 — who has no password here proves anew who they are where they are known: the same person, just now, in the same session. */
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cheapPasswords } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";

const login = "https://www.northwind.example/login";
let server: TestServer;
let key: CryptoKey;
beforeAll(async () => {
  const pair = await generateKeyPair("ES256");
  key = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: "1", alg: "ES256" };
  server = await startServer({
    settings: {
      handover_url: login,
      handover_jwks: JSON.stringify({ keys: [jwk] }),
      upstream_label: "Northwind",
    },
  });
  cheapPasswords(server);
});
afterAll(() => server.close());

const now = (): number => Math.floor(server.clock.now() / 1000);
let count = 0;

/** To the login page by this address of ours, and back with a statement about `sub`. */
async function through(
  browser: Browser,
  start: string,
  sub: string,
  claims: Record<string, unknown> = {},
): Promise<{ page: Page; prompt: string | null }> {
  const asked = new URL((await browser.open(start)).leaves ?? "");
  expect(asked.origin + asked.pathname).toBe(login);
  const nonce = asked.searchParams.get("nonce");
  const [iat, jti] = [now(), `statement-number-${++count}`];
  const said = {
    iss: new URL(login).origin,
    aud: server.issuer,
    sub,
    name: sub,
    nonce,
    jti,
    iat,
    exp: iat + 60,
  };
  const token = await new SignJWT({ ...said, ...claims })
    .setProtectedHeader({ alg: "ES256", kid: "1" })
    .sign(key);
  const page = await browser.open(`/sign-in/handover?${new URLSearchParams({ token }).toString()}`);
  return { page, prompt: asked.searchParams.get("prompt") };
}

async function signedIn(sub: string, claims: Record<string, unknown> = {}): Promise<Browser> {
  const browser = new Browser(server.origin);
  const { page, prompt } = await through(browser, "/sign-in/handover/start", sub, claims);
  expect([page.url, prompt]).toEqual([`${server.origin}/connected-apps`, null]);
  return browser;
}

/** Whether dangerous acts are open to this browser. */
const fresh = async (browser: Browser): Promise<boolean> =>
  !(await browser.open("/account/two-step")).url.includes("/re-authenticate");

const AGAIN = "/sign-in/handover/start?again=1&next=%2Faccount%2Fsecurity";
const reasons = (): unknown[] =>
  server.lines.filter(({ event }) => event === "federated_failed").map(({ reason }) => reason);

test("a session elsewhere is enough to sign in, and not for a dangerous act; the page leads to where the person is known", async () => {
  const browser = await signedIn("grace");
  const page = await browser.open("/account/two-step");
  expect(page.url).toContain("/re-authenticate?next=%2Faccount%2F");
  expect(page.html).toContain("/sign-in/handover/start?next=%2Faccount%2Fsecurity&amp;again=1");
  const { page: back, prompt } = await through(browser, AGAIN, "grace", { auth_time: now() });
  expect([back.url, prompt]).toEqual([`${server.origin}/account/security`, "login"]);
  expect(await fresh(browser)).toBe(true);
  // Who said when they proved it, a moment ago, need not do it twice.
  expect(await fresh(await signedIn("hedy", { auth_time: now() - 5 }))).toBe(true);
  expect(await fresh(await signedIn("mary", { auth_time: now() - 3_600 }))).toBe(false);
  // Whoever is known by a password only is not sent anywhere.
  const own = new Browser(server.origin);
  const { username, password } = server.person;
  await own.click(await own.open("/sign-in"), "submit-login", { username, password });
  expect((await own.open("/re-authenticate")).html).not.toContain("federated-0");
});

test.each<[string, string, Record<string, unknown>, string]>([
  ["that does not say when", "ada", {}, "no_auth_time"],
  ["of a proof before the question", "ada", { auth_time: 1_000 }, "not_proven_anew"],
  ["about somebody else", "eve", { auth_time: 4_000_000_000 }, "another_person"],
])(
  "an answer %s proves nothing, makes no account, and its reason is in the log under the name the page shows",
  async (_, sub, claims, reason) => {
    const browser = await signedIn("ada");
    server.clock.advance(700_000);
    const before = (await server.gatehouse.store.people.list()).length;
    const { page } = await through(browser, AGAIN, sub, claims);
    expect(page.url).toContain("/re-authenticate?next=%2Faccount%2Fsecurity&federated=failed&reference=");
    expect(reasons().at(-1)).toBe(reason);
    const named = server.lines.findLast(({ event }) => event === "federated_failed")?.["request_id"];
    expect(page.html).toContain(`: ${String(named)})`);
    expect(await fresh(browser)).toBe(false);
    expect((await server.gatehouse.store.people.list()).length).toBe(before);
  },
);

test("UI-10 a reference is shown as requests are named, and never as a sentence", async () => {
  for (const reference of ["call+555-1234", "%3Cb%3E", "x".repeat(36)]) {
    const page = await new Browser(server.origin).open(`/sign-in?federated=failed&reference=${reference}`);
    expect(page.html).toContain("could not be signed in that way. Try again, or sign in here.<");
  }
});

test("an answer belongs to the session that asked: not to another browser, nor to who signed in meanwhile", async () => {
  const asking = await signedIn("ida");
  const away = new URL((await asking.open(AGAIN)).leaves ?? "");
  const nonce = away.searchParams.get("nonce");
  const iat = now();
  const said = {
    iss: new URL(login).origin,
    aud: server.issuer,
    sub: "ida",
    nonce,
    jti: "the-one-statement-1",
    iat,
    exp: iat + 60,
  };
  const token = await new SignJWT({ ...said, auth_time: iat })
    .setProtectedHeader({ alg: "ES256", kid: "1" })
    .sign(key);
  const other = await signedIn("ida");
  expect((await other.open(`/sign-in/handover?token=${token}`)).html).toContain("proof_gone");
  expect((await new Browser(server.origin).open(AGAIN)).url).toContain("/sign-in?next=");
});

test("an app that asks for a proof (max_age, prompt=login) gets one", async () => {
  const app = await server.addApp({ scopes: ["openid"] });
  for (const [wish, wanted] of [
    [{ prompt: "login" }, "login"],
    [{ max_age: "60" }, "login"],
    [{}, null],
  ] as const) {
    const browser = new Browser(server.origin);
    const page = await browser.open(authorizeUrl(server, app, { scope: "openid", ...wish }));
    const path = /href="([^"]*handover\/start[^"]*)"/.exec(page.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const { page: consent, prompt } = await through(browser, path, "lin", { auth_time: now() });
    expect([prompt, consent.html.includes('id="allow"')], JSON.stringify(wish)).toEqual([wanted, true]);
  }
});

test("UI-13 no password is right for an account without one, whoever made the hash that stands there", async () => {
  await signedIn("kay");
  const person = (await server.gatehouse.store.people.list()).find(({ name }) => name === "kay");
  const browser = new Browser(server.origin);
  // The tests' hash says yes to this password for everybody.
  const given = { username: person?.username ?? "", password: server.person.password };
  expect((await browser.click(await browser.open("/sign-in"), "submit-login", given)).status).toBe(401);
});

test("UI-14 answers that are nobody's are counted per address", async () => {
  for (let time = 0; time < 50; time++)
    await through(new Browser(server.origin), "/sign-in/handover/start", "", {}).catch(() => undefined);
  expect((await new Browser(server.origin).open("/sign-in/handover/start")).status).toBe(429);
});
