/** `gatehouse storage move`: from the embedded database to PostgreSQL, while it is in use. */
import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { withoutPassword } from "../../config/value.ts";
import { NotEmpty } from "../../store/copies/load.ts";
import { cancelMove, move } from "../../store/copies/move.ts";
import type { Cli } from "../cli.ts";
import { databaseExists, databaseFile, openEngine } from "../database.ts";
import { loadOrRefuse, serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";

export function addStorage(noun: Command, cli: Cli): void {
  settingOptions(
    noun
      .command("move")
      .description(
        "move an embedded database to PostgreSQL while servers use it; whenever it is broken off, run it again",
      ),
    serverSetting,
    "hidden",
  )
    .option("--to <address>", "an empty database: postgres://USER:PASSWORD@HOST/NAME")
    .option("--cancel", "give up a move that has not ended")
    .action(
      cli.plain<{ to?: string; cancel?: true }>(async ({ options, io }) => {
        const { settings } = loadOrRefuse({ ...options }, io.env, "dev");
        if (databaseFile(settings) === null)
          throw new CliError("Only an embedded database (file:PATH) can be moved; use backup and restore.");
        if (!databaseExists(settings))
          throw new CliError(`There is no database at ${settings.database} yet.`);
        const source = await openEngine(settings);
        try {
          if (options.cancel === true) {
            const cancelled = await cancelMove(source);
            const text = cancelled
              ? "The move is given up; nothing has changed here."
              : "No move is under way.";
            return { json: { cancelled }, text };
          }
          if (options.to === undefined || !/^postgres(ql)?:\/\//.test(options.to))
            throw new CliError("Give --to postgres://USER:PASSWORD@HOST/NAME.", 2);
          const target = await openEngine({ database: options.to });
          try {
            const shown = withoutPassword(options.to);
            const moved = await move(source, target, {
              to: shown,
              id: randomUUID(),
              now: () => Date.now(),
              say: (sentence) => io.err(`${sentence}\n`),
            });
            const frozen = Math.round(moved.frozenMs);
            const json = { to: shown, rows: moved.rows, frozen_ms: frozen, tables: moved.tables };
            const text = `${moved.rows} rows are at ${shown}; writes waited for ${frozen} ms. The old place refuses from now on: give every server the setting database = ${shown} (with its password) and start it again.`;
            return { json, text };
          } finally {
            await target.close();
          }
        } catch (error) {
          if (error instanceof NotEmpty)
            throw new CliError("The new database is not empty; give one that is.");
          throw error;
        } finally {
          await source.close();
        }
      }),
    );
}
