/** `gatehouse key`: the signing keys (RFC 7517). */
import { readFileSync } from "node:fs";
import { Option, type Command } from "commander";
import type { KeyJson } from "../../desk/operations/keys.ts";
import { kindName } from "../../keys/kind.ts";
import { BadKey, readKey } from "../../keys/material.ts";
import type { KeyDescription } from "../../keys/ring.ts";
import type { SigningAlg } from "../../oauth/words.ts";
import type { Call, Cli } from "../cli.ts";
import { listOfKeys } from "../keys.ts";
import { listKeysAt, revokeKeyAt, rotateKeysAt } from "../remote/keys.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { instant, stamp } from "../words.ts";

const ALGS: readonly SigningAlg[] = ["RS256", "PS256", "ES256", "EdDSA"];

const toJson = (key: KeyDescription): object => ({
  kid: key.kid,
  alg: key.alg,
  ...(key.rsa_bits > 0 ? { rsa_bits: key.rsa_bits } : {}),
  environment: key.environment,
  phase: key.phase,
  activates_at: stamp(key.activates_at),
  retires_at: stamp(key.retires_at),
});

const plain = ({ activates_at, retires_at, ...key }: KeyDescription): KeyJson => ({
  ...key,
  activates_at: new Date(activates_at).toISOString(),
  retires_at: stamp(retires_at),
});

export function addKey(noun: Command, cli: Cli): void {
  settingOptions(
    noun.command("list").description("every key and where it stands"),
    serverSetting,
    "hidden",
  ).action(
    cli.either(
      cli.open(async ({ ring }) => {
        const all = await ring.describe();
        return { json: { keys: all.map(toJson) }, text: listOfKeys(all.map(plain)) };
      }),
      (remote) => listKeysAt(remote),
    ),
  );
  settingOptions(
    noun.command("rotate").description("give every kind of key a successor, published before it signs"),
    serverSetting,
    "hidden",
  )
    .option("--now", "let it sign at once: for emergencies, verifiers have not seen it yet")
    .action(
      cli.either(
        cli.open<{ now?: true }>(async ({ ring }, { options }) => {
          const made = await ring.rotate({ now: options.now === true });
          const keys = (await ring.describe()).filter(({ kid }) => made.includes(kid));
          const lines = keys.map(
            (key) => `${kindName(key)}: ${key.kid} signs from ${instant(key.activates_at)}.`,
          );
          return {
            json: { made: keys.map(toJson) },
            text:
              lines.join("\n") || "Nothing to do: there is no key yet, or each has a successor that waits.",
          };
        }),
        (remote, { options }: Call<{ now?: true }>) => rotateKeysAt(remote, options.now === true),
      ),
    );
  settingOptions(
    noun
      .command("import")
      .description("take in a private key that was made elsewhere, as the successor of its kind")
      .argument("<file>", "PEM (PKCS #8 or #1) or a JSON Web Key, without a passphrase"),
    serverSetting,
    "hidden",
  )
    .addOption(
      new Option("--environment <name>", "whose tokens it signs").choices(["live", "test"]).default("live"),
    )
    .addOption(new Option("--alg <alg>", "what it signs as, where it fits several").choices(ALGS))
    .option("--now", "let it sign at once: verifiers have not seen it yet")
    .action(
      cli.open<{ now?: true; environment: "live" | "test"; alg?: SigningAlg }>(async ({ ring }, call) => {
        const { environment, alg, now } = call.options;
        const kid = await usable(async () => {
          const key = readKey(readSmall(call.args[0] ?? ""), alg ?? null);
          return ring.adopt(key, environment, { now: now === true });
        });
        const key = (await ring.describe()).find((one) => one.kid === kid);
        if (key === undefined) throw new CliError("The key is not there any more.");
        return {
          json: { imported: toJson(key) },
          text: `${kindName(key)}: ${kid} signs from ${instant(key.activates_at)}. Destroy the file.`,
        };
      }),
    );
  settingOptions(
    noun
      .command("revoke")
      .description("withdraw a key at once, with every token it signed; a new one takes its place")
      .argument("[kid]"),
    serverSetting,
    "hidden",
  )
    .option("--emergency", "withdraw every key: for when they may be known to somebody")
    .action(
      cli.either(
        cli.open<{ emergency?: true }>(async ({ ring }, { args, options }) => {
          const [kid] = args;
          if ((kid === undefined) !== (options.emergency === true))
            throw new CliError("Name one key, or give --emergency for all of them.");
          if (kid !== undefined && !(await ring.revoke(kid))) throw new CliError("There is no such key.");
          const revoked = kid === undefined ? await ring.revokeAll() : [kid];
          const keys = await ring.describe();
          return {
            json: { revoked, keys: keys.map(toJson) },
            text: `Withdrawn: ${revoked.join(", ") || "nothing, there is no key"}. Nodes and guards follow within a minute.`,
          };
        }),
        (remote, { args, options }: Call<{ emergency?: true }>) =>
          revokeKeyAt(remote, args[0], options.emergency === true),
      ),
    );
}

/** Says what is wrong with a key as the command line says it. */
async function usable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof BadKey ? new CliError(error.message) : error;
  }
}

/** A key is a few kilobytes: what is longer is another file. */
function readSmall(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new CliError(`${file} cannot be read.`);
  }
  if (text.length > 65_536) throw new CliError(`${file} is too long for a key.`);
  return text;
}
