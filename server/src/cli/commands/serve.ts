/** `gatehouse serve`: production. Refuses to start with what is only fit for development; stops cleanly on SIGTERM. */
import type { Command } from "commander";
import { compose } from "../../serve.ts";
import { sweep } from "../../store/sweep.ts";
import type { Cli } from "../cli.ts";
import { checkDatabase } from "../database.ts";
import { everySetting, loadOrRefuse, settingOptions } from "../load.ts";
import { jsonLog } from "../log.ts";
import { CliError } from "../output.ts";
import { drainable, type HttpServer } from "../serve/drain.ts";
import { repeat } from "../serve/sweeping.ts";
import { untilStopped } from "../stop.ts";

const DRAIN_MS = 10_000;
const SWEEP_MS = 60_000;

export function addServe(program: Command, cli: Cli): void {
  settingOptions(
    program
      .command("serve")
      .description(
        "run the server: listens, says one line, logs JSON lines on standard error, stops on SIGTERM",
      ),
    everySetting,
    "shown",
  ).action(
    cli.plain(async ({ options, io }) => {
      const { settings } = loadOrRefuse({ ...options }, io.env, "serve");
      checkDatabase(settings);
      const log = jsonLog(settings.log_level);
      const gatehouse = await compose(settings, { log });
      const app = gatehouse.app(null);
      const drain = drainable(app, DRAIN_MS);
      try {
        const address = await listen(app, settings);
        const ready = { ready: true, issuer: settings.issuer, address };
        // A signal that comes right after the line must find its ear.
        const stopped = untilStopped();
        io.out(
          options.json === true
            ? `${JSON.stringify(ready)}\n`
            : `Gatehouse serves ${settings.issuer} at ${address}\n`,
        );
        const sweeping = repeat(
          () => sweep(gatehouse.store.engine, gatehouse.ports.clock.now()),
          SWEEP_MS,
          (error) => log("error", { event: "sweep_failed", reason: String(error) }),
        );
        await stopped;
        const [served] = await Promise.all([drain(), sweeping.stop()]);
        log(served ? "info" : "warn", { event: "stopped", served });
      } finally {
        await gatehouse.close();
      }
      return null;
    }),
  );
}

async function listen(app: HttpServer, { host, port }: { host: string; port: number }): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    const why: Record<string, string> = {
      EADDRINUSE: `port ${port} is taken; choose another with --port`,
      EACCES: `port ${port} may not be listened on by this user; choose one above 1023`,
      EADDRNOTAVAIL: `${host} is not an address of this machine; choose another with --host`,
      ENOTFOUND: `${host} cannot be found; choose another with --host`,
    };
    throw new CliError(`Cannot listen: ${why[code] ?? code}.`);
  }
}
