/** An app for people and for programs; in JSON what RFC 7591 names has its name. */
import type { Settings } from "../../config/settings.ts";
import type { AppView, ClientView } from "../../store/registry-types.ts";
import { columns, instant, stamp } from "../words.ts";
import type { Secrets } from "./create.ts";

type Labels = Pick<Settings, "client_id_label" | "client_secret_label">;

/** `secrets`: those just made; nobody can show them later. */
export function appJson(app: AppView, secrets: Secrets = new Map()): object {
  return {
    id: app.id,
    client_name: app.name,
    application_type: app.application_type,
    organisation: {
      id: app.organisation.id,
      name: app.organisation.name,
      verified_at: stamp(app.organisation.verifiedAt),
    },
    created_at: stamp(app.createdAt),
    clients: app.clients.map((client) => clientJson(client, secrets)),
  };
}

export function clientJson(client: ClientView, secrets: Secrets = new Map()): object {
  const client_secret = secrets.get(client.client_id);
  return {
    client_id: client.client_id,
    ...(client_secret === undefined ? {} : { client_secret }),
    environment: client.environment,
    status: client.disabledAt === null ? "active" : "disabled",
    token_endpoint_auth_method: client.token_endpoint_auth_method,
    grant_types: client.grant_types,
    redirect_uris: client.redirect_uris,
    scope: client.scopes.join(" "),
    resource: client.resource,
    settings: client.settings,
    preset: client.preset,
    api_version: client.apiVersion,
    created_at: stamp(client.createdAt),
    disabled_at: stamp(client.disabledAt),
    secrets: client.secrets.map((secret) => ({
      id: secret.id,
      label: secret.label,
      last4: secret.last4,
      created_at: stamp(secret.createdAt),
      last_used_at: stamp(secret.lastUsedAt),
      expires_at: stamp(secret.expiresAt),
    })),
  };
}

/** What the developer is given, in the company's words. */
export function credentials(
  clients: readonly Pick<ClientView, "client_id" | "environment">[],
  secrets: Secrets,
  labels: Labels,
): string {
  const rows = clients.flatMap(({ client_id, environment }) => {
    const secret = secrets.get(client_id);
    const line = [`  ${labels.client_id_label}`, client_id];
    return [
      [environment],
      line,
      ...(secret === undefined ? [] : [[`  ${labels.client_secret_label}`, secret]]),
      [""],
    ];
  });
  const once =
    secrets.size === 0 ? "It has no secret: it proves itself with PKCE." : "Secrets are shown only now.";
  return `${columns(rows)}\n${once}`;
}

export function describeApp(app: AppView, labels: Labels): string {
  const { organisation } = app;
  const verified = organisation.verifiedAt === null ? "not verified" : "verified";
  const head = [
    ["name", app.name],
    ["id", app.id],
    ["type", app.application_type],
    ["organisation", `${organisation.name} (${organisation.id}, ${verified})`],
    ["registered", instant(app.createdAt)],
  ];
  return [columns(head), ...app.clients.map((client) => describeClient(client, labels))].join("\n\n");
}

function describeClient(client: ClientView, labels: Labels): string {
  const own = Object.entries(client.settings).map(([key, value]) => `${key}=${String(value)}`);
  const rows = [
    [`  ${labels.client_id_label}`, client.client_id],
    ["  status", client.disabledAt === null ? "active" : `disabled since ${instant(client.disabledAt)}`],
    ["  proves itself by", client.token_endpoint_auth_method],
    ["  grants", client.grant_types.join(" ")],
    ["  redirect URIs", client.redirect_uris.join(" ") || "none"],
    ["  scopes", client.scopes.join(" ") || "none"],
    ["  API", client.resource],
    ["  own settings", own.join(" ") || "none"],
    ...client.secrets.map((secret) => [
      `  ${labels.client_secret_label}`,
      `…${secret.last4} (${secret.label}), made ${instant(secret.createdAt)}, last used ${instant(secret.lastUsedAt)}, ends ${instant(secret.expiresAt)}`,
    ]),
  ];
  return `${client.environment}\n${columns(rows)}`;
}
