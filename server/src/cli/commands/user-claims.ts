/** `gatehouse user set-claims`: what apps may be told of a person by the scopes profile, address and phone (OpenID Connect Core §5.1). */
import type { Command } from "commander";
import { personOwned, standardClaims } from "../../oauth/openid/scopes.ts";
import type { Cli } from "../cli.ts";
import { readJsonFile } from "../json-file.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { findPerson, userJson } from "../users.ts";

export function addClaims(noun: Command, cli: Cli): void {
  settingOptions(
    noun
      .command("set-claims")
      .description(
        "say what apps may be told of one beyond name and e-mail: given_name, address, phone_number, …",
      ),
    serverSetting,
    "hidden",
  )
    .argument("<user>", "user name, e-mail address or id")
    .argument("<file>", "JSON of standard claims; it replaces those of before")
    .action(
      cli.open(async (gatehouse, { args }) => {
        const person = await findPerson(gatehouse, args[0] ?? "");
        const claims = readClaims(readJsonFile(args[1] ?? ""));
        await gatehouse.store.people.setClaims(person.id, claims);
        const names = Object.keys(claims);
        return {
          json: { ...userJson(person), claims },
          text: `${person.username} has ${names.length === 0 ? "no further claims" : names.join(", ")}.`,
        };
      }),
    );
}

function readClaims(json: unknown): Record<string, unknown> {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new CliError("The file must hold one JSON object.");
  const settable = standardClaims.filter((name) => !personOwned.includes(name));
  const unknown = Object.keys(json).filter((name) => !settable.includes(name));
  if (unknown.length > 0)
    throw new CliError(
      `These claims cannot be set: ${unknown.join(", ")}. Choose from ${settable.join(", ")}.`,
    );
  return { ...json };
}
