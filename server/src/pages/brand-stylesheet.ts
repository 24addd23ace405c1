/** The company's colours over those of the stylesheet: a file of custom properties, under a name that says the colours and the digest of the file. */
import { createHash } from "node:crypto";
import { accentsOf, type Accents } from "../desk/branding/look.ts";
import type { Colour } from "../desk/branding/palette.ts";
import type { Stylesheet } from "./stylesheet.ts";

const rules = ({ accent, over, on }: Accents): string =>
  `--accent: ${accent}; --accent-over: ${over}; --on-accent: ${on}; --focus: ${accent};`;

/** `light` and `dark` are `#rrggbb`. */
export function brandStylesheet(light: Colour, dark: Colour): Stylesheet {
  const colours = accentsOf(light, dark);
  const body = [
    `:root, .scheme-light { ${rules(colours.light)} }`,
    `@media (prefers-color-scheme: dark) { :root { ${rules(colours.dark)} } }`,
    `.scheme-dark { ${rules(colours.dark)} }`,
    "",
  ].join("\n");
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
  return { path: `/assets/brand/${light.slice(1)}-${dark.slice(1)}-${hash}.css`, body };
}

/** The file of that name, from the name alone: every node has it, also while the colours change. Null for a name that no page gives. */
export function stylesheetNamed(name: string): Stylesheet | null {
  const [, light, dark] = /^([0-9a-f]{6})-([0-9a-f]{6})-[0-9a-f]{16}\.css$/.exec(name) ?? [];
  if (light === undefined || dark === undefined) return null;
  const sheet = brandStylesheet(`#${light}`, `#${dark}`);
  return sheet.path.endsWith(`/${name}`) ? sheet : null;
}
