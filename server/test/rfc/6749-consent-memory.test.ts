/** RFC 6749 §10.2, RFC 8252 §8.6 — when a person is asked, and what an earlier yes is good for. */
import { array, assert, boolean, constantFrom, property, record, subarray } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nextStep, type Situation } from "../../src/oauth/authorize/next-step.ts";
import type { Client } from "../../src/oauth/clients/client.ts";
import type { Consent } from "../../src/oauth/ports.ts";
import { cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, s256 } from "../support/flow.ts";
import { startServer, type AppOptions, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser);
});
afterAll(() => server.close());

/** Whether this request is asked about; when it is, it is allowed. */
async function isAsked(
  app: TestApp,
  parameters: Record<string, string> = {},
  visitor = browser,
): Promise<boolean> {
  const page = await visitor.open(authorizeUrl(server, app, parameters));
  if (!page.html.includes('id="allow"')) {
    expect(page.leaves).toContain("code=");
    return false;
  }
  expect((await visitor.click(page, "allow")).leaves).toContain("code=");
  return true;
}

const pkce = { code_challenge: s256(), code_challenge_method: "S256" };

test.each([
  { application_type: "native", redirect_uris: ["com.example.app:/cb"] },
  { application_type: "native", redirect_uris: ["http://127.0.0.1/cb"] },
  { application_type: "browser", redirect_uris: ["https://spa.example/cb"] },
  { application_type: "web" },
] satisfies AppOptions[])(
  "UI-09 (RFC 8252 §8.6) a public client is asked about every time: %j",
  async (options) => {
    const app = await server.addApp({ ...options, token_endpoint_auth_method: "none" });
    for (let visit = 0; visit < 3; visit++) expect(await isAsked(app, pkce)).toBe(true);
  },
);

describe("UI-10 an earlier yes", () => {
  test("UI-10 of a confidential client is remembered, for the same scopes and for fewer", async () => {
    const app = await server.addApp();
    expect(await isAsked(app, { scope: "bookings:read bookings:create" })).toBe(true);
    for (const scope of ["bookings:read bookings:create", "bookings:create bookings:read", "bookings:read"])
      expect(await isAsked(app, { scope })).toBe(false);
  });

  test("UI-10 is no yes to a wider scope; lasting access is one", async () => {
    const app = await server.addApp();
    expect(await isAsked(app, { scope: "bookings:read" })).toBe(true);
    expect(await isAsked(app, { scope: "bookings:read bookings:create" })).toBe(true);
    expect(await isAsked(app, { scope: "bookings:read offline_access" })).toBe(true);
    expect(await isAsked(app, { scope: "bookings:create offline_access" })).toBe(false);
  });

  test("UI-10 is one person's", async () => {
    const app = await server.addApp();
    expect(await isAsked(app)).toBe(true);
    const other = new Browser(server.origin);
    await consentPage(server, "/sign-in", other, await server.addPerson("eve"));
    expect(await isAsked(app, {}, other)).toBe(true);
  });

  test("UI-10 is one client's: the same app's test credentials and a twin of the same name are asked about", async () => {
    expect(await isAsked(await server.addApp({ client_name: "Twin" }))).toBe(true);
    expect(await isAsked(await server.addApp({ client_name: "Twin" }))).toBe(true);
    expect(await isAsked(await server.addApp({ client_name: "Twin", environment: "test" }))).toBe(true);
  });

  const second = "https://app.example/second";
  test.each([
    ["name", async (app: TestApp) => server.gatehouse.store.registry.renameApp(app.appId, "Another Name")],
    [
      "redirect URIs",
      async (app: TestApp) =>
        server.gatehouse.store.registry.updateClient(app.client_id, {
          redirect_uris: [app.redirect_uri, second],
        }),
    ],
    [
      "scopes",
      async (app: TestApp) =>
        server.gatehouse.store.registry.updateClient(app.client_id, { scopes: ["bookings:read"] }),
    ],
  ])("UI-10 is void once the app's %s changed", async (_what, change) => {
    const app = await server.addApp();
    expect([await isAsked(app), await isAsked(app)]).toEqual([true, false]);
    await change(app);
    expect([await isAsked(app), await isAsked(app)]).toEqual([true, false]);
  });

  test("UI-10 a no is not remembered as a yes", async () => {
    const app = await server.addApp();
    const page = await browser.open(authorizeUrl(server, app));
    expect((await browser.click(page, "deny")).leaves).toContain("access_denied");
    expect(await isAsked(app)).toBe(true);
  });
});

/** Nothing of OpenID Connect is asked for: no prompt, no age, nobody in particular. */
const plainOAuth = { openid: { prompt: [], max_age: null }, otherMeant: false, begunAt: 0 };

describe("UI-09 UI-10 next-step, for every situation", () => {
  const scopes = ["a", "b", "c", "offline_access"];
  const situation = record({
    isPublic: boolean(),
    signedIn: boolean(),
    asked: subarray(scopes),
    allowed: subarray(scopes),
    consented: boolean(),
    sameVersion: boolean(),
    limited: boolean(),
    extra: array(constantFrom(...scopes), { maxLength: 3 }),
  });

  test("UI-09 UI-10 an answer without a question only for a signed-in person, a confidential client, and what was allowed as it is now, without limits (10^4 cases)", () => {
    assert(
      property(situation, (one) => {
        const client = {
          token_endpoint_auth_method: one.isPublic ? "none" : "client_secret_post",
          consentVersion: "now",
        };
        const allowed = [...one.allowed, ...one.extra];
        const consent = one.consented
          ? {
              scope: allowed,
              consentVersion: one.sameVersion ? "now" : "before",
              limits: one.limited ? { until: null, readOnly: false, calls: 10, permit: "p" } : null,
            }
          : null;
        const next = nextStep({
          ...plainOAuth,
          client: client as unknown as Client,
          subject: one.signedIn ? "usr_1" : null,
          signedIn: one.signedIn ? { subject: "usr_1", authTime: 0 } : null,
          asked: one.asked,
          consent: consent as Consent | null,
        } as unknown as Situation);
        const standing = one.consented && one.sameVersion;
        const covered = one.asked.every((scope) => allowed.includes(scope));
        const expected = !one.signedIn
          ? "sign_in"
          : standing && covered && !one.isPublic && !one.limited
            ? "answer"
            : "consent";
        expect(next.step).toBe(expected);
        if (next.step === "consent")
          expect(next.missing).toEqual(one.asked.filter((scope) => !standing || !allowed.includes(scope)));
      }),
      { numRuns: 10_000, seed: 42 },
    );
  });
});
