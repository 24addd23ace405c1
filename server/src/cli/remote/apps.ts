/** `gatehouse app` at a server: the same words and answers, by the operations of its management API. */
import type { AppJson, ClientJson } from "../../desk/json.ts";
import { createApp, listApps, readApp } from "../../desk/operations/apps.ts";
import { addSecret, changeClient, disableClient, enableClient } from "../../desk/operations/clients.ts";
import { myOrganisations } from "../../desk/operations/organisations.ts";
import { searchApps } from "../../desk/operations/staff.ts";
import { STAFF_SCOPE } from "../../desk/scopes.ts";
import { optionOf, type NewAppOptions } from "../apps/create.ts";
import { credentials, describeApp, listOfApps, plainLabels } from "../apps/describe.ts";
import type { ChangeOptions } from "../apps/update.ts";
import { readJsonFile } from "../json-file.ts";
import { CliError, type Answer } from "../output.ts";
import { stamp } from "../words.ts";
import { organisationNamed } from "./organisations.ts";
import type { Remote } from "./remote.ts";

/** The fields of the API by the options of the commands. */
const options = { ...optionOf, scope: "--scope", metadata: "--metadata", resource: "--api" };

export async function createAppAt(remote: Remote, wanted: NewAppOptions): Promise<Answer> {
  if (wanted.set !== undefined || wanted.apiVersion !== undefined)
    throw new CliError("--set and --api-version are decided by staff, where the server runs.", 2);
  if (wanted.environment === "live")
    throw new CliError("A new app has test credentials; live ones are asked for in the portal.", 2);
  const { id: organisation } = await organisationNamed(remote, wanted.organisation);
  const method = wanted.authMethod ?? (wanted.public === true ? "none" : undefined);
  const app = await remote.act(
    createApp,
    {
      organisation,
      client_name: wanted.name,
      application_type: wanted.type,
      scope: wanted.scope.join(" "),
      redirect_uris: wanted.redirectUri ?? [],
      grant_types: wanted.grant,
      token_endpoint_auth_method: method,
      metadata: metadataOf(wanted.metadata),
      resource: wanted.api,
    },
    options,
  );
  const secrets = new Map(
    app.clients.flatMap(({ client_id, client_secret }): [string, string][] =>
      client_secret === undefined ? [] : [[client_id, client_secret]],
    ),
  );
  const shown = credentials(app.clients, secrets, plainLabels);
  const text = `${app.client_name} (${app.id}) of ${app.organisation.name} is registered.\n\n${shown}`;
  return { json: app, text };
}

export async function listAppsAt(remote: Remote, named: string | undefined): Promise<Answer> {
  const apps = await appsOf(remote, named);
  return { json: { apps }, text: listOfApps(apps, plainLabels) };
}

/** Of one organisation; else of all for staff, and for others of their own. */
async function appsOf(remote: Remote, named: string | undefined): Promise<AppJson[]> {
  const of = async (organisation: string): Promise<AppJson[]> =>
    (await remote.act(listApps, { organisation })).items;
  if (named !== undefined) return of((await organisationNamed(remote, named)).id);
  if (remote.scope.has(STAFF_SCOPE)) return remote.all(searchApps, {});
  const { items } = await remote.act(myOrganisations, {});
  return (await Promise.all(items.map(({ id }) => of(id)))).flat();
}

export async function showAppAt(remote: Remote, named: string): Promise<Answer> {
  const app = await appNamed(remote, named);
  return { json: app, text: describeApp(app, plainLabels) };
}

export async function updateAppAt(remote: Remote, named: string, wanted: ChangeOptions): Promise<Answer> {
  const changes = {
    scope: wanted.scope?.join(" "),
    grant_types: wanted.grant,
    redirect_uris: wanted.redirectUri,
    token_endpoint_auth_method: wanted.authMethod,
    metadata: metadataOf(wanted.metadata),
  };
  if (Object.values(changes).every((change) => change === undefined))
    throw new CliError("Say what to change; see --help.", 2);
  return each(remote, named, "is changed", async ({ client_id }) => {
    await remote.act(changeClient, { client_id, ...changes }, options);
  });
}

export function disableAppAt(remote: Remote, named: string): Promise<Answer> {
  return each(remote, named, "is disabled; its tokens are ended", async ({ client_id }) => {
    await remote.act(disableClient, { client_id });
  });
}

export function enableAppAt(remote: Remote, named: string): Promise<Answer> {
  return each(remote, named, "is enabled; what was ended stays ended", async ({ client_id }) => {
    await remote.act(enableClient, { client_id });
  });
}

/** `overlap` in milliseconds. */
export async function rotateSecretAt(
  remote: Remote,
  named: string,
  overlap: number,
  label: string,
): Promise<Answer> {
  const app = await appNamed(remote, named);
  const [client, another] = clientsOf(app, named);
  if (client === undefined || another !== undefined) {
    const choices = app.clients.map(({ environment, client_id }) => `${client_id} (${environment})`);
    throw new CliError(`This app has several clients; give ${choices.join(" or ")}.`, 2);
  }
  const { client_id } = client;
  const overlap_seconds = Math.round(overlap / 1000);
  const made = await remote.act(addSecret, { client_id, label, overlap_seconds });
  const until = Date.parse(made.created_at) + overlap_seconds * 1000;
  const secrets = new Map([[client_id, made.client_secret]]);
  const old =
    overlap === 0 ? "Every older secret is dead." : `Older secrets work until ${stamp(until)} at most.`;
  return {
    json: {
      client_id,
      client_secret: made.client_secret,
      secret_id: made.id,
      others_end_at: stamp(until),
    },
    text: `${credentials([client], secrets, plainLabels)}\n${old}`,
  };
}

/** By the app’s id, or by a client_id of one of the apps that are seen. */
export async function appNamed(remote: Remote, named: string): Promise<AppJson> {
  if (named.startsWith("app_")) return remote.act(readApp, { app: named });
  const all = await appsOf(remote, undefined);
  const found = all.find(({ clients }) => clients.some(({ client_id }) => client_id === named));
  if (found === undefined) throw new CliError("There is no such app.");
  return found;
}

const clientsOf = (app: AppJson, named: string): readonly ClientJson[] =>
  app.id === named ? app.clients : app.clients.filter(({ client_id }) => client_id === named);

/** Does something with every client that is meant, and answers them as they are then. */
async function each(
  remote: Remote,
  named: string,
  what: string,
  work: (client: ClientJson) => Promise<void>,
): Promise<Answer> {
  const app = await appNamed(remote, named);
  const meant = clientsOf(app, named);
  for (const client of meant) await work(client);
  const now = await remote.act(readApp, { app: app.id });
  const ids = new Set(meant.map(({ client_id }) => client_id));
  return {
    json: { clients: now.clients.filter(({ client_id }) => ids.has(client_id)) },
    text: meant.map(({ client_id }) => `${client_id} ${what}.`).join("\n"),
  };
}

function metadataOf(file: string | undefined): unknown {
  return file === undefined ? undefined : readJsonFile(file);
}
