/** `node growth.mjs [--small] [--engine sqlite|postgres]`: what a token costs beside 10^3 and beside very many rows. Needs the build. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { startDatabase } from "./lib/database.mjs";
import { measure } from "./lib/growth-measure.mjs";
import { seed } from "./lib/growth-seed.mjs";
import { machineLine } from "./lib/machine.mjs";
import { median } from "./lib/stats.mjs";

const { values } = parseArgs({
  options: {
    small: { type: "boolean", default: false },
    engine: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const sizes = [
  { clients: 1_000, families: 1_000 },
  values.small ? { clients: 100_000, families: 1_000_000 } : { clients: 1_000_000, families: 10_000_000 },
];
const built = (path) => new URL(`../server/dist/${path}`, import.meta.url).href;
const { compose } = await import(built("compose/compose.js"));
const { loadSettings } = await import(built("config/load.js"));
const secret = "a-benchmark-secret-of-nobody-0123456789-abc";

const here = fileURLToPath(new URL(".gatehouse/", import.meta.url));
mkdirSync(here, { recursive: true });
const folder = mkdtempSync(join(here, "growth-"));
const lines = [];
try {
  for (const engine of values.engine === undefined ? ["sqlite", "postgres"] : [values.engine]) {
    const server = await startDatabase(engine, folder);
    const places = [];
    for (const [n, size] of sizes.entries()) {
      const flags = { issuer: "http://127.0.0.1:9", secret, database: await server.database(`growth${n}`) };
      const { settings } = loadSettings({
        flags: { ...flags, client_requests_per_minute: 0, address_requests_per_minute: 0 },
        mode: "dev",
      });
      const gatehouse = await compose(settings);
      const started = performance.now();
      const seeded = await seed(gatehouse, engine, size);
      process.stderr.write(
        `${engine}: ${size.clients} clients, ${size.families} families seeded in ${Math.round((performance.now() - started) / 1000)} s\n`,
      );
      const app = gatehouse.app(null);
      await app.ready();
      places.push({ size, gatehouse, app, seeded, figures: {} });
    }
    // In turn, so that what else the machine does falls on both.
    for (let round = 0; round < 7; round++)
      for (const place of places)
        for (const [work, one] of Object.entries(place.seeded.works))
          (place.figures[work] ??= []).push(await measure(place.app, one, 1_000));
    for (const work of Object.keys(places[0].figures)) {
      const [small, large] = places.map(({ figures }) => median(figures[work].slice(1)));
      const row = `| ${engine} | ${work} | ${small.toFixed(0)} µs | ${large.toFixed(0)} µs | ${(large / small).toFixed(2)} |`;
      lines.push(row);
      process.stderr.write(`${row}\n`);
    }
    for (const { app, gatehouse } of places) {
      await app.close();
      await gatehouse.close();
    }
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const [small, large] = sizes;
const count = (n) => n.toLocaleString("en");
const text = `# What a token costs as tables grow

CPU time of the serving process per token (median of six rounds of 1,000, in turn at both sizes, random clients and families;
the work of PostgreSQL itself is not in it). Goal: at most 1.25 times.
Made by \`node growth.mjs${values.small ? " --small" : ""}\`. ${machineLine()}

| engine | work | ${count(small.clients)} clients, ${count(small.families)} families | ${count(large.clients)} clients, ${count(large.families)} families | ratio |
|---|---|---:|---:|---:|
${lines.join("\n")}
`;
process.stdout.write(text);
if (values.write) writeFileSync(new URL("RESULTS-growth.md", import.meta.url), text);
