/** `gatehouse serve`, the built program itself, as a child with limits: where it listens, what it holds, how it ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { mainFile } from "./build.ts";
import { freePort } from "./port.ts";
import type { TestServer } from "./server.ts";

export interface Served {
  pid: number;
  port: number;
  managementPort: number;
  /** Whether `/readyz` says yes; false when nobody answers. */
  ready(): Promise<boolean>;
  /** Megabytes of memory, and open files (Linux only: zeros elsewhere). */
  holds(): { megabytes: number; files: number };
  /** What it wrote to standard error. */
  said(): string;
  /** How it ended, when it has. */
  readonly ended: Promise<End>;
  end(signal: "SIGTERM" | "SIGKILL"): Promise<End>;
}

export interface End {
  code: number | null;
  signal: string | null;
}

export interface ServedOptions {
  /** Arguments of Node, e.g. `--max-old-space-size=64`. */
  node?: readonly string[];
  /** Open files it may have. */
  files?: number;
  /** Settings by their environment variables, e.g. GATEHOUSE_WORKERS. */
  env?: Readonly<Record<string, string>>;
}

/** On the test server's database, with its secret (fit for `serve`) and issuer. Resolves when it listens. */
export async function serve(
  server: Pick<TestServer, "issuer" | "gatehouse">,
  options: ServedOptions = {},
): Promise<Served> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const command = [process.execPath, ...(options.node ?? []), mainFile, "serve", "--json"];
  const limited =
    options.files === undefined
      ? command
      : ["/bin/sh", "-c", `ulimit -n ${options.files} && exec "$0" "$@"`, ...command];
  const child = spawn(limited[0] ?? "", limited.slice(1), {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"] ?? "",
      GATEHOUSE_ISSUER: server.issuer,
      GATEHOUSE_SECRET: server.gatehouse.settings.secret ?? "",
      GATEHOUSE_DATABASE: server.gatehouse.settings.database,
      GATEHOUSE_PORT: String(port),
      GATEHOUSE_MANAGEMENT_PORT: String(managementPort),
      GATEHOUSE_ADDRESS_REQUESTS_PER_MINUTE: "0",
      GATEHOUSE_CLIENT_REQUESTS_PER_MINUTE: "0",
      GATEHOUSE_LOG_LEVEL: "error",
      ...options.env,
    },
  });
  // A test run that is broken off leaves nothing behind.
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-100_000)));
  const ended = (once(child, "close") as Promise<[number | null, string | null]>).then(([code, signal]) => {
    process.off("exit", kill);
    return { code, signal };
  });
  await new Promise<void>((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      if (out.startsWith('{"ready":true')) resolve();
    });
    void ended.then(({ code }) => reject(new Error(`it ended (${code}) before it listened: ${out}${said}`)));
  });
  const pid = child.pid ?? 0;
  return {
    pid,
    port,
    managementPort,
    ended,
    said: () => said,
    ready: () => answers(managementPort, "/readyz"),
    holds: () => holdings(pid),
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
  };
}

function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: "127.0.0.1", port, path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}

function holdings(pid: number): { megabytes: number; files: number } {
  if (process.platform !== "linux") return { megabytes: 0, files: 0 };
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { megabytes: Number(kilobytes) / 1024, files: readdirSync(`/proc/${pid}/fd`).length };
}
