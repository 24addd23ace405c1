/** Every mistake of configuration is told by one exact sentence: place, wrong value, fix (reliability 4.17). */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadSettings } from "../../src/config/load.ts";
import type { LoadInput } from "../../src/config/load.ts";
import { report } from "../support/figures.ts";

const folder = mkdtempSync(join(tmpdir(), "config-"));
afterAll(() => rmSync(folder, { recursive: true }));

const GOOD = {
  GATEHOUSE_ISSUER: "https://auth.example.com",
  GATEHOUSE_SECRET: "k3J8fQ2mZx7RtVb1NwYc5LhDs9PaGe4U",
};

interface Case {
  env?: Record<string, string>;
  flags?: Record<string, unknown>;
  yaml?: string;
  json?: string;
  preset?: string;
  mode?: "dev" | "serve";
  says: string[];
}

const cases = JSON.parse(readFileSync(new URL("broken.json", import.meta.url), "utf8")) as Case[];

function problems(one: Case): string[] {
  const input: LoadInput = {
    mode: one.mode ?? "dev",
    env: one.mode === "serve" ? { ...GOOD, ...one.env } : (one.env ?? {}),
  };
  if (one.flags) input.flags = one.flags;
  if (one.preset) input.preset = one.preset;
  const text = one.yaml ?? one.json;
  if (text !== undefined) {
    input.file = join(folder, one.json === undefined ? "gatehouse.yaml" : "gatehouse.json");
    writeFileSync(input.file, text);
  }
  return loadSettings(input).problems.map((problem) => problem.replaceAll(`${folder}/`, ""));
}

describe("4.17 broken configurations", () => {
  test.each(cases.map((one) => ({ ...one, title: one.says[0] })))("$title", (one) => {
    expect(problems(one)).toEqual(one.says);
  });

  test("there are at least sixty of them, and no two say the same", () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(new Set(cases.map((one) => one.says.join("\n"))).size).toBe(cases.length);
    report(
      "broken configurations",
      `${cases.length} broken configurations, ${cases.length} exact messages, none like another`,
    );
  });
});
