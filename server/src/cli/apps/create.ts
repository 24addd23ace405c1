/** RFC 7591 §2 — registers an app: everything that is wrong is told at once, and nothing is stored then. */
import { makeApp, metadataOf, type WantedApp } from "../../desk/apps.ts";
import type { AppView } from "../../desk/registry.ts";
import type { Secrets } from "../../desk/shapes.ts";
import type { Client } from "../../oauth/clients/client.ts";
import type { Environment, TokenEndpointAuthMethod } from "../../oauth/words.ts";
import type { Gatehouse } from "../../compose/world.ts";
import { createOrganisation, displayName, findOrganisation } from "../commands/organisation.ts";
import { findApi } from "../apis.ts";
import { CliError, refuse, type Problem } from "../output.ts";
import { proveMetadata, readMetadataFile } from "./metadata-file.ts";

export interface NewAppOptions {
  name: string;
  /** Id or name. */
  organisation: string;
  type: Client["application_type"];
  environment: Environment | "both";
  scope: readonly string[];
  grant?: readonly string[];
  redirectUri?: readonly string[];
  api?: string;
  public?: true;
  authMethod?: TokenEndpointAuthMethod;
  /** Overrides as they were typed. */
  set?: Readonly<Record<string, string>>;
  /** A file. */
  metadata?: string;
  apiVersion?: string;
}

/** The option that a field is given by, because the troubles name fields of RFC 7591. */
export const optionOf: Readonly<Record<string, string>> = {
  settings: "--set",
  client_name: "--name",
  application_type: "--type",
  token_endpoint_auth_method: "--auth-method",
  grant_types: "--grant",
  redirect_uris: "--redirect-uri",
  scopes: "--scope",
};

/** Throws CliError with every problem. */
export async function createApp(
  gatehouse: Gatehouse,
  options: NewAppOptions,
): Promise<{ app: AppView; secrets: Secrets }> {
  const { store, ports } = gatehouse;
  const api = await findApi(gatehouse, options.api);
  const known = await findOrganisation(gatehouse, options.organisation);
  const wanted = wantedApp(options, known?.id ?? "");
  const { token_endpoint_auth_method, redirect_uris } = metadataOf(wanted);
  const made = makeApp(wanted, api, ports);
  if ("troubles" in made)
    throw refuse(
      made.troubles.map(({ field, sentence }): Problem => ({ field: optionOf[field] ?? field, sentence })),
    );
  await proveMetadata(token_endpoint_auth_method, wanted.metadata ?? {}, redirect_uris, ports);
  if (known === null) {
    if (/^org_[0-9a-f-]{36}$/.test(options.organisation))
      throw new CliError("There is no organisation with this id.");
    displayName(options.organisation);
  }
  const owner = known ?? (await createOrganisation(gatehouse, options.organisation));
  await store.registry.createApp({ ...made.app, organisationId: owner.id });
  const app = await store.registry.findApp(made.app.id);
  if (app === null) throw new Error(`the app ${made.app.id} was not stored`);
  return { app, secrets: made.secrets };
}

function wantedApp(options: NewAppOptions, organisation: string): WantedApp {
  const isPublic = options.public === true;
  const method = options.authMethod ?? (isPublic ? "none" : undefined);
  return {
    client_name: options.name,
    application_type: options.type,
    organisation,
    environments: options.environment === "both" ? ["live", "test"] : [options.environment],
    scopes: options.scope,
    redirect_uris: options.redirectUri ?? [],
    settings: typed(options.set ?? {}),
    metadata: readMetadataFile(options.metadata, options.type),
    apiVersion: options.apiVersion ?? null,
    ...(options.grant === undefined ? {} : { grant_types: options.grant }),
    ...(method === undefined ? {} : { token_endpoint_auth_method: method }),
  };
}

/** Overrides are data; on a command line everything is text. No setting of a client is a free text. */
function typed(given: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).map(([key, text]) => [key, scalar(text)]));
}

function scalar(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}
