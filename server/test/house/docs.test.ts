/** The generated documents are current: nobody reads yesterday's table. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documents } from "../../src/cli/commands/docs.ts";
import { createProgram } from "../../src/cli/program.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const io = {
  env: {},
  out: () => undefined,
  err: () => undefined,
  wait: async () => undefined,
  input: async () => "",
};
const all = documents(root, await createProgram(io, () => undefined));

test.each([...all.keys()])("docs/%s is current", (name) => {
  const file = join(root, "docs", name);
  expect(readFileSync(file, "utf8") === all.get(name), `docs/${name} is not current: run npm run docs`).toBe(
    true,
  );
});
