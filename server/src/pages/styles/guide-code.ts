/** The code of the guide: dark panels in both schemes; every colour is at least 4.5:1 on their ground (WCAG 1.4.3). */
export const guideCode: string = `
.codes { display: grid; gap: 1.25rem; min-width: 0; margin-top: 1.5rem; }
.panel { min-width: 0; border: 1px solid #262c38; border-radius: 12px; background: #12151c; color: #e6e9f0; overflow: hidden; }
.panel-head { display: flex; align-items: center; gap: 0.75rem; min-height: 2.75rem; padding: 0.25rem 0.5rem 0.25rem 1rem; border-bottom: 1px solid #262c38; background: #181c25; font-size: 0.8125rem; font-weight: 600; line-height: 1.3; }
.panel-head > :first-child { flex: 1; min-width: 0; }
.panel-language { color: #a6aebd; font-weight: 400; }
.panel pre { max-height: 34rem; padding: 0.875rem 1rem; overflow: auto; overflow-wrap: normal; font: 0.8125rem/1.6 var(--mono); tab-size: 4; }
.panel pre:focus-visible { outline-color: #aab8ff; outline-offset: -3px; }
.panel code { font: inherit; }
.wire pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.verified { padding: 0.375rem 1rem 0.625rem; color: #a6aebd; font-size: 0.75rem; line-height: 1.4; }
.copy { min-height: 2rem; padding: 0.125rem 0.75rem; border: 1px solid #3a4252; border-radius: 7px; background: none; color: #e6e9f0; font: 600 0.75rem/1.2 var(--sans); cursor: pointer; }
.copy:hover { background: #262c38; }
.copy:focus-visible { outline-color: #aab8ff; }
.hljs-comment, .hljs-quote, .hljs-meta { color: #9aa4b8; }
.hljs-keyword, .hljs-literal, .hljs-type, .hljs-selector-tag { color: #c4b5fd; }
.hljs-string, .hljs-regexp, .hljs-char.escape_ { color: #a3e6b9; }
.hljs-number, .hljs-symbol, .hljs-link { color: #f3c877; }
.hljs-title, .hljs-title.function_, .hljs-built_in { color: #9ec5ff; }
.hljs-attr, .hljs-attribute, .hljs-property, .hljs-variable, .hljs-params { color: #ffb8a8; }
@media (min-width: 78rem) { .split > .codes { margin-top: 0; } }
`;
