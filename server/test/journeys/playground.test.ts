/** The playground in Chromium: register the way back, sign in and allow, exchange, call, break it; every page read by axe. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { playing, type Playing } from "../portal/playing.ts";
import { launch, noChromium, press, violations, type Chromium } from "../support/chromium.ts";

describe.skipIf(noChromium)("the playground in Chromium", () => {
  let world: Playing;
  let chromium: Chromium;
  let page: Page;

  beforeAll(async () => {
    world = await playing();
    chromium = await launch();
    page = await chromium.visitor({ permissions: ["clipboard-read", "clipboard-write"] });
  });
  afterAll(async () => {
    await chromium.close();
    await world.close();
  });

  async function clean(): Promise<void> {
    expect([page.url(), await violations(page)]).toEqual([page.url(), []]);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect([page.url(), wider]).toEqual([page.url(), false]);
  }

  const newest = async (): Promise<string> => (await page.textContent("#now")) ?? "";

  test.each([360, 1280])("from nothing to a 200 of the API at %d px", { timeout: 120_000 }, async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${world.server.origin}${world.paths.app(world.app.id)}`);
    if (page.url().includes("/sign-in")) {
      await page.fill("#username", "developer");
      await page.fill("#password", world.server.person.password);
      await press(page, "#submit-login");
    }
    await press(page, "#to-playground");
    await clean();
    if ((await page.$("#register-address")) !== null) {
      await press(page, "#register-address");
      await clean();
      await press(page, "#confirm");
      await clean();
    }
    if ((await page.$("#end-run")) !== null) await press(page, "#end-run");
    await press(page, "#start-code");
    await clean();
    await press(page, "#confirm");
    await clean();
    await press(page, "#next-step");
    if ((await page.$("#allow")) !== null) await press(page, "#allow");
    expect(page.url()).toBe(`${world.server.origin}${world.paths.playground(world.app.id)}#now`);
    expect(await newest()).toContain("Came back");
    await clean();
    await press(page, "#break-no_verifier");
    expect(await newest()).toContain("invalid_grant");
    await clean();
    await press(page, "#next-step");
    expect(await newest()).toContain("access_token");
    // What is secret is there for whoever opens it, and only then.
    expect(await page.isVisible("#now pre")).toBe(false);
    await page.focus("#now .half:last-child .whole summary");
    await page.keyboard.press("Enter");
    expect(await page.innerText("#now .half:last-child pre")).toMatch(/"access_token":"[\w-]{20,}/);
    await clean();
    await press(page, "#next-step");
    expect(await newest()).toContain("200");
    expect(world.calls.at(-1)?.url).toBe("/bookings");
    await clean();
    expect(chromium.complaints).toEqual([]);
  });
});
