/** Colours, type and space, once for light and once for dark; every pair of text and ground is at least 4.5:1 (WCAG 1.4.3). */
export const tokens: string = `
:root {
  color-scheme: light dark;
  --page: #f4f5f8;
  --card: #ffffff;
  --sunk: #f6f7fa;
  --ink: #171a21;
  --quiet: #565d6c;
  --line: #dfe2e9;
  --edge: #767e8e;
  --accent: #2d49c8;
  --accent-over: #2339a3;
  --on-accent: #ffffff;
  --choice: #1d222d;
  --choice-over: #3a4252;
  --on-choice: #ffffff;
  --good: #0d6b43;
  --good-ground: #e7f5ee;
  --warn: #7a4a00;
  --warn-ground: #fff4de;
  --warn-line: #e9c987;
  --bad: #ab1b1b;
  --bad-ground: #fdf0ef;
  --bad-line: #e5b2af;
  --focus: #2d49c8;
  --shadow: 0 1px 2px rgb(20 25 40 / 5%), 0 12px 32px -12px rgb(20 25 40 / 14%);
  --radius: 10px;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  --sans-ja: system-ui, -apple-system, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}

@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1015;
    --card: #171a21;
    --sunk: #1e222b;
    --ink: #eceef3;
    --quiet: #a6aebd;
    --line: #2b303b;
    --edge: #7b8496;
    --accent: #aab8ff;
    --accent-over: #c3cdff;
    --on-accent: #10173d;
    --choice: #e6e9f0;
    --choice-over: #ffffff;
    --on-choice: #14171e;
    --good: #7fd9ac;
    --good-ground: #12291f;
    --warn: #f3c877;
    --warn-ground: #2b2312;
    --warn-line: #5e4a1d;
    --bad: #ffaaa4;
    --bad-ground: #2f1817;
    --bad-line: #6d3330;
    --focus: #aab8ff;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%);
  }
}
`;
