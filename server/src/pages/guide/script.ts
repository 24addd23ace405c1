/** The guide's script: a button that copies at each program, and a memory for the chosen language. Nothing depends on it. */
import { createHash } from "node:crypto";

const body = `"use strict";
const { copy, copied } = document.body.dataset;
if (navigator.clipboard !== undefined)
  for (const pre of document.querySelectorAll(".panel pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(pre.textContent);
      } catch {
        return;
      }
      button.textContent = copied;
      setTimeout(() => (button.textContent = copy), 2000);
    });
    pre.previousElementSibling.append(button);
  }
const choices = document.querySelectorAll("input[name=language]");
try {
  const before = localStorage.getItem("guide-language");
  for (const choice of choices) {
    if (choice.value === before) choice.checked = true;
    choice.addEventListener("change", () => localStorage.setItem("guide-language", choice.value));
  }
} catch {
  // Storage may be forbidden: then the choice lasts as long as the page.
}
`;
const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);

/** Path (content-hashed, cacheable for ever) and text. */
export const guideScript: { path: string; body: string } = { path: `/assets/guide-${hash}.js`, body };
