/** AZ-22, RFC 9700 §4.11.2 — clients that anybody can have made: consent every time, and no redirect that nobody announced. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, decodeJwt, redeem, s256, verifier, walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { JSON_TYPE, wire } from "../support/wire.ts";

const cb = "https://new.example/cb";
const challenge = { code_challenge: s256(), code_challenge_method: "S256" };
let open: TestServer;

beforeAll(async () => {
  open = await startServer({ settings: { registration: "open", registration_scopes: "bookings:read" } });
});
afterAll(() => open.close());

async function register(members: object = {}): Promise<TestApp> {
  const { json } = await wire(open, {
    path: "/oauth/register",
    body: JSON.stringify({ redirect_uris: [cb], ...members }),
    headers: { "content-type": JSON_TYPE },
  });
  const { client_id, client_secret } = json;
  return { appId: "", client_id: String(client_id), client_secret: String(client_secret), redirect_uri: cb };
}

test("work: sign-in, consent, code, token for the API", async () => {
  const app = await register({ token_endpoint_auth_method: "client_secret_post" });
  const answer = await walk(open, authorizeUrl(open, app, challenge), open.person);
  const code = answer.searchParams.get("code") ?? "";
  const { access_token } = await redeem(open, app, code, { code_verifier: verifier });
  expect(decodeJwt(access_token).claims).toMatchObject({ aud: "https://api.example" });
});

test("AZ-22 consent is asked every time, of a confidential client too, unverified and with the host of the answer", async () => {
  const app = await register({ token_endpoint_auth_method: "client_secret_post", client_name: "Bank" });
  const browser = new Browser(open.origin);
  const url = authorizeUrl(open, app, challenge);
  await walk(open, url, open.person, "allow", browser);
  const page = await browser.open(url);
  expect(page.leaves).toBeNull();
  expect(page.html).toContain('id="allow"');
  expect(page.html).toContain("has not checked who runs this app");
  expect(page.html).toContain("new.example");
});

test("AZ-22 an error never redirects by itself: a page names the host first", async () => {
  const app = await register();
  const browser = new Browser(open.origin);
  for (const parameters of [{ response_type: "token" }, { scope: "admin" }, {}]) {
    const page = await browser.open(authorizeUrl(open, app, parameters));
    expect(page.status).toBe(200);
    expect(page.leaves).toBeNull();
    expect(page.html).toContain("https://new.example");
    expect(page.html).toContain(`href="${cb}?error=`);
    expect(page.html).not.toMatch(/http-equiv|<script/i);
  }
  const post = await browser.open(authorizeUrl(open, app, { response_mode: "form_post" }));
  expect(post.html).toContain(`action="${cb}"`);
  expect(post.html).not.toMatch(/<script/i);
  const silent = await browser.open(authorizeUrl(open, app, { ...challenge, prompt: "none" }));
  expect(silent.leaves).toBeNull();
  expect(silent.html).toContain("login_required");
});
