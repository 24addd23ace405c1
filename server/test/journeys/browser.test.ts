/** A person in Chromium, through the whole code flow (RFC 6749 §4.1): with and without JavaScript, by keyboard, saying yes and no. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, listenAsApp, noChromium, press, violations, type Chromium } from "../support/chromium.ts";
import type { ListeningApp } from "../support/chromium.ts";
import { authorizeUrl, redeem } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

describe.skipIf(noChromium)("a person in Chromium", () => {
  let server: TestServer;
  let chromium: Chromium;
  let listening: ListeningApp;

  beforeAll(async () => {
    server = await startServer({ realClock: true });
    listening = await listenAsApp();
    chromium = await launch([401]);
  });
  afterAll(async () => {
    await chromium.close();
    await listening.close();
    await server.close();
  });

  /** A new app, so that nothing was allowed to it before. */
  async function app(): Promise<TestApp> {
    return server.addApp({ redirect_uris: [listening.redirect_uri] });
  }

  async function signIn(page: Page, password = server.person.password): Promise<void> {
    await page.fill("#username", server.person.username);
    await page.fill("#password", password);
    await press(page, "#submit-login");
  }

  /** The answer that the app got. */
  async function back(page: Page): Promise<URLSearchParams> {
    await page.waitForURL(`${listening.redirect_uri}?**`);
    return new URL(page.url()).searchParams;
  }

  describe.each([true, false])("with JavaScript %s", (javaScriptEnabled) => {
    test("UI-06 AR-19 RFC 6749 §4.1: wrong password, sign-in, allow; the policy lets the browser back to the app", async () => {
      const its = await app();
      const page = await chromium.visitor({ javaScriptEnabled });
      await page.goto(authorizeUrl(server, its));
      await signIn(page, "not the password");
      expect(await page.textContent("#problem")).toContain("is not right");
      expect(await page.inputValue("#username")).toBe(server.person.username);
      await signIn(page);
      expect(await page.textContent("main")).toContain("See your bookings");
      expect(await page.textContent("main")).toContain(new URL(listening.redirect_uri).host);
      await press(page, "#allow");
      const answer = await back(page);
      expect(Object.fromEntries(answer)).toMatchObject({ state: "a-state", iss: server.issuer });
      expect((await redeem(server, its, answer.get("code") ?? "")).scope).toBe("bookings:read");
      await page.context().close();
    });

    test("AR-17 RFC 6749 §4.1.2.1: deny takes the browser back to the app, with access_denied", async () => {
      const page = await chromium.visitor({ javaScriptEnabled });
      await page.goto(authorizeUrl(server, await app()));
      await signIn(page);
      await press(page, "#deny");
      const answer = await back(page);
      expect(Object.fromEntries(answer)).toMatchObject({ error: "access_denied", state: "a-state" });
      expect(answer.has("code")).toBe(false);
      await page.context().close();
    });

    test("UI-10 what was allowed is not asked again: the second run goes straight through", async () => {
      const its = await app();
      const page = await chromium.visitor({ javaScriptEnabled });
      await page.goto(authorizeUrl(server, its));
      await signIn(page);
      await press(page, "#allow");
      const first = (await back(page)).get("code");
      await page.goto(authorizeUrl(server, its, { state: "again" }));
      const second = await back(page);
      expect(second.get("state")).toBe("again");
      expect(second.get("code")).not.toBe(first);
      await page.goto(authorizeUrl(server, its, { scope: "bookings:read bookings:create" }));
      expect(await page.locator(".badge-new").count()).toBe(1);
      await page.context().close();
    });
  });

  test("WCAG 2.1.1: the whole flow by keyboard alone", async () => {
    const page = await chromium.visitor();
    await page.goto(authorizeUrl(server, await app()));
    await page.locator("#username:focus").waitFor();
    await page.keyboard.type(server.person.username);
    await page.keyboard.press("Tab");
    await page.locator("#password:focus").waitFor();
    await page.keyboard.type(server.person.password);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/consent?*");
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? "");
    for (let step = 0; step < 10 && (await focused()) !== "allow"; step += 1)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect((await back(page)).has("code")).toBe(true);
    await page.context().close();
  });

  test("AZ-21 RFC 9700 §4.1.3: a fragment that somebody planted in the link does not reach the app", async () => {
    const its = await app();
    const page = await chromium.visitor();
    await page.goto(`${authorizeUrl(server, its)}#access_token=planted`);
    await signIn(page);
    await press(page, "#allow");
    await back(page);
    expect(new URL(page.url()).hash).toBe("#_");
    await page.goto(`${authorizeUrl(server, its)}#access_token=planted`);
    await back(page);
    expect(new URL(page.url()).hash).toBe("#_");
    await page.context().close();
  });

  test("WCAG 2.2 AA: every page of the real flow, with a problem and without, light and dark", async () => {
    const wrong: Record<string, string[]> = {};
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await chromium.visitor({ colorScheme });
      const look = async (name: string): Promise<void> => {
        // Dark pages differ from light ones in their colours only.
        const found = await violations(page, colorScheme === "dark" ? "color-contrast" : undefined);
        if (found.length > 0) wrong[`${name} ${colorScheme}`] = found;
      };
      await page.goto(authorizeUrl(server, await app()));
      await look("sign-in");
      await signIn(page, "not the password");
      await look("sign-in with a problem");
      await signIn(page);
      await look("consent");
      await press(page, "#allow");
      await back(page);
      for (const path of ["/connected-apps", "/", "/sign-out"]) {
        await page.goto(server.origin + path);
        await look(path);
      }
      await press(page, "#confirm-logout");
      await look("signed out");
      await page.context().close();
    }
    expect(wrong).toEqual({});
  });

  test("a browser that prefers dark gets dark pages", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await chromium.visitor({ colorScheme });
      await page.goto(`${server.origin}/sign-in`);
      const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const brightest = Math.max(...(colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number));
      expect(brightest > 128, colour).toBe(colorScheme === "light");
      await page.context().close();
    }
  });

  test("OpenID Connect Core §3.1.2.1: Accept-Language decides, and ui_locales before it", async () => {
    const wishes = [
      { locale: "fr-FR", changes: {}, lang: "fr", says: "Se connecter" },
      { locale: "ja-JP", changes: {}, lang: "ja", says: "パスワード" },
      { locale: "en-GB", changes: { ui_locales: "ja fr" }, lang: "ja", says: "パスワード" },
      { locale: "ja-JP", changes: { ui_locales: "xx fr-CA" }, lang: "fr", says: "Se connecter" },
    ];
    for (const { locale, changes, lang, says } of wishes) {
      const page = await chromium.visitor({ locale });
      await page.goto(authorizeUrl(server, await app(), changes));
      expect(await page.getAttribute("html", "lang"), lang).toBe(lang);
      expect(await page.textContent("main"), lang).toContain(says);
      await signIn(page);
      expect(await page.getAttribute("html", "lang"), lang).toBe(lang);
      if (!("ui_locales" in changes)) expect(await violations(page), lang).toEqual([]);
      await press(page, "#deny");
      expect((await back(page)).get("error")).toBe("access_denied");
      await page.context().close();
    }
  });

  test("somebody who writes localhost for 127.0.0.1 gets through all the same", async () => {
    const page = await chromium.visitor();
    await page.goto(authorizeUrl(server, await app()).replace("127.0.0.1", "localhost"));
    await signIn(page);
    await press(page, "#allow");
    expect((await back(page)).get("iss")).toBe(server.issuer);
    await page.context().close();
  });

  test("UI-06 UI-07 nothing was missing, blocked or complained of on the way", () => {
    expect(chromium.complaints).toEqual([]);
  });
});
