/** `gatehouse scope`: the catalogue of an API (RFC 6749 §3.3), in words that people read before they consent. */
import type { Command } from "commander";
import { isScopeName } from "../../oauth/checks/scope.ts";
import { readWords } from "../../desk/scope-words.ts";
import { OFFLINE_ACCESS } from "../../oauth/words.ts";
import { findApi } from "../apis.ts";
import type { Call, Cli } from "../cli.ts";
import { addScopeAt, listScopesAt, removeScopeAt, type NewScope } from "../remote/scopes.ts";
import { listOfScopes } from "../scopes.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { pairs } from "../words.ts";

interface OfApi {
  api?: string;
}

export function addScope(noun: Command, cli: Cli): void {
  settingOptions(noun.command("add").description("add one, or change its words"), serverSetting, "hidden")
    .argument("<name>", "e.g. bookings:read")
    .requiredOption("--words <language=text>", "what it allows, per language; English is needed", pairs)
    .option("--person", "it only makes sense with a person: machine tokens never carry it")
    .option("--reads", "it only lets an app read: a person may limit an unknown agent to such scopes")
    .option("--api <api>", "id or identifier; needed when there are several")
    .action(
      cli.either(
        cli.open<OfApi & { words: Record<string, string>; person?: true; reads?: true }>(
          async (gatehouse, { args, options }) => {
            const [name = ""] = args;
            if (!isScopeName(name))
              throw new CliError('A scope is 1 to 128 printable characters without space, " and \\.');
            if (name === OFFLINE_ACCESS)
              throw new CliError(`${OFFLINE_ACCESS} belongs to no API: every app may be assigned it.`);
            const words = checkedWords(options.words);
            const api = await findApi(gatehouse, options.api);
            const access = options.reads === true ? { access: "read" as const } : {};
            const scope = { name, words, person: options.person === true, ...access };
            await gatehouse.store.registry.putScope(api.id, scope);
            return {
              json: { api: api.identifier, scope },
              text: `${name} is in the catalogue of ${api.name}.`,
            };
          },
        ),
        (remote, { args, options }: Call<NewScope>) => addScopeAt(remote, args[0] ?? "", options),
      ),
    );
  settingOptions(noun.command("list").description("the catalogue"), serverSetting, "hidden")
    .option("--api <api>", "id or identifier; needed when there are several")
    .action(
      cli.either(
        cli.open<OfApi>(async (gatehouse, { options }) => {
          const api = await findApi(gatehouse, options.api);
          return {
            json: { api: api.identifier, scopes: api.scopes },
            text: listOfScopes(api.name, api.scopes),
          };
        }),
        (remote, { options }: Call<OfApi>) => listScopesAt(remote, options.api),
      ),
    );
  settingOptions(
    noun.command("remove").description("take one out; apps that have it keep a word that means nothing"),
    serverSetting,
    "hidden",
  )
    .argument("<name>")
    .option("--api <api>", "id or identifier; needed when there are several")
    .action(
      cli.either(
        cli.open<OfApi>(async (gatehouse, { args, options }) => {
          const api = await findApi(gatehouse, options.api);
          const [name = ""] = args;
          if (!(await gatehouse.store.registry.removeScope(api.id, name)))
            throw new CliError(`${api.name} has no such scope.`);
          return { json: { api: api.identifier, removed: name }, text: `${name} is gone from ${api.name}.` };
        }),
        (remote, { args, options }: Call<OfApi>) => removeScopeAt(remote, args[0] ?? "", options.api),
      ),
    );
}

function checkedWords(given: Readonly<Record<string, string>>): Record<string, string> {
  const read = readWords(given);
  if ("words" in read) return read.words;
  throw new CliError(`${read.sentence} For example: --words en="See your bookings".`);
}
