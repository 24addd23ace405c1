/** Real Chromium for journeys: one browser, everything it complained about, and an app that listens on loopback. */
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const args =
  "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync --no-first-run";
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** True where there is no Chromium and nobody promised one: in CI its absence is a failure. */
export const noChromium: boolean = !existsSync(executablePath) && process.env["CI"] === undefined;
if (noChromium) console.warn(`No Chromium at ${executablePath}: its journeys are skipped.`);

export interface Chromium {
  /** Console errors and warnings, script errors, failed requests and unexpected answers of all pages. */
  complaints: string[];
  /** A new visitor, with its own cookies. */
  visitor(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/** Starts one. `expected`: answers that a journey provokes on purpose, which Chromium calls errors. */
export async function launch(expected: readonly number[] = []): Promise<Chromium> {
  const browser: Browser = await chromium.launch({ executablePath, args: args.split(" ") });
  const complaints: string[] = [];
  const watch = (page: Page): void => {
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      const provoked = expected.some((status) => message.text().includes(`status of ${status}`));
      if (["error", "warning"].includes(message.type()) && !provoked)
        complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400 && !expected.includes(response.status()))
        complaints.push(`${response.status()} ${response.url()}`);
    });
    page.on("requestfailed", (request) => {
      complaints.push(`${request.url()}: ${request.failure()?.errorText ?? "failed"}`);
    });
  };
  return {
    complaints,
    async visitor(options = {}) {
      const context = await browser.newContext({ locale: "en-GB", ...options });
      context.on("page", watch);
      return context.newPage();
    },
    close: () => browser.close(),
  };
}

/** Presses what leads to another page, and waits until that page is there: a click alone does not. */
export async function press(page: Page, selector: string): Promise<void> {
  const arrived = page.waitForEvent("load");
  await page.click(selector);
  await arrived;
}

/** What axe finds against WCAG 2.2 AA, or in one rule of it; an empty list is what every test wants. */
export async function violations(page: Page, rule?: string): Promise<string[]> {
  // Legacy mode only means no second page for frames, and no page here has a frame.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations: found } = await (
    rule === undefined ? axe.withTags(TAGS) : axe.withRules([rule])
  ).analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

export interface ListeningApp {
  redirect_uri: string;
  close(): Promise<void>;
}

/** An app's callback on a loopback port of its own: another origin than the server, as the CSP sees it. */
export async function listenAsApp(): Promise<ListeningApp> {
  const server: Server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end('<!doctype html><link rel="icon" href="data:,"><title>The app</title><h1>Back</h1>');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    redirect_uri: `http://127.0.0.1:${port}/callback`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
