/** Text for people: columns, instants, lengths of time. */
import { InvalidArgumentError } from "commander";

/** Rows as columns, two spaces apart; empty rows stay empty. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A list with its head, or the sentence for an empty one. */
export function listing(head: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  return rows.length === 0 ? none : columns([head.map((name) => name.toUpperCase()), ...rows]);
}

/** An instant to the second, UTC; `-` for none. */
export function instant(milliseconds: number | null): string {
  return milliseconds === null ? "-" : `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** The same of an instant as JSON has it. */
export function second(at: string | null): string {
  return instant(at === null ? null : Date.parse(at));
}

/** An instant for JSON (RFC 3339); null for none. */
export function stamp(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30s`, `15m`, `24h`, `7d` in milliseconds, at most 90 days. Throws what commander speaks. */
export function duration(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (!(milliseconds <= 90 * 86_400_000))
    throw new InvalidArgumentError("Give a length of time such as 30s, 15m, 24h or 7d, at most 90d.");
  return milliseconds;
}

/** An instant, or a length of time before now, in milliseconds since the epoch. Throws what commander speaks. */
export function moment(text: string): number {
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Date.now() - duration(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError("Give an instant such as 2026-11-22T12:00:00Z.");
  return at;
}

/** A whole number from 1 to 10000. Throws what commander speaks. */
export function count(text: string): number {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number < 1 || number > 10_000)
    throw new InvalidArgumentError("Give a number from 1 to 10000.");
  return number;
}

/** A number of days, 1 to 90. Throws what commander speaks. */
export function days(text: string): number {
  const number = Number(text);
  if (!/^\d{1,2}$/.test(text) || number < 1 || number > 90)
    throw new InvalidArgumentError("Give a number from 1 to 90.");
  return number;
}

/** Collects an option that may be given several times, or once with commas. */
export function several(value: string, before: readonly string[] = []): string[] {
  return [
    ...before,
    ...value
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  ];
}

/** Collects an option that may be given several times, each taken whole. */
export function each(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** `key=value` pairs as an object. Throws what commander speaks. */
export function pairs(value: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = value.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Give key=value.");
  return { ...before, [value.slice(0, at).trim()]: value.slice(at + 1) };
}
