/** `gatehouse migrate`: the tables, as a step of its own before an upgrade; needs the database and no secret. */
import type { Command } from "commander";
import { migrate, migrationStatus, type MigrationState } from "../../store/engine/migrate.ts";
import type { Cli } from "../cli.ts";
import { databaseExists, openEngine } from "../database.ts";
import { loadOrRefuse, serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { listing } from "../words.ts";

export function addMigrate(command: Command, cli: Cli): void {
  settingOptions(command, serverSetting, "hidden")
    .option("--status", "only say what was run and what waits; exit code 1 when something waits")
    .action(
      cli.plain<{ status?: true }>(async ({ options, io }) => {
        const { settings } = loadOrRefuse({ ...options }, io.env, "dev");
        if (options.status === true && !databaseExists(settings))
          throw new CliError(`There is no database at ${settings.database} yet.`);
        const engine = await openEngine(settings);
        try {
          const ran = options.status === true ? [] : await migrate(engine);
          const all = await migrationStatus(engine);
          const failed = all.some(({ executedAt }) => executedAt === null);
          const text = options.status === true ? statusText(all) : ranText(ran);
          return { json: { ran, migrations: all.map(toJson) }, text, failed };
        } finally {
          await engine.close();
        }
      }),
    );
}

const toJson = ({ name, executedAt }: MigrationState): object => ({
  name,
  executed_at: executedAt?.toISOString() ?? null,
});

function statusText(all: readonly MigrationState[]): string {
  const rows = all.map(({ name, executedAt }) => [name, executedAt?.toISOString() ?? "waits"]);
  return listing(["migration", "run"], rows, "There are no migrations.");
}

function ranText(ran: readonly string[]): string {
  return ran.length === 0 ? "The tables are up to date." : ran.map((name) => `Ran ${name}.`).join("\n");
}
