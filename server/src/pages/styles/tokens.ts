/** Colours, type and space, once for light and once for dark; every pair of text and ground is at least 4.5:1 (WCAG 1.4.3). */
import { grounds, ownAccent } from "../../desk/branding/palette.ts";

const { light, dark } = grounds;

const onLight = `
  --page: ${light.page};
  --card: ${light.card};
  --sunk: ${light.sunk};
  --ink: #171a21;
  --quiet: #565d6c;
  --line: #dfe2e9;
  --edge: #767e8e;
  --accent: ${ownAccent.light};
  --accent-over: #2339a3;
  --on-accent: #ffffff;
  --choice: #1d222d;
  --choice-over: #3a4252;
  --on-choice: #ffffff;
  --good: #0d6b43;
  --good-ground: ${light.good};
  --warn: #7a4a00;
  --warn-ground: ${light.warn};
  --warn-line: #e9c987;
  --bad: #ab1b1b;
  --bad-ground: ${light.bad};
  --bad-line: #e5b2af;
  --focus: ${ownAccent.light};
  --shadow: 0 1px 2px rgb(20 25 40 / 5%), 0 12px 32px -12px rgb(20 25 40 / 14%);
`;

const onDark = `
  --page: ${dark.page};
  --card: ${dark.card};
  --sunk: ${dark.sunk};
  --ink: #eceef3;
  --quiet: #a6aebd;
  --line: #2b303b;
  --edge: #7b8496;
  --accent: ${ownAccent.dark};
  --accent-over: #c3cdff;
  --on-accent: #10173d;
  --choice: #e6e9f0;
  --choice-over: #ffffff;
  --on-choice: #14171e;
  --good: #7fd9ac;
  --good-ground: ${dark.good};
  --warn: #f3c877;
  --warn-ground: ${dark.warn};
  --warn-line: #5e4a1d;
  --bad: #ffaaa4;
  --bad-ground: ${dark.bad};
  --bad-line: #6d3330;
  --focus: ${ownAccent.dark};
  --shadow: 0 1px 2px rgb(0 0 0 / 40%);
`;

export const tokens: string = `
:root {
  color-scheme: light dark;
  --radius: 10px;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  --sans-ja: system-ui, -apple-system, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
${onLight}}
@media (prefers-color-scheme: dark) { :root {${onDark}} }
`;

/** One scheme whatever the reader's system says: to look at both of them side by side. */
export const bothSchemes: string = `
.scheme-light { color-scheme: light;${onLight}}
.scheme-dark { color-scheme: dark;${onDark}}
`;
