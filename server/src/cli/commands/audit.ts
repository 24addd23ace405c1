/** `gatehouse audit`: who changed what (PO-06), and whether the record of it is whole. Needs the database and no secret. */
import { Option, type Command } from "commander";
import type { Engine } from "../../store/engine/engine.ts";
import type { Head } from "../../store/audit/chain.ts";
import { newestAudit, readAudit, type AuditFilter } from "../../store/audit/read.ts";
import { auditHead, sealAudit } from "../../store/audit/seal.ts";
import { verifyAudit } from "../../store/audit/verify.ts";
import { listOfEntries, type Filters } from "../audit.ts";
import { exportAuditAt, listAuditAt } from "../remote/audit.ts";
import type { Call, Cli, Options } from "../cli.ts";
import { databaseExists, openEngine } from "../database.ts";
import { loadOrRefuse, serverSetting, settingOptions } from "../load.ts";
import { CliError, type Answer } from "../output.ts";
import { count, moment, stamp } from "../words.ts";

export function addAudit(noun: Command, cli: Cli): void {
  const verb = (name: string, does: string): Command =>
    settingOptions(noun.command(name).description(does), serverSetting, "hidden");
  filtered(verb("list", "the newest entries, oldest first"))
    .addOption(new Option("--limit <count>", "how many at most").argParser(count).default(50))
    .action(
      cli.either(
        onEngine<Filters & { limit: number }>(cli, async (engine, { options }) => {
          const entries = await newestAudit(engine, filterOf(options), options.limit);
          return { json: { entries }, text: listOfEntries(entries) };
        }),
        (remote, { options }: Call<Filters & { limit: number }>) => listAuditAt(remote, options),
      ),
    );
  filtered(verb("export", "every entry as one JSON line, oldest first")).action(
    cli.either(
      onEngine<Filters>(cli, async (engine, { options, io }) => {
        for await (const page of readAudit(engine, filterOf(options)))
          io.out(page.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
        return null;
      }),
      (remote, { options, io }: Call<Filters>) => exportAuditAt(remote, options, io),
    ),
  );
  verb("verify", "read the whole chain again; says what is wrong first, with exit code 1; changes nothing")
    .option("--head <head>", "a head that you kept: all up to it must still be there", readHead)
    .action(
      onEngine<{ head?: Head }>(cli, async (engine, { options }) => {
        const { sound, waiting, wrong } = await verifyAudit(engine, options.head ?? null);
        const failed = wrong !== null;
        const text = failed
          ? `${capital(wrong)}.\nThe ${sound} entries before it are sound.`
          : `${sound} entries are sound; ${waiting} wait to be sealed.`;
        return { json: { ok: !failed, sound, waiting, wrong }, text, failed };
      }),
    );
  verb(
    "head",
    "seal what waits, and say where the chain ends: keep it elsewhere, for `audit verify --head`",
  ).action(
    onEngine(cli, async (engine) => {
      // The machine's clock: the moment of sealing is no part of the chain.
      await sealAudit(engine, Date.now());
      const { seq, hash, sealedAt } = await auditHead(engine);
      const head = `${seq}:${hash}`;
      return { json: { head, seq, hash, sealed_at: stamp(sealedAt) }, text: head };
    }),
  );
}

function filtered(command: Command): Command {
  return command
    .option(
      "--since <time>",
      "only what is younger, e.g. 24h, or than an instant, e.g. 2026-11-22T12:00:00Z",
      moment,
    )
    .option("--action <action>", "only one kind, e.g. client.disabled, or all of a sort, e.g. client")
    .option("--actor <actor>", "only what one id did, or one of: person, app, cli, system")
    .option("--target <id>", "only what was done to this id, or within this organisation");
}

function filterOf({ since, action, actor, target }: Filters): AuditFilter {
  return { since, action, actor, target };
}

function onEngine<O>(
  cli: Cli,
  work: (engine: Engine, call: Call<O>) => Promise<Answer | null>,
): (...all: unknown[]) => Promise<void> {
  return cli.plain<O>(async (call) => {
    const { settings } = loadOrRefuse({ ...(call.options as Options) }, call.io.env, "dev");
    if (!databaseExists(settings)) throw new CliError(`There is no database at ${settings.database} yet.`);
    const engine = await openEngine(settings);
    try {
      return await work(engine, call);
    } finally {
      await engine.close();
    }
  });
}

/** `SEQ:HASH`, as `audit head` says it. Throws CliError. */
function readHead(text: string): Head {
  const [, seq = "", hash = ""] = /^(\d{1,15}):([\w-]{43}|)$/.exec(text) ?? [];
  if (seq === "") throw new CliError("Give the head as `gatehouse audit head` said it.", 2);
  return { seq: Number(seq), hash };
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
