/** RFC 7591 §2 — registers an app: everything that is wrong is told at once, and nothing is stored then. */
import { parseOverrides } from "../../config/policy.ts";
import type { Client } from "../../oauth/clients/client.ts";
import {
  metadataTroubles,
  newClientId,
  newClientSecret,
  type ClientMetadata,
} from "../../oauth/clients/register.ts";
import { uuid7 } from "../../lib/random.ts";
import type { Environment, TokenEndpointAuthMethod } from "../../oauth/words.ts";
import type { Gatehouse } from "../../serve.ts";
import type { AppView, NewClient } from "../../store/registry-types.ts";
import { createOrganisation, displayName, findOrganisation } from "../commands/organisation.ts";
import { findApi } from "../apis.ts";
import { CliError, refuse, type Problem } from "../output.ts";

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
  apiVersion?: string;
}

/** The secrets that were made, by client_id; they are stored as digests only. */
export type Secrets = ReadonlyMap<string, string>;

/** The option that a field is given by, because the troubles name fields of RFC 7591. */
const optionOf: Readonly<Record<keyof ClientMetadata, string>> = {
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
  const metadata = metadataOf(options);
  const { overrides, problems } = parseOverrides(typed(options.set ?? {}));
  const wrong: Problem[] = [
    ...metadataTroubles(metadata, api).map(({ field, sentence }) => ({ field: optionOf[field], sentence })),
    ...problems.map((sentence) => ({ field: "--set", sentence })),
  ];
  if (metadata.token_endpoint_auth_method === "none" && overrides.pkce === "optional")
    wrong.push({
      field: "--set",
      sentence: "An app without a secret must use PKCE: pkce cannot be optional.",
    });
  if (wrong.length > 0) throw refuse(wrong);
  const known = await findOrganisation(gatehouse, options.organisation);
  if (known === null) {
    if (/^org_[0-9a-f-]{36}$/.test(options.organisation))
      throw new CliError("There is no organisation with this id.");
    displayName(options.organisation);
  }
  const secrets = new Map<string, string>();
  const clients = environments(options.environment).map((environment): NewClient => {
    const client_id = newClientId(environment, ports);
    const secret = newClientSecret(environment, ports);
    const isPublic = metadata.token_endpoint_auth_method === "none";
    if (!isPublic) secrets.set(client_id, secret.client_secret);
    const { id, hash, last4 } = secret;
    return {
      client_id,
      environment,
      resource: api.identifier,
      token_endpoint_auth_method: metadata.token_endpoint_auth_method,
      grant_types: metadata.grant_types,
      redirect_uris: metadata.redirect_uris,
      scopes: metadata.scopes,
      settings: overrides,
      apiVersion: options.apiVersion ?? null,
      secrets: isPublic ? [] : [{ id, hash, last4, label: "first" }],
    };
  });
  const owner = known ?? (await createOrganisation(gatehouse, options.organisation));
  const id = `app_${uuid7(ports.clock, ports.random)}`;
  await store.registry.createApp({
    id,
    organisationId: owner.id,
    name: metadata.client_name,
    application_type: metadata.application_type,
    serviceAccount: uuid7(ports.clock, ports.random),
    clients,
  });
  const app = await store.registry.findApp(id);
  if (app === null) throw new Error(`the app ${id} was not stored`);
  return { app, secrets };
}

function environments(which: Environment | "both"): readonly Environment[] {
  return which === "both" ? ["live", "test"] : [which];
}

/** What the type needs, where nothing else was asked for. */
function metadataOf(options: NewAppOptions): ClientMetadata {
  const { type } = options;
  const isPublic = options.public === true || type === "native" || type === "browser";
  const usual = type === "machine" ? ["client_credentials"] : ["authorization_code", "refresh_token"];
  return {
    client_name: options.name.trim(),
    application_type: type,
    token_endpoint_auth_method: options.authMethod ?? (isPublic ? "none" : "client_secret_post"),
    grant_types: [...new Set(options.grant ?? usual)],
    redirect_uris: options.redirectUri ?? [],
    scopes: [...new Set(options.scope)],
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
