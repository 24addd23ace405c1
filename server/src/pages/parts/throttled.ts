/** RFC 6585 §4 — "too many attempts", with the time to wait when it is known. */
import { duration } from "../words/amounts.ts";
import { words, type Locale } from "../words/index.ts";

/** The sentence in the reader's language. */
export function throttledSentence(locale: Locale, retryAfterSeconds: number | null): string {
  const { signIn } = words(locale);
  return retryAfterSeconds === null
    ? signIn.throttledForNow
    : signIn.throttled(duration(locale, retryAfterSeconds));
}
