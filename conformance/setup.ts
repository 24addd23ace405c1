/** `node conformance/setup.ts`: registers the conformance suite's clients in a Gatehouse and writes one configuration per plan. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { configs } from "./configs.ts";
import { prepare, type Gatehouse } from "./prepare.ts";
import type { Run } from "./run.ts";
import { template } from "./template.ts";

const { values } = parseArgs({
  options: {
    config: { type: "string", default: "gatehouse.yaml" },
    issuer: { type: "string" },
    suite: { type: "string", default: "https://localhost.emobix.co.uk:8443" },
    alias: { type: "string", default: "gatehouse" },
    resource: { type: "string" },
    out: { type: "string", default: "conformance/out" },
    template: { type: "boolean", default: false },
  },
});
const { config, issuer, suite, alias, resource, out } = values;

function write(folder: string, run: Run): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, json] of Object.entries(configs(run))) {
    const file = join(folder, `${name}.json`);
    // Secrets and private keys are in it.
    writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`, { mode: 0o600 });
    console.log(file);
  }
}

if (values.template) {
  write(fileURLToPath(new URL("plans", import.meta.url)), template);
  process.exit(0);
}
if (issuer === undefined || resource === undefined) {
  console.error(
    "usage: node conformance/setup.ts --issuer https://… --resource https://…/bookings [--config FILE] [--suite URL] [--alias NAME] [--out FOLDER]",
  );
  process.exit(2);
}

const program = fileURLToPath(new URL("../server/dist/cli/main.js", import.meta.url));
const run = promisify(execFile);
const gatehouse: Gatehouse = async (...argv) => {
  const heard = await run(process.execPath, [program, ...argv, "--config", config, "--json"]).catch(
    (error: { stderr: string }) => {
      process.stderr.write(error.stderr);
      process.exit(1);
    },
  );
  return JSON.parse(heard.stdout) as Record<string, unknown>;
};

write(out, await prepare(gatehouse, { issuer, suite, alias, resource }));
