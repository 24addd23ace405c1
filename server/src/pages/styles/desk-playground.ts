/** The playground: requests beside answers, each part beside what it means. */
export const deskPlayground: string = `
.run-line { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.875rem; padding: 0.75rem 1rem; border: 1px solid var(--line); border-inline-start: 4px solid var(--warn); border-radius: var(--radius); background: var(--card); }
.exchanges > li { scroll-margin-top: 1rem; }
.exchanges .event > summary { display: flex; flex-wrap: wrap; }
.exchanges .event > summary h2 { flex: 1 1 9rem; min-width: 0; font-size: 0.9375rem; font-weight: 650; overflow-wrap: anywhere; }
.halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(21rem, 100%), 1fr)); gap: 1.25rem 2rem; align-items: start; }
.half { min-width: 0; padding-top: 0.875rem; border-top: 2px solid var(--line); }
.half > * + * { margin-top: 0.75rem; }
.half h3 { color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }
.line code { display: block; padding: 0.5rem 0.75rem; border-radius: 8px; background: var(--sunk); font-size: 0.875rem; font-weight: 600; overflow-wrap: anywhere; }
.parts { display: grid; gap: 0; }
.parts > div { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.125rem; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
.parts > div:last-child { border-bottom: 0; }
.parts dt { font-size: 0.875rem; }
.parts dt code { padding: 0; background: none; color: var(--accent); font-weight: 600; }
.parts dd { min-width: 0; }
.parts .value { padding: 0; background: none; font-size: 0.875rem; overflow-wrap: anywhere; }
.parts .quiet { margin-top: 0.125rem; font-size: 0.875rem; }
.clause { white-space: nowrap; font-size: 0.8125rem; }
.whole > summary { font-size: 0.875rem; }
.whole > .copy-block { margin-top: 0.625rem; }
.whole pre { max-height: 22rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.next-step { border-color: var(--accent); }
.next-step > form { max-width: 28rem; }
.panel .actions > .button-plain { max-width: 100%; white-space: normal; text-align: start; }
`;
