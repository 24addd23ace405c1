/** `gatehouse api`: the protected APIs (RFC 8707 §2) and their own credentials for introspection (RFC 7662 §2.1). */
import { Option, type Command } from "commander";
import { uuid7 } from "../../lib/random.ts";
import { newIntrospectionSecret } from "../../oauth/clients/register.ts";
import type { Resource } from "../../oauth/resource.ts";
import type { AccessTokenProfile } from "../../oauth/words.ts";
import { checkIdentifier, findApi } from "../apis.ts";
import type { Cli } from "../cli.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { columns, listing } from "../words.ts";
import { addApiCheck } from "./api-check.ts";
import { addApiDetails } from "./api-details.ts";
import { addApiImport } from "./api-import.ts";
import { displayName } from "./organisation.ts";

const shownOnce =
  "The secret is shown only now. The API introspects with it (RFC 7662): HTTP Basic, its id and this secret.";

const toJson = (api: Resource): object => ({
  id: api.id,
  identifier: api.identifier,
  name: api.name,
  access_token_profile: api.access_token_profile,
  introspection: api.introspectionSecretHash !== null,
  scopes: api.scopes,
  authorization_details_types: api.detailTypes,
});

export function addApi(noun: Command, cli: Cli): void {
  settingOptions(
    noun.command("create").description("register one; shows its introspection secret once"),
    serverSetting,
    "hidden",
  )
    .requiredOption("--identifier <uri>", "its address without fragment: the audience of its tokens")
    .requiredOption("--name <name>", "its name, as people read it")
    .addOption(
      new Option("--profile <profile>", "the form of its access tokens").choices([
        "rfc9068",
        "passport",
        "opaque",
      ]),
    )
    .action(
      cli.open<{ identifier: string; name: string; profile?: AccessTokenProfile }>(
        async ({ store, ports }, { options }) => {
          checkIdentifier(options.identifier);
          if ((await store.resources.find(options.identifier)) !== null)
            throw new CliError("There is an API with this identifier already.");
          const { secret, hash } = newIntrospectionSecret(ports);
          const made = {
            id: `api_${uuid7(ports.clock, ports.random)}`,
            identifier: options.identifier,
            name: displayName(options.name),
            access_token_profile: options.profile ?? null,
            introspectionSecretHash: hash,
            scopes: [],
          };
          await store.registry.createResource(made);
          return {
            json: { ...toJson({ ...made, detailTypes: [] }), client_id: made.id, client_secret: secret },
            text: `${made.name} is registered.\n\n${credentials(made, secret)}`,
          };
        },
      ),
    );
  settingOptions(noun.command("list").description("all of them"), serverSetting, "hidden").action(
    cli.open(async ({ store }) => {
      const all = await store.resources.list();
      const rows = all.map((api) => [api.id, api.identifier, api.name, String(api.scopes.length)]);
      return {
        json: { apis: all.map(toJson) },
        text: listing(["id", "identifier", "name", "scopes"], rows, "There is no API yet."),
      };
    }),
  );
  settingOptions(noun.command("show").description("one of them"), serverSetting, "hidden")
    .argument("<api>", "its id or identifier")
    .action(
      cli.open(async (gatehouse, { args }) => {
        const api = await findApi(gatehouse, args[0]);
        return { json: toJson(api), text: described(api) };
      }),
    );
  settingOptions(
    noun.command("rotate-secret").description("replace its introspection secret at once"),
    serverSetting,
    "hidden",
  )
    .argument("<api>", "its id or identifier")
    .action(
      cli.open(async (gatehouse, { args }) => {
        const api = await findApi(gatehouse, args[0]);
        const { secret, hash } = newIntrospectionSecret(gatehouse.ports);
        await gatehouse.store.registry.setIntrospectionSecret(api.id, hash);
        return {
          json: {
            ...toJson({ ...api, introspectionSecretHash: hash }),
            client_id: api.id,
            client_secret: secret,
          },
          text: `The old secret is dead.\n\n${credentials(api, secret)}`,
        };
      }),
    );
  addApiImport(noun, cli);
  addApiDetails(noun, cli);
  addApiCheck(noun, cli);
}

function credentials(api: Pick<Resource, "id" | "identifier">, secret: string): string {
  const rows = [
    ["  identifier", api.identifier],
    ["  id", api.id],
    ["  secret", secret],
  ];
  return `${columns(rows)}\n\n${shownOnce}`;
}

function described(api: Resource): string {
  const rows = [
    ["id", api.id],
    ["identifier", api.identifier],
    ["name", api.name],
    ["access token profile", api.access_token_profile ?? "as the server's setting says"],
    ["introspection", api.introspectionSecretHash === null ? "no secret" : "has a secret"],
    ["authorization details", api.detailTypes.map(({ type }) => type).join(" ") || "none"],
    ["scopes", api.scopes.map(({ name }) => name).join(" ") || "none"],
  ];
  return columns(rows);
}
