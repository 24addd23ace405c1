/** The first of several processes: starts workers, starts a crashed one again, asks them, and ends them all. */
import cluster, { type Worker } from "node:cluster";
import { availableParallelism } from "node:os";
import type { Settings } from "../../config/settings.ts";
import type { HttpContext } from "../../http/context.ts";
import type { Trouble } from "../../http/management/readiness.ts";
import { CliError } from "../output.ts";
import { ours, type ToWorker } from "./messages.ts";
import { WORKER_ENVIRONMENT, WORKER_FLAGS } from "./node-flags.ts";

/** A worker that crashes at once is started again after this, then twice as long, up to the longest. Milliseconds. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** Who has lived so long is no longer one that crashes at once. */
const SETTLED_MS = 60_000;
/** A worker drains for ten seconds; who is still there then has hung. */
const END_MS = 15_000;
/** With what a worker itself may take, readiness is true within two seconds. */
const ASK_MS = 1_200;

/** How many processes are meant: SQLite has one writer, so `auto` means one there. */
export function workerCount({ workers, database }: Pick<Settings, "workers" | "database">): number {
  if (workers !== "auto") return Number(workers);
  return database.startsWith("file:") ? 1 : availableParallelism();
}

export interface Workers {
  address: string;
  trouble(): Promise<Trouble | null>;
  /** All are not ready any more, and keep no connections. */
  leave(): void;
  /** Lets all end what is under way. */
  stop(): Promise<void>;
}

/** Resolves when all listen. Throws CliError when one ends before that: it has said why. */
export async function startWorkers(count: number, log: HttpContext["log"]): Promise<Workers> {
  const living = new Set<Worker>();
  const answers = new Map<number, (trouble: Trouble | null) => void>();
  const timers = new Set<NodeJS.Timeout>();
  const started = Promise.withResolvers<string>();
  let listening = 0;
  let up = false;
  let stopping = false;
  let crashes = 0;
  let questions = 0;
  const ended = Promise.withResolvers<void>();
  // Whatever ends this process ends its workers.
  process.on("exit", () => {
    for (const worker of living) worker.process.kill("SIGKILL");
  });

  function start(): void {
    const worker = cluster.fork({ ...WORKER_ENVIRONMENT, ...process.env });
    const since = performance.now();
    living.add(worker);
    worker.on("message", (message: unknown) => {
      if (!ours(message)) return;
      if (message.gatehouse === "ready") answers.get(message.question)?.(message.trouble);
      if (message.gatehouse !== "listening" || ++listening < count) return;
      up = true;
      started.resolve(message.address);
    });
    // A message that comes too late for it; its end is told by the other event.
    worker.on("error", () => undefined);
    worker.on("exit", (code, signal) => {
      living.delete(worker);
      if (living.size === 0 && stopping) ended.resolve();
      if (stopping) return;
      if (!up) {
        stopping = true;
        for (const other of living) other.process.kill("SIGKILL");
        started.reject(new CliError("A worker could not start; what it said stands above."));
        return;
      }
      if (performance.now() - since > SETTLED_MS) crashes = 0;
      const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** crashes++);
      log("error", {
        event: "worker_ended",
        pid: worker.process.pid,
        exit_code: code,
        signal,
        again_in_ms: pauseMs,
      });
      const timer = setTimeout(() => {
        timers.delete(timer);
        start();
      }, pauseMs);
      timers.add(timer);
    });
  }

  async function ask(worker: Worker): Promise<Trouble | null> {
    const question = ++questions;
    const answer = Promise.withResolvers<Trouble | null>();
    const timer = setTimeout(() => answer.resolve("database"), ASK_MS);
    answers.set(question, answer.resolve);
    tell(worker, { gatehouse: "ready?", question });
    try {
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      answers.delete(question);
    }
  }

  // What the operator said comes last, and so wins.
  const execArgv = [...WORKER_FLAGS, ...process.execArgv];
  // Only the first process answers on standard output; what workers log goes where its own log goes.
  cluster.setupPrimary({ execArgv, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  for (let made = 0; made < count; made++) start();
  return {
    address: await started.promise,
    async trouble() {
      if (stopping) return "draining";
      const heard = await Promise.all([...living].map(ask));
      if (stopping) return "draining";
      return heard.includes(null) ? null : (heard[0] ?? "starting");
    },
    leave() {
      stopping = true;
      for (const timer of timers) clearTimeout(timer);
      for (const worker of living) tell(worker, { gatehouse: "leave" });
    },
    async stop() {
      stopping = true;
      if (living.size === 0) return;
      for (const worker of living) tell(worker, { gatehouse: "drain" });
      const timer = setTimeout(() => {
        for (const worker of living) worker.process.kill("SIGKILL");
      }, END_MS);
      await ended.promise;
      clearTimeout(timer);
    },
  };
}

function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message);
}
