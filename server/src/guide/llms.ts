/** llms.txt: what a language model should read first, and where the rest is. */
import type { Guide } from "./blocks.ts";
import { paths } from "../oauth/paths.ts";
import { LANGUAGES } from "./samples/languages.ts";
import { plain } from "./text.ts";

/** `base` is the issuer, to which all addresses are relative. Ends in a line break. */
export function llms(guide: Guide, base: string): string {
  const [first] = guide.sections[0]?.blocks ?? [];
  const summary = first?.kind === "prose" ? plain(first.text) : "";
  return [
    `# ${guide.title}`,
    "",
    `> ${summary}`,
    "",
    "## Guide",
    "",
    `- [The whole guide as Markdown](${base}/guide.md): every flow that is on, with samples, scopes, routes and errors; with ?language= and ${LANGUAGES.map(({ id }) => id).join(", ")} the samples of one language`,
    ...guide.sections.map(({ id, title }) => `- [${title}](${base}/guide#${id})`),
    "",
    "## For programs",
    "",
    `- [Server metadata](${base}${paths.metadata}): every endpoint and capability (RFC 8414)`,
    "",
  ].join("\n");
}
