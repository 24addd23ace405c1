/** RFC 9396 §12.2 — a detail in words: what is shown can be read one way only, whatever the app's values are. */
import { expect, test } from "vitest";
import { inWords } from "../../src/oauth/details/words.ts";
import type { Resource } from "../../src/oauth/resource.ts";

const resource = {
  detailTypes: [
    {
      type: "share",
      fields: {
        with: { kind: "list" },
        note: { kind: "text" },
        place: { kind: "object", fields: { city: { kind: "text" } } },
      },
      words: { en: "Share with {with}." },
      person: true,
    },
  ],
} as unknown as Resource;

const read = (fields: Record<string, unknown>) => inWords({ type: "share", ...fields }, resource, "en");
const said = (names: string[]): string =>
  read({ with: names })
    .sentence.map(({ text }) => text)
    .join("");

test.each<[string[], string]>([
  [["Ada", "Grace Hopper"], "Share with Ada, Grace Hopper."],
  [["Ada, Grace"], 'Share with "Ada, Grace".'],
  [['a", "b'], 'Share with "a\\", \\"b".'],
  [["a，b", "c;d", "e、f"], 'Share with "a，b", "c;d", "e、f".'],
  [["you”, “everybody"], 'Share with "you”, “everybody".'],
  [["日本", "é", "x@example.com"], "Share with 日本, é, x@example.com."],
])("UI-11 %j cannot be read in another way", (names, sentence) => {
  expect(said(names)).toBe(sentence);
  const values = read({ with: names }).sentence.filter(({ value }) => value);
  expect(values).toHaveLength(names.length);
});

test("UI-11 below the sentence each element has a line of its own, and what is empty is not nothing", () => {
  const { rest } = read({ with: ["x"], note: "a, b", place: {}, more: ["c", "d, e"] });
  expect(rest).toEqual([
    { field: "note", value: "a, b" },
    { field: "place", value: "{}" },
    { field: "more", value: "c" },
    { field: "more", value: "d, e" },
  ]);
});
