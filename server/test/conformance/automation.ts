/** The conformance suite's scripted browser, as far as our configurations use it: visits, tasks by address, commands by element id. */
import { expect } from "vitest";
import type { Command, Visit } from "../../../conformance/browser.ts";
import type { Browser, Page } from "../support/browser.ts";

/** Patterns with `*`, as the suite matches addresses. */
function matches(pattern: string, address: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.?+^$()[\]{}|\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(address);
}

const addressOf = (page: Page): string => page.leaves ?? page.url;

/** One module's automation: limits count over all its visits. */
export class Automation {
  private readonly visits: { visit: Visit; left: number }[];
  private readonly browser: Browser;
  /** The tasks that did something, in order. */
  readonly done: string[] = [];
  /** What pictures were taken of. */
  readonly pictures: string[] = [];

  constructor(browser: Browser, visits: readonly Visit[]) {
    this.browser = browser;
    this.visits = visits.map((visit) => ({ visit, left: visit["match-limit"] ?? Infinity }));
  }

  /** Goes to an address and does what the first fitting visit says. Answers the address at which it ends. */
  async goTo(url: string): Promise<string> {
    const found = this.visits.find(({ visit, left }) => left > 0 && matches(visit.match, url));
    if (found === undefined) throw new Error(`nobody knows what to do at ${url}`);
    found.left -= 1;
    let page = await this.browser.open(url);
    for (const { task, match, optional, commands = [] } of found.visit.tasks) {
      if (!matches(match, addressOf(page))) {
        expect(optional, `${task}: ${addressOf(page)} is not ${match}\n${page.html}`).toBe(true);
        continue;
      }
      this.done.push(task);
      page = await this.follow(page, commands);
    }
    return addressOf(page);
  }

  private async follow(from: Page, commands: readonly Command[]): Promise<Page> {
    let page = from;
    const typed: Record<string, string> = {};
    for (const [verb, by, what, ...more] of commands) {
      // What stands on the suite's own page is the suite's.
      if (page.leaves !== null) continue;
      const there = by === "xpath" || page.html.includes(`id="${what}"`);
      if (!there && more.at(-1) === "optional") continue;
      expect(there, `${verb} ${what} on ${page.url}\n${page.html}`).toBe(true);
      if (verb === "text") typed[what] = String(more[0]);
      if (verb === "click") page = await this.browser.click(page, what, typed);
      if (verb === "wait") {
        expect(page.html).toMatch(new RegExp(String(more[1] ?? ".*"), "s"));
        if (more[2] !== undefined) this.pictures.push(new URL(page.url).pathname);
      }
    }
    return page;
  }
}
