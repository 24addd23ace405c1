/** What the pages show: tiles, badges, notices, the question of consent, the list of connected apps. */
export const pages: string = `
.icon { flex: none; width: 1.25rem; height: 1.25rem; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.tile { flex: none; display: inline-grid; place-items: center; width: 2.5rem; height: 2.5rem; border: 1px solid var(--line); border-radius: 10px; background: var(--sunk); color: var(--ink); font-weight: 700; line-height: 1; }
.tile-company { border-color: transparent; background: var(--accent); color: var(--on-accent); }
.logo { flex: none; display: block; width: auto; max-width: 9rem; height: 2.5rem; object-fit: contain; object-position: 0 50%; border-radius: 6px; }
.pair .logo { height: 3rem; }
header .logo { height: 2rem; }
/* A logo is drawn for a light ground, more often than not. */
@media (prefers-color-scheme: dark) { .logo { padding: 3px; background: #fff; } }
.tile-person { border-radius: 50%; color: var(--quiet); }
header .tile { width: 2rem; height: 2rem; border-radius: 8px; font-size: 0.9375rem; }

.badge { display: inline-flex; align-items: center; gap: 0.25rem; padding: 0.1rem 0.5rem; border: 1px solid transparent; border-radius: 6px; font-size: 0.8125rem; font-weight: 600; line-height: 1.45; }
.badge .icon { width: 0.95rem; height: 0.95rem; }
.badge-good { background: var(--good-ground); color: var(--good); }
.badge-plain { border-color: var(--line); color: var(--quiet); }
.badge-new { background: var(--good-ground); color: var(--good); font-size: 0.75rem; }
.badge-test { flex: none; border-color: var(--warn-line); background: var(--warn-ground); color: var(--warn); }

.test-notice { display: flex; align-items: center; gap: 0.75rem; padding: 0.65rem 0.75rem; border: 1px dashed var(--warn-line); border-radius: var(--radius); background: var(--warn-ground); color: var(--warn); font-size: 0.875rem; line-height: 1.4; }
.test-notice .badge { border-color: var(--warn); }
.done { display: flex; gap: 0.6rem; padding: 0.8rem 1rem; border-radius: var(--radius); background: var(--good-ground); color: var(--good); }
.done .icon { margin-top: 0.125rem; }
.caution { padding: 0.8rem 1rem; border-inline-start: 4px solid var(--warn); border-radius: var(--radius); background: var(--warn-ground); color: var(--warn); font-size: 0.9375rem; }

.maker { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.6rem; color: var(--quiet); font-size: 0.9375rem; }
.papers { display: flex; flex-wrap: wrap; gap: 0.35rem 1rem; font-size: 0.875rem; }
.app-badge { display: flex; align-items: flex-start; gap: 0.875rem; }
.app-badge > div { min-width: 0; }
.app-badge-name { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; }
h1 + .app-badge { margin-top: 1.125rem; padding: 0.875rem; border-radius: var(--radius); background: var(--sunk); }

.pair { display: flex; align-items: center; gap: 0.7rem; color: var(--quiet); }
.pair .tile { width: 3rem; height: 3rem; border-radius: 12px; font-size: 1.25rem; }
.pair + h1 { margin-top: 1.125rem; font-size: 1.375rem; }

.account { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.25rem 0.75rem; padding: 0.75rem; border: 1px solid var(--line); border-radius: 12px; }
/* Aligned with the person's name when it wraps below it, at the end of the line when it does not. */
.account > :not(.person) { margin-block: -0.375rem; margin-inline-start: 2.5rem; }
.person { flex: 1 1 10rem; display: flex; align-items: center; gap: 0.75rem; min-width: 0; line-height: 1.35; }
.person-text { min-width: 0; }
.person-text .quiet { font-size: 0.8125rem; }

.scopes { display: grid; gap: 0.6rem; margin-top: 0.75rem; }
.scopes li { display: flex; gap: 0.65rem; line-height: 1.45; }
.scopes .icon { margin-top: 0.1rem; color: var(--good); stroke-width: 2.2; }
.scopes .rest { display: block; }
.addition { flex-basis: 100%; grid-column: 1 / -1; }
html:lang(ja) .scopes .icon { margin-top: 0.2rem; }

.facts { display: grid; gap: 1.125rem; padding-top: 1.5rem; border-top: 1px solid var(--line); font-size: 0.9375rem; }
.fact { display: flex; gap: 0.65rem; }
.fact > .icon { margin-top: 0.05rem; color: var(--quiet); }
.fact > div { min-width: 0; }
.fact h2 { font-size: 0.9375rem; }
.fact p { color: var(--quiet); font-size: 0.9375rem; }
.fact strong { color: var(--ink); }
.fact p + p { margin-top: 0.25rem; }

.choices { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.25rem 0.75rem; }
.limits { grid-column: 1 / -1; padding: 1.125rem; border: 1px solid var(--line); border-radius: 12px; background: var(--sunk); }
.limits > * + * { margin-top: 0.875rem; }
.limits h2 { font-size: 0.9375rem; }
.limits fieldset { margin-inline: 0; padding: 0; border: 0; }
.limits legend { padding: 0; font-size: 0.9375rem; font-weight: 600; }
.limit { display: flex; align-items: center; gap: 0.625rem; min-height: 2.25rem; }
.limit label { flex: 1; padding-block: 0.3rem; font-weight: 400; }
.limit input:not([type="hidden"]) { flex: none; width: 1.125rem; min-height: 0; height: 1.125rem; padding: 0; accent-color: var(--accent); }
.after { text-align: center; }
.or { display: flex; align-items: center; gap: 0.875rem; color: var(--quiet); font-size: 0.875rem; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
main > .or + .stack { margin-top: 1.25rem; }
.asides { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.25rem 0; margin-inline: -0.75rem; }
main > .choices + .after { margin-top: 1rem; }

.details { padding: 1.125rem; border: 1px solid var(--line); border-radius: 12px; background: var(--sunk); font-size: 0.9375rem; }
.details h2 { font-size: 0.9375rem; }
.details > * + * { margin-top: 0.875rem; }
dl { display: grid; gap: 0.125rem; }
dt { color: var(--quiet); font-size: 0.8125rem; }
dd { margin: 0; }
dd + dt { margin-top: 0.5rem; }
.developers { padding-top: 1.5rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: 0.9375rem; }
.developers a { display: inline-block; margin-top: 0.25rem; padding-block: 0.15rem; }
.developers p:last-child { margin-top: 0.75rem; }
.developers h2 { color: var(--ink); font-size: 0.9375rem; }

.connections > li { padding: 1.5rem 0; border-top: 1px solid var(--line); }
.connections > li:last-child { padding-bottom: 0; }
.entry { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; }
.connections > .entry { padding: 1rem 0; }
.entry > .what { flex: 1 1 14rem; min-width: 0; }
.entry > details { flex-basis: 100%; margin-top: -0.5rem; }
.connection > * + * { margin-top: 1rem; }
.connection .scopes { font-size: 0.9375rem; gap: 0.35rem; margin-top: 0.4rem; }
.meta { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; color: var(--quiet); font-size: 0.875rem; }
.meta .lasting { flex-basis: 100%; display: flex; gap: 0.4rem; color: var(--ink); }
.meta .icon { width: 1.05rem; height: 1.05rem; margin-top: 0.14rem; color: var(--quiet); }
html:lang(ja) .meta .icon { margin-top: 0.24rem; }
.stop { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; padding-block: 0.75rem; border-block: 1px solid var(--line); }
.stop > p { flex: 1 1 14rem; }
.part { padding-top: 1.5rem; border-top: 1px solid var(--line); }
.part > * + * { margin-top: 0.875rem; }
.row { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; }
.qr { display: block; margin: 1.25rem auto; max-width: 100%; height: auto; border-radius: var(--radius); }
.qr-ground { fill: #fff; }
.qr-squares { fill: #000; }
.secret { overflow-wrap: anywhere; font-size: 1.0625rem; }
.recovery-codes { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: 0.5rem; padding: 1rem; border-radius: var(--radius); background: var(--sunk); }
.empty { padding: 2rem 1.25rem; border: 1px dashed var(--edge); border-radius: 12px; text-align: center; }
.empty p { margin-top: 0.375rem; }

@media (forced-colors: active) {
  .button, .tile, .badge, .caution, .done, .error-summary { border: 1px solid CanvasText; }
}
`;
