/** CVE-2023-22492, CVE-2025-14559, CVE-2026-88770 — a person who was disabled gets nothing, on every path, at once. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, cheapPasswords, consentPage, fieldOf } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, introspect, redeem, refresh, type Tokens } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let opaque: TestApp;
let jwt: TestApp;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  opaque = await server.addApp({ settings: { access_token_profile: "opaque", refresh_token: "always" } });
  jwt = await server.addApp({ settings: { refresh_token: "always" } });
});
afterAll(() => server.close());

interface Life {
  person: { id: string; username: string; password: string };
  browser: Browser;
  tokens: Record<"opaque" | "jwt", Tokens>;
  /** Codes that were not redeemed yet. */
  codes: Record<"opaque" | "jwt", string>;
}

async function codeFor(browser: Browser, app: TestApp, person: Life["person"]): Promise<string> {
  let page = await consentPage(server, authorizeUrl(server, app), browser, person);
  if (page.html.includes('id="allow"')) page = await browser.click(page, "allow");
  return new URL(page.leaves ?? "").searchParams.get("code") ?? "";
}

let people = 0;
const both = async <T>(work: (app: TestApp) => Promise<T>): Promise<Record<"opaque" | "jwt", T>> => ({
  opaque: await work(opaque),
  jwt: await work(jwt),
});

async function live(): Promise<Life> {
  const person = await server.addPerson(`person${++people}`);
  const browser = new Browser(server.origin);
  const tokens = await both(async (app) => redeem(server, app, await codeFor(browser, app, person)));
  return { person, browser, tokens, codes: await both((app) => codeFor(browser, app, person)) };
}

const disable = (life: Life): Promise<boolean> =>
  server.gatehouse.store.people.disable(life.person.id, server.clock.now());

describe("UI-15 UI-16 a disabled person", () => {
  test("UI-16 is signed out at once, in every browser, and the cookies stay dead when enabled again", async () => {
    const life = await live();
    const second = new Browser(server.origin);
    await consentPage(server, "/sign-in", second, life.person);
    const open = async (browser: Browser): Promise<number> =>
      (
        await ask(server, "/connected-apps", {
          headers: { cookie: `gatehouse=${browser.cookies.get("gatehouse") ?? ""}` },
        })
      ).status;
    expect([await open(life.browser), await open(second)]).toEqual([200, 200]);
    await disable(life);
    expect([await open(life.browser), await open(second)]).toEqual([303, 303]);
    await server.gatehouse.store.people.enable(life.person.id);
    expect([await open(life.browser), await open(second)]).toEqual([303, 303]);
  });

  test.each(["opaque", "jwt"] as const)(
    "UI-16 has no live token: %s access token and refresh token are inactive",
    async (kind) => {
      const life = await live();
      const { access_token, refresh_token = "" } = life.tokens[kind];
      expect((await introspect(server, access_token))["active"]).toBe(true);
      await disable(life);
      expect(await introspect(server, access_token)).toEqual({ active: false });
      const app = kind === "opaque" ? opaque : jwt;
      const answer = await refresh(server, app, refresh_token);
      expect([answer.status, answer.json["error"]]).toEqual([400, "invalid_grant"]);
      // Enabling gives the account back, not what was revoked.
      await server.gatehouse.store.people.enable(life.person.id);
      expect(await introspect(server, access_token)).toEqual({ active: false });
      expect((await refresh(server, app, refresh_token)).status).toBe(400);
    },
  );

  test("UI-15 gets no token for a code from before", async () => {
    const life = await live();
    await disable(life);
    await expect(redeem(server, jwt, life.codes.jwt)).rejects.toThrow("invalid_grant");
    await expect(redeem(server, opaque, life.codes.opaque)).rejects.toThrow("invalid_grant");
  });

  test("UI-15 cannot sign in, and the answer does not say why", async () => {
    const life = await live();
    await disable(life);
    const page = await consentPage(server, "/sign-in", new Browser(server.origin), life.person);
    expect(page.status).toBe(401);
    expect(page.html).not.toMatch(/disabled|locked|suspended/i);
  });

  test("UI-15 cannot decide a consent that was open before", async () => {
    const life = await live();
    const page = await life.browser.open(authorizeUrl(server, await server.addApp()));
    expect(page.html).toContain('id="allow"');
    await disable(life);
    const answer = await life.browser.click(page, "allow");
    expect([answer.leaves, answer.html.includes('id="submit-login"')]).toEqual([null, true]);
  });

  test("UI-16 harms nobody else", async () => {
    const [life, other] = [await live(), await live()];
    await disable(life);
    expect((await introspect(server, other.tokens.opaque.access_token))["active"]).toBe(true);
    expect((await refresh(server, jwt, other.tokens.jwt.refresh_token ?? "")).status).toBe(200);
    expect((await other.browser.open("/connected-apps")).url).toContain("/connected-apps");
  });
});

describe("UI-19 (ASVS 10.7.3) a person sees what is allowed, and ends it", () => {
  test("UI-19 each app is listed, and disconnecting one ends its tokens and codes at once, and no other's", async () => {
    const life = await live();
    const consents = await server.gatehouse.store.consents.list(life.person.id);
    const id = consents.find((consent) => consent.client_id === opaque.client_id)?.id ?? "";
    const page = await life.browser.open("/connected-apps");
    expect(page.html.match(/id="disconnect-/g)).toHaveLength(2);
    const after = await life.browser.click(page, `disconnect-${id}`);
    expect(after.html.match(/id="disconnect-/g)).toHaveLength(1);
    expect(await introspect(server, life.tokens.opaque.access_token)).toEqual({ active: false });
    expect((await refresh(server, opaque, life.tokens.opaque.refresh_token ?? "")).status).toBe(400);
    await expect(redeem(server, opaque, life.codes.opaque)).rejects.toThrow("invalid_grant");
    expect((await introspect(server, life.tokens.jwt.access_token))["active"]).toBe(true);
    expect((await redeem(server, jwt, life.codes.jwt)).token_type).toBe("Bearer");
    // And the app has to ask again.
    expect((await life.browser.open(authorizeUrl(server, opaque))).html).toContain('id="allow"');
  });

  test("UI-19 PO-01 nobody ends somebody else's", async () => {
    const [victim, thief] = [await live(), await live()];
    const [theirs] = await server.gatehouse.store.consents.list(victim.person.id);
    const csrf = fieldOf(await thief.browser.open("/connected-apps"), "csrf");
    await thief.browser.post("/connected-apps/revoke", { csrf, consent: theirs?.id ?? "" });
    expect(await server.gatehouse.store.consents.list(victim.person.id)).toHaveLength(2);
    for (const { access_token } of Object.values(victim.tokens))
      expect((await introspect(server, access_token))["active"]).toBe(true);
  });
});
