/** A person's account in Chromium: who is signed in, in how many tabs, which apps are connected, and what is left after sign-out. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  launch,
  listenAsApp,
  noChromium,
  press,
  type Chromium,
  type ListeningApp,
} from "../support/chromium.ts";
import { authorizeUrl, introspect, redeem, refresh } from "../support/flow.ts";
import { startServer, type AppOptions, type TestApp, type TestServer } from "../support/server.ts";

describe.skipIf(noChromium)("an account in Chromium", () => {
  let server: TestServer;
  let chromium: Chromium;
  let listening: ListeningApp;
  let grace: TestServer["person"];

  beforeAll(async () => {
    server = await startServer({ realClock: true });
    grace = await server.addPerson("grace");
    listening = await listenAsApp();
    chromium = await launch();
  });
  afterAll(async () => {
    await chromium.close();
    await listening.close();
    await server.close();
  });

  async function app(options: AppOptions = {}): Promise<TestApp> {
    return server.addApp({ redirect_uris: [listening.redirect_uri], ...options });
  }

  async function signIn(page: Page, { username, password } = server.person): Promise<void> {
    await page.fill("#username", username);
    await page.fill("#password", password);
    await press(page, "#submit-login");
  }

  async function back(page: Page): Promise<URLSearchParams> {
    await page.waitForURL(`${listening.redirect_uri}?**`);
    return new URL(page.url()).searchParams;
  }

  test("UI-03 another account: the waiting request stays, and the code is the other person's", async () => {
    const its = await app();
    const page = await chromium.visitor();
    await page.goto(authorizeUrl(server, its));
    await signIn(page);
    const cookie = async (): Promise<string> => (await page.context().cookies())[0]?.value ?? "";
    const adas = await cookie();
    await press(page, "#switch-account");
    await page.waitForURL("**/sign-in?*");
    const nobodys = await cookie();
    await signIn(page, grace);
    expect(await page.textContent(".account")).toContain("grace");
    expect(new Set([adas, nobodys, await cookie()]).size).toBe(3);
    await press(page, "#allow");
    const tokens = await redeem(server, its, (await back(page)).get("code") ?? "");
    expect(await introspect(server, tokens.access_token)).toMatchObject({ sub: grace.id });
    await page.context().close();
  });

  test("UI-26 two tabs, two apps: each consent completes its own request only", async () => {
    const [calendar, mail] = [await app({ client_name: "Calendar" }), await app({ client_name: "Mail" })];
    const first = await chromium.visitor();
    await first.goto(authorizeUrl(server, calendar, { state: "calendar" }));
    await signIn(first);
    const second = await first.context().newPage();
    await second.goto(authorizeUrl(server, mail, { state: "mail", scope: "bookings:create" }));
    expect(await first.textContent("h1")).toContain("Calendar");
    expect(await second.textContent("h1")).toContain("Mail");
    await press(first, "#allow");
    await press(second, "#allow");
    const answers = [await back(first), await back(second)] as const;
    expect(answers.map((answer) => answer.get("state"))).toEqual(["calendar", "mail"]);
    expect((await redeem(server, calendar, answers[0].get("code") ?? "")).scope).toBe("bookings:read");
    expect((await redeem(server, mail, answers[1].get("code") ?? "")).scope).toBe("bookings:create");
    await first.context().close();
  });

  test("UI-26 two tabs that both wait at sign-in: signing in once, in either, serves both", async () => {
    const [calendar, mail] = [await app({ client_name: "Calendar" }), await app({ client_name: "Mail" })];
    const first = await chromium.visitor();
    await first.goto(authorizeUrl(server, calendar, { state: "calendar" }));
    const second = await first.context().newPage();
    await second.goto(authorizeUrl(server, mail, { state: "mail" }));
    await signIn(first);
    await signIn(second);
    expect(await second.textContent("h1")).toContain("Mail");
    await press(second, "#allow");
    await press(first, "#allow");
    expect([(await back(first)).get("state"), (await back(second)).get("state")]).toEqual([
      "calendar",
      "mail",
    ]);
    await first.context().close();
  });

  test("UI-19 RFC 6749 §10.2: disconnecting an app ends its refresh token, and it has to ask again", async () => {
    const its = await app({ client_name: "Lodge" });
    const page = await chromium.visitor();
    const url = authorizeUrl(server, its, { scope: "bookings:read offline_access" });
    await page.goto(url);
    await signIn(page);
    await press(page, "#allow");
    const tokens = await redeem(server, its, (await back(page)).get("code") ?? "");
    await page.goto(`${server.origin}/connected-apps`);
    const lodge = '.connection:has-text("Lodge")';
    await press(page, `${lodge} button`);
    expect(await page.locator(lodge).count()).toBe(0);
    const dead = await refresh(server, its, tokens.refresh_token ?? "");
    expect(dead).toMatchObject({ status: 400, json: { error: "invalid_grant" } });
    expect(await introspect(server, tokens.access_token)).toEqual({ active: false });
    await page.goto(url);
    expect(await page.locator("#allow").count()).toBe(1);
    await page.context().close();
  });

  test("UI-22 after sign-out the back button shows nothing of the account", async () => {
    const page = await chromium.visitor();
    await page.goto(`${server.origin}/sign-in`);
    await signIn(page);
    await page.waitForURL("**/connected-apps");
    expect(await page.textContent("main")).toContain("Ada Lovelace");
    await press(page, 'a[href="/sign-out"]');
    await press(page, "#confirm-logout");
    await page.waitForURL("**/signed-out");
    for (let step = 0; step < 3; step += 1) {
      await page.goBack();
      expect(await page.textContent("body")).not.toContain("Ada Lovelace");
    }
    await page.context().close();
  });

  test("UI-02 the back button after allowing shows that the request has ended, not the consent again", async () => {
    const page = await chromium.visitor();
    await page.goto(authorizeUrl(server, await app()));
    await signIn(page);
    await press(page, "#allow");
    await back(page);
    const before = chromium.complaints.length;
    await page.goBack();
    expect(await page.locator("#allow").count()).toBe(0);
    expect(await page.textContent("h1")).toBe("This page has expired");
    // The page says so with its status, and Chromium notes that.
    const noted = chromium.complaints.splice(before);
    expect(noted.every((line) => line.includes("400"))).toBe(true);
    await page.context().close();
  });

  test("UI-09 RFC 8252 §8.6: a public client is asked about every time", async () => {
    const its = await app({ application_type: "native", token_endpoint_auth_method: "none" });
    const page = await chromium.visitor();
    const url = authorizeUrl(server, its, {
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    });
    await page.goto(url);
    await signIn(page);
    await press(page, "#allow");
    await back(page);
    await page.goto(url);
    expect(await page.locator("#allow").count()).toBe(1);
    await page.context().close();
  });

  test("UI-06 UI-07 nothing was missing, blocked or complained of on the way", () => {
    expect(chromium.complaints).toEqual([]);
  });
});
