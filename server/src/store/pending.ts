/** RFC 6749 §4.1.1 — authorization requests that wait for a person; taking one is what makes its answer happen once. */
import type { Kysely } from "kysely";
import type { CodeRecord, Consent, Pending, PendingPort } from "../oauth/ports.ts";
import { insertCode } from "./codes.ts";
import type { Engine } from "./engine/engine.ts";
import { intact, text, texts } from "./rows.ts";
import type { Schema } from "./schema.ts";

function toRow(pending: Pending): Schema["pendings"] {
  const { redirectTarget, createdAt, expiresAt, scope, ...same } = pending;
  return {
    ...same,
    scope: text(scope),
    redirect_target: redirectTarget,
    created_at: createdAt,
    expires_at: expiresAt,
  };
}

function fromRow(row: Schema["pendings"]): Pending {
  const { redirect_target, created_at, expires_at, scope, ...same } = row;
  return {
    ...same,
    scope: intact(`request ${row.id}`, () => texts(scope)),
    redirectTarget: redirect_target,
    createdAt: created_at,
    expiresAt: expires_at,
  };
}

/**
 * A person has one consent for a client and an API: allowing again renews it under its first id. What was allowed
 * before stays allowed, unless the app has changed since: that is decided here, so that a withdrawal in between counts.
 */
async function allow(tx: Kysely<Schema>, consent: Consent, code: CodeRecord): Promise<void> {
  const before = await tx
    .selectFrom("consents")
    .select(["scope", "consent_version"])
    .where("subject", "=", consent.subject)
    .where("client_id", "=", consent.client_id)
    .where("resource", "=", consent.resource)
    .executeTakeFirst();
  const standing = before?.consent_version === consent.consentVersion ? texts(before.scope) : [];
  const renewed = {
    scope: text([...new Set([...standing, ...consent.scope])]),
    consent_version: consent.consentVersion,
    updated_at: consent.updatedAt,
  };
  const { id } = await tx
    .insertInto("consents")
    .values({
      ...renewed,
      id: consent.id,
      subject: consent.subject,
      client_id: consent.client_id,
      resource: consent.resource,
      created_at: consent.createdAt,
    })
    .onConflict((conflict) => conflict.columns(["subject", "client_id", "resource"]).doUpdateSet(renewed))
    .returning("id")
    .executeTakeFirstOrThrow();
  await insertCode(tx, { ...code, consentId: id });
}

export function pending(engine: Engine): PendingPort {
  return {
    async put(request) {
      await engine.write((tx) => tx.insertInto("pendings").values(toRow(request)).execute());
    },
    async find(id, now) {
      const row = await engine.read
        .selectFrom("pendings")
        .selectAll()
        .where("id", "=", id)
        .where("expires_at", ">", now)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    async rebind(from, to) {
      await engine.write((tx) =>
        tx.updateTable("pendings").set({ browser: to }).where("browser", "=", from).execute(),
      );
    },
    take: (id, browser, now, allowed) =>
      engine.write(async (tx) => {
        const mine = await tx
          .deleteFrom("pendings")
          .where("id", "=", id)
          .where("browser", "=", browser)
          .where("expires_at", ">", now)
          .returning("id")
          .executeTakeFirst();
        if (!mine) return "gone";
        if (allowed) await allow(tx, allowed.consent, allowed.code);
        return "taken";
      }),
  };
}
