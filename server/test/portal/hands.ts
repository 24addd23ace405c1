/** The hands of a person at a browser: with a mouse, or with a keyboard alone. They count what they had to do. */
import type { Page } from "playwright-core";

export interface Effort {
  /** Pages that were looked at. */
  pages: number;
  /** Fields that had to be filled in. */
  fields: number;
  /** Links and buttons that were followed, and choices that were made. */
  presses: number;
}

export interface Hands {
  effort: Effort;
  open(url: string): Promise<void>;
  /** Follows a link or presses a button, and waits for the page that it leads to. */
  press(selector: string): Promise<void>;
  fill(id: string, text: string): Promise<void>;
  /** Makes one of several choices of a radio group. */
  choose(id: string): Promise<void>;
}

/** More would be a page that nobody wants to walk through by keyboard. */
const MOST_TABS = 60;

export function hands(page: Page, how: "mouse" | "keyboard"): Hands {
  const effort: Effort = { pages: 0, fields: 0, presses: 0 };

  /** Puts the focus on it, by Tab alone where there is no mouse. */
  async function reach(selector: string): Promise<void> {
    if (how === "mouse") return page.focus(selector);
    for (let tabs = 0; tabs <= MOST_TABS; tabs++) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`${selector} is not reached by Tab on ${page.url()}`);
  }

  return {
    effort,
    async open(url) {
      effort.pages++;
      await page.goto(url);
    },
    async press(selector) {
      effort.pages++;
      effort.presses++;
      await reach(selector);
      const arrived = page.waitForEvent("load");
      if (how === "mouse") await page.click(selector);
      else await page.keyboard.press("Enter");
      await arrived;
    },
    async fill(id, text) {
      effort.fields++;
      await reach(`#${id}`);
      await page.keyboard.type(text);
    },
    async choose(id) {
      effort.presses++;
      if (how === "mouse") return page.check(`#${id}`);
      // A group is one stop of Tab; its choices are changed with the arrows.
      await reach("input[type=radio]:checked");
      for (let arrows = 0; !(await page.isChecked(`#${id}`)); arrows++) {
        if (arrows > 10) throw new Error(`#${id} is not reached by arrows`);
        await page.keyboard.press("ArrowDown");
      }
      return undefined;
    },
  };
}
