/** PO-06 — docs/audit.md explains every action that there is, in the words of the code. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { auditActions } from "../../src/store/audit/actions.ts";

test("PO-06 every action of the audit log is explained to operators, and none that is not there", () => {
  const page = readFileSync(new URL("../../../docs/audit.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| `([a-z_0-9.]+)` +\| (.+?) +\|$/gm)].map(([, action, means]) => [
    action,
    means,
  ]);
  expect(Object.fromEntries(rows)).toEqual(auditActions);
});
