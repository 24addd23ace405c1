/** RFC 7591 §2 — what a new client must be: its metadata is checked here, whoever asks for it. */
import { hex } from "../../lib/encode.ts";
import { uuid7 } from "../../lib/random.ts";
import { registrationTrouble } from "../checks/redirect-uri.ts";
import { isScopeName } from "../checks/scope.ts";
import { grants } from "../grants/index.ts";
import { identityScopes } from "../openid/scopes.ts";
import type { Ports } from "../ports.ts";
import type { Resource } from "../resource.ts";
import { newSecret } from "../tokens/secret-token.ts";
import {
  DEVICE_CODE_GRANT,
  OFFLINE_ACCESS,
  type Environment,
  type TokenEndpointAuthMethod,
} from "../words.ts";
import type { Client } from "./client.ts";

/** What somebody asks for; RFC 7591 names where there are any. */
export interface ClientMetadata {
  client_name: string;
  application_type: Client["application_type"];
  token_endpoint_auth_method: TokenEndpointAuthMethod;
  grant_types: readonly string[];
  redirect_uris: readonly string[];
  scopes: readonly string[];
}

/** One thing that is wrong, beside the field it belongs to. */
export interface MetadataTrouble {
  field: keyof ClientMetadata;
  /** A sentence for the developer. */
  sentence: string;
}

/** Everything that is wrong with it, at once; empty when it may be registered. */
export function metadataTroubles(metadata: ClientMetadata, resource: Resource): MetadataTrouble[] {
  const troubles: MetadataTrouble[] = [];
  const add = (field: keyof ClientMetadata, sentence: string): void =>
    void troubles.push({ field, sentence });
  const name = metadata.client_name.trim();
  if (name === "" || Array.from(name).length > 80)
    add("client_name", "Give the app a name of 1 to 80 characters.");
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(name)) add("client_name", "The name holds an invisible character.");
  const isPublic = metadata.token_endpoint_auth_method === "none";
  for (const grant_type of metadata.grant_types) {
    const grant = grants.find((candidate) => candidate.grant_type === grant_type);
    if (grant === undefined) add("grant_types", "There is no grant of this name.");
    else if (grant.confidentialOnly && isPublic)
      add("grant_types", `${grant_type} needs an app that can keep a secret.`);
  }
  if (metadata.grant_types.length === 0) add("grant_types", "Choose at least one grant.");
  const interactive = metadata.grant_types.includes("authorization_code");
  const person = interactive || metadata.grant_types.includes(DEVICE_CODE_GRANT);
  if (metadata.grant_types.includes("refresh_token") && !person)
    add("grant_types", "refresh_token needs authorization_code or the device grant.");
  if (interactive && metadata.redirect_uris.length === 0)
    add("redirect_uris", "authorization_code needs at least one redirect URI.");
  if (new Set(metadata.redirect_uris).size !== metadata.redirect_uris.length)
    add("redirect_uris", "A redirect URI is there twice.");
  for (const uri of metadata.redirect_uris) {
    const trouble = registrationTrouble(uri, metadata.application_type);
    if (trouble !== null) add("redirect_uris", trouble);
  }
  if (!isPublic && (metadata.application_type === "native" || metadata.application_type === "browser"))
    add(
      "token_endpoint_auth_method",
      "A native or browser app cannot keep a secret: it must use none, with PKCE.",
    );
  const catalogue = new Set([
    OFFLINE_ACCESS,
    ...[...identityScopes, ...resource.scopes].map(({ name }) => name),
  ]);
  if (metadata.scopes.some((scope) => !isScopeName(scope) || !catalogue.has(scope)))
    add("scopes", "A scope is not in the catalogue of this API.");
  return troubles;
}

/** A new client_id: names its environment, and can look neither like a person's id nor like a URL (RFC 9700 §4.15). */
export function newClientId(environment: Environment, ports: Pick<Ports, "random">): string {
  return `${environment}_${hex(ports.random.bytes(16))}`;
}

export interface NewSecret {
  id: string;
  /** Shown once, stored never. */
  client_secret: string;
  hash: string;
  last4: string;
}

/** A new client secret of 256 bits. */
export function newClientSecret(
  environment: Environment,
  ports: Pick<Ports, "random" | "clock" | "secretDigest">,
): NewSecret {
  const client_secret = newSecret("ghs", environment, ports);
  return {
    id: `sec_${uuid7(ports.clock, ports.random)}`,
    client_secret,
    hash: ports.secretDigest(client_secret),
    last4: client_secret.slice(-4),
  };
}

/** The name of an API's own credentials for introspection, and the secret; shown once. */
export function newIntrospectionSecret(ports: Pick<Ports, "clock" | "random" | "secretDigest">): {
  secret: string;
  hash: string;
} {
  const secret = newSecret("ghi", "live", ports);
  return { secret, hash: ports.secretDigest(secret) };
}
