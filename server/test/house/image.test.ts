/** What the image is built from reaches its build: no engine is there to try it in every run. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { WORKER_ENVIRONMENT, WORKER_FLAGS } from "../../src/cli/serve/node-flags.ts";

const textOf = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), "utf8");
const recipe = textOf("Dockerfile");
const within = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);

test("whatever the recipe copies is let through, and nothing is let through in vain", () => {
  const copied = [...recipe.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = ""]) =>
    names.split(" "),
  );
  const through = [...textOf(".dockerignore").matchAll(/^!(.+)$/gm)].map(([, name = ""]) => name);
  expect(copied.length).toBeGreaterThan(5);
  expect(copied.filter((name) => !through.some((one) => within(one, name) || within(name, one)))).toEqual([]);
  expect(through.filter((one) => !copied.some((name) => within(one, name)))).toEqual([]);
});

test("the image's one process is run as each of several would be", () => {
  const flags = WORKER_FLAGS.map((flag) => `"${flag}"`).join(", ");
  expect(recipe).toContain(`ENTRYPOINT ["node", ${flags}, "/gatehouse/server/bin/gatehouse.js"]`);
  for (const [name, value] of Object.entries(WORKER_ENVIRONMENT))
    expect(recipe).toContain(`ENV ${name}=${value}\n`);
});

test("the image starts the command, whose two forms it has", () => {
  expect(recipe).toContain("/gatehouse/server/bin/gatehouse.js");
  expect(recipe).toMatch(/^COPY server\/bin server\/bin$/m);
  expect(recipe).toContain("node scripts/bundle.mjs");
});
