/** An app for people, in the words of the company. */
import type { Settings } from "../../config/settings.ts";
import type { AppView, ClientView } from "../../desk/registry.ts";
import { columns, instant } from "../words.ts";
import type { Secrets } from "../../desk/shapes.ts";

type Labels = Pick<Settings, "client_id_label" | "client_secret_label">;

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
  const once = secrets.size === 0 ? "It has no secret." : "Secrets are shown only now.";
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
  const damaged = app.damaged.map((id) => `The row of ${id} is damaged: run \`gatehouse doctor\`.`);
  const clients = app.clients.map((client) => describeClient(client, labels));
  return [columns(head), ...clients, ...damaged].join("\n\n");
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
    ["  further metadata", Object.keys(client.metadata).join(" ") || "none"],
    ...client.secrets.map((secret) => [
      `  ${labels.client_secret_label}`,
      `…${secret.last4} (${secret.label}), made ${instant(secret.createdAt)}, last used ${instant(secret.lastUsedAt)}, ends ${instant(secret.expiresAt)}`,
    ]),
  ];
  return `${client.environment}\n${columns(rows)}`;
}
