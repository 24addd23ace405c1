/** `npm run profile`: where the CPU time of one kind of request goes in Gatehouse, by function and by area. */
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { readProfile } from "./lib/cpu-profile.mjs";
import { load } from "./lib/load.mjs";
import { pinSelf, startServer } from "./lib/machine.mjs";
import { slices } from "./lib/plan.mjs";
import { build, usePinnedNode } from "./lib/setup.mjs";
import { works } from "./lib/work.mjs";

usePinnedNode();
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "client_credentials ES256" },
    seconds: { type: "string", default: "5" },
    top: { type: "string", default: "40" },
    out: { type: "string" },
    "no-build": { type: "boolean", default: false },
  },
});
if (!values["no-build"]) build();
const slice = slices.find(({ server, row }) => server === "gatehouse" && row.includes(values.only));
if (slice === undefined) throw new Error(`no row is called ${values.only}`);
const here = fileURLToPath(new URL(".gatehouse/", import.meta.url));
mkdirSync(here, { recursive: true });
const folder = mkdtempSync(join(here, "profile-"));
const percent = (share) => `${(share * 100).toFixed(1)} %`.padStart(7);
const seconds = Number(values.seconds);
pinSelf();
const server = await startServer("gatehouse", [folder], openSync(join(folder, "servers.log"), "a"));
try {
  server.terms = await server.ask("terms");
  const { connections } = slice;
  const most = slice.work === "sign_in" ? 1_500 : 12_000;
  const run = async (time, around) => {
    const work = await works[slice.work](server, slice.kind, Math.ceil(time * most));
    return load({ port: server.port, seconds: time, connections, ...work, around });
  };
  const usage = () => server.ask("usage");
  await run(2, usage);
  const plain = await run(seconds, usage);
  let profiling = false;
  // What is prepared for the slice does not belong to it.
  const { count, after: raw } = await run(seconds, () => server.ask("profile", (profiling = !profiling)));
  if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(raw));
  const { functions, areas } = readProfile(raw);
  const micros = (plain.after.cpu - plain.before.cpu) / plain.count;
  const cost = (share) => `${(share * micros).toFixed(1)} µs`.padStart(9);
  const print = (title, rows, share) => {
    process.stdout.write(`\n${title}\n`);
    for (const row of rows)
      process.stdout.write(`${percent(share(row))} ${cost(share(row))}  ${row.label}\n`);
  };
  process.stdout.write(
    `${slice.id}: ${micros.toFixed(1)} µs of CPU per request unprofiled (${count} profiled requests)\n`,
  );
  print("By area (native code counts for the code that called it)", areas, ({ self }) => self);
  const first = (key) => functions.toSorted((a, b) => b[key] - a[key]).slice(0, Number(values.top));
  print("By function, itself", first("self"), ({ self }) => self);
  print("By function, with all that it calls", first("total"), ({ total }) => total);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
