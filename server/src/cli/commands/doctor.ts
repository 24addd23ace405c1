/** `gatehouse doctor`: settings, files, tables, invariants, clock, keys, clients. Changes nothing; exit code 1 when something is broken. */
import { join } from "node:path";
import type { Command } from "commander";
import type { Loaded } from "../../config/load.ts";
import type { Settings } from "../../config/settings.ts";
import { withoutPassword } from "../../config/value.ts";
import { StoreUnavailable } from "../../store/unavailable.ts";
import type { Cli } from "../cli.ts";
import { fileFindings } from "../doctor/files.ts";
import { broken, ok, warn, type Finding } from "../doctor/finding.ts";
import { storeFindings } from "../doctor/store.ts";
import { databaseExists, databaseFile } from "../database.ts";
import { everySetting, load, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { columns } from "../words.ts";

export function addDoctor(command: Command, cli: Cli): void {
  settingOptions(command, everySetting, "hidden").action(
    cli.plain(async ({ options, io }) => {
      const loaded = load({ ...options }, io.env, "serve");
      const findings = [
        ...settingFindings(loaded),
        ...certificateFindings(loaded.settings),
        ...fileFindings(secretFiles(loaded, options.data, io.env)),
        ...(await databaseFindings(loaded)),
      ];
      const failed = findings.some(({ status }) => status === "broken");
      const rows = findings.map(({ check, status, sentence }) => [status, check, sentence]);
      const verdict = failed ? "Something is broken." : "Nothing is broken.";
      return { json: { ok: !failed, checks: findings }, text: `${columns(rows)}\n\n${verdict}`, failed };
    }),
  );
}

function settingFindings({ problems }: Loaded): Finding[] {
  return problems.length === 0
    ? [ok("settings", "The settings are fit for `gatehouse serve`.")]
    : problems.map((problem) => broken("settings", problem));
}

/** RFC 8705 §2.1 — a certificate that nobody verified can hold any name. */
function certificateFindings(settings: Settings): Finding[] {
  const { client_certificate_format: format, client_certificate_verified_header: header } = settings;
  if (format === "off") return [];
  if (header !== null) return [ok("certificates", `The proxy says in ${header} that it verified one.`)];
  const sentence = `client_certificate_format is ${format}, but client_certificate_verified_header is not set, so no client can use tls_client_auth; name the header in which the proxy says that it verified the certificate.`;
  return [warn("certificates", sentence)];
}

/** The files that hold a secret: database, configuration, secret, and the state of `gatehouse dev`. */
function secretFiles(
  { settings, origin }: Loaded,
  data: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const database = databaseFile(settings);
  const place = origin.secret.replace(/:\d+$/, "");
  return [
    ...(database === null ? [] : [database, `${database}-wal`, `${database}-shm`]),
    // `env GATEHOUSE_SECRET_FILE` names the file that the variable names.
    ...(place.startsWith("env ") ? [env["GATEHOUSE_SECRET_FILE"] ?? ""] : [place]),
    ...(data === undefined ? [] : [join(data, "dev.json")]),
  ];
}

async function databaseFindings({ settings }: Loaded): Promise<Finding[]> {
  const shown = withoutPassword(settings.database);
  if (!databaseExists(settings))
    return [warn("database", `There is nothing at ${shown} yet; \`gatehouse serve\` makes it.`)];
  try {
    return await storeFindings(settings, { now: () => Date.now() });
  } catch (error) {
    if (error instanceof CliError) return [broken("database", error.message)];
    const why = error instanceof StoreUnavailable ? error.message : String(error);
    return [broken("database", `${shown} cannot be checked: ${why}.`)];
  }
}
