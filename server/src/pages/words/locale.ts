/** The languages that people read here, as BCP 47 tags (RFC 5646 §2.1). */
export type Locale = "en" | "fr" | "de" | "ja";

/** Every language, the default first. */
export const LOCALES: readonly Locale[] = ["en", "fr", "de", "ja"];
