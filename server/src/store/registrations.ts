/** RFC 7591, RFC 7592 — clients that registered themselves, and the tokens that allow it; each verb is one transaction. */
import type { Kysely, RawBuilder } from "kysely";
import { isSecretMethod } from "../oauth/clients/methods.ts";
import { NOBODY } from "../oauth/registration/register.ts";
import type {
  InitialToken,
  RegistrationsPort,
  SelfRegistered,
  SelfRegisteredTerms,
} from "../oauth/registration/port.ts";
import type { Cache } from "./cache.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { insertApp, insertSecret } from "./registry-apps.ts";
import { difference, writeTerms } from "./registry.ts";
import { revokeAll } from "./revocation.ts";
import { text } from "./rows.ts";
import type { Schema } from "./schema.ts";
import { neverUsed } from "./unused-clients.ts";

type Tx = Kysely<Schema>;

function fromRow(row: Schema["initial_access_tokens"]): InitialToken {
  const { organisation_id, created_at, expires_at, ...same } = row;
  return { ...same, organisationId: organisation_id, createdAt: created_at, expiresAt: expires_at };
}

/** Takes one use of a token that has not ended; the statement itself decides. */
async function spend(tx: Tx, hash: string, now: number): Promise<boolean> {
  const spent = await tx
    .updateTable("initial_access_tokens")
    .set((eb) => ({ uses: eb("uses", "-", 1) }))
    .where("hash", "=", hash)
    .where((eb) => eb.or([eb("uses", "is", null), eb("uses", ">", 0)]))
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]))
    .returning("id")
    .executeTakeFirst();
  return spent !== undefined;
}

async function writeApp(tx: Tx, client_id: string, terms: SelfRegisteredTerms): Promise<void> {
  await tx
    .updateTable("apps")
    .set({ name: terms.client_name, application_type: terms.application_type })
    .where("id", "=", tx.selectFrom("clients").select("app_id").where("client_id", "=", client_id))
    .execute();
}

/** Every secret that still works ends now. */
async function endSecrets(tx: Tx, client_id: string, now: number): Promise<void> {
  await tx
    .updateTable("client_secrets")
    .set({ expires_at: now })
    .where("client_id", "=", client_id)
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]))
    .execute();
}

async function insert(tx: Tx, client: SelfRegistered, now: number): Promise<void> {
  const { terms, secret } = client;
  if (client.organisationId === NOBODY)
    await tx
      .insertInto("organisations")
      .values({ id: NOBODY, name: "Self-registered", verified_at: null, created_at: now })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .execute();
  const app = {
    id: client.appId,
    organisationId: client.organisationId,
    name: terms.client_name,
    application_type: terms.application_type,
    serviceAccount: client.serviceAccount,
    clients: [
      {
        client_id: client.client_id,
        environment: "live" as const,
        resource: terms.resource,
        token_endpoint_auth_method: terms.token_endpoint_auth_method,
        grant_types: terms.grant_types,
        redirect_uris: terms.redirect_uris,
        scopes: terms.scopes,
        metadata: terms.metadata,
        registration: client.registration,
        secrets:
          secret === null
            ? []
            : [{ id: secret.id, hash: secret.hash, last4: secret.last4, label: "registration" }],
      },
    ],
  };
  await insertApp(tx, app, now);
}

export function registrations(engine: Engine, cache: Cache, note: Note): RegistrationsPort {
  /** A change of one client, of which every node hears. */
  const writeClient = <T>(client_id: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    cache.write(async (tx, changed) => {
      await changed(`client:${client_id}`);
      return work(tx);
    });
  const created = (
    tx: Tx,
    { appId, organisationId, client_id, terms, registration }: SelfRegistered,
  ): Promise<void> =>
    note(tx, {
      action: "app.created",
      target: { type: "app", id: appId },
      organisation: organisationId,
      after: {
        name: terms.client_name,
        client_id,
        registered_by: registration.kind,
        redirect_uris: terms.redirect_uris,
        scopes: terms.scopes,
      },
    });
  const remove = (client_id: string, now: number, only?: RawBuilder<boolean>): Promise<boolean> =>
    writeClient(client_id, async (tx) => {
      let end = tx
        .updateTable("clients")
        .set({ disabled_at: now })
        .where("client_id", "=", client_id)
        .where("disabled_at", "is", null);
      if (only !== undefined) end = end.where(only);
      if ((await end.returning("client_id").execute()).length === 0) return false;
      await revokeAll(engine, tx, "client_id", client_id, now, "client removed");
      await note(tx, {
        action: "client.disabled",
        target: { type: "client", id: client_id },
        client_id,
        after: { disabled_at: now, ...(only === undefined ? {} : { why: "never used" }) },
      });
      await endSecrets(tx, client_id, now);
      return true;
    });
  return {
    addInitialToken: ({ organisationId, createdAt, expiresAt, ...same }) =>
      engine.write(async (tx) => {
        const row = {
          ...same,
          organisation_id: organisationId,
          created_at: createdAt,
          expires_at: expiresAt,
        };
        await tx.insertInto("initial_access_tokens").values(row).execute();
        const { id, label, uses, expires_at } = row;
        await note(tx, {
          action: "registration_token.created",
          target: { type: "registration_token", id },
          organisation: organisationId,
          after: { label, uses, expires_at },
        });
      }),
    async findInitialToken(hash, now) {
      const row = await engine.read
        .selectFrom("initial_access_tokens")
        .selectAll()
        .where("hash", "=", hash)
        .where((eb) => eb.or([eb("uses", "is", null), eb("uses", ">", 0)]))
        .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]))
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    endInitialToken: (id, now) =>
      engine.write(async (tx) => {
        const end = tx.updateTable("initial_access_tokens").set({ expires_at: now }).where("id", "=", id);
        const ended = await end.returning("organisation_id").executeTakeFirst();
        if (!ended) return false;
        await note(tx, {
          action: "registration_token.ended",
          target: { type: "registration_token", id },
          organisation: ended.organisation_id,
          after: { expires_at: now },
        });
        return true;
      }),
    create: (client, now, initialToken) =>
      writeClient(client.client_id, async (tx) => {
        if (initialToken !== null && !(await spend(tx, initialToken, now))) return false;
        await insert(tx, client, now);
        await created(tx, client);
        return true;
      }),
    createOnce: (client, now) =>
      writeClient(client.client_id, async (tx) => {
        const there = tx.selectFrom("clients").select("client_id").where("client_id", "=", client.client_id);
        if ((await there.executeTakeFirst()) !== undefined) return false;
        await insert(tx, client, now);
        await created(tx, client);
        return true;
      }),
    replace: (client_id, terms, registration, secret, now) =>
      writeClient(client_id, async (tx) => {
        const set = tx
          .updateTable("clients")
          .set({ registration: text(registration), resource_identifier: terms.resource })
          .where("client_id", "=", client_id)
          .where("disabled_at", "is", null);
        if ((await set.returning("client_id").execute()).length === 0) return false;
        await writeApp(tx, client_id, terms);
        const { token_endpoint_auth_method, grant_types, redirect_uris, scopes, metadata } = terms;
        const changes = { token_endpoint_auth_method, grant_types, redirect_uris, scopes, metadata };
        const before = await writeTerms(tx, client_id, changes);
        const differs = before && difference(before, changes);
        if (differs)
          await note(tx, {
            action: "client.changed",
            target: { type: "client", id: client_id },
            client_id,
            ...differs,
          });
        if (!isSecretMethod(token_endpoint_auth_method)) await endSecrets(tx, client_id, now);
        if (secret !== null) {
          const { id, hash, last4 } = secret;
          await insertSecret(tx, client_id, { id, hash, last4, label: "registration" }, now);
        }
        return true;
      }),
    remove: (client_id, now) => remove(client_id, now),
    async removeUnused(registeredBy, limit, now) {
      const unused = neverUsed(registeredBy);
      const found = engine.read.selectFrom("clients").select("client_id").where(unused).limit(limit);
      let removed = 0;
      for (const { client_id } of await found.execute()) if (await remove(client_id, now, unused)) removed++;
      return removed;
    },
  };
}
