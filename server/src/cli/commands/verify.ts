/** `gatehouse verify`: whether this database is whole and opens with this secret, e.g. after `gatehouse restore` (reliability P7). */
import type { Command } from "commander";
import { deriveKey } from "../../lib/hash.ts";
import { sealer } from "../../lib/seal.ts";
import { unreadableSeeds } from "../../store/copies/seeds.ts";
import type { Cli } from "../cli.ts";
import { databaseExists, openEngine } from "../database.ts";
import { broken, ok, type Finding } from "../doctor/finding.ts";
import { storeFindings } from "../doctor/store.ts";
import { loadOrRefuse, serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { columns } from "../words.ts";

export function addVerify(command: Command, cli: Cli): void {
  settingOptions(command, serverSetting, "hidden").action(
    cli.plain(async ({ options, io }) => {
      const { settings } = loadOrRefuse({ ...options }, io.env, "dev");
      if (settings.secret === null)
        throw new CliError("Give the secret of the server: without it nothing opens.");
      if (!databaseExists(settings)) throw new CliError(`There is no database at ${settings.database} yet.`);
      const findings = await storeFindings(settings, { now: () => Date.now() });
      if (findings.every(({ check, status }) => check !== "tables" || status === "ok"))
        findings.push(await seedFinding(settings, settings.secret));
      const failed = findings.some(({ status }) => status === "broken");
      const rows = findings.map(({ check, status, sentence }) => [status, check, sentence]);
      const verdict = failed ? "This database is not sound." : "This database is sound.";
      return { json: { ok: !failed, checks: findings }, text: `${columns(rows)}\n\n${verdict}`, failed };
    }),
  );
}

async function seedFinding(settings: Parameters<typeof openEngine>[0], secret: string): Promise<Finding> {
  const engine = await openEngine(settings);
  try {
    // Nothing is sealed here: what needs randomness is never called.
    const box = sealer(deriveKey(secret, "seal"), { bytes: (size) => new Uint8Array(size) });
    const { families, unreadable } = await unreadableSeeds(engine, box);
    return unreadable === 0
      ? ok("families", `${families} families open with the secret.`)
      : broken("families", `${unreadable} of ${families} families do not open with this secret.`);
  } finally {
    await engine.close();
  }
}
