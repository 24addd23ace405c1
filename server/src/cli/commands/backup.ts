/** `gatehouse backup`, `gatehouse restore`: the whole database in one file, and back (reliability P7, 4.12). */
import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import type { Command } from "commander";
import type { Settings } from "../../config/settings.ts";
import { notes } from "../../store/audit/note.ts";
import { sealAudit } from "../../store/audit/seal.ts";
import { dump } from "../../store/copies/dump.ts";
import { BadBackup, empty, load as loadLines, NotEmpty } from "../../store/copies/load.ts";
import { loadFile } from "../../store/copies/restore-file.ts";
import type { Digest } from "../../store/copies/rows.ts";
import { sqliteBackup } from "../../store/copies/sqlite-backup.ts";
import type { Cli } from "../cli.ts";
import { databaseExists, databaseFile, openEngine } from "../database.ts";
import { kindOfBackup, linesOf, newFile, writeText } from "../files.ts";
import { loadOrRefuse, serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { staff } from "../staff.ts";
import { listing, stamp } from "../words.ts";

export function addBackup(command: Command, cli: Cli): void {
  settingOptions(command.argument("<file>", "the file to make"), serverSetting, "hidden")
    .option("--portable", "JSON lines with checksums, for any database; PostgreSQL is always written so")
    .action(
      cli.plain<{ portable?: true }>(async ({ options, args, io }) => {
        const { settings } = loadOrRefuse({ ...options }, io.env, "dev");
        const [file = ""] = args;
        if (!databaseExists(settings))
          throw new CliError(`There is no database at ${settings.database} yet.`);
        const own = databaseFile(settings);
        const portable = options.portable === true || own === null;
        const tables = portable ? await writeDump(settings, file) : null;
        if (!portable) await newFile(file, (path) => sqliteBackup(own, path));
        const { size } = statSync(file);
        const json = {
          file,
          form: portable ? "portable" : "sqlite",
          bytes: size,
          ...(tables ? { tables } : {}),
        };
        const text = `${file} holds the database (${size} bytes). It opens with the secret of this server only: keep that elsewhere.`;
        return { json, text };
      }),
    );
}

async function writeDump(settings: Settings, file: string): Promise<Record<string, Digest>> {
  const engine = await openEngine(settings);
  let tables: Record<string, Digest> = {};
  try {
    await newFile(file, (path) =>
      writeText(path, async (write) => {
        tables = await dump(engine, Date.now(), write);
      }),
    );
  } finally {
    await engine.close();
  }
  return tables;
}

export function addRestore(command: Command, cli: Cli): void {
  settingOptions(command.argument("<file>", "the file to read"), serverSetting, "hidden")
    .option("--force-empty", "remove what the database holds first; no server may use it then")
    .option("--sign-out-everyone", "end every refresh token of the backup, too: everybody signs in again")
    .action(
      cli.plain<{ forceEmpty?: true; signOutEveryone?: true }>(async ({ options, args, io }) => {
        const { settings } = loadOrRefuse({ ...options }, io.env, "dev");
        const [file = ""] = args;
        const kind = kindOfBackup(file);
        const { mtimeMs } = statSync(file);
        const engine = await openEngine(settings);
        try {
          if (options.forceEmpty === true) await empty(engine);
          const now = Date.now();
          const everyone = options.signOutEveryone === true;
          const signOut = everyone ? notes({ now: () => now }, { bytes: randomBytes }, staff()) : null;
          const tables =
            kind === "sqlite"
              ? await loadFile(engine, file, Math.trunc(mtimeMs), now, signOut)
              : await loadLines(engine, linesOf(file), now, signOut);
          await sealAudit(engine, now);
          const json = { restored_at: stamp(now), signed_out_everyone: everyone, tables };
          return { json, text: restoredText(tables, everyone) };
        } catch (error) {
          throw restoreRefusal(error, file);
        } finally {
          await engine.close();
        }
      }),
    );
}

function restoreRefusal(error: unknown, file: string): unknown {
  if (error instanceof BadBackup) return new CliError(`${file} cannot be restored: ${error.message}.`);
  if (error instanceof NotEmpty)
    return new CliError(
      "The database holds data already. Restore into a new one, or give --force-empty to remove what is there.",
    );
  return error;
}

function restoredText(tables: Record<string, Digest>, everyone: boolean): string {
  const rows = Object.entries(tables)
    .filter(([, held]) => held.rows > 0)
    .map(([table, held]) => [table, String(held.rows)]);
  const families = everyone
    ? "Codes, sessions, access tokens and refresh tokens of the backup have ended: everybody signs in again."
    : "Codes, sessions and opaque access tokens of the backup have ended; refresh tokens go on, except those that were renewed after it: their people sign in once.";
  const after =
    "What was revoked or disabled after the backup is not any more: do it again. Now run `gatehouse verify`.";
  return `${listing(["table", "rows"], rows, "The backup holds no rows.")}\n\n${families} ${after}`;
}
