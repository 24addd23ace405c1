/** `gatehouse app usage`: how much an app is used: tokens by grant, refusals by name, calls by route and version. */
import type { Command } from "commander";
import type { Caller } from "../../desk/caller.ts";
import { readUsage, type UsageJson } from "../../desk/operations/events.ts";
import { perform } from "../../desk/perform.ts";
import type { Call, Cli } from "../cli.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError, type Answer } from "../output.ts";
import { appNamed } from "../remote/apps.ts";
import { staff } from "../staff.ts";
import { days, listing, second } from "../words.ts";

interface OfDays {
  days: number;
}

export function addAppUsage(noun: Command, cli: Cli): void {
  settingOptions(
    noun
      .command("usage")
      .description("how much one is used: tokens by grant, refusals by name, calls by route and version"),
    serverSetting,
    "hidden",
  )
    .argument("<app>", "its id or the client_id of one of its clients")
    .option("--days <days>", "of so many days, 1 to 90", days, 7)
    .action(
      cli.either(
        cli.open<OfDays>(async ({ desk, store }, { args, options }) => {
          const app = await store.registry.findApp(args[0] ?? "");
          if (app === null) throw new CliError("There is no such app.");
          return told(
            (await perform(readUsage, desk, operator(), { app: app.id, days: options.days })).items,
          );
        }),
        async (remote, { args, options }: Call<OfDays>) => {
          const { id } = await appNamed(remote, args[0] ?? "");
          return told((await remote.act(readUsage, { app: id, days: options.days })).items);
        },
      ),
    );
}

/** Whoever has the database may do all that staff may. */
const operator = (): Caller => ({
  person: null,
  roles: new Map(),
  staff: "admin",
  fresh: true,
  writes: true,
  by: staff(),
});

/** The hours for programs, and their sums for people. */
function told(usage: UsageJson[]): Answer {
  const sums = new Map<string, UsageJson>();
  for (const row of usage) {
    const key = [row.environment, row.kind, row.name, row.version].join("\n");
    const before = sums.get(key);
    const count = row.count + (before?.count ?? 0);
    const last_at = before !== undefined && before.last_at > row.last_at ? before.last_at : row.last_at;
    sums.set(key, { ...row, count, last_at });
  }
  const rows = [...sums.values()].map(({ environment, kind, name, version, count, last_at }) => [
    environment,
    kind,
    name,
    version,
    String(count),
    second(last_at),
  ]);
  const head = ["environment", "what", "which", "version", "count", "last"];
  return { json: { usage }, text: listing(head, rows, "It was not used.") };
}
