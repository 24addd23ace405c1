/** The guide's script: a memory for the chosen language of the samples. Nothing depends on it. */
import { createHash } from "node:crypto";

const body = `const choices = document.querySelectorAll("input[name=language]");
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
