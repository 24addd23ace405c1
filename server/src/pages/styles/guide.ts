/** The guide: three zones on a wide screen (contents, prose, code), one column on a narrow one. */
export const guide: string = `
*, *::before, *::after { box-sizing: border-box; }
* { margin: 0; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 9.5rem; }
body { background: var(--card); color: var(--ink); font: 400 1rem/1.65 var(--sans); overflow-wrap: anywhere; }
html:lang(ja) body { font-family: var(--sans-ja); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
a { color: var(--accent); text-underline-offset: 0.18em; }
a:hover { color: var(--accent-over); text-decoration-thickness: 2px; }
strong { font-weight: 650; }
.quiet { color: var(--quiet); font-size: 0.9375rem; }
.skip { position: absolute; inset-inline-start: 1rem; top: -4rem; z-index: 3; padding: 0.5rem 1rem; border-radius: var(--radius); background: var(--card); }
.skip:focus { top: 0.5rem; }

body > header {
  position: sticky; top: 0; z-index: 2;
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.5rem; justify-content: space-between;
  padding: 0.625rem 1.25rem;
  border-bottom: 1px solid var(--line);
  background: var(--card);
}
.brand { display: inline-flex; align-items: center; gap: 0.625rem; min-height: 2.25rem; color: var(--ink); font-weight: 650; text-decoration: none; }
.brand:hover { color: var(--ink); text-decoration: underline; }
.logo { flex: none; display: block; width: auto; max-width: 9rem; height: 2rem; object-fit: contain; border-radius: 6px; }
@media (prefers-color-scheme: dark) { .logo { padding: 3px; background: #fff; } }
.tile { flex: none; display: inline-grid; place-items: center; width: 2rem; height: 2rem; border-radius: 8px; background: var(--accent); color: var(--on-accent); font-weight: 700; line-height: 1; }

.languages { min-width: 0; max-width: 100%; padding: 0; border: 0; }
.languages legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.choices { display: flex; gap: 0.125rem; padding: 0.1875rem; border-radius: var(--radius); background: var(--sunk); overflow-x: auto; }
.choice { position: relative; flex: none; }
.choice input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.choice label { display: block; padding: 0.375rem 0.75rem; border-radius: 7px; color: var(--quiet); font-size: 0.8125rem; font-weight: 600; line-height: 1.25rem; }
.choice input:hover + label { color: var(--ink); }
.choice input:checked + label { background: var(--card); color: var(--ink); box-shadow: 0 0 0 1px var(--line), 0 1px 2px rgb(20 25 40 / 10%); }
.choice input:focus-visible + label { outline: 3px solid var(--focus); outline-offset: -1px; }

.columns { max-width: 94rem; margin-inline: auto; }
.contents { padding: 0.25rem 1.25rem; border-bottom: 1px solid var(--line); font-size: 0.875rem; line-height: 1.4; }
.contents ol { padding: 0; list-style: none; }
.contents a { display: block; padding: 0.375rem 0.75rem; border-radius: 7px; color: var(--quiet); text-decoration: none; }
.contents a:hover { background: var(--sunk); color: var(--ink); }
.contents summary { padding: 0.625rem 0; font-weight: 600; cursor: pointer; }
.contents details ol { padding-bottom: 0.75rem; }
.contents-wide { display: none; }

main { min-width: 0; padding: 2.5rem 1.25rem 6rem; }
h1 { font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.5rem); line-height: 1.15; font-weight: 700; letter-spacing: -0.022em; text-wrap: balance; }
h2 { font-size: 1.5rem; line-height: 1.25; font-weight: 680; letter-spacing: -0.014em; text-wrap: balance; }
h3 { font-size: 1.0625rem; line-height: 1.4; font-weight: 650; }
h2 a { color: inherit; text-decoration: none; }
h2 a:hover { color: inherit; text-decoration: underline; }
html:lang(ja) :is(h1, h2) { letter-spacing: 0; }
.opening > * + * { margin-top: 0.75rem; }
.apps { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; font-size: 0.9375rem; }
.apps ul { display: flex; flex-wrap: wrap; gap: 0.375rem; padding: 0; list-style: none; }
.apps a { display: inline-block; padding: 0.25rem 0.75rem; border: 1px solid var(--line); border-radius: 99px; text-decoration: none; }
.apps [aria-current] { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }

main > section { margin-top: 3.5rem; padding-top: 3.5rem; border-top: 1px solid var(--line); }
.opening + section { margin-top: 2.5rem; padding-top: 2.5rem; }
.prose { max-width: 46rem; min-width: 0; }
.prose > div > * + *, .prose > h2 + div { margin-top: 1.125rem; }
.prose h3 { padding-top: 0.875rem; }
.prose p, .prose li { text-wrap: pretty; }
.prose :is(ol, ul) { padding-inline-start: 1.375rem; }
.prose li + li { margin-top: 0.5rem; }
.prose li::marker { color: var(--quiet); font-variant-numeric: tabular-nums; }
.prose code { padding: 0.1em 0.35em; border-radius: 5px; background: var(--sunk); font: 0.875em/1.4 var(--mono); box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.prose a code { color: inherit; }

.note { padding: 0.875rem 1.125rem; border-inline-start: 3px solid var(--accent); border-radius: 0 var(--radius) var(--radius) 0; background: var(--sunk); font-size: 0.9375rem; }
.note-warning { border-color: var(--warn); background: var(--warn-ground); color: var(--warn); }
.note-warning a { color: inherit; }
.note code { background: none; padding: 0; }

.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; overflow-wrap: break-word; font-size: 0.9375rem; line-height: 1.5; }
th, td { padding: 0.6875rem 0.875rem 0.6875rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; font-weight: 400; }
thead :is(th, td) { padding-block: 0.375rem; color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }
tbody th { max-width: 17rem; }
td:last-child { min-width: 8rem; overflow-wrap: anywhere; }
/* A long name breaks before its explanation is squeezed. */
@media (max-width: 34rem) { tbody th { width: 42%; } tbody th code { overflow-wrap: anywhere; } }

@media (min-width: 64rem) {
  html { scroll-padding-top: 5rem; }
  body > header { flex-wrap: nowrap; }
  .columns { display: grid; grid-template-columns: 15.5rem minmax(0, 1fr); }
  .contents { position: sticky; top: 3.5625rem; align-self: start; max-height: calc(100vh - 3.5625rem); padding: 2rem 0.75rem; border: 0; overflow-y: auto; }
  .contents details { display: none; }
  .contents-wide { display: block; }
  .contents-wide > p { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
  main { padding: 3.5rem 2.5rem 8rem; border-inline-start: 1px solid var(--line); }
}
@media (min-width: 78rem) {
  .split { display: grid; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); gap: 2.5rem; align-items: start; }
  .split > .codes { position: sticky; top: 5rem; max-height: calc(100vh - 6rem); overflow-y: auto; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media (prefers-contrast: more) { :root { --line: var(--edge); --quiet: var(--ink); } }
@media (forced-colors: active) { .choice input:checked + label, .note, .panel { outline: 1px solid CanvasText; } }
@media print {
  body > header, .contents, .copy { display: none; }
  .columns, .split { display: block; }
}
`;
