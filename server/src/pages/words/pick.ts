/** Which language to speak: OpenID Connect Core §3.1.2.1 `ui_locales` first, then RFC 9110 §12.5.4 Accept-Language. */
import Negotiator from "negotiator";
import { LOCALES } from "./locale.ts";
import type { Locale } from "./locale.ts";

/** Longer wishes are cut: nobody speaks that many languages. */
const WISH_LIMIT = 1000;
const TAG = /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i;

function isLocale(tag: string | undefined): tag is Locale {
  return LOCALES.some((locale) => locale === tag);
}

function negotiate(wish: string): Locale | undefined {
  try {
    const best = new Negotiator({ headers: { "accept-language": wish } }).language([...LOCALES]);
    return isLocale(best) ? best : undefined;
  } catch {
    // A header is anybody's text: what cannot be read is no wish at all.
    return undefined;
  }
}

/**
 * The language of a page. Never throws: what cannot be read is skipped, and English is the last resort.
 * @param acceptLanguage the header as it came.
 * @param ui_locales space-separated BCP 47 tags in order of preference, from the authorization request.
 */
export function pickLocale(acceptLanguage: string | undefined, ui_locales: string | undefined): Locale {
  for (const tag of (ui_locales ?? "").slice(0, WISH_LIMIT).split(" ")) {
    const wished = TAG.test(tag) ? negotiate(tag) : undefined;
    if (wished !== undefined) return wished;
  }
  const header = (acceptLanguage ?? "").slice(0, WISH_LIMIT);
  return (header === "" ? undefined : negotiate(header)) ?? "en";
}
