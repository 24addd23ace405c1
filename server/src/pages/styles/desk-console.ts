/** What only the console has: the search above a list, the looks of the company in both schemes. */
import { bothSchemes } from "./tokens.ts";

export const deskConsole: string = `${bothSchemes}
.search { --label: calc(0.9375rem * 1.5 + 0.375rem); display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0.75rem 1rem; }
html:lang(ja) .search { --label: calc(0.9375rem * 1.7 + 0.375rem); }
.search .field { flex: 1 1 11rem; min-width: 0; margin: 0; }
/* Below the input, so that labels and inputs stand in one line each. */
.search .field-hint { order: 1; }
.search .button { flex: none; min-height: 2.875rem; margin-top: var(--label); }
.list details { margin-top: 0.25rem; }
.list details .pairs { margin-top: 0.5rem; }
.specimen { padding: 1.25rem; border: 1px solid var(--line); border-radius: 12px; background: var(--page); color: var(--ink); }
.specimen-head { display: flex; align-items: center; gap: 0.75rem; }
.specimen-card { margin-top: 1rem; padding: 1.25rem; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
.specimen-card > * + * { margin-top: 0.75rem; }
.specimen-link { color: var(--accent); text-decoration: underline; text-underline-offset: 0.18em; }
.specimen .button { cursor: default; }
.scheme-light .logo { padding: 0; background: none; }
.scheme-dark .logo { padding: 3px; background: #fff; }
@media (max-width: 34rem) { .search .button { width: 100%; margin-top: 0; } }
`;
