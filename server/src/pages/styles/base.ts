/** The document itself: type, the frame of a page, focus, and the wishes of the reader's system. */
export const base: string = `
*, *::before, *::after { box-sizing: border-box; }
* { margin: 0; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  min-height: 100svh;
  display: grid;
  grid-template-columns: minmax(0, 28.5rem);
  grid-template-rows: auto auto 1fr;
  justify-content: center;
  padding: clamp(1.5rem, 7vh, 5rem) 1.25rem 1.5rem;
  background: var(--page);
  color: var(--ink);
  font: 400 1rem/1.5 var(--sans);
  overflow-wrap: anywhere;
}
body.wide { grid-template-columns: minmax(0, 42rem); }
html:lang(ja) body { font-family: var(--sans-ja); line-height: 1.7; line-break: strict; word-break: auto-phrase; text-autospace: normal; }

header { display: flex; align-items: center; gap: 0.75rem; padding: 0 0.25rem 1.25rem; }
.company { font-weight: 650; letter-spacing: -0.005em; }
main {
  display: flow-root;
  padding: 2.25rem;
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 16px;
  box-shadow: var(--shadow);
}
footer {
  display: flex;
  align-items: center;
  align-self: end;
  justify-content: center;
  gap: 0.4rem;
  padding-top: 1.75rem;
  color: var(--quiet);
  font-size: 0.8125rem;
}
footer .icon { width: 0.95rem; height: 0.95rem; }

h1 { font-size: 1.5rem; line-height: 1.28; font-weight: 650; letter-spacing: -0.014em; text-wrap: balance; }
h1 .name { font-weight: 750; }
h2 { font-size: 1rem; line-height: 1.4; font-weight: 600; }
h3 { font-size: 0.875rem; line-height: 1.4; font-weight: 600; }
html:lang(ja) :is(h1, h2) { line-height: 1.5; letter-spacing: 0; text-wrap: pretty; }
p { text-wrap: pretty; }
main > * + *, main > form { margin-top: 1.5rem; }
h1 + .lead, h1 + .maker { margin-top: 0.5rem; }
.lead { color: var(--quiet); }
main > .lead + p:not(.caution, .stack) { margin-top: 0.75rem; }
h2 + .quiet { margin-top: 0.25rem; }
.lead .name { color: var(--ink); }
.quiet { color: var(--quiet); font-size: 0.875rem; }
strong { font-weight: 650; }
ul { padding: 0; list-style: none; }
a { color: var(--accent); text-underline-offset: 0.18em; }
a:hover { color: var(--accent-over); text-decoration-thickness: 2px; }
code, pre { font-family: var(--mono); font-size: 0.875em; }
pre { padding: 0.9rem 1rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); overflow-x: auto; overflow-wrap: normal; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }

@media (max-width: 34rem) {
  body { padding: 1.25rem 0 1rem; background: var(--card); align-content: start; grid-template-columns: minmax(0, 1fr); }
  body.wide { grid-template-columns: minmax(0, 1fr); }
  header { padding: 0 1.25rem; }
  main { padding: 1.75rem 1.25rem 0; border: 0; border-radius: 0; box-shadow: none; }
  footer { padding-inline: 1.25rem; }
}
@media (prefers-reduced-motion: no-preference) {
  .button, input, summary { transition: background-color 120ms, border-color 120ms; }
}
@media (prefers-contrast: more) {
  :root { --line: var(--edge); --quiet: var(--ink); }
}
@media print {
  :root { --page: #fff; --card: #fff; --shadow: none; }
  body { display: block; padding: 0; }
  form, footer { display: none; }
  main { border: 0; padding: 0; }
}
`;
