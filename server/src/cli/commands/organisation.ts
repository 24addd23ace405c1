/** `gatehouse organisation`: the partner companies that own apps. */
import type { Command } from "commander";
import { uuid7 } from "../../lib/random.ts";
import type { Gatehouse } from "../../compose/world.ts";
import type { Call, Cli } from "../cli.ts";
import { createOrganisationAt, listOrganisationsAt, verifyOrganisationAt } from "../remote/organisations.ts";
import { CliError } from "../output.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { instant, listing, stamp } from "../words.ts";

interface Organisation {
  id: string;
  name: string;
  verifiedAt: number | null;
}

const toJson = ({ id, name, verifiedAt }: Organisation): object => ({
  id,
  name,
  verified_at: stamp(verifiedAt),
});

export function addOrganisation(noun: Command, cli: Cli): void {
  settingOptions(noun.command("create").description("register one"), serverSetting, "hidden")
    .requiredOption("--name <name>", "its name, as people read it on the consent page")
    .option("--verified", "you have checked who it is")
    .action(
      cli.either(
        cli.open<{ name: string; verified?: true }>(async (gatehouse, { options }) => {
          const verifiedAt = options.verified === true ? gatehouse.ports.clock.now() : null;
          const made = await createOrganisation(gatehouse, options.name, verifiedAt);
          return { json: toJson(made), text: `${made.name} is registered as ${made.id}.` };
        }),
        (remote, { options }: Call<{ name: string; verified?: true }>) =>
          createOrganisationAt(remote, options),
      ),
    );
  settingOptions(noun.command("list").description("all of them"), serverSetting, "hidden").action(
    cli.either(
      cli.open(async ({ store }) => {
        const all = await store.registry.listOrganisations();
        const rows = all.map((one) => [one.id, one.name, instant(one.verifiedAt)]);
        return {
          json: { organisations: all.map(toJson) },
          text: listing(["id", "name", "verified"], rows, "There is no organisation yet."),
        };
      }),
      (remote) => listOrganisationsAt(remote),
    ),
  );
  settingOptions(
    noun.command("verify").description("say that you have checked who it is"),
    serverSetting,
    "hidden",
  )
    .argument("<organisation>", "its id or name")
    .option("--undo", "take that back")
    .action(
      cli.either(
        cli.open<{ undo?: true }>(async (gatehouse, { args, options }) => {
          const found = await findOrganisation(gatehouse, args[0] ?? "");
          if (found === null) throw new CliError("There is no such organisation.");
          const verifiedAt = options.undo === true ? null : gatehouse.ports.clock.now();
          await gatehouse.store.registry.verifyOrganisation(found.id, verifiedAt);
          return {
            json: toJson({ ...found, verifiedAt }),
            text: `${found.name} is ${verifiedAt === null ? "no longer verified" : "verified"}.`,
          };
        }),
        (remote, { args, options }: Call<{ undo?: true }>) =>
          verifyOrganisationAt(remote, args[0] ?? "", options.undo === true),
      ),
    );
}

/** By id, else by its exact name. Null when there is none; throws CliError when the name means several. */
export async function findOrganisation({ store }: Gatehouse, named: string): Promise<Organisation | null> {
  const all = await store.registry.listOrganisations();
  const byId = all.find(({ id }) => id === named);
  if (byId !== undefined) return byId;
  const [found, another] = all.filter(({ name }) => name === named.trim());
  if (another !== undefined) throw new CliError("Several organisations have this name; give the id.");
  return found ?? null;
}

export async function createOrganisation(
  { store, ports }: Gatehouse,
  wanted: string,
  verifiedAt: number | null = null,
): Promise<Organisation> {
  const made = { id: `org_${uuid7(ports.clock, ports.random)}`, name: displayName(wanted), verifiedAt };
  await store.registry.createOrganisation(made);
  return made;
}

/** A name that people will read. Throws CliError. */
export function displayName(wanted: string): string {
  const name = wanted.trim();
  if (name === "" || Array.from(name).length > 80) throw new CliError("Give a name of 1 to 80 characters.");
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(name)) throw new CliError("The name holds an invisible character.");
  return name;
}
