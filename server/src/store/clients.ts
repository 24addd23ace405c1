/** RFC 6749 §2 — finds clients; one statement joins app, organisation, API and secrets. */
import type { Client, ClientMore, ClientPolicy, Registration } from "../oauth/clients/client.ts";
import { profiled } from "../oauth/clients/fapi.ts";
import type { ClientsPort } from "../oauth/ports.ts";
import type { AccessTokenProfile } from "../oauth/words.ts";
import { byApp } from "../lib/actor.ts";
import type { Note } from "./audit/note.ts";
import type { Cache } from "./cache.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";
import { intact, json, texts } from "./rows.ts";
import type { SecretUses } from "./secret-uses.ts";

/** Settles a client's policy from its own values and its API's token profile. */
export type ResolvePolicy = (
  overrides: Record<string, unknown>,
  resourceProfile: AccessTokenProfile | null,
) => ClientPolicy;

const byId = prepared((db, v: { client_id: string }) =>
  db
    .selectFrom("clients")
    .innerJoin("apps", "apps.id", "clients.app_id")
    .innerJoin("organisations", "organisations.id", "apps.organisation_id")
    .innerJoin("resources", "resources.identifier", "clients.resource_identifier")
    .leftJoin("client_secrets", "client_secrets.client_id", "clients.client_id")
    .selectAll("clients")
    .select([
      "apps.name as app_name",
      "apps.application_type",
      "apps.service_account",
      "apps.suspended_at",
      "organisations.id as organisation_id",
      "organisations.name as organisation_name",
      "organisations.verified_at",
      "resources.access_token_profile",
      "client_secrets.id as secret_id",
      "client_secrets.hash as secret_hash",
      "client_secrets.expires_at as secret_expires_at",
    ])
    .where("clients.client_id", "=", v.client_id)
    .orderBy("client_secrets.created_at"),
);

type Row = Awaited<ReturnType<typeof byId>>[number];

function toClient(row: Row, rows: readonly Row[], resolvePolicy: ResolvePolicy): Client {
  return profiled({
    client_id: row.client_id,
    client_name: row.app_name,
    appId: row.app_id,
    serviceAccount: row.service_account,
    organisation: {
      id: row.organisation_id,
      name: row.organisation_name,
      verified: row.verified_at !== null,
    },
    environment: row.environment,
    status: row.disabled_at === null && row.suspended_at === null ? "active" : "disabled",
    application_type: row.application_type,
    token_endpoint_auth_method: row.token_endpoint_auth_method,
    grant_types: texts(row.grant_types),
    redirect_uris: texts(row.redirect_uris),
    scopes: texts(row.scopes),
    resource: row.resource_identifier,
    metadata: row.metadata === null ? {} : json<ClientMore>(row.metadata),
    registration: row.registration === null ? null : json<Registration>(row.registration),
    preset: row.preset,
    apiVersion: row.api_version,
    s256SeenAt: row.s256_seen_at,
    consentVersion: row.consent_version,
    secrets: rows.flatMap(({ secret_id, secret_hash, secret_expires_at }) =>
      secret_id === null || secret_hash === null
        ? []
        : [{ id: secret_id, hash: secret_hash, expiresAt: secret_expires_at }],
    ),
    policy: resolvePolicy(json(row.settings), row.access_token_profile),
  });
}

export function clients(
  engine: Engine,
  cache: Cache,
  resolvePolicy: ResolvePolicy,
  note: Note,
  uses: SecretUses,
): ClientsPort {
  return {
    find: (client_id, enough) =>
      cache.ofClient(
        client_id,
        async () => {
          const rows = await byId(engine.read, { client_id });
          const [row] = rows;
          return row ? intact(`client ${client_id}`, () => toClient(row, rows, resolvePolicy)) : null;
        },
        enough,
      ),
    async sawS256(client_id, now) {
      const client = engine.read.selectFrom("clients").select("client_id").where("client_id", "=", client_id);
      if (!(await client.where("s256_seen_at", "is", null).executeTakeFirst())) return;
      await cache.write(async (tx, changed) => {
        const first = await tx
          .updateTable("clients")
          .set({ s256_seen_at: now })
          .where("client_id", "=", client_id)
          .where("s256_seen_at", "is", null)
          .returning("client_id")
          .execute();
        if (first.length === 0) return;
        const target = { type: "client", id: client_id };
        await note(tx, { action: "client.s256_seen", target, client_id }, byApp(client_id));
        await changed(`client:${client_id}`);
      });
    },
    secretUsed: (secretId, now) => uses.noted(secretId, now),
    async originRegistered(origin) {
      const found = await cache.shared(`origin ${origin}`, async () => {
        const row = await engine.read
          .selectFrom("client_origins")
          .innerJoin("clients", "clients.client_id", "client_origins.client_id")
          .select("clients.client_id")
          .where("client_origins.origin", "=", origin)
          .where("clients.disabled_at", "is", null)
          .where("clients.token_endpoint_auth_method", "=", "none")
          .limit(1)
          .executeTakeFirst();
        return row ?? null;
      });
      return found !== null;
    },
    async plainServed() {
      const found = await cache.shared("plain", async () => {
        const rows = await engine.read
          .selectFrom("clients")
          .innerJoin("resources", "resources.identifier", "clients.resource_identifier")
          .select(["clients.settings", "resources.access_token_profile"])
          .distinct()
          .where("clients.disabled_at", "is", null)
          // Whoever has used S256 may not go back.
          .where("clients.s256_seen_at", "is", null)
          .where("clients.grant_types", "like", '%"authorization_code"%')
          .execute();
        const served = rows.some((row) => {
          try {
            return resolvePolicy(json(row.settings), row.access_token_profile).pkce !== "s256_required";
          } catch {
            // A damaged client is not served, and must not take the metadata from all the others.
            return false;
          }
        });
        return { served };
      });
      return found?.served ?? false;
    },
  };
}
