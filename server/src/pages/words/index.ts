/** The door to the words: one typed record per language, and the choice of the language. */
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { Words } from "./en.ts";
import { fr } from "./fr.ts";
import { ja } from "./ja.ts";
import type { Locale } from "./locale.ts";

export { pickLocale } from "./pick.ts";
export { LOCALES } from "./locale.ts";
export type { Locale } from "./locale.ts";
export type { Words } from "./en.ts";

const records: Record<Locale, Words> = { en, fr, de, ja };

/** Every sentence of the pages in one language. */
export function words(locale: Locale): Words {
  return records[locale];
}
