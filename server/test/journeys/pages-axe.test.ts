/** The pages in a real browser: WCAG 2.2 AA by axe, light and dark, narrow and wide; keyboard; no script; no policy violation. */
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  LOCALES,
  brandFiles,
  copyScript,
  deskStylesheet,
  everySample,
  guideAssets,
  samples as framed,
  stylesheet,
} from "../../src/pages/samples.ts";

/** A letter is drawn by somebody's mail program, in a frame of its own. */
const samples = everySample.filter(({ name }) => !name.startsWith("letter/"));

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const args =
  "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync --no-first-run";
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules whose answer depends on colours, width or the length of words; the others read the markup alone. */
const VISUAL = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];
type Rules = "all" | "visual";

/** One sample of each page with most in it: enough where only the length of words or the width differs. */
const TYPICAL =
  /^(?:sign-in.nothing|sign-in.for-a-test|consent.(?:test|something)|refused.app$|confirm|signed|connected-apps.(?:sev|non)|home.dev|(?:portal|console)-[^/]*.(?:prob|sev|just|normal))/;
const isTypical = ({ name }: { name: string }): boolean => TYPICAL.test(name);

/** Names what is wrong on the open page; an empty list is what every test wants. */
async function violations(page: Page, rules: Rules): Promise<string[]> {
  // Legacy mode only means no second page for frames, and no page here has a frame.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations: found } = await (
    rules === "all" ? axe.withTags(TAGS) : axe.withRules(VISUAL)
  ).analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

const present = existsSync(executablePath);
if (!present) console.warn(`No Chromium at ${executablePath}: the pages are not tried in a browser.`);

/** What the forms sent: path and body. */
const posted: string[] = [];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const sheet = [stylesheet, deskStylesheet, ...guideAssets.slice(0, 1)].find(
    ({ path }) => path === pathname,
  );
  if (sheet !== undefined) {
    response.setHeader("content-type", "text/css; charset=utf-8").end(sheet.body);
    return;
  }
  const file = brandFiles.find(({ path }) => path === pathname);
  if (file !== undefined) {
    response.setHeader("content-type", file.type).end(file.body);
    return;
  }
  const script = [copyScript, ...guideAssets.slice(1)].find(({ path }) => path === pathname);
  if (script !== undefined) {
    response.setHeader("content-type", "text/javascript; charset=utf-8").end(script.body);
    return;
  }
  response.setHeader("content-type", "text/html; charset=utf-8").setHeader("content-security-policy", POLICY);
  if (request.method === "POST") {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    posted.push(`${pathname}?${body}`);
    response.end("<!doctype html><title>posted</title>");
    return;
  }
  const sample = samples.find(({ name }) => `/${name}` === pathname);
  const locale = LOCALES.find((one) => one === searchParams.get("locale")) ?? "en";
  response.writeHead(sample === undefined ? 404 : 200).end(sample?.render(locale));
}

/** What can be pressed and is lower than `least` pixels, or narrower than 24. Runs in the page. */
function tooSmall(least: number): string[] {
  return [...document.querySelectorAll("button, summary, a.button, input:not([type=hidden])")]
    .filter((target) => (target as HTMLElement).offsetParent !== null)
    .filter((target) => {
      // A box or a dot is pressed by its label as well.
      const ticked = target instanceof HTMLInputElement && /^(?:radio|checkbox)$/.test(target.type);
      const pressed = ticked ? (target.closest("label") ?? target.labels?.[0] ?? target) : target;
      const { width, height } = pressed.getBoundingClientRect();
      return width < 24 || height < (ticked || target.tagName === "SUMMARY" ? 24 : least);
    })
    .map((target) => target.outerHTML.slice(0, 80));
}

/** In CI a missing browser is a failure, not a reason to skip. */
describe.skipIf(!present && process.env["CI"] === undefined)("pages in Chromium", () => {
  let server: Server;
  let browser: Browser;
  let origin: string;
  /** What the browser complained about: violations of the policy above all. */
  const complaints: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve());
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath, args: args.split(" ") });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function open(options: { dark?: boolean; width?: number; script?: boolean } = {}): Promise<Page> {
    const { dark = false, width = 1280, script = true } = options;
    const context = await browser.newContext({
      colorScheme: dark ? "dark" : "light",
      viewport: { width, height: 800 },
      javaScriptEnabled: script,
    });
    const page = await context.newPage();
    page.on("console", (message) => {
      if (!message.text().includes("404")) complaints.push(message.text());
    });
    return page;
  }

  async function readAll(rules: Rules, locale: string, dark: boolean, width: number): Promise<void> {
    const page = await open({ dark, width });
    const wrong: Record<string, string[]> = {};
    for (const { name } of width === 360 && locale === "en" ? samples : framed.filter(isTypical)) {
      await page.goto(`${origin}/${name}?locale=${locale}`);
      const found = await violations(page, rules);
      if (found.length > 0) wrong[name] = found;
    }
    await page.context().close();
    expect(wrong).toEqual({});
  }

  const looks = [
    ["all", "en", false, 360],
    ["visual", "en", true, 360],
    ["visual", "en", false, 1280],
    ["visual", "en", true, 1280],
    ["visual", "fr", false, 360],
    ["visual", "de", false, 360],
    ["visual", "ja", false, 360],
  ] as const;
  test.each(looks)("WCAG 2.2 AA: %s rules in %s, dark %s, %d px", { timeout: 900_000 }, readAll);

  test("WCAG 2.1.1: Tab goes through sign-in in reading order, and starts in it", async () => {
    const page = await open();
    await page.goto(`${origin}/sign-in/for-an-app`);
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? "");
    // The browser moves there when it draws, which may be after the page has loaded.
    const startsIn = (id: string): Promise<unknown> =>
      page.waitForFunction((wanted) => document.activeElement?.id === wanted, id);
    await startsIn("username");
    const order = [await focused()];
    for (let step = 0; step < 2; step += 1) {
      await page.keyboard.press("Tab");
      order.push(await focused());
    }
    expect(order).toEqual(["username", "password", "submit-login"]);
    await page.goto(`${origin}/sign-in/wrong`);
    await startsIn("problem");
    await page.context().close();
  });

  test("UI-08 allow and deny are reached by keyboard and are of equal weight", async () => {
    const page = await open({ width: 360 });
    for (const locale of LOCALES) {
      await page.goto(`${origin}/consent/normal?locale=${locale}`);
      const order: string[] = [];
      for (let step = 0; step < 3; step += 1) {
        await page.keyboard.press("Tab");
        order.push(await page.evaluate(() => document.activeElement?.id ?? ""));
      }
      expect(order).toEqual(["switch-account", "deny", "allow"]);
      const looksOf = (id: string): Promise<unknown> =>
        page.locator(`#${id}`).evaluate((button) => {
          const { backgroundColor, color, borderColor, fontSize, fontWeight, opacity } =
            getComputedStyle(button);
          const { width, height, top } = button.getBoundingClientRect();
          return { backgroundColor, color, borderColor, fontSize, fontWeight, opacity, width, height, top };
        });
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      expect(await looksOf("deny")).toEqual(await looksOf("allow"));
    }
    await page.context().close();
  });

  test("UI-06 the forms work with JavaScript off and send only what they must", async () => {
    const page = await open({ script: false });
    await page.goto(`${origin}/sign-in/for-an-app`);
    await page.fill("#username", "ada");
    await page.fill("#password", "a b&c");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/signin");
    for (const id of ["allow", "deny", "switch-account"]) {
      await page.goto(`${origin}/consent/normal`);
      await page.click(`#${id}`);
      await page.waitForURL(id === "switch-account" ? "**/switch" : "**/consent");
    }
    await page.goto(`${origin}/connected-apps/several`);
    await page.click("#disconnect-con_2");
    await page.waitForURL("**/apps/disconnect");
    await page.goto(`${origin}/confirm-sign-out/normal`);
    await page.click("#confirm-logout");
    await page.waitForURL("**/signout");
    expect(posted).toEqual([
      "/signin?csrf=csrf-sample&pending=pending-sample&username=ada&password=a+b%26c",
      "/consent?csrf=csrf-sample&pending=pending-sample&decision=allow",
      "/consent?csrf=csrf-sample&pending=pending-sample&decision=deny",
      "/switch?csrf=csrf-sample&pending=pending-sample",
      "/apps/disconnect?csrf=csrf-sample&consent=con_2",
      "/signout?csrf=csrf-sample",
    ]);
    await page.context().close();
  });

  test.each(LOCALES)(
    "WCAG 2.5.8, 1.4.10: large targets, no sideways scrolling at 320 px, in %s",
    async (locale) => {
      const page = await open({ width: 320 });
      const small: string[] = [];
      for (const { name } of samples) {
        await page.goto(`${origin}/${name}?locale=${locale}`);
        if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth))
          small.push(name);
        // People come to sign in with a thumb; who works at the portal's tables has at least what WCAG asks.
        const least = /^(?:portal|console|guide)/.test(name) ? 24 : 44;
        const found = await page.evaluate(tooSmall, least);
        small.push(...found.map((target) => `${name}: ${target}`));
      }
      await page.context().close();
      expect(small).toEqual([]);
    },
    120_000,
  );

  test("WCAG 1.4.10: no letter scrolls sideways at 320 px, however long its link is", async () => {
    const page = await open({ width: 320 });
    const wide: string[] = [];
    for (const letter of everySample.filter(({ name }) => name.startsWith("letter/"))) {
      await page.setContent(letter.render("en"));
      if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth))
        wide.push(letter.name);
    }
    await page.context().close();
    expect(wide).toEqual([]);
  });

  test("UI-06 no page ever hit the content security policy", () => {
    expect(complaints).toEqual([]);
  });
});
