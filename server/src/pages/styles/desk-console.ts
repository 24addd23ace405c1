/** What only the console has: the search above a list. */
export const deskConsole: string = `
.search { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 0.75rem 1rem; }
.search .field { flex: 1 1 11rem; min-width: 0; margin: 0; }
.search .button { flex: none; min-height: 2.875rem; }
.list details { margin-top: 0.25rem; }
.list details .pairs { margin-top: 0.5rem; }
@media (max-width: 34rem) { .search .button { width: 100%; } }
`;
