/** `node growth.mjs [--small] [--engine sqlite|postgres]`: what a token costs beside 10^3 and beside very many rows. Needs the build. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { startDatabase } from "./lib/database.mjs";
import { measure } from "./lib/growth-measure.mjs";
import { seed } from "./lib/growth-seed.mjs";
import { comeBack } from "./lib/growth-sweep.mjs";
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
const sweeps = [];
const mb = (bytes) => `${Math.round(bytes / 2 ** 20).toLocaleString("en")} MB`;
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
      // What seeding has left to be written must not be paid for by the tokens.
      if (engine === "postgres")
        await gatehouse.store.engine.maintenance((db) => sql`checkpoint`.execute(db));
      const app = gatehouse.app(null);
      await app.ready();
      places.push({ size, gatehouse, app, seeded, figures: {} });
    }
    // In turn, so that what else the machine does falls on both.
    for (let round = 0; round < 7; round++)
      for (const place of places)
        for (const [work, one] of Object.entries(place.seeded.works))
          (place.figures[work] ??= []).push(await measure(place.app, one, 1_000, round === 0));
    for (const work of Object.keys(places[0].figures)) {
      const [small, large] = places.map(({ figures }) => median(figures[work].slice(1)));
      const row = `| ${engine} | ${work} | ${small.toFixed(0)} µs | ${large.toFixed(0)} µs | ${(large / small).toFixed(2)} |`;
      lines.push(row);
      process.stderr.write(`${row}\n`);
    }
    const large = places.at(-1);
    const back = await comeBack(large.gatehouse, engine, large.size);
    const swept = `| ${engine} | ${back.swept.toLocaleString("en")} | ${Math.round(back.seconds)} s | ${mb(back.full.bytes)} | ${mb(back.empty.bytes)} (${mb(back.empty.free)} free inside) | ${mb(back.again.bytes)} |`;
    sweeps.push(swept);
    process.stderr.write(`${swept}\n`);
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

## After the end

All families end, the sweeper takes them (with 5,000 rows in a transaction), and as many again are made. SQLite: the whole file, which does
not shrink, but whose free pages are used again; PostgreSQL: the table with its indexes, after the vacuum that autovacuum would do.

| engine | swept | in | full | swept empty | full again |
|---|---:|---:|---:|---:|---:|
${sweeps.join("\n")}
`;
process.stdout.write(text);
if (values.write) writeFileSync(new URL("RESULTS-growth.md", import.meta.url), text);
