/** JSON columns to values and back. */

/** Reads a JSON column that we wrote. Throws SyntaxError when the row was damaged; it then harms its own reader only. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the reader of a column knows what it wrote
export function json<T>(text: string): T {
  return JSON.parse(text) as T;
}

export function text(value: unknown): string {
  return JSON.stringify(value);
}
