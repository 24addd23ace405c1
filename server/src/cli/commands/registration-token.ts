/** `gatehouse registration-token`: initial access tokens (RFC 7591 §1.2), with which a program registers clients of one organisation. */
import { type Command, InvalidArgumentError } from "commander";
import { uuid7 } from "../../lib/random.ts";
import { newSecret } from "../../oauth/tokens/secret-token.ts";
import type { Cli } from "../cli.ts";
import { CliError } from "../output.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { stamp } from "../words.ts";
import { findOrganisation } from "./organisation.ts";

const DAY_MS = 86_400_000;

function count(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError("give a whole number from 1 to 99999.");
  return Number(text);
}

export function addRegistrationToken(noun: Command, cli: Cli): void {
  settingOptions(noun.command("create").description("make one; it is shown once"), serverSetting, "hidden")
    .requiredOption("--organisation <organisation>", "whose the clients will be: its id or name")
    .option("--label <label>", "what it is for", "registration")
    .option("--uses <number>", "how many clients it may register", count, 1)
    .option("--days <number>", "how long it lasts", count, 30)
    .action(
      cli.open<{ organisation: string; label: string; uses: number; days: number }>(
        async (gatehouse, { options }) => {
          const { ports } = gatehouse;
          const found = await findOrganisation(gatehouse, options.organisation);
          if (found === null) throw new CliError("There is no such organisation.");
          const now = ports.clock.now();
          const token = newSecret("ght", "live", ports);
          const id = `iat_${uuid7(ports.clock, ports.random)}`;
          const expiresAt = now + options.days * DAY_MS;
          await ports.registrations.addInitialToken({
            hash: ports.secretDigest(token),
            id,
            organisationId: found.id,
            label: options.label,
            createdAt: now,
            expiresAt,
            uses: options.uses,
          });
          return {
            json: { id, initial_access_token: token, uses: options.uses, expires_at: stamp(expiresAt) },
            text: `${token}\n\nKeep it now: it is not shown again. To end it: gatehouse registration-token end ${id}`,
          };
        },
      ),
    );
  settingOptions(noun.command("end").description("end one at once"), serverSetting, "hidden")
    .argument("<id>", "its id (iat_…)")
    .action(
      cli.open(async ({ ports }, { args }) => {
        const id = args[0] ?? "";
        if (!(await ports.registrations.endInitialToken(id, ports.clock.now())))
          throw new CliError("There is no such token.");
        return { json: { id, ended: true }, text: `${id} has ended.` };
      }),
    );
}
