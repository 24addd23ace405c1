/** Runs every sample of the guide in every language of this machine, and writes down when each last worked. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run = (program, ...args) =>
  spawnSync(process.execPath, [join(root, "node_modules", program), ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, VERIFY_SAMPLES: "write" },
  }).status ?? 1;
const failed = run("vitest/vitest.mjs", "run", "--project", "main", "server/test/guide/samples.test.ts");
run("oxfmt/bin/oxfmt", "server/src/guide/samples/verified.ts");
process.exit(failed);
