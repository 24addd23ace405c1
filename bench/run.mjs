/** `npm run bench`: every server in turn, round after round, then the tables. See README.md. */
import { mkdtempSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { machineLine, pinSelf } from "./lib/machine.mjs";
import { measure } from "./lib/measure.mjs";
import { ceiling, isPaced, micros, slices, usual } from "./lib/plan.mjs";
import { report } from "./lib/report.mjs";
import { serversOf } from "./lib/servers.mjs";
import { build, usePinnedNode } from "./lib/setup.mjs";
import { startUp } from "./lib/start-up.mjs";
import { median } from "./lib/stats.mjs";

usePinnedNode();
const { values } = parseArgs({
  options: {
    seconds: { type: "string" },
    rounds: { type: "string" },
    only: { type: "string", multiple: true },
    all: { type: "boolean", default: false },
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
const named = (name) => values.only?.some((text) => name.includes(text));
const wanted = (name) => named(name) ?? true;
const note = (text) => process.stderr.write(`${text}\n`);

// Beside this file and not in the system's folder for temporary files, which may be memory: FULL must mean a disk.
const here = fileURLToPath(new URL(".gatehouse/", import.meta.url));
mkdirSync(here, { recursive: true });
const folder = mkdtempSync(join(here, "run-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const log = openSync(join(folder, "servers.log"), "a");
const machine = machineLine(pinSelf());
const servers = serversOf(folder, log);

const results = { machine, options, rounds: {}, micro: {}, starts: {}, paced: {}, busiest: 0 };
const chosen = slices.filter(({ id, group }) => named(id) ?? (values.all || usual.includes(group)));
const chosenMicros = micros.filter(wanted);
/** Enough codes or people for a slice: from the rate before, or more than a first slice can use. */
const enoughFor = ({ id, server, work }, seconds) => {
  if (work !== "authorization_code" && work !== "sign_in") return 0;
  const rates = results.rounds[id]?.map(({ perSecond }) => perSecond) ?? [];
  const first = (server.startsWith("gatehouse") ? 9000 : 2000) / (work === "sign_in" ? 8 : 1);
  return Math.ceil(1.4 * seconds * (rates.length > 0 ? Math.max(...rates) : first));
};

/** Until the code is compiled for good, which takes a server of many parts longer than a bare one: some 10,000 requests. */
async function warmUp(slice) {
  const seconds = (values.quick ? 1 : 2) * (slice.server.startsWith("bare") ? 0.5 : 1.5);
  // Nine requests are one sign-in, and a slow disk makes few of them.
  let left = slice.work === "sign_in" ? 500 : 1;
  while (left > 0) left -= (await measure(servers, slice, { seconds, expected: enoughFor(slice, 1) })).count;
}

async function measureRound(round) {
  for (const slice of chosen) {
    const { seconds } = options;
    const record = await measure(servers, slice, { seconds, expected: enoughFor(slice, seconds) });
    results.busiest = Math.max(results.busiest, record.busy);
    (results.rounds[slice.id] ??= []).push(record);
    note(`${round}  ${slice.id.padEnd(45)} ${Math.round(record.perSecond)}/s  ${record.cpu.toFixed(1)} µs`);
  }
  for (const name of chosenMicros) {
    const { count, elapsed, cpu } = await (
      await servers.get("micro")
    ).ask("run", { name, seconds: options.seconds / 3 });
    (results.micro[name] ??= []).push({ perSecond: count / elapsed, cpu: cpu / count });
  }
}

/** The slice at 70 % of its own rate. */
async function atSeventy(slice) {
  const { seconds } = options;
  const rate = 0.7 * median(results.rounds[slice.id].map(({ perSecond }) => perSecond));
  return { rate, ...(await measure(servers, slice, { seconds, rate, expected: enoughFor(slice, seconds) })) };
}

/** Beside it bare Fastify at as many, whose waiting is the machine's and not ours; and the peer at 70 % of what it can do. */
async function measurePaced(slice) {
  const peer = chosen.find(({ server, row }) => server === "oidc-provider" && row === slice.row);
  const theirs = peer && (await atSeventy(peer)).p99;
  const { rate, perSecond, p50, p99 } = await atSeventy(slice);
  const bare = await measure(servers, ceiling, { seconds: options.seconds / 2, rate });
  (results.paced[slice.row] ??= []).push({ perSecond, p50, p99, bare: bare.p99, peer: theirs ?? Number.NaN });
}

/** What the program that is shipped holds under the rows that were measured on SQLite, in turn: the most of it, bytes. */
async function measureMemory() {
  const { seconds } = options;
  const rows = chosen.filter(({ group, server }) => group === "memory" && server === "gatehouse");
  for (let round = 1; round <= options.rounds; round++)
    for (const slice of rows) {
      const [expected, server] = [enoughFor(slice, seconds), "serve on SQLite"];
      const { rss } = await measure(servers, { ...slice, server }, { seconds, expected });
      results.loaded = Math.max(results.loaded ?? 0, rss);
    }
}

try {
  for (const name of ["gatehouse", "oidc-provider"])
    if (wanted(`start ${name}`))
      results.starts[name] = await startUp(name, folder, log, values.quick ? 1 : 3);
  note("warming up");
  for (const slice of chosen) await warmUp(slice);
  for (let round = 1; round <= options.rounds; round++) await measureRound(round);
  for (let round = 1; round <= options.rounds; round++)
    for (const slice of chosen.filter(isPaced)) await measurePaced(slice);
  if (values.only === undefined) await measureMemory();
  const text = report(results);
  process.stdout.write(`${text}\n`);
  if (values.write)
    writeFileSync(
      new URL("RESULTS.md", import.meta.url),
      `# Results\n\nWritten by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}; README.md says what each row means.\n\n${text}\n`,
    );
} catch (error) {
  const said = readFileSync(join(folder, "servers.log"), "utf8").split("\n");
  note(
    said
      .filter((line) => !line.includes('"event":"request"'))
      .slice(-5)
      .join("\n"),
  );
  throw error;
} finally {
  await servers.stop();
}
