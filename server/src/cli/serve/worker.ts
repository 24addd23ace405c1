/** A worker: serves beside others on one port, and does what the first process says. */
import cluster from "node:cluster";
import type { Settings } from "../../config/settings.ts";
import type { HttpContext } from "../../http/context.ts";
import type { Readiness } from "../../http/management/readiness.ts";
import { shareMetrics } from "../../http/management/workers.ts";
import { ours, type ToFirst } from "./messages.ts";
import { startNode } from "./node.ts";

/** Runs until the first process says so; when that one is gone, node:cluster ends this one at once. */
export async function runWorker(settings: Settings, log: HttpContext["log"]): Promise<void> {
  // A terminal and a service manager signal the whole group; only the first process decides what that means.
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => undefined);
  const told = Promise.withResolvers<void>();
  const node = await startNode(settings, log);
  if (node.registry !== null) shareMetrics(node.registry);
  process.on("message", (message) => {
    if (!ours(message)) return;
    if (message.gatehouse === "drain") told.resolve();
    if (message.gatehouse === "ready?") void answer(node.readiness, message.question);
  });
  tell({ gatehouse: "listening", address: node.address });
  await told.promise;
  await node.stop();
  cluster.worker?.disconnect();
}

async function answer(readiness: Readiness, question: number): Promise<void> {
  tell({ gatehouse: "ready", question, trouble: await readiness.trouble() });
}

function tell(message: ToFirst): void {
  // The first process may be gone; then nobody needs to know.
  if (cluster.worker?.isConnected() === true) cluster.worker?.send(message, () => undefined);
}
