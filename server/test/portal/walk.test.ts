/** The five-minute walk: whoever has never been here gets from the portal's address to a 200 of the API, with no act of staff. */
import { spawnSync } from "node:child_process";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startProgram, type Program } from "../pages/program.ts";
import { launch, noChromium, press, violations, type Chromium } from "../support/chromium.ts";
import { hands, type Effort } from "./hands.ts";

/** Steps of the funnel that a newcomer reaches by themselves. */
const STEPS = ["signed_up", "organisation", "app", "first_token", "first_200"] as const;

/** What it takes: nothing may be added to it unseen. Its longest part is reading a letter. */
const EFFORT: Effort = { pages: 11, fields: 5, presses: 11 };
const MOST_MS = 60_000;

/** What stands in a block of code: copied with its button where there are scripts, else by hand. */
async function copied(page: Page, id: string, byButton: boolean): Promise<string> {
  if (!byButton) return (await page.textContent(`#${id}`)) ?? "";
  await page.click(`[data-copy='${id}']`);
  await page.waitForSelector(`[data-copy='${id}']:has-text("Copied")`);
  return page.evaluate(() => navigator.clipboard.readText());
}

describe.skipIf(noChromium)(
  "the walk of a newcomer, in Chromium, with the program that npm start runs",
  () => {
    let program: Program;
    let chromium: Chromium;
    beforeAll(async () => {
      program = await startProgram(null);
      chromium = await launch();
    });
    afterAll(async () => {
      await chromium.close();
      await program.stop();
    });

    /** How many got to each step, as staff see it in the console. */
    async function funnel(): Promise<Record<string, number>> {
      const page = await chromium.visitor();
      await page.goto(`${program.origin}/sign-in?next=%2Fconsole%2Ffunnel`);
      await page.fill("#username", program.ready.staff.username);
      await page.fill("#password", program.ready.staff.password);
      await press(page, "#submit-login");
      const counts: Record<string, number> = {};
      for (const step of STEPS) counts[step] = Number(await page.textContent(`#funnel-${step} td`));
      await page.context().close();
      return counts;
    }

    const ways = [
      ["JavaScript", { script: true, how: "mouse" }],
      ["no JavaScript", { script: false, how: "mouse" }],
      ["the keyboard alone", { script: true, how: "keyboard" }],
    ] as const;

    test.each(ways)("11 pages, 5 fields, 11 presses: with %s", { timeout: 120_000 }, async (name, way) => {
      const before = await funnel();
      const page = await chromium.visitor({
        javaScriptEnabled: way.script,
        ...(way.script ? { permissions: ["clipboard-read", "clipboard-write"] } : {}),
      });
      const { effort, ...hand } = hands(page, way.how);
      const began = performance.now();

      await hand.open(`${program.origin}/portal`);
      await hand.press("#sign-up");
      await hand.fill("email", `${name.replaceAll(" ", "-").toLowerCase()}@newcomer.example`);
      await hand.press("#submit-email");
      await hand.press("#dev-mail");
      await hand.press("a[href*='/sign-up/link?token=']");
      await hand.press("#submit-link");
      await hand.fill("name", "Noor Newcomer");
      await hand.fill("new_password", "parcels arrive on wednesdays");
      await hand.press("#submit-finish");
      await hand.fill("name", "Newcomer Logistics");
      await hand.press("#add");
      await hand.press("#create-app");
      await hand.choose("type-machine");
      await hand.fill("client_name", "Parcel Printer");
      await hand.press("#create");

      // Exactly what is shown, pasted into one terminal.
      expect(await page.textContent("#client-secret")).toMatch(/^ghs_test_/);
      const byButton = way.script && way.how === "mouse";
      const pasted = [await copied(page, "curl-token", byButton), await copied(page, "curl-call", byButton)];
      const terminal = spawnSync("sh", { input: `${pasted.join("\n")}\n`, encoding: "utf8" });
      expect(terminal.stdout).toMatch(/^HTTP\/1\.1 200 /);
      expect(terminal.stdout).toContain('"environment":"test"');

      await hand.press("#to-app");
      const took = performance.now() - began;
      await expect
        .poll(
          async () => {
            await page.reload();
            return page.locator("#first-run .step-done").count();
          },
          { timeout: 10_000 },
        )
        .toBe(4);
      if (way.script) expect(await violations(page)).toEqual([]);
      expect(effort).toEqual(EFFORT);
      expect(took).toBeLessThan(MOST_MS);
      const after = await funnel();
      for (const step of STEPS) expect([step, after[step]]).toEqual([step, (before[step] ?? 0) + 1]);
      expect(chromium.complaints).toEqual([]);
      await page.context().close();
    });
  },
);
