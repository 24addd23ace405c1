/** An app for people, in the words of the company. */
import type { Settings } from "../../config/settings.ts";
import type { AppJson, ClientJson } from "../../desk/json.ts";
import { columns, listing, second } from "../words.ts";
import type { Secrets } from "../../desk/shapes.ts";

type Labels = Pick<Settings, "client_id_label" | "client_secret_label">;

/** Where the company's words are not known. */
export const plainLabels: Labels = { client_id_label: "client_id", client_secret_label: "client_secret" };

/** What the developer is given, in the company's words. */
export function credentials(
  clients: readonly Pick<ClientJson, "client_id" | "environment">[],
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

/** `damaged`: ids of clients whose rows cannot be read. */
export function describeApp(app: AppJson, labels: Labels, damaged: readonly string[] = []): string {
  const { organisation } = app;
  const verified = organisation.verified_at === null ? "not verified" : "verified";
  const head = [
    ["name", app.client_name],
    ["id", app.id],
    ["type", app.application_type],
    ["organisation", `${organisation.name} (${organisation.id}, ${verified})`],
    ["registered", second(app.created_at)],
  ];
  const wounds = damaged.map((id) => `The row of ${id} is damaged: run \`gatehouse doctor\`.`);
  const clients = app.clients.map((client) => describeClient(client, labels));
  return [columns(head), ...clients, ...wounds].join("\n\n");
}

function describeClient(client: ClientJson, labels: Labels): string {
  const own = Object.entries(client.settings).map(([key, value]) => `${key}=${String(value)}`);
  const rows = [
    [`  ${labels.client_id_label}`, client.client_id],
    ["  status", client.disabled_at === null ? "active" : `disabled since ${second(client.disabled_at)}`],
    ["  proves itself by", client.token_endpoint_auth_method],
    ["  grants", client.grant_types.join(" ")],
    ["  redirect URIs", client.redirect_uris.join(" ") || "none"],
    ["  scopes", client.scope || "none"],
    ["  API", client.resource],
    ["  own settings", own.join(" ") || "none"],
    ["  further metadata", Object.keys(client.metadata).join(" ") || "none"],
    ...client.secrets.map((secret) => [
      `  ${labels.client_secret_label}`,
      `…${secret.last4} (${secret.label}), made ${second(secret.created_at)}, last used ${second(secret.last_used_at)}, ends ${second(secret.expires_at)}`,
    ]),
  ];
  return `${client.environment}\n${columns(rows)}`;
}

/** One line per client. */
export function listOfApps(apps: readonly AppJson[], labels: Labels): string {
  const rows = apps.flatMap(({ client_name, organisation, clients }) =>
    clients.map(({ environment, client_id, status }) => [
      client_name,
      organisation.name,
      environment,
      client_id,
      status,
    ]),
  );
  const head = ["app", "organisation", "environment", labels.client_id_label, "status"];
  return listing(head, rows, "There is no app yet.");
}
