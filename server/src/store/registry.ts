/** The verbs with which the command line and the portal register and change; each is one transaction. */
import type { Clock } from "../lib/clock.ts";
import type { Scope } from "../oauth/resource.ts";
import type { Kysely } from "kysely";
import type { Cache } from "./cache.ts";
import type { Engine } from "./engine/engine.ts";
import { consentVersion, findTerms, insertApp, insertSecret, putOrigins, readApps } from "./registry-apps.ts";
import type { ClientTerms, Registry } from "./registry-types.ts";
import { revokeAll } from "./revocation.ts";
import { text } from "./rows.ts";
import type { Schema } from "./schema.ts";

type Tx = Kysely<Schema>;

async function putScope(tx: Tx, resource_id: string, scope: Scope): Promise<void> {
  const changing = { words: text(scope.words), person: scope.person ? (1 as const) : (0 as const) };
  await tx
    .insertInto("scopes")
    .values({ ...changing, resource_id, name: scope.name })
    .onConflict((conflict) => conflict.columns(["resource_id", "name"]).doUpdateSet(changing))
    .execute();
}

/** Writes the terms of a client as they are now under the app's name as it is now. */
async function writeTerms(tx: Tx, client_id: string, changes: Partial<ClientTerms>): Promise<boolean> {
  const before = await findTerms(tx, client_id);
  if (!before) return false;
  const { app, ...now } = { ...before, ...changes };
  await tx
    .updateTable("clients")
    .set({
      token_endpoint_auth_method: now.token_endpoint_auth_method,
      grant_types: text(now.grant_types),
      redirect_uris: text(now.redirect_uris),
      scopes: text(now.scopes),
      settings: text(now.settings),
      metadata: text(now.metadata),
      api_version: now.apiVersion,
      consent_version: consentVersion(app.name, now.redirect_uris, now.scopes),
    })
    .where("client_id", "=", client_id)
    .execute();
  await putOrigins(tx, client_id, app.type, now.redirect_uris);
  return true;
}

/** Answers the clients of the app that has another name now; null when there is no such app. */
async function renameApp(tx: Tx, id: string, name: string): Promise<string[] | null> {
  const renamed = await tx.updateTable("apps").set({ name }).where("id", "=", id).returning("id").execute();
  const clients = await tx.selectFrom("clients").select("client_id").where("app_id", "=", id).execute();
  for (const { client_id } of clients) await writeTerms(tx, client_id, {});
  return renamed.length > 0 ? clients.map(({ client_id }) => client_id) : null;
}

/** The secrets that live longer than `at` end then. */
function endSecrets(tx: Tx, at: number) {
  return tx
    .updateTable("client_secrets")
    .set({ expires_at: at })
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", at)]));
}

export function registry(engine: Engine, cache: Cache, clock: Clock): Registry {
  /** A change on which many clients hang. */
  const writeAll = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    cache.write(async (tx, changed) => {
      await changed("all");
      return work(tx);
    });
  /** A change of one client. */
  const writeClient = <T>(client_id: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    cache.write(async (tx, changed) => {
      await changed(`client:${client_id}`);
      return work(tx);
    });
  const resources: Pick<
    Registry,
    "createResource" | "moveResource" | "putScope" | "removeScope" | "setIntrospectionSecret"
  > = {
    createResource: ({ scopes, introspectionSecretHash, access_token_profile, ...same }) =>
      writeAll(async (tx) => {
        await tx
          .insertInto("resources")
          .values({
            ...same,
            access_token_profile: access_token_profile ?? null,
            introspection_secret_hash: introspectionSecretHash ?? null,
            created_at: clock.now(),
          })
          .execute();
        for (const scope of scopes ?? []) await putScope(tx, same.id, scope);
      }),
    moveResource: (resourceId, identifier) =>
      writeAll(async (tx) => {
        const row = tx.selectFrom("resources").selectAll().where("id", "=", resourceId);
        const found = await row.executeTakeFirst();
        if (found === undefined) return false;
        // Clients point at the identifier: they wait at a row of their own while it changes.
        const between = { ...found, id: `${resourceId}-moving`, identifier: `${identifier}#moving` };
        const point = (from: string, to: string): Promise<unknown> =>
          tx
            .updateTable("clients")
            .set({ resource_identifier: to })
            .where("resource_identifier", "=", from)
            .execute();
        await tx.insertInto("resources").values(between).execute();
        await point(found.identifier, between.identifier);
        await tx.updateTable("resources").set({ identifier }).where("id", "=", resourceId).execute();
        await point(between.identifier, identifier);
        await tx.deleteFrom("resources").where("id", "=", between.id).execute();
        return true;
      }),
    putScope: (resourceId, scope) => writeAll((tx) => putScope(tx, resourceId, scope)),
    removeScope: (resourceId, name) =>
      writeAll(async (tx) => {
        const scope = tx.deleteFrom("scopes").where("resource_id", "=", resourceId).where("name", "=", name);
        return (await scope.returning("name").execute()).length > 0;
      }),
    setIntrospectionSecret: (resourceId, hash) =>
      writeAll(async (tx) => {
        const set = tx.updateTable("resources").set({ introspection_secret_hash: hash });
        return (await set.where("id", "=", resourceId).returning("id").execute()).length > 0;
      }),
  };
  return {
    ...resources,
    async createOrganisation({ id, name, verifiedAt }) {
      const row = { id, name, verified_at: verifiedAt ?? null, created_at: clock.now() };
      await writeAll((tx) => tx.insertInto("organisations").values(row).execute());
    },
    async listOrganisations() {
      const rows = await engine.read.selectFrom("organisations").selectAll().orderBy("name").execute();
      return rows.map((row) => ({ id: row.id, name: row.name, verifiedAt: row.verified_at }));
    },
    verifyOrganisation: (id, verifiedAt) =>
      writeAll(async (tx) => {
        const set = tx.updateTable("organisations").set({ verified_at: verifiedAt });
        return (await set.where("id", "=", id).returning("id").execute()).length > 0;
      }),
    createApp: (app) =>
      cache.write(async (tx, changed) => {
        await insertApp(tx, app, clock.now());
        for (const { client_id } of app.clients) await changed(`client:${client_id}`);
      }),
    listApps: (organisationId) => readApps(engine.read, { organisationId }),
    findApp: async (id) => (await readApps(engine.read, { id }))[0] ?? null,
    renameApp: (id, name) =>
      cache.write(async (tx, changed) => {
        const clients = await renameApp(tx, id, name);
        for (const client_id of clients ?? []) await changed(`client:${client_id}`);
        return clients !== null;
      }),
    updateClient: (client_id, changes) => writeClient(client_id, (tx) => writeTerms(tx, client_id, changes)),
    addSecret: (client_id, secret, othersEndAt) =>
      writeClient(client_id, async (tx) => {
        if (!(await findTerms(tx, client_id))) return false;
        if (othersEndAt !== undefined)
          await endSecrets(tx, othersEndAt).where("client_id", "=", client_id).execute();
        await insertSecret(tx, client_id, secret, clock.now());
        return true;
      }),
    expireSecret: (secretId, at) =>
      cache.write(async (tx, changed) => {
        await endSecrets(tx, at).where("id", "=", secretId).execute();
        const secret = tx.selectFrom("client_secrets").select("client_id").where("id", "=", secretId);
        const found = await secret.executeTakeFirst();
        if (found) await changed(`client:${found.client_id}`);
        return found !== undefined;
      }),
    disableClient: (client_id, now) =>
      writeClient(client_id, async (tx) => {
        const set = tx
          .updateTable("clients")
          .set((eb) => ({ disabled_at: eb.fn.coalesce("disabled_at", eb.val(now)) }));
        const found = await set.where("client_id", "=", client_id).returning("client_id").execute();
        if (found.length > 0) await revokeAll(tx, "client_id", client_id, now, "client disabled");
        return found.length > 0;
      }),
    enableClient: (client_id) =>
      writeClient(client_id, async (tx) => {
        const set = tx.updateTable("clients").set({ disabled_at: null });
        return (await set.where("client_id", "=", client_id).returning("client_id").execute()).length > 0;
      }),
  };
}
