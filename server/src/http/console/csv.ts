/** RFC 4180, PO-07 — rows as CSV in which no cell is a formula for the spreadsheet that opens it. */

/** With what spreadsheets begin a formula, in full width too, or what they cut before one. */
const FORMULA = /^[\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]|^[\t\r\n]/;

type Cell = string | number | null;

/** A header line and a line for each row; `columns` are also the order. */
export function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, Cell>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(","));
  return [columns.join(","), ...lines, ""].join("\r\n");
}

/** Quoted whatever is in it; an apostrophe makes text of a formula. A number is a number, its sign included. */
function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}
