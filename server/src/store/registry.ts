/** The verbs with which the command line and the portal register and change; each is one transaction. */
import type { Clock } from "../lib/clock.ts";
import type { Kysely } from "kysely";
import type { Note } from "./audit/note.ts";
import type { Cache } from "./cache.ts";
import type { Engine } from "./engine/engine.ts";
import { consentVersion, findTerms, insertApp, insertSecret, putOrigins, readApps } from "./registry-apps.ts";
import { registryResources } from "./registry-resources.ts";
import { registryApps } from "./suspension.ts";
import type { ClientTerms, NewApp, Registry } from "../desk/registry.ts";
import { revokeAll } from "./revocation.ts";
import { text } from "./rows.ts";
import type { Schema } from "./schema.ts";

type Tx = Kysely<Schema>;

/** Writes the terms of a client as they are now under the app's name as it is now; answers those of before. */
export async function writeTerms(
  tx: Tx,
  client_id: string,
  changes: Partial<ClientTerms>,
): Promise<ClientTerms | null> {
  const before = await findTerms(tx, client_id);
  if (!before) return null;
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
  return before;
}

/** The members of `changes` that are not as they were, as they were and as they are. */
export function difference(
  before: ClientTerms,
  changes: Partial<ClientTerms>,
): { before: object; after: object } | null {
  const keys = (Object.keys(changes) as (keyof ClientTerms)[]).filter(
    (key) => key in before && text(changes[key]) !== text(before[key]),
  );
  if (keys.length === 0) return null;
  const of = (terms: Partial<ClientTerms>): object =>
    Object.fromEntries(keys.map((key) => [key, terms[key]]));
  return { before: of(before), after: of(changes) };
}

/** Answers the clients of the app that has another name now; null when there is no such app. */
async function renameApp(tx: Tx, id: string, name: string, note: Note): Promise<string[] | null> {
  const app = await tx.selectFrom("apps").selectAll().where("id", "=", id).executeTakeFirst();
  if (!app) return null;
  await tx.updateTable("apps").set({ name }).where("id", "=", id).execute();
  if (app.name !== name)
    await note(tx, {
      action: "app.renamed",
      target: { type: "app", id },
      organisation: app.organisation_id,
      before: { name: app.name },
      after: { name },
    });
  const clients = await tx.selectFrom("clients").select("client_id").where("app_id", "=", id).execute();
  for (const { client_id } of clients) await writeTerms(tx, client_id, {});
  return clients.map(({ client_id }) => client_id);
}

/** The secrets that live longer than `at` end then. */
function endSecrets(tx: Tx, at: number) {
  return tx
    .updateTable("client_secrets")
    .set({ expires_at: at })
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", at)]));
}

/** Whether there are `most` already. Asked in the transaction that adds one, beside which no other writes: no two get the last place. */
async function hasApps(tx: Tx, organisation: string, most: number): Promise<boolean> {
  const apps = tx.selectFrom("apps").select("id").where("deleted_at", "is", null);
  return (await apps.where("organisation_id", "=", organisation).execute()).length >= most;
}

/** The same of secrets that are alive. */
async function hasSecrets(tx: Tx, client_id: string, most: number, now: number): Promise<boolean> {
  const alive = tx
    .selectFrom("client_secrets")
    .select("id")
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]));
  return (await alive.where("client_id", "=", client_id).execute()).length >= most;
}

/** Whoever is disabled already stays so since then. */
async function setDisabled(
  tx: Tx,
  client_id: string,
  at: number | null,
): Promise<"missing" | "same" | "changed"> {
  const row = tx.selectFrom("clients").select("disabled_at").where("client_id", "=", client_id);
  const before = await row.executeTakeFirst();
  if (!before) return "missing";
  if ((before.disabled_at === null) === (at === null)) return "same";
  await tx.updateTable("clients").set({ disabled_at: at }).where("client_id", "=", client_id).execute();
  return "changed";
}

const clientTarget = (id: string): { type: string; id: string } => ({ type: "client", id });

/** What the audit log says of a new app: all but digests. */
function appOf({ name, application_type, clients }: NewApp): object {
  return {
    name,
    application_type,
    clients: clients.map(({ secrets, ...client }) => ({
      ...client,
      secrets:
        secrets?.map(({ id, label, expiresAt = null }) => ({ id, label, expires_at: expiresAt })) ?? [],
    })),
  };
}

export function registry(engine: Engine, cache: Cache, clock: Clock, note: Note): Registry {
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
  return {
    ...registryResources(writeAll, clock, note),
    async createOrganisation({ id, name, verifiedAt }) {
      const row = { id, name, verified_at: verifiedAt ?? null, created_at: clock.now() };
      await writeAll(async (tx) => {
        await tx.insertInto("organisations").values(row).execute();
        await note(tx, {
          action: "organisation.created",
          target: { type: "organisation", id },
          organisation: id,
          after: { name, verified_at: row.verified_at },
        });
      });
    },
    async listOrganisations() {
      const rows = await engine.read.selectFrom("organisations").selectAll().orderBy("name").execute();
      return rows.map((row) => ({ id: row.id, name: row.name, verifiedAt: row.verified_at }));
    },
    verifyOrganisation: (id, verifiedAt) =>
      writeAll(async (tx) => {
        const all = tx.selectFrom("organisations").select("verified_at");
        const before = await all.where("id", "=", id).executeTakeFirst();
        if (!before) return false;
        const after = { verified_at: verifiedAt };
        await tx.updateTable("organisations").set(after).where("id", "=", id).execute();
        if (before.verified_at !== verifiedAt)
          await note(tx, {
            action: "organisation.verified",
            target: { type: "organisation", id },
            organisation: id,
            before,
            after,
          });
        return true;
      }),
    createApp: (app, most = Infinity) =>
      cache.write(async (tx, changed) => {
        if (await hasApps(tx, app.organisationId, most)) return false;
        await insertApp(tx, app, clock.now());
        await note(tx, {
          action: "app.created",
          target: { type: "app", id: app.id },
          organisation: app.organisationId,
          after: appOf(app),
        });
        for (const { client_id } of app.clients) await changed(`client:${client_id}`);
        return true;
      }),
    listApps: (organisationId) => readApps(engine.read, { organisationId }),
    findApp: async (id) => (await readApps(engine.read, { id }))[0] ?? null,
    renameApp: (id, name) =>
      cache.write(async (tx, changed) => {
        const clients = await renameApp(tx, id, name, note);
        for (const client_id of clients ?? []) await changed(`client:${client_id}`);
        return clients !== null;
      }),
    ...registryApps(engine, cache, clock, note),
    updateClient: (client_id, changes) =>
      writeClient(client_id, async (tx) => {
        const before = await writeTerms(tx, client_id, changes);
        const differs = before && difference(before, changes);
        if (differs)
          await note(tx, {
            action: "client.changed",
            target: clientTarget(client_id),
            client_id,
            ...differs,
          });
        return before !== null;
      }),
    addSecret: (client_id, secret, { othersEndAt, most = Infinity } = {}) =>
      writeClient(client_id, async (tx) => {
        if (!(await findTerms(tx, client_id)) || (await hasSecrets(tx, client_id, most, clock.now())))
          return false;
        if (othersEndAt !== undefined)
          await endSecrets(tx, othersEndAt).where("client_id", "=", client_id).execute();
        await insertSecret(tx, client_id, secret, clock.now());
        const { id, label, expiresAt = null } = secret;
        await note(tx, {
          action: "secret.added",
          target: { type: "secret", id },
          client_id,
          after: { client_id, label, expires_at: expiresAt, others_end_at: othersEndAt ?? null },
        });
        return true;
      }),
    expireSecret: (secretId, at) =>
      cache.write(async (tx, changed) => {
        const secret = tx.selectFrom("client_secrets").select(["client_id", "expires_at"]);
        const found = await secret.where("id", "=", secretId).executeTakeFirst();
        if (!found) return false;
        const { client_id, expires_at } = found;
        await changed(`client:${client_id}`);
        const ended = await endSecrets(tx, at).where("id", "=", secretId).returning("id").execute();
        if (ended.length > 0)
          await note(tx, {
            action: "secret.ended",
            target: { type: "secret", id: secretId },
            client_id,
            before: { client_id, expires_at },
            after: { client_id, expires_at: at },
          });
        return true;
      }),
    disableClient: (client_id, now) =>
      writeClient(client_id, async (tx) => {
        const found = await setDisabled(tx, client_id, now);
        if (found === "missing") return false;
        await revokeAll(engine, tx, "client_id", client_id, now, "client disabled");
        if (found === "changed")
          await note(tx, { action: "client.disabled", target: clientTarget(client_id), client_id });
        return true;
      }),
    enableClient: (client_id) =>
      writeClient(client_id, async (tx) => {
        const found = await setDisabled(tx, client_id, null);
        if (found === "changed")
          await note(tx, { action: "client.enabled", target: clientTarget(client_id), client_id });
        return found !== "missing";
      }),
  };
}
