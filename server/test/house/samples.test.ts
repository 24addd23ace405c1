/** Every page has a sample, and every sample is among the pictures and under the eyes of axe. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { everySample, samples } from "../../src/pages/samples.ts";

const root = new URL("../../../", import.meta.url);
const pages = new URL("server/src/pages/", root);
const read = (url: URL): string => readFileSync(url, "utf8");

/** The functions that make a whole document: `render…` of a page, and the one of letters. */
function documents(): { file: string; name: string }[] {
  return ["account", "portal", "console", "guide", "letters"].flatMap((area) =>
    readdirSync(new URL(`${area}/`, pages))
      .filter((file) => file.endsWith(".tsx"))
      .flatMap((file) =>
        [
          ...read(new URL(`${area}/${file}`, pages)).matchAll(/^export function (render\w+|writeLetter)\(/gm),
        ].map(([, name = ""]) => ({ file: `${area}/${file}`, name })),
      ),
  );
}

/** Frames of other pages: each page that stands in one has samples of its own. */
const FRAMES = new Set(["renderConsolePage"]);

test("every page's function is called by a sample", () => {
  const called = readdirSync(new URL("samples/", pages))
    .map((file) => read(new URL(`samples/${file}`, pages)))
    .join("\n");
  const without = documents().filter(
    ({ name }) => !FRAMES.has(name) && !new RegExp(`\\b${name}\\(`).test(called),
  );
  expect(documents().length).toBeGreaterThan(30);
  expect(without).toEqual([]);
});

test("every sample has a name of its own, and renders in the pictures' command", () => {
  const names = everySample.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z_-]+\/[\w-]+$/.test(name))).toEqual([]);
  // Only these follow rules of their own, and have tests of their own.
  const others = names.filter((name) => !samples.some((sample) => sample.name === name));
  expect([...new Set(others.map((name) => name.split("/")[0]))]).toEqual(["form-post", "guide", "letter"]);
  const command = read(new URL("scripts/screenshots.mjs", root));
  expect(command).toContain("everySample.filter(({ name }) => name.includes(values.pages))");
  const { scripts } = JSON.parse(read(new URL("package.json", root))) as { scripts: Record<string, string> };
  expect(scripts["screenshots"]).toContain("scripts/screenshots.mjs");
});
