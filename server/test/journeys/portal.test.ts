/** The portal in Chromium: from sign-in to a token that the API takes, by keyboard where it matters, every page read by axe. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, noChromium, press, violations, type Chromium } from "../support/chromium.ts";
import { introspect } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";

describe.skipIf(noChromium)("the portal in Chromium", () => {
  let server: TestServer;
  let chromium: Chromium;
  let page: Page;
  let app = "";

  beforeAll(async () => {
    server = await startServer({ realClock: true });
    chromium = await launch([422]);
    page = await chromium.visitor({ permissions: ["clipboard-read", "clipboard-write"] });
  });
  afterAll(async () => {
    await chromium.close();
    await server.close();
  });

  async function clean(): Promise<void> {
    expect([page.url(), await violations(page)]).toEqual([page.url(), []]);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect([page.url(), wider]).toEqual([page.url(), false]);
  }

  async function token(client_id: string, client_secret: string): Promise<string> {
    const response = await fetch(`${server.origin}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  test("a newcomer gets a token with what was copied from the page", async () => {
    await page.goto(`${server.origin}/portal`);
    await clean();
    await press(page, "#enter");
    await page.fill("#username", server.person.username);
    await page.fill("#password", server.person.password);
    await press(page, "#submit-login");
    await clean();
    await press(page, "#add");
    await clean();
    await page.fill("#name", "Pilot Logistics");
    await press(page, "#add");
    await clean();
    await press(page, "#create-app");
    await clean();
    // By keyboard: the choice with the arrows, the permission with the space bar.
    await page.focus("#type-web");
    for (let times = 0; times < 3; times++) await page.keyboard.press("ArrowDown");
    await page.fill("#client_name", "Parcel Pilot");
    await page.focus("[id='scope:bookings:create']");
    await page.keyboard.press("Space");
    await press(page, "#create");
    await clean();
    app = /apps\/(app_[\w-]+)/.exec(page.url())?.[1] ?? "";
    const client_id = (await page.textContent("#client-id")) ?? "";
    await page.click("[data-copy='client-secret']");
    await page.waitForFunction(
      () => document.querySelector("[data-copy='client-secret']")?.textContent === "Copied",
    );
    const client_secret = await page.evaluate(() => navigator.clipboard.readText());
    expect(client_secret).toMatch(/^ghs_test_/);
    const known = await introspect(server, await token(client_id, client_secret));
    expect(known).toMatchObject({ active: true, scope: "bookings:create bookings:read" });
    await page.reload();
    expect(await page.content()).not.toContain(client_secret);
    expect(chromium.complaints).toEqual([]);
  });

  test.each([360, 1280])(
    "WCAG 2.2 AA: every page of an app and an organisation at %d px",
    { timeout: 120_000 },
    async (width) => {
      await page.setViewportSize({ width, height: 800 });
      const organisation = `${server.origin}${(await page.getAttribute(".crumbs a", "href")) ?? ""}`;
      const about = `${server.origin}/portal/apps/${app}`;
      const pages = [
        ...["", "/settings", "/delete", "/go-live", "/test/access", "/test/access/change"].map(
          (path) => about + path,
        ),
        ...["/test/credentials", "/test/secrets", "/test/secrets/new", "/test/service"].map(
          (path) => about + path,
        ),
        ...["", "/members", "/members/invite", "/settings", "/rename", "/leave"].map(
          (path) => organisation + path,
        ),
      ];
      for (const url of pages) {
        await page.goto(url);
        expect(page.url()).toBe(url);
        await clean();
      }
      await page.goto(`${about}/test/credentials`);
      expect(chromium.complaints).toEqual([]);
    },
  );

  test("WCAG 2.1.1, 2.4.1: the first Tab leads past the bar, and menus open without a mouse", async () => {
    await page.goto(`${server.origin}/portal/apps/${app}`);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
    await page.focus("#account > summary");
    await page.keyboard.press("Enter");
    expect(await page.isVisible("#sign-out")).toBe(true);
    await clean();
  });

  test("WCAG 3.3.1: a form that was refused puts the focus on what is wrong", async () => {
    await page.goto(`${server.origin}/portal/apps/${app}/settings`);
    await page.fill("#client_name", "");
    await press(page, "#rename");
    await page.locator("#problem:focus").waitFor();
    await clean();
    expect(chromium.complaints).toEqual([]);
  });
});
