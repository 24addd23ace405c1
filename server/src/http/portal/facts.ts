/** What follows from the state of an app: where somebody should look, and what a reader may do about it. */
import { hasRole } from "../../desk/caller.ts";
import type { AppJson, ClientJson, LiveRequestJson, SecretJson } from "../../desk/json.ts";
import type { AppCard, Attention, May } from "../../pages/models/portal.ts";
import type { PortalPaths } from "../../pages/portal/paths.ts";
import type { Visit } from "../desk/visit.ts";

const DAY = 24 * 3600 * 1000;
/** A secret that was not used for so long, while another was, is safe to delete. */
const UNUSED_MS = 30 * DAY;
/** How long before its end a secret is named. */
const SOON_MS = 14 * DAY;
/** A secret of so short a life was made to be forgotten, as the playground's are. */
const SHORT_MS = 3_600_000;

export function mayOf({ caller }: Visit, organisation: string): May {
  return {
    change: hasRole(caller, organisation, "developer"),
    own: hasRole(caller, organisation, "owner"),
  };
}

/** The secrets that work. */
export function aliveSecrets({ secrets }: ClientJson, now: number): SecretJson[] {
  return secrets.filter(({ expires_at }) => expires_at === null || Date.parse(expires_at) > now);
}

/** Not used for 30 days, or never in as many, while another one is in use. */
export function safeToDelete(secret: SecretJson, client: ClientJson, now: number): boolean {
  const since = (one: SecretJson): number => now - Date.parse(one.last_used_at ?? one.created_at);
  if (since(secret) < UNUSED_MS) return false;
  return aliveSecrets(client, now).some(
    (other) => other.id !== secret.id && other.last_used_at !== null && since(other) < UNUSED_MS,
  );
}

/** Whether it ends within two weeks, and was not made to end at once. */
export function endsSoon({ created_at, expires_at }: SecretJson, now: number): boolean {
  if (expires_at === null) return false;
  const end = Date.parse(expires_at);
  return end - now < SOON_MS && end - Date.parse(created_at) > SHORT_MS;
}

/** When a secret of the app was last used; null when none was. */
export function lastUsed({ clients }: Pick<AppJson, "clients">): string | null {
  const uses = clients.flatMap(({ secrets }) => secrets.flatMap(({ last_used_at }) => last_used_at ?? []));
  return uses.toSorted().at(-1) ?? null;
}

/** Everything about an app that somebody should look at, the most urgent first. */
export function attentionOf(
  app: AppJson,
  live: LiveRequestJson | null,
  now: number,
  paths: PortalPaths,
): Attention[] {
  const found: Attention[] = [];
  const add = (kind: Attention["kind"], more: Partial<Attention> = {}): void =>
    void found.push({ kind, environment: null, detail: null, at: null, href: null, ...more });
  if (app.suspended_at !== null) add("suspended", { detail: app.suspended_why, at: app.suspended_at });
  const isLive = app.clients.some(({ environment }) => environment === "live");
  if (live !== null && !isLive && live.decision !== "approved")
    add(live.decision === null ? "live_waiting" : "live_declined", {
      detail: live.reason,
      href: paths.goLive(app.id),
    });
  for (const client of app.clients) {
    const { environment } = client;
    if (client.status === "disabled" && app.suspended_at === null)
      add("disabled", { environment, at: client.disabled_at, href: paths.appSettings(app.id) });
    if (!client.token_endpoint_auth_method.startsWith("client_secret")) continue;
    const secrets = aliveSecrets(client, now);
    if (environment === "live" && secrets.length === 0)
      add("live_no_secret", { environment, href: paths.newSecret(app.id, environment) });
    const href = paths.secrets(app.id, environment);
    for (const secret of secrets) {
      const { label, expires_at } = secret;
      if (endsSoon(secret, now)) add("secret_expires", { environment, detail: label, at: expires_at, href });
      if (safeToDelete(secret, client, now)) add("secret_unused", { environment, detail: label, href });
    }
  }
  return found;
}

/** An app in a list. */
export function cardOf(app: AppJson, attention: readonly Attention[]): AppCard {
  return {
    id: app.id,
    name: app.client_name,
    type: app.application_type,
    environments: app.clients.map(({ environment, status }) => ({
      environment,
      status: app.suspended_at === null ? status : "suspended",
    })),
    lastUsedAt: lastUsed(app),
    attention,
  };
}
