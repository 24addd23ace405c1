/** The command line for a test: in this process, or as the built program in a process of its own. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/cli/run.ts";
import { mainFile } from "./build.ts";

/** Fit for `serve`: nobody's, and varied. */
export const cliSecret = "Zq3vX8rT1mK6yB9wN4hJ7cL2dF5gP0sA";

export interface Said {
  code: number | null;
  out: string;
  err: string;
  /** Standard output as JSON. */
  json(): Record<string, unknown>;
}

const said = (code: number | null, out: string, err: string): Said => ({
  code,
  out,
  err,
  json: () => JSON.parse(out) as Record<string, unknown>,
});

export interface Place {
  folder: string;
  env: Record<string, string>;
  /** Runs one command here, in this process; `input` is its standard input. */
  gatehouse(argv: readonly string[], input?: string): Promise<Said>;
  /** The same with --json; throws unless it worked. */
  answer(...argv: string[]): Promise<Record<string, unknown>>;
  remove(): void;
}

/** A folder with a database of its own, and the environment that names it. */
export function place(env: Record<string, string> = {}): Place {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-cli-"));
  const all = {
    GATEHOUSE_ISSUER: "http://127.0.0.1:9",
    GATEHOUSE_SECRET: cliSecret,
    // Many servers at once on one machine; who tests it gives a port.
    GATEHOUSE_MANAGEMENT_PORT: "0",
    GATEHOUSE_DATABASE: `file:${join(folder, "gatehouse.db")}`,
    ...env,
  };
  const gatehouse: Place["gatehouse"] = (argv, input = "") => inProcess(argv, all, input);
  return {
    folder,
    env: all,
    gatehouse,
    async answer(...argv) {
      const heard = await gatehouse([...argv, "--json"]);
      if (heard.code !== 0) throw new Error(`gatehouse ${argv.join(" ")}: ${heard.err}`);
      return heard.json();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** One run in this process, with nothing in its environment but `env`. */
export async function inProcess(
  argv: readonly string[],
  env: Record<string, string> = {},
  input: string = "",
  wait: (milliseconds: number) => Promise<void> = async () => undefined,
): Promise<Said> {
  let out = "";
  let err = "";
  const code = await run(argv, {
    env,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    wait,
    input: async () => input,
  });
  return said(code, out, err);
}

/** The built program, until it ends. */
export async function program(argv: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const child = spawn(process.execPath, [mainFile, ...argv], { env, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return said(code, out, err);
}

export interface Running {
  /** The line that it said when ready. */
  ready: Record<string, unknown>;
  origin: string;
  /** The ids of the processes that it started. */
  children(): Promise<number[]>;
  /** Asks it to stop and waits; answers what it said in all. */
  stop(): Promise<Said>;
}

/** The built program, when it has said its line of JSON. */
export async function running(argv: readonly string[], env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, [mainFile, ...argv, "--json"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  const closed = once(child, "close") as Promise<[number | null]>;
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const ready = await new Promise<Record<string, unknown>>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      const [line, rest] = out.split("\n", 2);
      if (rest !== undefined) resolve(JSON.parse(line ?? "") as Record<string, unknown>);
    });
    void closed.then(([code]) => reject(new Error(`ended with ${code} before it was ready: ${err}`)));
  });
  return {
    ready,
    origin: String(ready["address"] ?? ready["issuer"]),
    children: async () => childrenOf(child.pid ?? 0),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      const [code] = await closed;
      return said(code, out, err);
    },
  };
}

/** From the table of processes of the system. */
function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" });
  return stdout
    .split("\n")
    .map((line) => line.trim().split(/ +/))
    .filter(([, parent, state = "Z"]) => Number(parent) === pid && !state.startsWith("Z"))
    .map(([own]) => Number(own));
}

/** An API with two scopes and a machine app; what `app create` said, and its live client. */
export async function machineApp(
  at: Pick<Place, "answer">,
  ...more: string[]
): Promise<{ app: Record<string, unknown>; live: Credentials }> {
  await at.answer("api", "create", "--identifier", "https://api.example", "--name", "Bookings");
  await at.answer("scope", "add", "bookings:read", "--words", "en=See your bookings");
  await at.answer("scope", "add", "profile:read", "--person", "--words", "en=See your name");
  const app = await at.answer(
    "app",
    "create",
    "--name",
    "Trip Planner",
    "--organisation",
    "Northwind",
    "--type",
    "machine",
    "--scope",
    "bookings:read",
    ...more,
  );
  const clients = app["clients"] as (Credentials & { environment: string })[];
  const live = clients.find(({ environment }) => environment === "live");
  if (live === undefined) throw new Error("no live client");
  return { app, live };
}

export interface Credentials {
  client_id: string;
  client_secret: string;
}
