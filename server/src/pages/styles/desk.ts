/** The frame of portal and console: the bar above, the way beside, the page; one column where there is no room for two. */
export const desk: string = `
.desk { display: grid; grid-template-columns: minmax(0, 1fr); grid-template-rows: auto 1fr auto; justify-content: stretch; padding: 0; background: var(--page); }
.skip { position: absolute; inset-inline-start: 0.5rem; top: -4rem; z-index: 3; padding: 0.6rem 1rem; border-radius: var(--radius); background: var(--card); }
.skip:focus { top: 0.5rem; }

.bar { flex-wrap: wrap; gap: 0.5rem 1rem; padding: 0.625rem clamp(1rem, 3vw, 2rem); border-bottom: 1px solid var(--line); background: var(--card); }
.brand { display: inline-flex; align-items: center; gap: 0.625rem; min-height: 2.5rem; color: var(--ink); font-weight: 650; text-decoration: none; }
.brand:hover { color: var(--accent-over); }
.place { padding: 0.1rem 0.55rem; border: 1px solid var(--line); border-radius: 999px; color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }
.desk-console .bar { border-top: 4px solid var(--choice); }
.desk-console .place { border-color: transparent; background: var(--choice); color: var(--on-choice); }
.bar-end { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; margin-inline-start: auto; }
.bar-link { display: inline-flex; align-items: center; min-height: 2.5rem; padding-inline: 0.625rem; border-radius: 8px; color: var(--ink); font-size: 0.9375rem; font-weight: 500; text-decoration: none; }
.bar-link:hover { background: var(--sunk); text-decoration: underline; }

.menu { position: relative; margin: 0; }
.menu > summary { display: inline-flex; align-items: center; gap: 0.5rem; max-width: 16rem; min-height: 2.5rem; padding: 0.25rem 0.625rem; border: 1px solid var(--line); border-radius: 8px; color: var(--ink); font-size: 0.9375rem; font-weight: 500; }
details.menu > summary::before { content: none; }
.menu > summary::after { content: ""; flex: none; width: 0.4rem; height: 0.4rem; margin-top: -0.2rem; border: solid currentColor; border-width: 0 2px 2px 0; transform: rotate(45deg); }
.menu > summary:hover { background: var(--sunk); text-decoration: none; }
.menu > summary bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.menu > summary .tile { width: 1.625rem; height: 1.625rem; border-radius: 50%; font-size: 0.8125rem; }
.menu > div { position: absolute; z-index: 2; inset-inline-start: 0; top: calc(100% + 0.375rem); width: max-content; min-width: 100%; max-width: min(20rem, 90vw); padding: 0.375rem; border: 1px solid var(--line); border-radius: 12px; background: var(--card); box-shadow: var(--shadow); }
.menu-end > div { inset-inline: auto 0; }
.menu li > a, .menu li > span { display: flex; align-items: center; justify-content: space-between; gap: 0.75rem; min-height: 2.5rem; padding: 0.375rem 0.75rem; border-radius: 8px; color: var(--ink); font-size: 0.9375rem; text-decoration: none; }
.menu li > a:hover { background: var(--sunk); text-decoration: underline; }
.menu li > span { color: var(--quiet); font-size: 0.875rem; }
.menu li + .apart { margin-top: 0.375rem; padding-top: 0.375rem; border-top: 1px solid var(--line); }
.menu [aria-current] { font-weight: 650; }
.menu .icon { width: 1rem; height: 1rem; color: var(--good); }

.frame { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.75rem 3rem; align-content: start; width: 100%; max-width: 76rem; margin-inline: auto; padding: 1.75rem clamp(1rem, 3vw, 2rem) 3rem; }
.frame-beside { grid-template-columns: 13.5rem minmax(0, 1fr); }
.desk main { display: block; min-width: 0; padding: 0; border: 0; border-radius: 0; background: none; box-shadow: none; }
.desk-narrow main { max-width: 44rem; }
.desk-narrow .frame:not(.frame-beside) { max-width: 48rem; }
.desk footer { padding: 1rem; }

.side, .side-open { font-size: 0.9375rem; }
.side-menu { display: none; margin: 0; }
.side-title { padding: 0 0.75rem 0.375rem; color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }
:is(.side, .side-open) nav + nav { margin-top: 1.25rem; }
:is(.side, .side-open) a { display: flex; align-items: center; gap: 0.5rem; min-height: 2.5rem; padding: 0.375rem 0.75rem; border-radius: 8px; color: var(--ink); text-decoration: none; }
:is(.side, .side-open) a:hover { background: var(--sunk); text-decoration: underline; }
:is(.side, .side-open) a[aria-current] { background: var(--card); box-shadow: inset 3px 0 0 var(--accent); font-weight: 650; }

.crumbs { margin-bottom: 0.75rem; font-size: 0.875rem; }
.crumbs ol { display: flex; flex-wrap: wrap; gap: 0.25rem; padding: 0; list-style: none; }
.crumbs li:not(:last-child)::after { content: "/" / ""; padding-inline: 0.5rem 0.25rem; color: var(--quiet); }
.crumbs a { display: inline-block; min-height: 1.5rem; color: var(--quiet); text-decoration: none; }
.crumbs a:hover { color: var(--ink); text-decoration: underline; }
.crumbs [aria-current] { color: var(--ink); }

.title { display: flex; flex-wrap: wrap; align-items: flex-start; justify-content: space-between; gap: 0.75rem 1.5rem; }
.title > div:first-child { flex: 1 1 18rem; min-width: 0; }
.title .lead { max-width: 44rem; margin-top: 0.375rem; }
.title .actions { flex: none; }
.desk main > * + * { margin-top: 1.5rem; }
.desk main > .crumbs + * { margin-top: 0; }

@media (max-width: 60rem) {
  .frame-beside { grid-template-columns: minmax(0, 1fr); }
  .side { display: none; }
  .side-menu { display: block; border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); }
  .side-menu > summary { display: flex; align-items: center; gap: 0.625rem; min-height: 2.875rem; padding: 0.5rem 1rem; color: var(--ink); font-size: 0.9375rem; font-weight: 500; }
  details.side-menu > summary::before { content: none; }
  .side-menu > summary::after { content: ""; flex: none; width: 0.45rem; height: 0.45rem; margin-inline-start: auto; margin-top: -0.2rem; border: solid var(--quiet); border-width: 0 2px 2px 0; transform: rotate(45deg); }
  .side-menu[open] > summary::after { margin-top: 0.2rem; transform: rotate(225deg); }
  .side-menu > summary > bdi { flex: 0 100 auto; min-width: 3rem; overflow: hidden; color: var(--quiet); text-overflow: ellipsis; white-space: nowrap; }
  .side-menu > summary > strong { min-width: 0; overflow-wrap: anywhere; }
  .side-open { padding: 0.75rem 0.25rem; border-top: 1px solid var(--line); }
  .side-open a[aria-current] { background: var(--sunk); }
}
@media (max-width: 34rem) {
  .desk header { padding: 0.5rem 1rem; }
  .desk .frame { padding-top: 1.25rem; }
  .bar-end { gap: 0.25rem; }
  .bar > .menu { flex: 1 1 7rem; min-width: 0; }
  .bar > .menu > summary { max-width: 100%; }
  .bar-end > .menu > summary { max-width: none; padding-inline: 0.5rem; }
  .bar-end > .menu > summary bdi:not(.tile bdi) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
`;
