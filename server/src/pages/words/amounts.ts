/** Lengths of time and days, in the reader's language (ECMA-402 does the grammar). */
import type { Locale } from "./locale.ts";

type Unit = "second" | "minute" | "hour" | "day";

function say(locale: Locale, amount: number, unit: Unit): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" })
    .format(amount)
    .replace(/ /g, "\u00a0");
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
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(at);
}

/**
 * A moment in words, to the second and in UTC.
 * @param at milliseconds since the epoch.
 */
export function moment(locale: Locale, at: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "long", timeZone: "UTC" }).format(
    at,
  );
}

/** A whole number as it is written. */
export function amount(locale: Locale, count: number): string {
  return new Intl.NumberFormat(locale).format(count);
}
