/** conformance/plans: each plan's configuration is in the repository, as it is written now, and holds no value that is anybody's. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configs } from "../../../conformance/configs.ts";
import { template } from "../../../conformance/template.ts";

const folder = fileURLToPath(new URL("../../../conformance/plans", import.meta.url));
const all = configs(template);

test("there is one file for each plan, and no other", () => {
  expect(readdirSync(folder).toSorted()).toEqual(
    Object.keys(all)
      .map((name) => `${name}.json`)
      .toSorted(),
  );
});

test.each(Object.keys(all))(
  "plans/%s.json is current: else run node conformance/setup.ts --template",
  (name) => {
    expect(JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"))).toEqual(
      JSON.parse(JSON.stringify(all[name])),
    );
  },
);
