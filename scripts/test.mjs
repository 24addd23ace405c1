/** `npm test`: types, lint, format, dead code, generated docs, every test. Ends with one line of counts. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
const bin = (name) => join(root, "node_modules", ".bin", name);
const scratch = mkdtempSync(join(tmpdir(), "gatehouse-test-"));
const report = join(scratch, "report.json");
let passed = 0;
let failed = 0;
let skipped = 0;

const checks = [
  ["types", bin("tsc"), ["-b"]],
  ["bundle", process.execPath, ["scripts/bundle.mjs"]],
  ["lint", bin("oxlint"), ["--type-aware", "--deny-warnings"]],
  ["format", bin("oxfmt"), ["--check"]],
  ["dead code", bin("knip"), []],
];
for (const [name, command, args] of checks) {
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  const label = status === 0 ? "ok    " : "FAILED";
  console.log(`${label} ${String(name)} (${Math.round(performance.now() - started)} ms)`);
  if (status === 0) passed++;
  else failed++;
}

const filters = process.argv.slice(2);
const vitest = spawnSync(
  bin("vitest"),
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...filters],
  { stdio: ["ignore", "inherit", "inherit"] },
);
try {
  const counts = JSON.parse(readFileSync(report, "utf8"));
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  skipped += counts.numPendingTests + counts.numTodoTests;
  // A file that could not even be loaded counts: it would have held tests.
  failed += counts.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((one) => one.status !== "failed"),
  ).length;
} catch {
  failed++;
}
if (vitest.status !== 0 && failed === 0) failed++;
rmSync(scratch, { recursive: true, force: true });
if (skipped > 0) console.log(`${skipped} skipped, each with its reason above`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
