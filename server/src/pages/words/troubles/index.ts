/** What is wrong with a field, in the reader's language: the desk says it in English, and these are its sentences. */
import { filled, type FieldTrouble } from "../../../desk/problems.ts";
import { decimal } from "../amounts.ts";
import type { Locale } from "../locale.ts";
import { troublesDe } from "./de.ts";
import { troublesFr } from "./fr.ts";
import { troublesJa } from "./ja.ts";

const sentences: Readonly<Record<Exclude<Locale, "en">, Readonly<Record<string, string>>>> = {
  de: troublesDe,
  fr: troublesFr,
  ja: troublesJa,
};

/** A sentence that is not known stays as it is: better in English than not at all. */
export function trouble(locale: Locale, said: Omit<FieldTrouble, "field">): string {
  const { sentence, pattern = sentence, values = {} } = said;
  if (locale === "en") return sentence;
  const own = sentences[locale];
  if (!Object.hasOwn(own, pattern)) return sentence;
  const { ratio, ...others } = values;
  const written = ratio === undefined ? others : { ...others, ratio: decimal(locale, Number(ratio)) };
  return filled(own[pattern] ?? pattern, written);
}
