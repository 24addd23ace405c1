/** What a person touches: buttons and fields, at least 44 px high (WCAG 2.5.8 asks for 24). */
export const controls: string = `
[hidden] { display: none !important; }
.stack { display: grid; gap: 1.25rem; }
.stack > .button { margin-top: 0.25rem; }
.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-height: 2.875rem;
  padding: 0.55rem 1.25rem;
  border: 1px solid transparent;
  border-radius: var(--radius);
  font: inherit;
  font-weight: 600;
  line-height: 1.3;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
}
.button:focus-visible { border-radius: var(--radius); }
.button-primary { background: var(--accent); color: var(--on-accent); }
.button-primary:hover { background: var(--accent-over); color: var(--on-accent); }
.button-choice { background: var(--choice); color: var(--on-choice); }
.button-choice:hover { background: var(--choice-over); color: var(--on-choice); }
.button-quiet { min-height: 2.75rem; padding-inline: 0.75rem; background: none; color: var(--accent); font-size: 0.875rem; }
.button-quiet:hover { background: var(--sunk); color: var(--accent-over); text-decoration: underline; }
/* Alone in its line, a way aside begins where the text above it does. */
:is(main, main > form) > p:not(.after) > .button-quiet:only-child, dd > p > .button-quiet:only-child, .row > :first-child > .button-quiet, .connection > .button-quiet { margin-inline-start: -0.75rem; }
.button-danger { min-height: 2.75rem; background: none; border-color: var(--edge); color: var(--bad); font-size: 0.9375rem; }
.button-danger:hover { background: var(--bad-ground); border-color: var(--bad); }

.field { display: grid; gap: 0.375rem; }
label { font-size: 0.9375rem; font-weight: 600; }
input:not([type="hidden"]) {
  width: 100%;
  min-height: 2.875rem;
  padding: 0.5rem 0.8rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: var(--card);
  color: var(--ink);
  font: inherit;
}
input:hover { border-color: var(--ink); }
input:focus-visible { outline-offset: 0; border-color: var(--focus); border-radius: var(--radius); }
input[aria-invalid="true"] { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
.field-hint { color: var(--quiet); font-size: 0.875rem; }
.field-error { color: var(--bad); font-size: 0.875rem; font-weight: 500; }

.error-summary { padding: 1rem 1.125rem; border: 1px solid var(--bad-line); border-inline-start: 4px solid var(--bad); border-radius: var(--radius); background: var(--bad-ground); }
.error-summary:focus-visible { border-radius: var(--radius); }
.error-summary h2 { color: var(--bad); font-size: 0.9375rem; }
.error-summary li { padding-top: 0.3rem; font-size: 0.9375rem; }
.error-summary a { display: inline-block; min-height: 1.5rem; color: var(--ink); }

details { margin-block: 0.25rem -0.5rem; }
summary { display: inline-block; padding: 0.55rem 0; color: var(--accent); font-size: 0.875rem; font-weight: 600; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "+"; display: inline-block; width: 1.75rem; padding-inline-start: 0.25rem; }
details[open] > summary::before { content: "–"; }
summary:hover { text-decoration: underline; }

fieldset { min-width: 0; padding: 0; border: 0; }
legend { padding: 0; font-size: 0.9375rem; font-weight: 600; }
.choices-list { display: grid; gap: 0.5rem; margin-top: 0.625rem; }
.choice { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 0.75rem; padding: 0.75rem 0.875rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); }
.choice:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.choice label { display: block; min-height: 1.5rem; font-weight: 600; }
.choice .quiet { grid-column: 2; }
.choice input:not([type="hidden"]) { width: 1.125rem; min-height: 0; height: 1.125rem; margin-top: 0.2rem; padding: 0; accent-color: var(--accent); }
.choice-flat { padding: 0.3rem 0; border: 0; border-radius: 0; background: none; }
.choice-flat:has(:checked) { box-shadow: none; }
`;
