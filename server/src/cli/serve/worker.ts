/** A worker: serves beside others on one port, and does what the first process says. */
import cluster from "node:cluster";
import type { Loaded } from "../../config/load.ts";
import type { Settings } from "../../config/settings.ts";
import type { HttpContext } from "../../http/context.ts";
import type { Readiness } from "../../http/management/readiness.ts";
import { shareMetrics } from "../../http/management/workers.ts";
import { ours, type ToFirst } from "./messages.ts";
import { startNode, type ServingNode } from "./node.ts";

/** Runs until the first process says so; when that one is gone, node:cluster ends this one at once. */
export async function runWorker(
  settings: Settings,
  origin: Loaded["origin"],
  log: HttpContext["log"],
): Promise<void> {
  // A terminal and a service manager signal the whole group; only the first process decides what that means.
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => undefined);
  const told = Promise.withResolvers<void>();
  let node: ServingNode | null = null;
  process.on("message", (message) => {
    if (!ours(message)) return;
    if (message.gatehouse === "ready?") void answer(node?.readiness ?? null, message.question);
    if (message.gatehouse === "leave") node?.leave();
    if (message.gatehouse !== "drain") return;
    // Who has not begun to serve has nothing to end.
    if (node === null) process.exit(0);
    told.resolve();
  });
  try {
    node = await startNode(settings, origin, log);
  } catch (error) {
    // The channel to the first process would keep this one for ever. Before the next turn of the loop, why has been said.
    setImmediate(() => process.exit(1));
    throw error;
  }
  if (node.registry !== null) shareMetrics(node.registry);
  tell({ gatehouse: "listening", address: node.address });
  await told.promise;
  await node.stop();
  cluster.worker?.disconnect();
}

async function answer(readiness: Readiness | null, question: number): Promise<void> {
  const trouble = readiness === null ? "starting" : await readiness.trouble();
  tell({ gatehouse: "ready", question, trouble });
}

function tell(message: ToFirst): void {
  // The first process may be gone; then nobody needs to know.
  if (cluster.worker?.isConnected() === true) cluster.worker?.send(message, () => undefined);
}
