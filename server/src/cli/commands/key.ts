/** `gatehouse key`: the signing keys (RFC 7517). */
import type { Command } from "commander";
import { kindName } from "../../keys/kind.ts";
import type { KeyDescription } from "../../keys/ring.ts";
import type { Cli } from "../cli.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { instant, listing, stamp } from "../words.ts";

const toJson = (key: KeyDescription): object => ({
  kid: key.kid,
  alg: key.alg,
  ...(key.rsa_bits > 0 ? { rsa_bits: key.rsa_bits } : {}),
  environment: key.environment,
  phase: key.phase,
  activates_at: stamp(key.activates_at),
  retires_at: stamp(key.retires_at),
});

export function addKey(program: Command, cli: Cli): void {
  const noun = program.command("key").description("the signing keys");
  settingOptions(
    noun.command("list").description("every key and where it stands"),
    serverSetting,
    "hidden",
  ).action(
    cli.open(async ({ ring }) => {
      const all = await ring.describe();
      const rows = all.map((key) => [
        key.kid,
        kindName(key),
        key.phase,
        instant(key.activates_at),
        instant(key.retires_at),
      ]);
      return {
        json: { keys: all.map(toJson) },
        text: listing(
          ["kid", "kind", "phase", "signs from", "gone at"],
          rows,
          "There is no key yet; each is made when first needed.",
        ),
      };
    }),
  );
  settingOptions(
    noun.command("rotate").description("give every kind of key a successor, published before it signs"),
    serverSetting,
    "hidden",
  )
    .option("--now", "let it sign at once: for emergencies, verifiers have not seen it yet")
    .action(
      cli.open<{ now?: true }>(async ({ ring }, { options }) => {
        const made = await ring.rotate({ now: options.now === true });
        const keys = (await ring.describe()).filter(({ kid }) => made.includes(kid));
        const lines = keys.map(
          (key) => `${kindName(key)}: ${key.kid} signs from ${instant(key.activates_at)}.`,
        );
        return {
          json: { made: keys.map(toJson) },
          text: lines.join("\n") || "Nothing to do: there is no key yet, or each has a successor that waits.",
        };
      }),
    );
  settingOptions(
    noun.command("revoke").description("withdraw a key at once, with every token it signed"),
    serverSetting,
    "hidden",
  )
    .argument("<kid>")
    .action(
      cli.open(async ({ ring }, { args }) => {
        const [kid = ""] = args;
        if (!(await ring.revoke(kid))) throw new CliError("There is no such key.");
        const keys = await ring.describe();
        return {
          json: { revoked: kid, keys: keys.map(toJson) },
          text: `${kid} is withdrawn; other nodes follow within a minute.`,
        };
      }),
    );
}
