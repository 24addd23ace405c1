/** OpenID Connect RP-Initiated Logout 1.0: the modules of the conformance suite. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "../support/browser.ts";
import { clientKey, secondsOf, signed } from "../support/proofs.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { discoveryDocument, expectHttps } from "./discovery.ts";
import { answerOn, begin, errorIn, fresh, party, request, shows, type Fields, type Party } from "./party.ts";
import type { logout, Modules } from "./plans.ts";
import { signIn } from "./tokens.ts";

const bye = "https://app.example/post_logout_redirect";

let server: TestServer;
let secure: TestServer;
beforeAll(async () => {
  server = await startServer();
  secure = await startServer({ issuer: "https://login.bookings.example" });
});
afterAll(async () => {
  await server.close();
  await secure.close();
});

interface Leaving {
  of: Party;
  state: string;
  /** The page after the redirect to the end session endpoint. */
  page: Page;
}

/** Signs in, then sends the browser to the end session endpoint as a relying party would; `bend` changes what it sends. */
async function leave(
  bend: (usual: Fields, of: Party) => Promise<Fields> | Fields = (usual) => usual,
): Promise<Leaving> {
  const app = await server.addApp({ scopes: ["openid"], metadata: { post_logout_redirect_uris: [bye] } });
  const of = await party(server, app);
  const { jwt } = await signIn(of, { state: fresh("x".repeat(120)) });
  const state = fresh("y".repeat(120));
  const sent = await bend({ id_token_hint: jwt, post_logout_redirect_uri: bye, state }, of);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(sent)) if (value !== null) query.append(name, value);
  const page = await of.browser.open(`${of.as.end_session_endpoint}?${query.toString()}`);
  return { of, state, page };
}

/** Whether the person is signed in still: prompt=none tells. */
async function here(of: Party): Promise<boolean> {
  const sent = request(of, { prompt: "none" });
  const page = await begin(of, sent);
  expect(shows(page)).toBe("answer");
  const answer = answerOn(of, page);
  if (answer.has("code")) return true;
  expect(["login_required", "interaction_required"]).toContain(errorIn(of, sent, answer));
  return false;
}

/** Back at the app with this state and nothing else, and signed out. */
async function expectReturned({ of, page }: Leaving, state: string | null): Promise<void> {
  expect(page.leaves).toBe(state === null ? bye : `${bye}?state=${state}`);
  expect(await here(of)).toBe(false);
}

/** The person is asked, on our own page; a click ends it, still on our own page. */
async function expectAsked({ of, page }: Leaving): Promise<void> {
  expect(page.leaves).toBeNull();
  expect(page.html).toContain('id="confirm-logout"');
  expect(await here(of), "nothing is ended unasked").toBe(true);
  const done = await of.browser.click(page, "confirm-logout");
  expect([done.status, done.leaves, new URL(done.url).pathname]).toEqual([200, null, "/signed-out"]);
  expect(await here(of)).toBe(false);
}

/** Never back to the app; whoever sent it was proven or not. */
async function expectStays(bend: (usual: Fields, of: Party) => Promise<Fields> | Fields): Promise<void> {
  await expectAsked(await leave(bend));
}

const unsigned = (jwt: string): string =>
  `${Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url")}.${jwt.split(".")[1]}.`;

const modules: Modules<(typeof logout)[number]> = {
  "oidcc-rp-initiated-logout-discovery-endpoint-verification": async () => {
    const document = await discoveryDocument(secure);
    expectHttps(document);
    expect(document["end_session_endpoint"]).toBe(`${secure.issuer}/oauth/logout`);
  },
  "oidcc-rp-initiated-logout": async () => {
    const left = await leave();
    await expectReturned(left, left.state);
  },
  "oidcc-rp-initiated-logout-no-state": async () =>
    expectReturned(await leave((usual) => ({ ...usual, state: null })), null),
  "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri": () =>
    expectStays((usual) => ({ ...usual, post_logout_redirect_uri: `${bye}/random` })),
  "oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri": () =>
    expectStays((usual) => ({ ...usual, post_logout_redirect_uri: `${bye}?foo=bar` })),
  "oidcc-rp-initiated-logout-modified-id-token-hint": () =>
    expectStays((usual) => ({ ...usual, id_token_hint: unsigned(usual["id_token_hint"] ?? "") })),
  "oidcc-rp-initiated-logout-bad-id-token-hint": () =>
    expectStays(async (usual, of) => {
      const key = await clientKey("RS256");
      const exp = secondsOf(server) + 300;
      const claims = { iss: of.as.issuer, sub: server.person.id, aud: of.app.client_id, exp };
      return { ...usual, id_token_hint: await signed(claims, { alg: "RS256", typ: "JWT" }, key) };
    }),
  "oidcc-rp-initiated-logout-no-id-token-hint": () =>
    expectStays((usual) => ({ ...usual, id_token_hint: null })),
  "oidcc-rp-initiated-logout-no-params": () => expectStays(() => ({})),
  "oidcc-rp-initiated-logout-only-state": () => expectStays(({ state }) => ({ state: state ?? null })),
  "oidcc-rp-initiated-logout-no-post-logout-redirect-uri": async () => {
    const { of, page } = await leave((usual) => ({ ...usual, post_logout_redirect_uri: null }));
    expect([page.status, page.leaves, new URL(page.url).pathname]).toEqual([200, null, "/signed-out"]);
    expect(await here(of)).toBe(false);
  },
};
for (const [name, module] of Object.entries(modules)) test(name, module);
