/** Lengths of time and days, in the reader's language (ECMA-402 does the grammar). */
import type { Locale } from "./locale.ts";

type Unit = "second" | "minute" | "hour" | "day";

/** The words are British, so the dates are: day, month, year, and hours up to 24. */
function regional(locale: Locale): string {
  return locale === "en" ? "en-GB" : locale;
}

/** To make one costs as much as a page: each is kept. */
const lengths = new Map<string, Intl.NumberFormat>();

function lengthIn(locale: Locale, unit: Unit): Intl.NumberFormat {
  const key = `${locale} ${unit}`;
  let format = lengths.get(key);
  if (format === undefined)
    lengths.set(key, (format = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" })));
  return format;
}

function say(locale: Locale, amount: number, unit: Unit): string {
  return lengthIn(locale, unit)
    .format(amount)
    .replace(/ /g, locale === "ja" ? "" : "\u00a0");
}

/**
 * A length of time in words, in the largest unit that fits without a rest: 3600 → "1 hour".
 * @param seconds rounded up; anything below one counts as one second.
 */
export function duration(locale: Locale, seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole % 86_400 === 0) return say(locale, whole / 86_400, "day");
  if (whole % 3600 === 0) return say(locale, whole / 3600, "hour");
  // Nobody counts 137 seconds; a minute too long is kinder than a try too early.
  if (whole >= 60) return say(locale, Math.ceil(whole / 60), "minute");
  return say(locale, whole, "second");
}

/**
 * A day in words. In UTC, because the reader's zone is not known without a script.
 * @param at milliseconds since the epoch.
 */
export function day(locale: Locale, at: number): string {
  const date = new Intl.DateTimeFormat(regional(locale), { dateStyle: "long", timeZone: "UTC" }).format(at);
  return locale === "fr" ? date.replace(/^1 /, "1er ") : date;
}

/**
 * A day of the current year, as short as below a chart.
 * @param at milliseconds since the epoch.
 */
export function shortDay(locale: Locale, at: number): string {
  const date = new Intl.DateTimeFormat(regional(locale), { month: "short", day: "numeric", timeZone: "UTC" });
  return date.format(at);
}

/**
 * A moment in words, to the second and in UTC.
 * @param at milliseconds since the epoch.
 */
export function moment(locale: Locale, at: number): string {
  return new Intl.DateTimeFormat(regional(locale), {
    dateStyle: "medium",
    timeStyle: "long",
    timeZone: "UTC",
  }).format(at);
}

/**
 * About how long something took, in its two largest units: 6120 → "1 hr, 42 mins".
 * @param seconds what is below a minute counts as one.
 */
export function span(locale: Locale, seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const [hours, days] = [Math.floor(minutes / 60), Math.floor(minutes / 1440)];
  const parts =
    days > 0 ? { days, hours: hours % 24 } : hours > 0 ? { hours, minutes: minutes % 60 } : { minutes };
  return new Intl.DurationFormat(regional(locale), { style: "short" }).format(parts);
}

/** A part of a whole, from 0 to 1, in per cent. */
export function share(locale: Locale, part: number): string {
  return new Intl.NumberFormat(locale, { style: "percent" }).format(part);
}

/** What a language is called in the reader's: "de" → "German". `tag`: BCP 47; what is none stands as it is. */
export function languageName(locale: Locale, tag: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A number with two decimal places, as it is written: 6.5 → "6.50". */
export function decimal(locale: Locale, number: number): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(locale, digits).format(number);
}

/** A whole number as it is written. */
export function amount(locale: Locale, count: number): string {
  return new Intl.NumberFormat(locale).format(count);
}
