/** UI-14 — what proves somebody without a password is bounded per address too: answers of devices, of the company's provider, of its login page. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { fieldOf } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

const MOST = 50;
const WINDOW_MS = 15 * 60_000;

let provider: TestServer;
let server: TestServer;
beforeAll(async () => {
  provider = await startServer();
  const { publicKey } = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "1", alg: "ES256" };
  const app = await provider.addApp({ scopes: ["openid", "email", "profile"] });
  server = await startServer({
    hostname: "localhost",
    settings: {
      trusted_proxies: ["127.0.0.1"],
      upstream_issuer: provider.issuer,
      upstream_client_id: app.client_id,
      upstream_client_secret: app.client_secret,
      handover_url: "https://www.northwind.example/login",
      handover_jwks: JSON.stringify({ keys: [jwk] }),
    },
  });
});
afterAll(async () => {
  await server.close();
  await provider.close();
});
beforeEach(() => server.clock.advance(WINDOW_MS));

const from = (address: string): Browser => new Browser(server.origin, { "x-forwarded-for": address });

/** How many answers were looked at before one was refused unseen. */
async function looked(answer: () => Promise<Page>): Promise<number> {
  for (let count = 0; count <= MOST; count++) {
    const page = await answer();
    if (page.status === 429) return count;
    expect(page.url).toContain("=failed");
  }
  return Infinity;
}

/** An answer of a device that proves nothing. */
async function device(browser: Browser): Promise<() => Promise<Page>> {
  const csrf = fieldOf(await browser.open("/sign-in"), "csrf");
  return () => browser.post("/sign-in/passkey", { csrf, credential: "{}" });
}

/** A code that the provider never gave. */
async function code(browser: Browser): Promise<Page> {
  const away = await browser.open("/sign-in/upstream/start");
  const state = new URL(away.leaves ?? "").searchParams.get("state") ?? "";
  const query = new URLSearchParams({ code: "made-up", state, iss: provider.issuer });
  return browser.open(`/sign-in/upstream?${query.toString()}`);
}

/** A statement that somebody else has signed. */
async function statement(browser: Browser): Promise<() => Promise<Page>> {
  const away = await browser.open("/sign-in/handover/start");
  const nonce = new URL(away.leaves ?? "").searchParams.get("nonce");
  const { privateKey } = await generateKeyPair("ES256");
  const token = await new SignJWT({ nonce }).setProtectedHeader({ alg: "ES256", kid: "1" }).sign(privateKey);
  return () => browser.open(`/sign-in/handover?${new URLSearchParams({ token }).toString()}`);
}

test("UI-14 passkeys: of one address fifty answers are looked at in a quarter of an hour; others are not kept waiting", async () => {
  const answer = await device(from("198.51.100.1"));
  expect(await looked(answer)).toBe(MOST);
  expect((await answer()).headers.get("retry-after")).toBe("900");
  expect((await (await device(from("198.51.100.2")))()).status).toBe(200);
  server.clock.advance(WINDOW_MS);
  expect(await looked(answer)).toBe(MOST);
});

test("UI-14 the login page: fifty statements, and then not even the way there", async () => {
  const browser = from("198.51.100.3");
  expect(await looked(await statement(browser))).toBe(MOST);
  for (const path of ["/sign-in/handover/start", "/sign-in/upstream/start"])
    expect([path, (await browser.open(path)).status]).toEqual([path, 429]);
  expect((await (await statement(from("198.51.100.4")))()).url).toContain("federated=failed");
});

test("UI-14 the provider: fifty codes that it never gave, and it is asked no more", async () => {
  const browser = from("198.51.100.5");
  for (let count = 0; count < MOST; count++) expect((await code(browser)).url).toContain("federated=failed");
  expect((await browser.open("/sign-in/upstream/start")).status).toBe(429);
  expect((await code(from("198.51.100.6"))).url).toContain("federated=failed");
});
