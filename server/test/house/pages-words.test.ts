/** The words of the pages: the same keys in every language, and no English left behind in another. */
import { describe, expect, test } from "vitest";
import {
  day,
  decimal,
  duration,
  languageName,
  moment,
  shortDay,
  span,
} from "../../src/pages/words/amounts.ts";
import { LOCALES, words } from "../../src/pages/words/index.ts";
import { trouble } from "../../src/pages/words/troubles/index.ts";

/** Words that are the same in both languages, and right so. */
const SAME: Record<string, string[]> = {
  fr: [
    "common.test",
    "home.devApi",
    "console.nav.organisations",
    "console.apps.organisation",
    "console.apps.secrets",
    "console.organisations.title",
    "appNav.secrets",
    "app.toSecrets",
    "access.pkce",
    "secrets.title",
  ],
  de: [
    "common.test",
    "home.devApi",
    "console.nav.apps",
    "console.nav.apis",
    "console.apps.title",
    "console.apps.organisation",
    "console.organisations.apps",
    "console.apis.title",
    "access.pkce",
  ],
  ja: ["home.devApi", "access.pkce"],
};

/** The values that a sentence says, each once. */
const values = (text: string): string[] => [...new Set(text.match(/⟨\d⟩/g))].sort();

/** Every sentence by its key, with ⟨1⟩, ⟨2⟩ where values go. */
function sentences(record: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(record) as [string, unknown][]) {
    const name = path === "" ? key : `${path}.${key}`;
    if (typeof value === "string") found.set(name, value);
    else if (typeof value === "function") found.set(name, [value("⟨1⟩", "⟨2⟩") as unknown].flat(9).join(""));
    else for (const [inner, sentence] of sentences(value as object, name)) found.set(inner, sentence);
  }
  return found;
}

const english = sentences(words("en"));

describe.each(LOCALES.filter((locale) => locale !== "en"))("%s", (locale) => {
  const translated = sentences(words(locale));

  test("has the keys of English, in its order", () => {
    expect([...translated.keys()]).toEqual([...english.keys()]);
  });

  test("leaves no English behind", () => {
    const same = [...translated]
      .filter(([key, sentence]) => sentence === english.get(key))
      .map(([key]) => key);
    expect(same).toEqual(SAME[locale]);
  });

  test("says every value that English says", () => {
    for (const [key, sentence] of translated) {
      expect(values(sentence), key).toEqual(values(english.get(key) ?? ""));
    }
  });

  test("has no empty sentence and no stray space", () => {
    for (const [key, sentence] of translated) expect(sentence, key).toMatch(/^\S(?:.*\S)?$/u);
  });
});

test("French punctuation keeps its space on the same line", () => {
  for (const [key, sentence] of sentences(words("fr")))
    expect(sentence, key).not.toMatch(/[^\u00a0][?!:;»]|«[^\u00a0]/u);
});

test("amounts are said in the reader's language and do not break across lines", () => {
  expect(LOCALES.map((locale) => duration(locale, 3600))).toEqual([
    "1\u00a0hour",
    "1\u00a0heure",
    "1\u00a0Stunde",
    "1時間",
  ]);
  expect([0, 59, 61, 5400, 7200, 172_800].map((seconds) => duration("en", seconds))).toEqual(
    ["1 second", "59 seconds", "2 minutes", "90 minutes", "2 hours", "2 days"].map((said) =>
      said.replace(" ", "\u00a0"),
    ),
  );
  expect(LOCALES.map((locale) => day(locale, Date.UTC(2026, 10, 22)))).toEqual([
    "22 November 2026",
    "22 novembre 2026",
    "22. November 2026",
    "2026年11月22日",
  ]);
  expect(day("fr", Date.UTC(2026, 11, 1))).toBe("1er décembre 2026");
});

test("how long something took is said in its two largest units", () => {
  expect([0, 90, 6120, 86_400, 270_000].map((seconds) => span("en", seconds))).toEqual([
    "1 min",
    "2 mins",
    "1 hr, 42 mins",
    "1 day",
    "3 days, 3 hrs",
  ]);
  expect(LOCALES.map((locale) => span(locale, 6120))).toEqual([
    "1 hr, 42 mins",
    "1\u202fh et 42\u00a0min",
    "1 Std., 42 Min.",
    "1 時間 42 分",
  ]);
});

test("a moment has a day, 24 hours and its zone", () => {
  const at = Date.UTC(2026, 10, 22, 17, 9, 12);
  expect(moment("en", at)).toBe("22 Nov 2026, 17:09:12 UTC");
  expect(LOCALES.map((locale) => shortDay(locale, at))).toEqual([
    "22 Nov",
    "22 nov.",
    "22. Nov.",
    "11月22日",
  ]);
});

test("a contrast is written with the reader's decimal sign, in the sentence of a field as well", () => {
  expect(LOCALES.map((locale) => decimal(locale, 6.5))).toEqual(["6.50", "6,50", "6,50", "6.50"]);
  const pattern =
    "On light pages text in this colour has a contrast of {ratio}:1, and needs 4.5:1. {colour} has it.";
  const said = { sentence: "in English", pattern, values: { ratio: "1.34", colour: "#806600" } };
  expect(trouble("de", said)).toContain("einen Kontrast von 1,34:1, nötig sind 4,5:1. #806600 hat ihn.");
});

test("a language has the name that the reader gives it, and what is none stands as it is", () => {
  expect(LOCALES.map((locale) => languageName(locale, "de"))).toEqual([
    "German",
    "allemand",
    "Deutsch",
    "ドイツ語",
  ]);
  expect(languageName("en", "not a tag")).toBe("not a tag");
});
