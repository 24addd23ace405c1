/** `npm run ablation`: what each layer of a token answer costs, from bare Fastify to Gatehouse, rung by rung. See README.md. */
import { mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { load } from "./lib/load.mjs";
import { pinSelf, startServer } from "./lib/machine.mjs";
import { build, usePinnedNode } from "./lib/setup.mjs";
import { median } from "./lib/stats.mjs";
import { works } from "./lib/work.mjs";

usePinnedNode();
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "1" },
    rounds: { type: "string", default: "7" },
    connections: { type: "string", default: "32" },
    "no-build": { type: "boolean", default: false },
  },
});
if (!values["no-build"]) build();

const rungs = [
  { row: "bare node:http", server: "bare-node", work: "ceiling" },
  { row: "bare Fastify", server: "bare-fastify", work: "ceiling" },
  ...[
    ["+ all headers of an answer, request id", "headers"],
    ["+ worked on together, deadline", "headers+together"],
    ["+ one line of the log", "headers+together+log"],
    ["+ an ES256 signature", "headers+together+log+signature"],
    ["the same, each request by itself", "headers+log+signature"],
  ].map(([row, layers]) => ({ row, server: "ladder", layers, work: "ceiling" })),
  ...["client_credentials ES256", "client_credentials opaque", "introspection opaque"].map((row) => {
    const [work, kind] = row.split(" ");
    return { row: `Gatehouse · ${row}`, server: "gatehouse", work, kind };
  }),
];

const here = fileURLToPath(new URL(".gatehouse/", import.meta.url));
mkdirSync(here, { recursive: true });
const folder = mkdtempSync(join(here, "ablation-"));
const log = openSync(join(folder, "servers.log"), "a");
const started = new Map();
pinSelf();

async function serverOf({ server, layers = "" }) {
  const name = `${server} ${layers}`;
  if (!started.has(name)) {
    const one = await startServer(server, [folder, layers], log);
    if (server === "gatehouse") one.terms = await one.ask("terms");
    started.set(name, one);
  }
  return started.get(name);
}

/** Microseconds of CPU per request: in all, and of them in the system. */
async function measure(rung, seconds) {
  const server = await serverOf(rung);
  const work = await works[rung.work](server, rung.kind, 0);
  const around = () => server.ask("usage");
  const connections = Number(values.connections);
  const { before, after, count } = await load({ port: server.port, seconds, ...work, around, connections });
  await work.prove();
  return { all: (after.cpu - before.cpu) / count, system: (after.system - before.system) / count };
}

try {
  // Until the code is compiled for good: a bare server needs 2 s, Gatehouse 4.
  for (const rung of rungs) await measure(rung, rung.server === "gatehouse" ? 4 : 2);
  for (let round = 0; round < Number(values.rounds); round++)
    for (const rung of rungs) (rung.found ??= []).push(await measure(rung, Number(values.seconds)));
  const lines = rungs.map(({ row, found }) => {
    const all = found.map((one) => one.all);
    const system = median(found.map((one) => one.system));
    return `| ${row.padEnd(38)} | ${median(all).toFixed(1).padStart(8)} | ${Math.min(...all)
      .toFixed(1)
      .padStart(8)} | ${system.toFixed(1).padStart(9)} |`;
  });
  process.stdout.write(
    `| ${"rung".padEnd(38)} |   CPU µs |    least | of system |\n|${"-".repeat(40)}|---------:|---------:|----------:|\n${lines.join("\n")}\n`,
  );
} finally {
  for (const one of started.values()) await one.stop();
  rmSync(folder, { recursive: true, force: true });
}
