/** `gatehouse app`: registered apps and their clients, one per environment (RFC 7591 §2). */
import { Option, type Command } from "commander";
import type { Gatehouse } from "../../compose/world.ts";
import type { AppView, ClientView } from "../../desk/registry.ts";
import { appJson, clientJson } from "../../desk/shapes.ts";
import { credentials, describeApp, listOfApps } from "../apps/describe.ts";
import { createApp, type NewAppOptions } from "../apps/create.ts";
import { rotateSecret } from "../apps/rotate-secret.ts";
import { updateClient, type ChangeOptions } from "../apps/update.ts";
import type { Call, Cli } from "../cli.ts";
import {
  createAppAt,
  disableAppAt,
  enableAppAt,
  listAppsAt,
  rotateSecretAt,
  showAppAt,
  updateAppAt,
} from "../remote/apps.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { duration, each, pairs, several } from "../words.ts";
import { addAppUsage } from "./app-usage.ts";
import { findOrganisation } from "./organisation.ts";

const METADATA =
  "a JSON file of further metadata (RFC 7591 §2): jwks or jwks_uri, tls_client_auth_*, algorithms, what its requests must be";

const methodOption = (): Option =>
  new Option("--auth-method <method>", "how it proves itself").choices([
    "client_secret_post",
    "client_secret_basic",
    "private_key_jwt",
    "tls_client_auth",
    "self_signed_tls_client_auth",
  ]);

export function addApp(noun: Command, cli: Cli): void {
  settingOptions(
    noun.command("create").description("register one; shows its secrets once"),
    serverSetting,
    "hidden",
  )
    .requiredOption("--name <name>", "as people read it on the consent page")
    .requiredOption("--organisation <organisation>", "who owns it: id or name; a new name is registered")
    .requiredOption("--scope <scope>", "a scope it may ask for; several times, or with commas", several)
    .addOption(
      new Option("--type <type>", "what it is")
        .choices(["web", "native", "browser", "machine"])
        .default("web"),
    )
    .addOption(
      new Option("--environment <which>", "credentials for")
        .choices(["live", "test", "both"])
        .default("both"),
    )
    .option(
      "--grant <grant_type>",
      "a grant it may use; several times, or with commas (default: as the type needs)",
      several,
    )
    .option("--redirect-uri <uri>", "where the browser comes back to; several times", each)
    .option("--api <api>", "id or identifier; needed when there are several")
    .option("--public", "it cannot keep a secret (native and browser apps never can)")
    .addOption(methodOption())
    .option("--metadata <file>", METADATA)
    .option("--set <key=value>", "its own value of a setting; several times", pairs)
    .option("--api-version <version>", "the API version that its calls mean when they name none")
    .action(
      cli.either(
        cli.open<NewAppOptions>(async (gatehouse, { options }) => {
          const { app, secrets } = await createApp(gatehouse, options);
          const shown = credentials(app.clients, secrets, gatehouse.settings);
          return {
            json: appJson(app, secrets),
            text: `${app.name} (${app.id}) of ${app.organisation.name} is registered.\n\n${shown}`,
          };
        }),
        (remote, { options }: Call<NewAppOptions>) => createAppAt(remote, options),
      ),
    );
  settingOptions(noun.command("list").description("all of them"), serverSetting, "hidden")
    .option("--organisation <organisation>", "only those of one organisation")
    .action(
      cli.either(
        cli.open<{ organisation?: string }>(async (gatehouse, { options }) => {
          const owner =
            options.organisation === undefined
              ? null
              : await findOrganisation(gatehouse, options.organisation);
          if (owner === null && options.organisation !== undefined)
            throw new CliError("There is no such organisation.");
          const all = await gatehouse.store.registry.listApps(owner?.id);
          const apps = all.map((app) => appJson(app));
          return { json: { apps }, text: listOfApps(apps, gatehouse.settings) };
        }),
        (remote, { options }: Call<{ organisation?: string }>) => listAppsAt(remote, options.organisation),
      ),
    );
  settingOptions(noun.command("show").description("one of them"), serverSetting, "hidden")
    .argument("<app>", "its id or the client_id of one of its clients")
    .action(
      cli.either(
        cli.open(async (gatehouse, { args }) => {
          const app = await findApp(gatehouse, args[0] ?? "");
          return { json: appJson(app), text: describeApp(appJson(app), gatehouse.settings, app.damaged) };
        }),
        (remote, { args }) => showAppAt(remote, args[0] ?? ""),
      ),
    );
  settingOptions(
    noun.command("update").description("change what clients may do and how they prove themselves"),
    serverSetting,
    "hidden",
  )
    .argument("<app>", "the app's id, or a client_id")
    .option("--scope <scope>", "all the scopes it may ask for; several times, or with commas", several)
    .option("--grant <grant_type>", "all the grants it may use; several times, or with commas", several)
    .option("--redirect-uri <uri>", "all the places the browser comes back to; several times", each)
    .addOption(methodOption())
    .option("--metadata <file>", METADATA)
    .action(
      cli.either(
        cli.open<ChangeOptions>(async (gatehouse, { args, options }) => {
          const clients = await clientsNamed(gatehouse, args[0] ?? "");
          for (const client of clients) await updateClient(gatehouse, client, options);
          return changed(gatehouse, clients, "is changed");
        }),
        (remote, { args, options }: Call<ChangeOptions>) => updateAppAt(remote, args[0] ?? "", options),
      ),
    );
  settingOptions(
    noun.command("rotate-secret").description("give a client a new secret; shows it once"),
    serverSetting,
    "hidden",
  )
    .argument("<client>", "its client_id, or the app's id when it has one client")
    .option(
      "--overlap <time>",
      "how long the old secrets go on working, e.g. 24h; not at all unless given",
      duration,
    )
    .option("--label <label>", "to tell it apart later", "rotated")
    .action(
      cli.either(
        cli.open<{ overlap?: number; label: string }>(async (gatehouse, { args, options }) => {
          const client = onlyClient(await clientsNamed(gatehouse, args[0] ?? ""));
          return rotateSecret(gatehouse, client, options.overlap ?? 0, options.label);
        }),
        (remote, { args, options }: Call<{ overlap?: number; label: string }>) =>
          rotateSecretAt(remote, args[0] ?? "", options.overlap ?? 0, options.label),
      ),
    );
  settingOptions(
    noun
      .command("disable")
      .description("end every token of a client, or of all clients of an app, and issue no more"),
    serverSetting,
    "hidden",
  )
    .argument("<app>", "the app's id, or a client_id")
    .action(
      cli.either(
        cli.open(async (gatehouse, { args }) => {
          const clients = await clientsNamed(gatehouse, args[0] ?? "");
          for (const { client_id } of clients)
            await gatehouse.store.registry.disableClient(client_id, gatehouse.ports.clock.now());
          return changed(gatehouse, clients, "is disabled; its tokens are ended");
        }),
        (remote, { args }) => disableAppAt(remote, args[0] ?? ""),
      ),
    );
  settingOptions(
    noun.command("enable").description("let a client, or all clients of an app, begin anew"),
    serverSetting,
    "hidden",
  )
    .argument("<app>", "the app's id, or a client_id")
    .action(
      cli.either(
        cli.open(async (gatehouse, { args }) => {
          const clients = await clientsNamed(gatehouse, args[0] ?? "");
          for (const { client_id } of clients) await gatehouse.store.registry.enableClient(client_id);
          return changed(gatehouse, clients, "is enabled; what was ended stays ended");
        }),
        (remote, { args }) => enableAppAt(remote, args[0] ?? ""),
      ),
    );
  addAppUsage(noun, cli);
}

async function findApp({ store }: Gatehouse, named: string): Promise<AppView> {
  const app = await store.registry.findApp(named);
  if (app === null) throw new CliError("There is no such app.");
  return app;
}

/** All clients of an app that is named by its id, or the one that is named by its client_id. */
async function clientsNamed(gatehouse: Gatehouse, named: string): Promise<readonly ClientView[]> {
  const app = await findApp(gatehouse, named);
  return app.id === named ? app.clients : app.clients.filter(({ client_id }) => client_id === named);
}

function onlyClient(clients: readonly ClientView[]): ClientView {
  const [only, another] = clients;
  if (only !== undefined && another === undefined) return only;
  const choices = clients.map(({ environment, client_id }) => `${client_id} (${environment})`).join(" or ");
  throw new CliError(`This app has several clients; give ${choices}.`, 2);
}

async function changed(
  gatehouse: Gatehouse,
  clients: readonly ClientView[],
  what: string,
): Promise<{ json: object; text: string }> {
  const [first] = clients;
  const app = first === undefined ? null : await gatehouse.store.registry.findApp(first.client_id);
  const ids = new Set(clients.map(({ client_id }) => client_id));
  const now = app?.clients.filter(({ client_id }) => ids.has(client_id)) ?? [];
  return {
    json: { clients: now.map((client) => clientJson(client)) },
    text: clients.map(({ client_id }) => `${client_id} ${what}.`).join("\n"),
  };
}
