/**
 * `node growth.mjs [seed|measure|sweep|report] [--folder F] [--small] [--engine sqlite|postgres] [--write]`: what a token
 * costs beside 10^3 and beside very many rows, and what is left of them after their end. Needs the build. Without a step
 * all four are done; seeding may be done elsewhere in time than measuring, which wants the machine for itself.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { startDatabase } from "./lib/database.mjs";
import { measureAll } from "./lib/growth-measure.mjs";
import { findings } from "./lib/growth-findings.mjs";
import { reportOf } from "./lib/growth-report.mjs";
import { seed } from "./lib/growth-rows.mjs";
import { comeBack } from "./lib/growth-sweep.mjs";
import { machineLine } from "./lib/machine.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    small: { type: "boolean", default: false },
    engine: { type: "string" },
    folder: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const sizes = [
  { clients: 1_000, families: 1_000, only: ["in use"] },
  // Each client has a first token once only, so that there must be more of them than are measured.
  { clients: 12_000, families: 1_000, only: ["first token"] },
  values.small ? { clients: 100_000, families: 1_000_000 } : { clients: 1_000_000, families: 10_000_000 },
];
const built = (path) => new URL(`../server/dist/${path}`, import.meta.url).href;
const { compose } = await import(built("compose/compose.js"));
const { loadSettings } = await import(built("config/load.js"));

const here = fileURLToPath(new URL(".gatehouse/", import.meta.url));
mkdirSync(here, { recursive: true });
const folder = values.folder === undefined ? mkdtempSync(join(here, "growth-")) : resolve(values.folder);
mkdirSync(folder, { recursive: true });
const found = findings(join(folder, "findings.json"));

/** Runs `work` with a Gatehouse for each of `some` sizes on one engine. */
async function onEngine(engine, some, work) {
  const server = await startDatabase(engine, folder);
  const places = [];
  try {
    for (const size of some) {
      const flags = {
        issuer: "http://127.0.0.1:9",
        secret: "a-benchmark-secret-of-nobody-0123456789-abc",
        database: await server.database(`growth${size.clients}`),
        client_requests_per_minute: 0,
        address_requests_per_minute: 0,
      };
      const gatehouse = await compose(loadSettings({ flags, mode: "dev" }).settings);
      places.push({ size, gatehouse });
    }
    return await work(places);
  } finally {
    for (const { gatehouse } of places) await gatehouse.close();
    await server.stop();
  }
}
const STEPS = {
  seed: (engine) =>
    onEngine(engine, sizes, async (places) => {
      for (const { size, gatehouse } of places) {
        // A run that was broken off goes on from there.
        if ((await gatehouse.store.clients.find("client_0")) !== null) continue;
        const started = performance.now();
        await seed(gatehouse, engine, size);
        const seconds = Math.round((performance.now() - started) / 1000);
        process.stderr.write(
          `${engine}: ${size.clients} clients, ${size.families} families in ${seconds} s\n`,
        );
      }
    }),
  measure: (engine) =>
    onEngine(engine, sizes, async (places) => found.set(engine, "works", await measureAll(engine, places))),
  sweep: (engine) =>
    onEngine(engine, sizes.slice(-1), async ([{ gatehouse, size }]) =>
      found.set(engine, "sweep", await comeBack(gatehouse, engine, size)),
    ),
};
const engines = values.engine === undefined ? ["sqlite", "postgres"] : [values.engine];
const [only] = positionals;
for (const engine of engines)
  for (const [name, step] of Object.entries(STEPS))
    if (only === undefined || only === name) await step(engine);
if (only === undefined || only === "report") {
  const text = reportOf(sizes, found.all(), machineLine());
  process.stdout.write(text);
  if (values.write) writeFileSync(new URL("RESULTS-growth.md", import.meta.url), text);
}
if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
