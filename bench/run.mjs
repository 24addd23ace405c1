/** `npm run bench`: every server in turn, round after round, then the tables. See README.md. */
import { mkdtempSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./lib/load.mjs";
import { machineLine, pinSelf, startServer } from "./lib/machine.mjs";
import { micros, slices } from "./lib/plan.mjs";
import { report } from "./lib/report.mjs";
import { build, usePinnedNode } from "./lib/setup.mjs";
import { startUp } from "./lib/start-up.mjs";
import { median, percentile } from "./lib/stats.mjs";
import { works } from "./lib/work.mjs";

usePinnedNode();
const { values } = parseArgs({
  options: {
    seconds: { type: "string" },
    rounds: { type: "string" },
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    "no-build": { type: "boolean", default: false },
  },
});
const options = {
  seconds: Number(values.seconds ?? (values.quick ? 0.6 : 2)),
  rounds: Number(values.rounds ?? (values.quick ? 3 : 5)),
};
if (!values["no-build"]) build();
const wanted = (name) => values.only === undefined || name.includes(values.only);
const note = (text) => process.stderr.write(`${text}\n`);

// Beside this file and not in the system's folder for temporary files, which may be memory: FULL must mean a disk.
const here = fileURLToPath(new URL(".gatehouse/", import.meta.url));
mkdirSync(here, { recursive: true });
const folder = mkdtempSync(join(here, "run-"));
const log = openSync(join(folder, "servers.log"), "a");
const machine = machineLine(pinSelf());
const servers = new Map();

async function server(name) {
  if (!servers.has(name)) {
    const started = await startServer(name, [folder], log);
    if (!name.startsWith("bare") && name !== "micro") started.terms = await started.ask("terms");
    servers.set(name, started);
  }
  return servers.get(name);
}

/** One slice: `seconds` of load, proven afterwards. `rate`: at so many per second instead of as many as possible. */
async function measure(slice, { seconds, rate = null, expected = 0 }) {
  const target = await server(slice.server);
  const work = await works[slice.work](target, slice.kind, expected);
  const around = async () => ({
    ...(await target.ask("usage")),
    commits: slice.server === "gatehouse" ? await target.ask("commits") : 0,
    mine: process.cpuUsage(),
    at: performance.now(),
  });
  const done = await load({
    port: target.port,
    seconds,
    rate,
    ...work,
    around,
    connections: rate === null ? 32 : 64,
  });
  await work.prove();
  const { before, after, count, elapsed, latencies } = done;
  const mine = after.mine.user + after.mine.system - before.mine.user - before.mine.system;
  return {
    perSecond: count / elapsed,
    cpu: (after.cpu - before.cpu) / count,
    core: (after.cpu - before.cpu) / 1000 / (after.at - before.at),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    rss: after.rss,
    commits: (after.commits - before.commits) / count,
    busy: mine / 1000 / (after.at - before.at),
  };
}

const results = { machine, options, rounds: {}, micro: {}, starts: {}, paced: [], busiest: 0 };
const chosen = slices.filter(({ id }) => wanted(id));
const chosenMicros = micros.filter(wanted);
/** Enough codes for a slice: from the rate before, or more than a first slice can use. */
const codesFor = ({ id, server }, seconds) => {
  const rates = results.rounds[id]?.map(({ perSecond }) => perSecond) ?? [];
  return Math.ceil(
    1.4 * seconds * (rates.length > 0 ? Math.max(...rates) : server === "gatehouse" ? 9000 : 2000),
  );
};

/** Until the code is compiled for good, which takes a server of many parts longer than a bare one: some 10,000 requests. */
const warmUpOf = ({ server }) => (values.quick ? 1 : 2) * (server.startsWith("bare") ? 0.5 : 1.5);

async function measureRound(round) {
  for (const slice of chosen) {
    const { seconds } = options;
    const record = await measure(slice, { seconds, expected: codesFor(slice, seconds) });
    results.busiest = Math.max(results.busiest, record.busy);
    (results.rounds[slice.id] ??= []).push(record);
    note(`${round}  ${slice.id.padEnd(45)} ${Math.round(record.perSecond)}/s  ${record.cpu.toFixed(1)} µs`);
  }
  for (const name of chosenMicros) {
    const { count, elapsed, cpu } = await (
      await server("micro")
    ).ask("run", { name, seconds: options.seconds / 3 });
    (results.micro[name] ??= []).push({ perSecond: count / elapsed, cpu: cpu / count });
  }
}

try {
  for (const name of ["gatehouse", "oidc-provider"])
    if (wanted(`start ${name}`))
      results.starts[name] = await startUp(name, folder, log, values.quick ? 1 : 3);
  note("warming up");
  for (const slice of chosen)
    await measure(slice, { seconds: warmUpOf(slice), expected: codesFor(slice, 1) });
  for (let round = 1; round <= options.rounds; round++) await measureRound(round);
  for (const slice of chosen.filter(({ server }) => server === "gatehouse")) {
    const rate = 0.7 * median(results.rounds[slice.id].map(({ perSecond }) => perSecond));
    const { seconds } = options;
    const { perSecond, p50, p99 } = await measure(slice, {
      seconds,
      rate,
      expected: codesFor(slice, seconds),
    });
    results.paced.push({ row: slice.row, perSecond, p50, p99 });
  }
  const text = report(results);
  process.stdout.write(`${text}\n`);
  if (values.write)
    writeFileSync(
      new URL("RESULTS.md", import.meta.url),
      `# Results\n\nWritten by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}; README.md says what each row means.\n\n${text}\n`,
    );
} finally {
  for (const one of servers.values()) await one.stop();
  rmSync(folder, { recursive: true, force: true });
}
