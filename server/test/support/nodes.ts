/** Nodes as processes: starts them on one database, and ends them politely or not. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { NodeTask } from "./node-entry.ts";
import { testSecret, type TestServer } from "./server.ts";

const entry = new URL("node-entry.ts", import.meta.url).pathname;

export interface ServerNode {
  pid: number;
  port: number;
  origin: string;
  /** The lines that it logged as errors. */
  errors(): string[];
  /** Sends the signal and answers how the process ended. Idempotent: who has ended is not ended again. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<{ code: number | null; signal: string | null }>;
}

/** A node beside the test's own server (which may have ended): same database, same secret, same issuer, another port. */
export async function startNode(
  server: { issuer: string; gatehouse: { settings: Pick<TestServer["gatehouse"]["settings"], "database"> } },
  more: Partial<NodeTask> = {},
): Promise<ServerNode> {
  const { database } = server.gatehouse.settings;
  const task: NodeTask = { issuer: server.issuer, secret: testSecret, database, ...more };
  const child = spawn(process.execPath, [entry, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close") as Promise<[number | null, string | null]>;
  let logged = "";
  child.stderr.on("data", (chunk: Buffer) => (logged += chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const line = /^listening (\d+)$/m.exec(said);
      if (line !== null) resolve(Number(line[1]));
    });
    void closed.then(([code]) => reject(new Error(`the node ended (${code}) before it listened: ${logged}`)));
  });
  return {
    pid: child.pid ?? 0,
    port,
    origin: `http://127.0.0.1:${port}`,
    errors: () => logged.split("\n").filter((line) => line !== ""),
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const [code, by] = await closed;
      return { code, signal: by };
    },
  };
}
