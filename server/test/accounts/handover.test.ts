/** The company's own login page hands people over with a signed statement: once, at once, to the browser that asked. */
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser, type Page } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let key: CryptoKey;
let publicKey: JWK;
const login = "https://www.northwind.example/login";
beforeAll(async () => {
  const pair = await generateKeyPair("ES256");
  key = pair.privateKey;
  publicKey = { ...(await exportJWK(pair.publicKey)), kid: "1", alg: "ES256" };
  server = await startServer({
    settings: {
      handover_url: login,
      handover_jwks: JSON.stringify({ keys: [publicKey] }),
      upstream_label: "Northwind",
    },
  });
});
afterAll(() => server.close());

let count = 0;

/** What an honest login page says. */
function claims(nonce: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  const iat = Math.floor(server.clock.now() / 1000);
  const jti = `statement-number-${++count}`;
  const who = { sub: "employee-1", name: "Grace Hopper", amr: ["pwd", "otp", "mfa"] };
  const aud = server.issuer;
  return { iss: "https://www.northwind.example", aud, ...who, nonce, jti, iat, exp: iat + 60, ...change };
}
const signed = (
  payload: Record<string, unknown>,
  by: CryptoKey | Uint8Array = key,
  alg = "ES256",
): Promise<string> => new SignJWT(payload).setProtectedHeader({ alg, kid: "1" }).sign(by);

/** To the login page, which is told a nonce. */
async function asked(browser: Browser): Promise<string> {
  const away = await browser.open("/sign-in/handover/start?next=%2Faccount%2Fsecurity");
  const url = new URL(away.leaves ?? "");
  expect(url.origin + url.pathname).toBe(login);
  expect(url.searchParams.get("return_to")).toBe(`${server.issuer}/sign-in/handover`);
  return url.searchParams.get("nonce") ?? "";
}
const give = (browser: Browser, token: string): Promise<Page> =>
  browser.open(`/sign-in/handover?${new URLSearchParams({ token }).toString()}`);

test("a statement signs its person in, where they wanted to go", async () => {
  for (let time = 0; time < 2; time++) {
    const browser = new Browser(server.origin);
    const page = await give(browser, await signed(claims(await asked(browser))));
    expect(page.url).toBe(`${server.origin}/account/security`);
    expect(page.html).toContain("Grace Hopper");
  }
  const all = await server.gatehouse.store.people.list();
  const own = all.find(({ name }) => name === "Grace Hopper");
  expect(all.filter(({ name }) => name === "Grace Hopper")).toHaveLength(1);
  const [session] = await server.gatehouse.store.sessions.list(own?.id ?? "", server.clock.now());
  expect(session?.amr).toEqual(["pwd", "otp", "mfa"]);
});

test("rl-second-factor: who asked for codes here is asked for one whichever way they come, unless they gave one there", async () => {
  const { secondFactors } = server.gatehouse.store;
  const who = { sub: "employee-2", name: "Mary Jackson", amr: ["pwd"] };
  const come = async (amr: string[]): Promise<Page> => {
    const browser = new Browser(server.origin);
    return give(browser, await signed(claims(await asked(browser), { ...who, amr })));
  };
  expect((await come(["pwd"])).url).toContain("/account/security");
  const own = (await server.gatehouse.store.people.list()).find(({ name }) => name === who.name);
  const { beginTwoStep } = await import("../../src/accounts/second-factor.ts");
  await beginTwoStep(own?.id ?? "", server.gatehouse.accounts);
  const by = { actor: { type: "person", id: own?.id ?? "" }, via: null } as const;
  expect(await secondFactors.confirm(own?.id ?? "", 1, [], server.clock.now(), by)).toBe(true);
  for (const amr of [["pwd"], []]) expect((await come(amr)).url).toContain("/sign-in/code?");
  expect((await come(["pwd", "otp", "mfa"])).url).toContain("/account/security");
});

test("a statement is good once, and in the browser that asked", async () => {
  const browser = new Browser(server.origin);
  const token = await signed(claims(await asked(browser)));
  const thief = new Browser(server.origin);
  await thief.open("/sign-in");
  expect((await give(thief, token)).html).toContain("proof_gone");
  const twice = new Browser(server.origin);
  for (const [name, value] of browser.cookies) twice.cookies.set(name, value);
  expect((await give(browser, token)).url).toContain("/account/security");
  expect((await give(twice, token)).html).toContain("proof_gone");
});

test("the same jti is not believed twice, under whatever nonce", async () => {
  const first = new Browser(server.origin);
  await give(first, await signed(claims(await asked(first), { jti: "the-same-statement" })));
  const second = new Browser(server.origin);
  const page = await give(second, await signed(claims(await asked(second), { jti: "the-same-statement" })));
  expect(page.html).toContain("proof_gone");
});

test.each<[string, Record<string, unknown>]>([
  ["another audience", { aud: "https://other.example" }],
  ["a list of audiences", { aud: ["https://other.example"] }],
  ["another issuer", { iss: "https://evil.example" }],
  ["no subject", { sub: "" }],
  ["no jti", { jti: undefined }],
  ["a short jti", { jti: "1" }],
  ["no end", { exp: undefined }],
  ["an end that is text", { exp: "9999999999" }],
  ["no beginning", { iat: undefined }],
  ["a life of more than a minute", { exp: 1_900_000_000 }],
  ["its end behind it", { iat: 1, exp: 2 }],
])("a statement with %s is none", async (_, change) => {
  const browser = new Browser(server.origin);
  const page = await give(browser, await signed(claims(await asked(browser), change)));
  expect(page.url).toContain("federated=failed");
  expect((await browser.open("/account/security")).url).toContain("/sign-in");
});

test("jose-hostile: a statement that nobody, somebody else, or our own public key signed is none", async () => {
  const other = await generateKeyPair("ES256");
  const secret = new TextEncoder().encode(JSON.stringify(publicKey));
  for (const token of [
    async (nonce: string) => signed(claims(nonce), other.privateKey),
    async (nonce: string) => signed(claims(nonce), secret, "HS256"),
    async (nonce: string) => {
      const [, body] = (await signed(claims(nonce))).split(".");
      return `${Buffer.from('{"alg":"none"}').toString("base64url")}.${body}.`;
    },
  ]) {
    const browser = new Browser(server.origin);
    expect((await give(browser, await token(await asked(browser)))).url).toContain("federated=failed");
  }
  const browser = new Browser(server.origin);
  for (const nonsense of ["", "x", "a.b.c", await signed(claims("made up"))])
    expect((await give(browser, nonsense)).html).toContain("proof_gone");
});
