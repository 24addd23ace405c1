/** What the pages of portal and console are made of: panels, facts, tables, environments, steps, text to copy. */
export const deskParts: string = `
.panel { padding: 1.375rem 1.5rem; border: 1px solid var(--line); border-radius: 14px; background: var(--card); }
.panel > * + * { margin-top: 1rem; }
.panel-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; }
.panel > .error-summary + * { margin-top: 1.5rem; }
.panel h2 { font-size: 1.0625rem; font-weight: 650; }
.panel h2 + p, .panel-head + p { margin-top: 0.25rem; }
.panel > * + h2 { margin-top: 2rem; }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1.25rem; }
.panels .pairs { grid-template-columns: minmax(0, 1fr); gap: 0.125rem; }
.panels .pairs dd + dt { margin-top: 0.625rem; }
.panels .pairs dt:has(+ dd > .copy-row) { padding-top: 0; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; }
.actions-end { justify-content: flex-end; }
.button-plain { min-height: 2.375rem; padding: 0.375rem 0.875rem; border-color: var(--edge); background: var(--card); color: var(--ink); font-size: 0.875rem; }
.button[hidden] { display: none; }
.button-plain:hover { border-color: var(--ink); background: var(--sunk); color: var(--ink); }
.button-end { background: var(--bad); color: var(--card); }
.button-end:hover { background: var(--ink); color: var(--card); }

.env { border-top-width: 5px; }
.env-test { border-top-color: var(--warn); }
.env-live { border-top-color: var(--good); }
.env-none { align-self: start; border-style: dashed; border-top-width: 1px; background: none; }
.env-name { display: inline-flex; align-items: center; gap: 0.5rem; }
.badge-live { border-color: var(--good); background: var(--good-ground); color: var(--good); }
.badge-bad { border-color: var(--bad-line); background: var(--bad-ground); color: var(--bad); }
.badges { display: flex; flex-wrap: wrap; gap: 0.375rem; }

.list { display: grid; gap: 0; }
.list > li { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; padding: 0.875rem 0; border-top: 1px solid var(--line); }
.list > li:first-child { padding-top: 0; border-top: 0; }
.list > li:last-child { padding-bottom: 0; }
.list .what { flex: 1 1 14rem; min-width: 0; }
.list .what > * + * { margin-top: 0.125rem; }

.apps { display: grid; gap: 0.75rem; }
.app-card { display: flex; flex-wrap: wrap; align-items: center; gap: 0.625rem 1rem; padding: 1.125rem 1.25rem; border: 1px solid var(--line); border-radius: 14px; background: var(--card); }
.app-card:hover { border-color: var(--edge); }
.app-card .what { flex: 1 1 15rem; min-width: 0; }
.app-card h2 { font-size: 1.0625rem; }
.app-card h2 a { color: var(--ink); text-decoration: none; }
.app-card h2 a:hover { text-decoration: underline; }

.pairs { display: grid; grid-template-columns: minmax(7.5rem, 11rem) minmax(0, 1fr); gap: 0.625rem 1rem; font-size: 0.9375rem; }
.pairs dt { font-size: 0.875rem; line-height: 1.6; }
.pairs dd + dt { margin-top: 0; }
.pairs dt:has(+ dd > .copy-row) { padding-top: 0.5rem; }
.pairs ul { display: grid; gap: 0.25rem; }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
caption { padding-bottom: 0.5rem; text-align: start; color: var(--quiet); font-size: 0.875rem; }
th { color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }
tbody th { color: var(--ink); font-size: inherit; font-weight: 500; }
.table th, .table td { overflow-wrap: break-word; }
th, td { padding: 0.625rem 1rem 0.625rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }

.notice { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0.5rem 0.75rem; padding: 0.875rem 1rem; border: 1px solid var(--line); border-inline-start: 4px solid var(--edge); border-radius: var(--radius); background: var(--card); font-size: 0.9375rem; }
.notice > .icon { margin-top: 0.1rem; }
.notice > div { flex: 1 1 14rem; min-width: 0; }
.notice h2, .notice h3 { font-size: 0.9375rem; }
.notice-warn { border-color: var(--warn-line); border-inline-start-color: var(--warn); background: var(--warn-ground); }
.notice-warn > .icon { color: var(--warn); }
.notice-bad { border-color: var(--bad-line); border-inline-start-color: var(--bad); background: var(--bad-ground); }
.notice-bad > .icon { color: var(--bad); }
.notice-good { border-inline-start-color: var(--good); background: var(--good-ground); }
.notice-good > .icon { color: var(--good); }
.notices { display: grid; gap: 0.75rem; }

.steps { display: grid; gap: 0; padding: 0; list-style: none; counter-reset: step; }
.step { position: relative; display: grid; grid-template-columns: 2rem minmax(0, 1fr); gap: 0.875rem; padding-bottom: 1.5rem; counter-increment: step; }
.step:last-child { padding-bottom: 0; }
.step::before { content: counter(step); display: grid; place-items: center; width: 2rem; height: 2rem; border: 1px solid var(--edge); border-radius: 50%; background: var(--card); color: var(--quiet); font-size: 0.875rem; font-weight: 650; }
.step:not(:last-child)::after { content: ""; position: absolute; inset-inline-start: 1rem; top: 2.25rem; bottom: 0.25rem; border-inline-start: 1px solid var(--line); }
.step-done::before { content: "\\2713" / ""; border-color: var(--good); background: var(--good-ground); color: var(--good); }
.step-now::before { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
.step > div { min-width: 0; }
.step h2, .step h3 { padding-top: 0.2rem; font-size: 1rem; }
.step-todo h2, .step-todo h3 { color: var(--quiet); }
.step > div > * + * { margin-top: 0.75rem; }
.step > div > h2 + p, .step > div > h3 + p { margin-top: 0.25rem; }

.copy-row { display: flex; align-items: center; gap: 0.5rem; }
.copy-row > code { flex: 1; min-width: 0; padding: 0.55rem 0.75rem; border: 1px solid var(--line); border-radius: 8px; background: var(--sunk); }
.copy-block { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.5rem; align-items: start; }
.copy-block > pre { background: var(--sunk); }
.copy-row.secret { font-size: 0.9375rem; }
.secret > code { border: 1px dashed var(--warn); background: var(--warn-ground); }
dd > code, li > code { overflow-wrap: anywhere; }

textarea, select { width: 100%; min-height: 2.875rem; padding: 0.5rem 0.8rem; border: 1px solid var(--edge); border-radius: var(--radius); background: var(--card); color: var(--ink); font: inherit; }
textarea { min-height: 7rem; line-height: 1.6; resize: vertical; }
textarea.code { font-family: var(--mono); font-size: 0.875rem; overflow-wrap: anywhere; }
textarea:hover, select:hover { border-color: var(--ink); }
textarea:focus-visible, select:focus-visible { outline-offset: 0; border-color: var(--focus); border-radius: var(--radius); }
textarea[aria-invalid="true"], select[aria-invalid="true"] { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
.uri-list li { padding: 0.625rem 0; border-top: 1px solid var(--line); }
.uri-list li:first-child { border-top: 0; }
.uri-list p { display: flex; gap: 0.4rem; margin-top: 0.25rem; font-size: 0.875rem; color: var(--quiet); }
.uri-list .icon { width: 1.05rem; height: 1.05rem; margin-top: 0.1rem; }
.uri-good .icon { color: var(--good); }
.uri-bad .icon, .uri-bad p { color: var(--bad); }
.checks li { display: flex; gap: 0.75rem; padding: 0.625rem 0; border-top: 1px solid var(--line); }
.checks li:first-child { border-top: 0; }
.checks .icon { margin-top: 0.1rem; }
.check-met .icon { color: var(--good); }
.check-open .icon { color: var(--warn); }
.hero { padding: clamp(1.75rem, 5vw, 3.5rem); border: 1px solid var(--line); border-radius: 18px; background: var(--card); }
.hero h1 { font-size: clamp(1.625rem, 4vw, 2.25rem); }
.hero .lead { max-width: 40rem; margin-top: 0.75rem; font-size: 1.0625rem; }
.hero .actions { margin-top: 1.75rem; }
.danger-zone { border-color: var(--bad-line); }

.filter { display: flex; flex-wrap: wrap; gap: 0.75rem 1.5rem; }
.filter ul { margin-top: 0.25rem; }
a.badge { min-height: 2rem; padding-inline: 0.75rem; background: var(--card); color: var(--ink); font-weight: 500; text-decoration: none; }
a.badge:hover { border-color: var(--edge); }
a.badge[aria-current] { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
.events { display: grid; gap: 0.5rem; padding: 0; list-style: none; }
.event { border: 1px solid var(--line); border-inline-start: 4px solid var(--good); border-radius: var(--radius); background: var(--card); }
.event-refused { border-inline-start-color: var(--bad); }
.event > summary { display: grid; grid-template-columns: auto 12rem 5.75rem 6rem minmax(0, 1fr); align-items: baseline; gap: 0.25rem 0.75rem; padding: 0.75rem 1rem; color: var(--ink); font-size: 0.9375rem; font-weight: 400; cursor: pointer; }
.event > summary:hover { background: var(--sunk); text-decoration: none; }
.event > summary::before { width: 1rem; padding: 0; color: var(--quiet); font-weight: 600; }
.event > summary time { color: var(--quiet); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.event > summary .badge { justify-self: start; white-space: nowrap; }
.event > summary .what { min-width: 0; overflow-wrap: anywhere; }
.event > summary .what > * { display: block; }
.event > div { padding: 0.25rem 1rem 1rem; }
.event .facts { padding-top: 0; border: 0; }
.facts dd { overflow-wrap: anywhere; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: 1.25rem; }
.chart { display: block; width: 100%; height: 8.75rem; }
.chart-ends { display: flex; justify-content: space-between; gap: 1rem; margin-top: 0.375rem; color: var(--quiet); font-size: 0.8125rem; }
#chart-refused .bars { fill: var(--bad); }
.number { text-align: end; font-variant-numeric: tabular-nums; }
:is(th, td).number:last-child { padding-inline-end: 0; }
.ways { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding-top: 0.875rem; border-top: 1px solid var(--line); font-size: 0.9375rem; }
.ways a { display: inline-block; padding-block: 0.2rem; font-weight: 600; text-decoration: none; }
.ways a:hover { text-decoration: underline; }
.empty .actions { justify-content: center; margin-top: 1rem; }
.bar-line { display: block; width: 100%; max-width: 20rem; height: 0.375rem; margin-top: 0.375rem; border-radius: 3px; }
.bar-ground { fill: var(--line); }
.bars { fill: var(--accent); }
.axis { stroke: var(--edge); stroke-width: 1; vector-effect: non-scaling-stroke; }

@media (max-width: 60rem) {
  .event > summary { grid-template-columns: auto auto auto minmax(0, 1fr); }
  .event > summary time { grid-column: 2 / -1; }
  .event > summary .badge:first-of-type { grid-column: 2; }
  .event > summary .badge { min-width: 0; white-space: normal; overflow-wrap: anywhere; }
  .event > summary .what { grid-column: 2 / -1; }
}
@media (max-width: 34rem) {
  .panel { padding: 1.125rem 1rem; }
  .copy-block { grid-template-columns: minmax(0, 1fr); }
  .copy-block > .button { justify-self: start; }
  .pairs { grid-template-columns: minmax(0, 1fr); gap: 0.125rem; }
  .pairs dd + dt { margin-top: 0.625rem; }
  .pairs dt:has(+ dd > .copy-row) { padding-top: 0; }
  table { font-size: 0.875rem; }
  th, td { padding: 0.5rem 0.625rem 0.5rem 0; }
  .table td code { overflow-wrap: anywhere; }
  .title .actions, .title .actions .button:not(.button-quiet) { width: 100%; }
  .title .actions .button-quiet { margin-inline-start: -0.75rem; }
}
@media (forced-colors: active) {
  .choice:has(:checked) { outline: 2px solid Highlight; }
}
`;
