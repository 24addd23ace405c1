/** RFC 7591 §2 — a new app: everything that is wrong is told at once, and nothing is stored then. */
import { parseOverrides } from "../config/policy.ts";
import { uuid7 } from "../lib/random.ts";
import type { Client, ClientMore } from "../oauth/clients/client.ts";
import { isSecretMethod } from "../oauth/clients/methods.ts";
import {
  metadataTroubles,
  newClientId,
  newClientSecret,
  type ClientMetadata,
} from "../oauth/clients/register.ts";
import type { Resource } from "../oauth/resource.ts";
import type { Environment, TokenEndpointAuthMethod } from "../oauth/words.ts";
import type { Desk } from "./ports.ts";
import type { FieldTrouble } from "./problems.ts";
import type { AppView, ClientTerms, NewApp, NewClient } from "./registry.ts";
import type { Secrets } from "./shapes.ts";

export interface WantedApp {
  client_name: string;
  application_type: Client["application_type"];
  organisation: string;
  environments: readonly Environment[];
  scopes: readonly string[];
  /** As the type needs when it is not given; so below. */
  grant_types?: readonly string[];
  redirect_uris?: readonly string[];
  token_endpoint_auth_method?: TokenEndpointAuthMethod;
  settings?: Readonly<Record<string, unknown>>;
  /** Members that few clients have; checked by the caller. */
  metadata?: ClientMore;
  apiVersion?: string | null;
}

/** What must be known to make an app that is not stored yet. */
export type Maker = Pick<Desk, "clock" | "random" | "secretDigest">;

/** What the type needs, where nothing else was asked for. */
export function metadataOf(wanted: WantedApp): ClientMetadata {
  const { application_type: type } = wanted;
  const isPublic = type === "native" || type === "browser";
  const usual = type === "machine" ? ["client_credentials"] : ["authorization_code", "refresh_token"];
  return {
    client_name: wanted.client_name.trim(),
    application_type: type,
    token_endpoint_auth_method:
      wanted.token_endpoint_auth_method ?? (isPublic ? "none" : "client_secret_post"),
    grant_types: [...new Set(wanted.grant_types ?? usual)],
    redirect_uris: wanted.redirect_uris ?? [],
    scopes: [...new Set(wanted.scopes)],
  };
}

/** An app that can be stored with its secrets, or all that is wrong with the wish. */
export function makeApp(
  wanted: WantedApp,
  api: Resource,
  maker: Maker,
): { app: NewApp; secrets: Secrets } | { troubles: readonly FieldTrouble[] } {
  const metadata = metadataOf(wanted);
  const { overrides, problems } = parseOverrides(wanted.settings ?? {});
  const troubles: FieldTrouble[] = [
    ...metadataTroubles(metadata, api),
    ...problems.map((sentence) => ({ field: "settings", sentence })),
  ];
  if (metadata.token_endpoint_auth_method === "none" && overrides.pkce === "optional")
    troubles.push({
      field: "settings",
      sentence: "An app without a secret must use PKCE: pkce cannot be optional.",
    });
  if (troubles.length > 0) return { troubles };
  const secrets = new Map<string, string>();
  const clients = wanted.environments.map((environment): NewClient => {
    const client_id = newClientId(environment, maker);
    const secret = newClientSecret(environment, maker);
    const bySecret = isSecretMethod(metadata.token_endpoint_auth_method);
    if (bySecret) secrets.set(client_id, secret.client_secret);
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
      apiVersion: wanted.apiVersion ?? null,
      metadata: wanted.metadata ?? {},
      secrets: bySecret ? [{ id, hash, last4, label: "first" }] : [],
    };
  });
  return {
    app: {
      id: `app_${uuid7(maker.clock, maker.random)}`,
      organisationId: wanted.organisation,
      name: metadata.client_name,
      application_type: metadata.application_type,
      serviceAccount: uuid7(maker.clock, maker.random),
      clients,
    },
    secrets,
  };
}

/** All that is wrong with changed terms of a client; they are checked as if it were new. */
export function termsTroubles(
  app: Pick<AppView, "name" | "application_type">,
  terms: Pick<ClientTerms, "grant_types" | "redirect_uris" | "scopes" | "token_endpoint_auth_method">,
  api: Resource,
): readonly FieldTrouble[] {
  return metadataTroubles({ client_name: app.name, application_type: app.application_type, ...terms }, api);
}
