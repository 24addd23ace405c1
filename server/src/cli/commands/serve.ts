/** `gatehouse serve`: production. Refuses to start with what is only fit for development; stops cleanly on SIGTERM. */
import cluster from "node:cluster";
import type { Command } from "commander";
import type { Loaded } from "../../config/load.ts";
import type { Settings } from "../../config/settings.ts";
import type { HttpContext } from "../../http/context.ts";
import type { ManagementSources } from "../../http/management/server.ts";
import { workerMetrics } from "../../http/management/workers.ts";
import { assertServable } from "../../store/facts.ts";
import { migrate } from "../../store/engine/migrate.ts";
import type { Cli } from "../cli.ts";
import { openEngine } from "../database.ts";
import { everySetting, loadOrRefuse, settingOptions } from "../load.ts";
import { jsonLog } from "../log.ts";
import { startManagement } from "../serve/management.ts";
import { startNode } from "../serve/node.ts";
import { runWorker } from "../serve/worker.ts";
import { startWorkers, workerCount } from "../serve/workers.ts";
import { untilStopped } from "../stop.ts";

/** What serves: this process, or workers that it has. */
interface Serving {
  address: string;
  sources: ManagementSources;
  /** Readiness says no from now on, and connections are not kept. */
  leave(): void;
  stop(): Promise<unknown>;
}

export function addServe(command: Command, cli: Cli): void {
  settingOptions(command, everySetting, "shown").action(
    cli.plain(async ({ options, io }) => {
      const { settings, origin } = loadOrRefuse({ ...options }, io.env, "serve");
      const log = jsonLog(settings.log_level);
      if (cluster.isWorker) {
        await runWorker(settings, origin, log);
        return null;
      }
      const serving = await start(settings, origin, log);
      const management = await startManagement(settings, serving.sources).catch(async (error: unknown) => {
        await serving.stop();
        throw error;
      });
      const { address } = serving;
      const ready = { ready: true, issuer: settings.issuer, address, management: management.address };
      // A signal that comes right after the line must find its ear.
      const stopped = untilStopped();
      io.out(
        options.json === true
          ? `${JSON.stringify(ready)}\n`
          : `Gatehouse serves ${settings.issuer} at ${address}\n`,
      );
      await stopped;
      log("info", { event: "draining" });
      serving.leave();
      await management.grace();
      await serving.stop();
      await management.close();
      return null;
    }),
  );
}

async function start(
  settings: Settings,
  origin: Loaded["origin"],
  log: HttpContext["log"],
): Promise<Serving> {
  const count = workerCount(settings);
  if (count > 1) {
    await prepare(settings);
    const workers = await startWorkers(count, log);
    return {
      address: workers.address,
      sources: { trouble: () => workers.trouble(), metrics: workerMetrics() },
      leave: () => workers.leave(),
      stop: () => workers.stop(),
    };
  }
  const node = await startNode(settings, origin, log);
  return {
    address: node.address,
    sources: {
      trouble: () => node.readiness.trouble(),
      metrics: async () => (await node.registry?.metrics()) ?? "",
    },
    leave: () => node.leave(),
    stop: () => node.stop(),
  };
}

/** Once for all workers: the tables are up to date, and a database that cannot be used is told once. Throws StoreUnavailable. */
async function prepare(settings: Settings): Promise<void> {
  const engine = await openEngine(settings);
  try {
    await migrate(engine);
    await assertServable(engine);
  } finally {
    await engine.close();
  }
}
