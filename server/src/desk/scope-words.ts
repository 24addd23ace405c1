/** What a scope says to people, by language: read strictly, wherever it is written. */

/** Tags of languages (RFC 5646 §2.1): language with script, region or variants; no private use, no grandfathered tags. */
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** The words as they are stored, or a sentence that says what is wrong. */
export function readWords(
  given: Readonly<Record<string, string>>,
): { words: Record<string, string> } | { sentence: string } {
  const words: Record<string, string> = {};
  for (const [language, text] of Object.entries(given)) {
    if (!LANGUAGE.test(language))
      return { sentence: `${JSON.stringify(language)} is no language tag such as en or pt-BR.` };
    if (text.trim() === "" || /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(text))
      return { sentence: `The words for ${language} are empty or hold an invisible character.` };
    words[language] = text.trim();
  }
  return words["en"] === undefined ? { sentence: "Give the English words too." } : { words };
}
