/** The table of refusals: every row is spoken by a real request, in the characters that RFC 6749 §5.2 allows, and nothing else chooses an error code. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusals, type RefusalName } from "../../src/oauth/refusals.ts";
import { provocations, openWorld, type World } from "./provocations.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const names = Object.keys(refusals) as RefusalName[];

/** RFC 6749 §4.1.2.1 and §5.2: %x20-21 / %x23-5B / %x5D-7E. */
const allowed = /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/;

test("AR-18 TK-03 every error code and sentence has only the characters of RFC 6749 §5.2", () => {
  for (const name of names) {
    const { error, sentence, clause, status } = refusals[name];
    expect(error, name).toMatch(allowed);
    expect(sentence, name).toMatch(allowed);
    expect(sentence, name).toMatch(/[.~]$/);
    expect(clause, name).not.toBe("");
    expect(status, name).toBeGreaterThanOrEqual(400);
  }
});

test("every row has a request that provokes it", () => {
  expect(Object.keys(provocations).sort()).toEqual([...names].sort());
});

test.each(names)("%s: status, error and sentence of the table, and its name in the log", async (name) => {
  const row = refusals[name];
  const from = world.lines().length;
  const answer = await provocations[name](world);
  const logged = world.lines().slice(from);
  const told = answer.headers["location"];
  if (typeof told === "string" && answer.status === 303) {
    // The app is told, at its own address (RFC 6749 §4.1.2.1).
    const query = new URL(told).searchParams;
    expect(query.get("error")).toBe(row.error);
    expect(query.get("error_description")).toBe(row.sentence);
    expect(logged).toContainEqual(expect.objectContaining({ refusal: name }));
    return;
  }
  expect(answer.status).toBe(row.status);
  expect(logged.findLast((line) => line["event"] === "refused")).toMatchObject({ refusal: name });
  expect(answer.headers["cache-control"]).toBe("no-store");
  if (answer.headers["content-type"]?.startsWith("text/html") === true) {
    expect(answer.headers["location"]).toBeUndefined();
    expect(answer.text).toContain(row.sentence);
    return;
  }
  expect(answer.json).toEqual({ error: row.error, error_description: row.sentence });
});

test("no other file chooses an OAuth error code", () => {
  const src = join(dirname(fileURLToPath(import.meta.url)), "../../src");
  // `not_found` is a word of ours that a page model may share; the others are the wire's.
  const codes = new Set(names.map((name) => refusals[name].error).filter((code) => code !== "not_found"));
  const offenders: string[] = [];
  for (const file of globSync("**/*.{ts,tsx}", { cwd: src })) {
    // The samples of pages are sample data, and those of the guide are programs of its readers.
    if (file === "oauth/refusals.ts" || /^(?:pages|guide)\/samples\//.test(file)) continue;
    // Some rows are named as their code: to throw one by name is not to choose a code.
    const text = readFileSync(join(src, file), "utf8").replaceAll(/new Refusal\("\w+"/g, "");
    for (const code of codes)
      if (new RegExp(`["'\`]${code}["'\`]`).test(text)) offenders.push(`${file}: ${code}`);
  }
  expect(offenders).toEqual([]);
});
