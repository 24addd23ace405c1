/** The guide in a real browser: WCAG 2.2 AA by axe, light and dark, narrow and wide, with and without script. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOpenApi } from "@gatehouse/guard";
import { demoDocument } from "../../src/cli/dev/demo-document.ts";
import { apiOf } from "../../src/cli/openapi/read.ts";
import { LOCALES } from "../../src/pages/words/index.ts";
import { launch, noChromium, violations, type Chromium } from "../support/chromium.ts";
import { startServer, type TestServer } from "../support/server.ts";

describe.skipIf(noChromium)("the guide in Chromium", () => {
  let server: TestServer;
  let chromium: Chromium;
  let guide: string;
  beforeAll(async () => {
    server = await startServer();
    guide = `${server.origin}/guide`;
    const { identifier, client_id: id } = server.api;
    const { scopes, document } = apiOf(readOpenApi(demoDocument(identifier, server.issuer)), () => "");
    await server.gatehouse.store.registry.importDocument({
      id,
      identifier,
      name: "Bookings",
      scopes,
      document,
      force: true,
    });
    chromium = await launch();
  }, 60_000);
  afterAll(async () => {
    expect(chromium.complaints).toEqual([]);
    await chromium.close();
    await server.close();
  });

  test.each([
    ["en-GB", "light", 360],
    ["en-GB", "dark", 360],
    ["en-GB", "light", 1280],
    ["en-GB", "dark", 1280],
    ["ja", "light", 1280],
    ["de", "light", 360],
  ] as const)("WCAG 2.2 AA in %s, %s, %d px", { timeout: 60_000 }, async (locale, colorScheme, width) => {
    const page = await chromium.visitor({ locale, colorScheme, viewport: { width, height: 800 } });
    await page.goto(guide);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  test.each(LOCALES)(
    "WCAG 1.4.10, 2.5.8: no sideways scrolling at 320 px, and large targets, in %s",
    async (locale) => {
      const page = await chromium.visitor({ locale, viewport: { width: 320, height: 800 } });
      await page.goto(guide);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll("button, summary, nav a, input")]
          .filter((target) => target.checkVisibility())
          .map((target) => [target.outerHTML.slice(0, 60), target.getBoundingClientRect().height] as const)
          .filter(([, height]) => height < 24),
      );
      expect(small).toEqual([]);
      await page.context().close();
    },
  );

  /** The languages of the programs that are shown. */
  const shown = `[...new Set([...document.querySelectorAll(".program")].filter((each) => each.checkVisibility()).map((each) => each.className))].join()`;

  test("UI-06 languages are chosen by keyboard and without script, in one place for all samples", async () => {
    const page = await chromium.visitor({ javaScriptEnabled: false });
    await page.goto(guide);
    const program = page.locator("#sample-machine .program-ruby");
    expect(await page.locator("#sample-machine .program-curl").isVisible()).toBe(true);
    expect(await program.isVisible()).toBe(false);
    await page.focus("#language-curl");
    await page.keyboard.press("ArrowRight");
    expect(await program.isVisible()).toBe(true);
    expect(await page.locator("#sample-revoke .program-ruby").isVisible()).toBe(true);
    expect(await page.locator("#sample-machine .program-curl").isVisible()).toBe(false);
    expect(await page.locator("button.copy:visible").count()).toBe(0);
    await page.context().close();
  });

  test("with script: a button copies the program, and the language is remembered", async () => {
    const page = await chromium.visitor({ permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(guide);
    await page.check("#language-php", { force: true });
    const panel = page.locator("#sample-machine .program-php");
    await panel.locator("button.copy").click();
    await panel.getByText("Copied").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await panel.locator("pre").textContent());
    expect(copied.startsWith("<?php")).toBe(true);
    await page.reload();
    expect(await page.evaluate(shown)).toBe("program program-php");
    await page.context().close();
  });

  test("a link of the contents leads below the header, where its heading can be read", async () => {
    const page = await chromium.visitor({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
    await page.goto(`${guide}#errors`);
    const [header, title] = await page.evaluate(() => [
      document.querySelector("body > header")?.getBoundingClientRect().bottom ?? 0,
      document.querySelector("#errors-title")?.getBoundingClientRect().top ?? 0,
    ]);
    expect(title).toBeGreaterThanOrEqual(header ?? 0);
    expect(title).toBeLessThan(400);
    await page.context().close();
  });
});
