/** The machine: its description without any name, and processes pinned to one core each where the system can. */
import { spawn, spawnSync } from "node:child_process";
import { availableParallelism, cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { freePort } from "./database.mjs";
import { environmentFor, settingsFor } from "./gatehouse-settings.mjs";
import { usageOf } from "./process-tree.mjs";

const pins = availableParallelism() > 1 && spawnSync("taskset", ["-c", "1", "true"]).status === 0;

/** Moves this process, which makes the load, to core 1. Says whether processes are pinned. */
export function pinSelf() {
  return pins && spawnSync("taskset", ["-a", "-c", "-p", "1", String(process.pid)]).status === 0;
}

export function machineLine(pinned) {
  const { model } = cpus()[0];
  const memory = Math.round(totalmem() / 2 ** 30);
  return (
    `${cpus().length} cores, ${model.trim()}, ${memory} GB, ${process.platform} ${process.arch}, ` +
    `Node ${process.version}, OpenSSL ${process.versions.openssl}, SQLite ${process.versions.sqlite}; ` +
    (pinned ? "servers on core 0, load on core 1" : "NOT pinned: figures are rough")
  );
}

/** A command that runs on these cores only. */
const onCores = (cores, command) => (pins ? ["taskset", "-c", cores, ...command] : command);

/** Gatehouse gets the flags and variables that it gives each of its own processes when there is one for each core. */
async function mannerOf(name) {
  if (name !== "gatehouse") return { flags: [], environment: {} };
  const { WORKER_FLAGS, WORKER_ENVIRONMENT } = await import(
    new URL("../../server/dist/cli/serve/node-flags.js", import.meta.url).href
  );
  return { flags: WORKER_FLAGS, environment: WORKER_ENVIRONMENT };
}

/**
 * Starts `servers/NAME.mjs` on core 0 and waits until it is ready. What it logs goes to `logTo`, a file descriptor.
 * `ask(verb, input)` asks it over IPC.
 */
export async function startServer(name, args, logTo) {
  const file = fileURLToPath(new URL(`../servers/${name}.mjs`, import.meta.url));
  const { flags, environment } = await mannerOf(name);
  const own = [process.execPath, ...flags, file, ...args];
  const [command, ...rest] = onCores("0", own);
  const child = spawn(command, rest, {
    stdio: ["ignore", logTo, logTo, "ipc"],
    env: { ...environment, ...process.env, NODE_ENV: "production" },
  });
  const asked = new Map();
  let count = 0;
  const port = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      const error = new Error(`${name} ended with ${code}`);
      for (const { reject } of asked.values()) reject(error);
      reject(error);
    });
    child.on("message", (message) => {
      if (message.ready === true) return resolve(message.port);
      const { resolve: done, reject: failed } = asked.get(message.id);
      asked.delete(message.id);
      if (message.error === undefined) done(message.value);
      else failed(new Error(message.error));
    });
  });
  const ask = (verb, input) =>
    new Promise((resolve, reject) => {
      const id = ++count;
      asked.set(id, { resolve, reject });
      child.send({ id, verb, input });
    });
  const stop = () => ended(child, () => child.disconnect());
  return { name, port, ask, usage: () => ask("usage"), stop };
}

const ended = (child, end) =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("exit", resolve);
    end();
  });

/** Starts `gatehouse serve` itself: one process on core 0, or with several workers on as many cores. */
export async function startServe(workers, database, logTo) {
  const main = fileURLToPath(new URL("../../server/bin/gatehouse.js", import.meta.url));
  const { flags, environment } = await mannerOf(workers === 1 ? "gatehouse" : "its own workers");
  const cores = Array.from({ length: workers }, (_, core) => core).join(",");
  const [command, ...rest] = onCores(cores, [process.execPath, ...flags, main, "serve", "--json"]);
  const port = await freePort();
  const settings = { ...settingsFor(database), port, management_port: await freePort(), workers };
  const child = spawn(command, rest, {
    stdio: ["ignore", "pipe", logTo],
    env: { ...environment, PATH: process.env.PATH, NODE_ENV: "production", ...environmentFor(settings) },
  });
  // It would outlive a run that is broken off.
  process.once("exit", () => child.kill("SIGKILL"));
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`gatehouse serve ended with ${code}`)));
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
      if (said.startsWith('{"ready":true')) resolve();
    });
  });
  const usage = async () => usageOf(child.pid) ?? { cpu: Number.NaN, rss: Number.NaN };
  return { port, usage, stop: () => ended(child, () => child.kill("SIGTERM")) };
}
