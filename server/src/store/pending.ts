/** RFC 6749 §4.1.1 — authorization requests that wait for a person; taking one is what makes its answer happen once. */
import type { Kysely } from "kysely";
import { limitsAnything } from "../oauth/agents/limits.ts";
import { plainOAuth, type OpenIdRequest } from "../oauth/openid/request.ts";
import type { Consent, Pending, PendingPort, SessionTie } from "../oauth/ports.ts";
import { byPerson, type By, type Via } from "../lib/actor.ts";
import type { Note } from "./audit/note.ts";
import { insertCode } from "./codes.ts";
import type { Engine } from "./engine/engine.ts";
import { endPermits, insertPermit } from "./permits.ts";
import { usePushed } from "./pushed.ts";
import { prepared, type Prepared } from "./prepared.ts";
import { revokeAll } from "./revocation.ts";
import { detailsOf, intact, json, text, texts, unlessEmpty } from "./rows.ts";
import type { Schema } from "./schema.ts";
import { joinSession } from "./session-end.ts";

function toRow(pending: Pending): Schema["pendings"] {
  const { redirectTarget, createdAt, expiresAt, scope, openid, authorization_details, ...same } = pending;
  return {
    ...same,
    scope: text(scope),
    openid: text(openid),
    authorization_details: unlessEmpty(authorization_details),
    redirect_target: redirectTarget,
    created_at: createdAt,
    expires_at: expiresAt,
  };
}

function fromRow(row: Schema["pendings"]): Pending {
  const { redirect_target, created_at, expires_at, scope, openid, response_mode, ...same } = row;
  return {
    ...same,
    // A request of before a member or the column asked nothing of the kind.
    openid: {
      ...plainOAuth,
      ...(openid === null ? {} : intact(`request ${row.id}`, () => json<OpenIdRequest>(openid))),
    },
    authorization_details: detailsOf(`request ${row.id}`, row.authorization_details),
    response_mode: response_mode ?? "query",
    scope: intact(`request ${row.id}`, () => texts(scope)),
    redirectTarget: redirect_target,
    createdAt: created_at,
    expiresAt: expires_at,
  };
}

const insert = prepared((db, v: Schema["pendings"]) =>
  db.insertInto("pendings").values({
    id: v.id,
    client_id: v.client_id,
    redirect_uri: v.redirect_uri,
    redirect_target: v.redirect_target,
    scope: v.scope,
    state: v.state,
    code_challenge: v.code_challenge,
    code_challenge_method: v.code_challenge_method,
    resource: v.resource,
    ui_locales: v.ui_locales,
    login_hint: v.login_hint,
    browser: v.browser,
    created_at: v.created_at,
    expires_at: v.expires_at,
    openid: v.openid,
    response_mode: v.response_mode,
    device: v.device,
    pushed: v.pushed,
    dpop_jkt: v.dpop_jkt,
    authorization_details: v.authorization_details,
  }),
);

const find = prepared((db, v: { id: string; now: number }) =>
  db.selectFrom("pendings").selectAll().where("id", "=", v.id).where("expires_at", ">", v.now),
);

/** All requests that wait in the browser of one cookie wait in that of another one. */
export const handOnRequests: Prepared<{ from: string; to: string }, unknown> = prepared((db, v) =>
  db.updateTable("pendings").set({ browser: v.to }).where("browser", "=", v.from),
);

const end = prepared((db, v: { id: string; browser: string; now: number }) =>
  db
    .deleteFrom("pendings")
    .where("id", "=", v.id)
    .where("browser", "=", v.browser)
    .where("expires_at", ">", v.now)
    .returning(["id", "pushed"]),
);

type ConsentRow = Omit<Schema["consents"], "last_used_at">;

const allowOnce = prepared((db, v: ConsentRow) =>
  db
    .insertInto("consents")
    .values({
      id: v.id,
      subject: v.subject,
      client_id: v.client_id,
      resource: v.resource,
      scope: v.scope,
      consent_version: v.consent_version,
      limits: v.limits,
      created_at: v.created_at,
      updated_at: v.updated_at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["subject", "client_id", "resource"])
        .doUpdateSet({ updated_at: v.updated_at, limits: v.limits }),
    )
    .returning(["id", "scope", "consent_version"]),
);

/**
 * A person has one consent for a client and an API: allowing again renews it under its first id. What was allowed
 * before stays allowed, unless the app has changed since: that is decided here, so that a withdrawal in between counts.
 * Limits are for all of it: what was allowed without them ends, or it would go on beside them.
 */
export async function storeConsent(
  engine: Engine,
  tx: Kysely<Schema>,
  consent: Consent,
  note: Note,
  via: Via | undefined,
  by: By = byPerson(consent.subject, via),
): Promise<string> {
  const { scope, consentVersion: consent_version, updatedAt: updated_at } = consent;
  const limited = consent.limits != null && limitsAnything(consent.limits);
  const limits = consent.limits == null ? null : text(consent.limits);
  // Written before it is read: whoever allows at the same time waits here, and then reads what this one leaves.
  const [standing] = await allowOnce(tx, {
    id: consent.id,
    subject: consent.subject,
    client_id: consent.client_id,
    resource: consent.resource,
    scope: text(scope),
    consent_version,
    limits,
    created_at: consent.createdAt,
    updated_at,
  });
  if (standing === undefined) throw new Error("neither a new consent nor the one before");
  const { id } = standing;
  const isNew = id === consent.id;
  if (limited && !isNew) {
    await revokeAll(engine, tx, "consent_id", id, updated_at, "allowed anew with limits");
    await endPermits(tx, id, updated_at);
  }
  const before = standing.consent_version === consent_version ? texts(standing.scope) : [];
  const kept = limited ? [] : before;
  const renewed = { scope: text([...new Set([...kept, ...scope])]), consent_version };
  const differs = renewed.scope !== standing.scope || standing.consent_version !== consent_version;
  if (differs) await tx.updateTable("consents").set(renewed).where("id", "=", id).execute();
  // The same "yes" once more gives nothing that was not given before.
  if (isNew || differs || limited) {
    const { client_id, resource } = consent;
    const { until, readOnly, calls } = consent.limits ?? {};
    await note(
      tx,
      {
        action: "consent.given",
        target: { type: "consent", id },
        client_id,
        before: isNew ? null : { scope: before },
        after: {
          client_id,
          resource,
          scope: texts(renewed.scope),
          ...(by.actor.id === consent.subject ? {} : { person: consent.subject }),
          ...(limited ? { until, read_only: readOnly, calls } : {}),
        },
      },
      by,
    );
  }
  return id;
}

function rowOf(
  { sid, notified, endsTokens, expiresAt }: SessionTie,
  { client_id, subject }: Pick<Consent, "client_id" | "subject">,
  consentId: string,
): Schema["session_clients"] {
  return {
    sid,
    client_id,
    subject,
    notified: notified ? 1 : 0,
    consent_id: endsTokens ? consentId : null,
    expires_at: expiresAt,
  };
}

export function pending(engine: Engine, note: Note): PendingPort {
  return {
    async put(request) {
      await engine.writeTogether(request.id, [insert.query(engine.read, toRow(request))]);
    },
    async find(id, now) {
      const [row] = await find(engine.read, { id, now });
      return row ? fromRow(row) : null;
    },
    async rebind(from, to) {
      await engine.writeTogether(from, [handOnRequests.query(engine.read, { from, to })]);
    },
    take: (id, browser, now, allowed, via) =>
      engine.writeBeside(async (tx) => {
        const [mine] = await end(tx, { id, browser, now });
        if (!mine) return "gone";
        // RFC 9126 §4: one-time. Of two tabs with the same pushed request one gets an answer.
        if (mine.pushed !== null && !(await usePushed(tx, mine.pushed, now))) return "gone";
        if (allowed) {
          const consentId = await storeConsent(engine, tx, allowed.consent, note, via, allowed.by);
          if (allowed.permit) await insertPermit(tx, allowed.permit, consentId);
          await insertCode(tx, { ...allowed.code, consentId });
          if (allowed.session) await joinSession(tx, rowOf(allowed.session, allowed.code, consentId));
        }
        return "taken";
      }),
  };
}
