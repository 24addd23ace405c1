/** Apps and their clients, written and read as their owner sees them. */
import type { Kysely } from "kysely";
import { sha256 } from "../lib/hash.ts";
import type { AppView, ClientTerms, ClientView, NewApp, NewClient, NewSecret } from "../desk/registry.ts";
import { json, text, texts, unlessDamaged } from "./rows.ts";
import type { Schema } from "./schema.ts";

type Tx = Kysely<Schema>;

/** A digest of what a person agrees to: the same name, URIs and scopes are the same agreement. */
export function consentVersion(
  name: string,
  redirect_uris: readonly string[],
  scopes: readonly string[],
): string {
  return sha256(text([name, redirect_uris.toSorted(), scopes.toSorted()]));
}

/** RFC 8252 aside, a browser app calls the token endpoint itself: from the origins of its redirect URIs (fetch, CORS). */
export async function putOrigins(
  tx: Tx,
  client_id: string,
  type: NewApp["application_type"],
  redirect_uris: readonly string[],
): Promise<void> {
  await tx.deleteFrom("client_origins").where("client_id", "=", client_id).execute();
  if (type !== "browser") return;
  const origins = redirect_uris.map((uri) => URL.parse(uri)?.origin ?? "null");
  const rows = [...new Set(origins)].filter((origin) => origin !== "null");
  if (rows.length > 0)
    await tx
      .insertInto("client_origins")
      .values(rows.map((origin) => ({ client_id, origin })))
      .execute();
}

export async function insertSecret(tx: Tx, client_id: string, secret: NewSecret, now: number): Promise<void> {
  const { expiresAt, ...same } = secret;
  await tx
    .insertInto("client_secrets")
    .values({ ...same, client_id, created_at: now, expires_at: expiresAt ?? null })
    .execute();
}

async function insertClient(
  tx: Tx,
  app: Pick<NewApp, "id" | "name" | "application_type">,
  client: NewClient,
  now: number,
): Promise<void> {
  const { client_id, redirect_uris, scopes } = client;
  await tx
    .insertInto("clients")
    .values({
      client_id,
      app_id: app.id,
      environment: client.environment,
      token_endpoint_auth_method: client.token_endpoint_auth_method,
      grant_types: text(client.grant_types),
      redirect_uris: text(redirect_uris),
      scopes: text(scopes),
      resource_identifier: client.resource,
      preset: client.preset ?? null,
      api_version: client.apiVersion ?? null,
      settings: text(client.settings ?? {}),
      metadata: client.metadata === undefined ? null : text(client.metadata),
      registration: client.registration === undefined ? null : text(client.registration),
      consent_version: consentVersion(app.name, redirect_uris, scopes),
      created_at: now,
    })
    .execute();
  await putOrigins(tx, client_id, app.application_type, redirect_uris);
  for (const secret of client.secrets ?? []) await insertSecret(tx, client_id, secret, now);
}

/** Part of the caller's transaction; a taken id or an unknown organisation or resource throws and undoes it all. */
export async function insertApp(tx: Tx, app: NewApp, now: number): Promise<void> {
  await tx
    .insertInto("apps")
    .values({
      id: app.id,
      organisation_id: app.organisationId,
      name: app.name,
      application_type: app.application_type,
      service_account: app.serviceAccount,
      created_at: now,
    })
    .execute();
  for (const client of app.clients) await insertClient(tx, app, client, now);
}

/** The client of an app that is there, in an environment where it has none. False when it has one, or was deleted. */
export async function insertFurtherClient(
  tx: Tx,
  appId: string,
  client: NewClient,
  now: number,
): Promise<boolean> {
  const app = await tx
    .selectFrom("apps")
    .select(["id", "name", "application_type"])
    .where("id", "=", appId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  const there = await tx
    .selectFrom("clients")
    .select("client_id")
    .where("app_id", "=", appId)
    .where("environment", "=", client.environment)
    .executeTakeFirst();
  if (!app || there) return false;
  await insertClient(tx, app, client, now);
  return true;
}

/** The terms of one client and what its app says, for a change within the same transaction. */
export async function findTerms(
  tx: Tx,
  client_id: string,
): Promise<(ClientTerms & { app: { name: string; type: NewApp["application_type"] } }) | null> {
  const row = await tx
    .selectFrom("clients")
    .innerJoin("apps", "apps.id", "clients.app_id")
    .selectAll("clients")
    .select(["apps.name", "apps.application_type"])
    .where("client_id", "=", client_id)
    .executeTakeFirst();
  return row ? { ...terms(row), app: { name: row.name, type: row.application_type } } : null;
}

function terms(row: Schema["clients"]): ClientTerms {
  return {
    token_endpoint_auth_method: row.token_endpoint_auth_method,
    grant_types: texts(row.grant_types),
    redirect_uris: texts(row.redirect_uris),
    scopes: texts(row.scopes),
    settings: json(row.settings),
    metadata: row.metadata === null ? {} : json(row.metadata),
    apiVersion: row.api_version,
  };
}

/** Apps in the order of their names; all of them, one organisation's, or the one that has this id or client_id. */
export async function readApps(
  db: Tx,
  only: { organisationId?: string | undefined; id?: string },
): Promise<AppView[]> {
  let query = db
    .selectFrom("apps")
    .innerJoin("organisations", "organisations.id", "apps.organisation_id")
    .selectAll("apps")
    .select(["organisations.name as organisation_name", "organisations.verified_at"])
    .where("apps.deleted_at", "is", null)
    .orderBy("apps.name")
    .orderBy("apps.id");
  const { organisationId, id } = only;
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  if (id !== undefined)
    query = query.where((eb) =>
      eb.or([
        eb("apps.id", "=", id),
        eb("apps.id", "in", eb.selectFrom("clients").select("app_id").where("client_id", "=", id)),
      ]),
    );
  const apps = await query.execute();
  const ids = query.clearSelect().clearOrderBy().select("apps.id");
  const clients = await db
    .selectFrom("clients")
    .selectAll()
    .where("app_id", "in", ids)
    .orderBy("created_at")
    .orderBy("client_id")
    .execute();
  const secrets = await db
    .selectFrom("client_secrets")
    .innerJoin("clients", "clients.client_id", "client_secrets.client_id")
    .selectAll("client_secrets")
    .where("clients.app_id", "in", ids)
    .orderBy("client_secrets.created_at")
    .execute();
  const secretsOf = Map.groupBy(secrets, (secret) => secret.client_id);
  const clientsOf = Map.groupBy(clients, (client) => client.app_id);
  return apps.map((app) => {
    const damaged: string[] = [];
    return {
      id: app.id,
      name: app.name,
      application_type: app.application_type,
      organisation: { id: app.organisation_id, name: app.organisation_name, verifiedAt: app.verified_at },
      createdAt: app.created_at,
      suspendedAt: app.suspended_at,
      suspendedWhy: app.suspended_why,
      clients: (clientsOf.get(app.id) ?? []).flatMap((row) => {
        const read = () => toClientView(row, secretsOf.get(row.client_id) ?? []);
        return unlessDamaged(read, () => damaged.push(row.client_id)) ?? [];
      }),
      damaged,
    };
  });
}

function toClientView(row: Schema["clients"], secrets: readonly Schema["client_secrets"][]): ClientView {
  return {
    ...terms(row),
    client_id: row.client_id,
    environment: row.environment,
    resource: row.resource_identifier,
    preset: row.preset,
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
    secrets: secrets.map((secret) => ({
      id: secret.id,
      last4: secret.last4,
      label: secret.label,
      createdAt: secret.created_at,
      lastUsedAt: secret.last_used_at,
      expiresAt: secret.expires_at,
    })),
  };
}
