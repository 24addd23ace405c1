/** The few lines of script on pages with something to copy: the button shows itself, copies the text, and says so. */
import { createHash } from "node:crypto";

const body = `for (const button of document.querySelectorAll("button[data-copy]")) {
  const from = document.getElementById(button.dataset.copy);
  if (!from || !navigator.clipboard) continue;
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(from.textContent);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}
`;
const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);

/** Path (content-hashed, cacheable for ever) and text. */
export const copyScript: { path: string; body: string } = { path: `/assets/copy-${hash}.js`, body };
