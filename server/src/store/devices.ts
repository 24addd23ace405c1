/** RFC 8628 — devices that wait: one statement decides, one statement redeems, and both say who won. */
import type { Sealer } from "../lib/seal.ts";
import type { DeviceRecord, DevicesPort, StoredDevice } from "../oauth/device/ports.ts";
import { byPerson } from "../lib/actor.ts";
import type { Note } from "./audit/note.ts";
import { insertToken } from "./access-tokens.ts";
import type { Engine } from "./engine/engine.ts";
import { insertFamily } from "./families.ts";
import { insertPermit } from "./permits.ts";
import { storeConsent } from "./pending.ts";
import { authenticationOf, detailsOf, intact, limitsOf, text, texts, unlessEmpty } from "./rows.ts";
import type { Schema } from "./schema.ts";

/** A network may bring two punctual questions closer together. Milliseconds. */
const JITTER = 1000;

type Row = Schema["devices"];

function toRow(device: DeviceRecord): Row {
  const { userCode, interval, createdAt, expiresAt, scope, authorization_details, ...same } = device;
  return {
    ...same,
    user_code: userCode,
    scope: text(scope),
    authorization_details: unlessEmpty(authorization_details),
    poll_interval: interval,
    created_at: createdAt,
    expires_at: expiresAt,
    polled_at: null,
    decision: null,
    subject: null,
    consent_id: null,
    auth_time: null,
    authentication: null,
    redeemed_at: null,
    family_id: null,
    limits: null,
  };
}

function fromRow(row: Row): StoredDevice {
  const { hash, client_id, resource, environment, decision, subject, consent_id, auth_time } = row;
  const name = `a device of client ${client_id}`;
  const scope = intact(name, () => texts(row.scope));
  const authentication = authenticationOf(name, row.authentication);
  const authorization_details = detailsOf(name, row.authorization_details);
  return {
    hash,
    client_id,
    resource,
    environment,
    decision,
    scope,
    authorization_details,
    userCode: row.user_code,
    interval: row.poll_interval,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    approval:
      subject === null || consent_id === null || auth_time === null
        ? null
        : {
            subject,
            consentId: consent_id,
            authTime: auth_time,
            authentication,
            scope,
            authorization_details,
            limits: limitsOf(name, row.limits),
          },
    redeemedAt: row.redeemed_at,
    familyId: row.family_id,
  };
}

export function devices(engine: Engine, sealer: Sealer, note: Note): DevicesPort {
  return {
    put: (device) =>
      engine.writeBeside(async (tx) => {
        const stored = await tx
          .insertInto("devices")
          .values(toRow(device))
          .onConflict((conflict) => conflict.column("user_code").doNothing())
          .returning("hash")
          .executeTakeFirst();
        return stored ? "stored" : "taken";
      }),
    async find(hash) {
      const row = await engine.read
        .selectFrom("devices")
        .selectAll()
        .where("hash", "=", hash)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    async waiting(userCode, now) {
      const row = await engine.read
        .selectFrom("devices")
        .selectAll()
        .where("user_code", "=", userCode)
        .where("decision", "is", null)
        .where("expires_at", ">", now)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    poll: (hash, now, step) =>
      engine.writeBeside(async (tx) => {
        const inTime = await tx
          .updateTable("devices")
          .set({ polled_at: now })
          .where("hash", "=", hash)
          .where((eb) =>
            eb.or([
              eb("polled_at", "is", null),
              eb("polled_at", "<=", eb(eb.val(now + JITTER), "-", eb("poll_interval", "*", 1000))),
            ]),
          )
          .returning("hash")
          .executeTakeFirst();
        if (inTime) return "in_time";
        await tx
          .updateTable("devices")
          .set((eb) => ({ polled_at: now, poll_interval: eb("poll_interval", "+", step) }))
          .where("hash", "=", hash)
          .execute();
        return "too_soon";
      }),
    approve: (hash, { id, browser }, now, decision, via) =>
      engine.writeBeside(async (tx) => {
        const mine = await tx
          .deleteFrom("pendings")
          .where("id", "=", id)
          .where("browser", "=", browser)
          .where("device", "=", hash)
          .where("expires_at", ">", now)
          .returning("id")
          .executeTakeFirst();
        if (!mine) return "gone";
        const decided = await tx
          .updateTable("devices")
          .set({ decision: "deniedBy" in decision ? "denied" : "allowed" })
          .where("hash", "=", hash)
          .where("decision", "is", null)
          .where("expires_at", ">", now)
          .returning("client_id")
          .executeTakeFirst();
        if (!decided) return "gone";
        if ("deniedBy" in decision) {
          const { client_id } = decided;
          // A device has no name but its digest, which stays where it is.
          const target = { type: "client", id: client_id };
          await note(tx, { action: "device.denied", target, client_id }, byPerson(decision.deniedBy, via));
          return "decided";
        }
        const { subject, authTime, authentication, scope, authorization_details, limits } = decision.approval;
        const consentId = await storeConsent(engine, tx, decision.consent, note, via);
        if (decision.permit) await insertPermit(tx, decision.permit, consentId);
        await tx
          .updateTable("devices")
          .set({
            subject,
            consent_id: consentId,
            auth_time: authTime,
            authentication: authentication === null ? null : text(authentication),
            scope: text(scope),
            authorization_details: unlessEmpty(authorization_details),
            limits: limits == null ? null : text(limits),
          })
          .where("hash", "=", hash)
          .execute();
        return "decided";
      }),
    redeem: (hash, now, { family, token }) =>
      engine.writeBeside(async (tx) => {
        // Whoever gets a row back has redeemed it; nobody else ever will.
        const won = await tx
          .updateTable("devices")
          .set({ redeemed_at: now, family_id: family.id })
          .where("hash", "=", hash)
          .where("decision", "=", "allowed")
          .where("redeemed_at", "is", null)
          .where("expires_at", ">", now)
          .where((eb) =>
            eb.exists(
              eb
                .selectFrom("consents")
                .innerJoin("people", "people.id", "consents.subject")
                .innerJoin("clients", "clients.client_id", "consents.client_id")
                .select("consents.id")
                .whereRef("consents.id", "=", "devices.consent_id")
                .where("people.disabled_at", "is", null)
                .where("clients.disabled_at", "is", null),
            ),
          )
          .returning("hash")
          .executeTakeFirst();
        if (!won) {
          const first = await tx
            .selectFrom("devices")
            .select("family_id")
            .where("hash", "=", hash)
            .where("redeemed_at", "is not", null)
            .executeTakeFirst();
          return first ? { outcome: "already_spent", familyId: first.family_id } : { outcome: "gone" };
        }
        await insertFamily(tx, sealer, family);
        if (token) await insertToken(tx, token);
        await tx
          .updateTable("consents")
          .set({ last_used_at: now })
          .where("id", "=", family.consentId)
          .execute();
        return { outcome: "redeemed" };
      }),
  };
}
