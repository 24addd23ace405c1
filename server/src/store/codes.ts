/** RFC 6749 §4.1.2, RFC 9700 §2.1.1 — authorization codes: one statement makes a code single-use. */
import type { Kysely } from "kysely";
import type { CodeRecord, CodesPort, StoredCode } from "../oauth/ports.ts";
import type { Sealer } from "../lib/seal.ts";
import { byApp } from "../lib/actor.ts";
import { tokenOfCode } from "./access-tokens.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { familyOfCode } from "./families.ts";
import { prepared } from "./prepared.ts";
import {
  authenticationOf,
  detailsOf,
  intact,
  limitsOf,
  orDamaged,
  text,
  texts,
  unlessEmpty,
} from "./rows.ts";
import type { Schema } from "./schema.ts";

type Fresh = Omit<Schema["codes"], "redeemed_at" | "burned_at" | "family_id" | "misses">;

const insert = prepared((db, v: Fresh) =>
  db.insertInto("codes").values({
    hash: v.hash,
    client_id: v.client_id,
    subject: v.subject,
    consent_id: v.consent_id,
    redirect_uri: v.redirect_uri,
    scope: v.scope,
    resource: v.resource,
    environment: v.environment,
    code_challenge: v.code_challenge,
    code_challenge_method: v.code_challenge_method,
    auth_time: v.auth_time,
    authentication: v.authentication,
    dpop_jkt: v.dpop_jkt,
    authorization_details: v.authorization_details,
    limits: v.limits,
    created_at: v.created_at,
    expires_at: v.expires_at,
    misses: 0,
  }),
);

/** Stores a fresh code, in the caller's transaction. */
export async function insertCode(tx: Kysely<Schema>, code: CodeRecord): Promise<void> {
  const { consentId, authTime, authentication, createdAt, expiresAt, scope, ...rest } = code;
  const { authorization_details, limits, ...same } = rest;
  await insert(tx, {
    ...same,
    scope: text(scope),
    authorization_details: unlessEmpty(authorization_details),
    limits: limits == null ? null : text(limits),
    consent_id: consentId,
    auth_time: authTime,
    authentication: authentication === null ? null : text(authentication),
    created_at: createdAt,
    expires_at: expiresAt,
  });
}

function fromRow(row: Schema["codes"]): StoredCode {
  const {
    consent_id,
    auth_time,
    created_at,
    expires_at,
    redeemed_at,
    burned_at: _,
    family_id,
    ...same
  } = row;
  return {
    ...same,
    scope: intact(`a code of client ${row.client_id}`, () => texts(row.scope)),
    consentId: consent_id,
    authTime: auth_time,
    authentication: authenticationOf(`a code of client ${row.client_id}`, row.authentication),
    authorization_details: detailsOf(`a code of client ${row.client_id}`, row.authorization_details),
    limits: limitsOf(`a code of client ${row.client_id}`, row.limits),
    createdAt: created_at,
    expiresAt: expires_at,
    redeemedAt: redeemed_at,
    familyId: family_id,
  };
}

const find = prepared((db, v: { hash: string }) =>
  db.selectFrom("codes").selectAll().where("hash", "=", v.hash).where("burned_at", "is", null),
);

type Winning = { hash: string; now: number; familyId: string };

/** The one statement. Whoever gets a row back has redeemed the code; nobody else ever will. */
const win = prepared((db, v: Winning) =>
  db
    .updateTable("codes")
    .set({ redeemed_at: v.now, family_id: v.familyId })
    .where("hash", "=", v.hash)
    .where("redeemed_at", "is", null)
    .where("burned_at", "is", null)
    .where("expires_at", ">", v.now)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("consents")
          .innerJoin("people", "people.id", "consents.subject")
          .innerJoin("clients", "clients.client_id", "consents.client_id")
          .select("consents.id")
          .whereRef("consents.id", "=", "codes.consent_id")
          .where("people.disabled_at", "is", null)
          .where("clients.disabled_at", "is", null),
      ),
    )
    .returning("hash"),
);

/** Exact only to a minute (the family knows better): a row that all redemptions of a consent write would be their queue. */
const consentUsed = prepared((db, v: Winning & { before: number }) =>
  db
    .updateTable("consents")
    .set({ last_used_at: v.now })
    .where("id", "=", (eb) =>
      eb
        .selectFrom("codes")
        .select("consent_id")
        .where("hash", "=", v.hash)
        .where("family_id", "=", v.familyId),
    )
    .where((eb) => eb.or([eb("last_used_at", "is", null), eb("last_used_at", "<=", v.before)])),
);

/** The last use of a consent is written at most so often. Milliseconds. */
const USE_NOTED_EVERY = 60_000;

const winner = prepared((db, v: { hash: string }) =>
  db.selectFrom("codes").select("family_id").where("hash", "=", v.hash).where("redeemed_at", "is not", null),
);

export function codes(engine: Engine, sealer: Sealer, note: Note): CodesPort {
  const verbs: CodesPort = {
    async find(hash) {
      const [row] = await find(engine.read, { hash });
      return row ? fromRow(row) : null;
    },
    miss: (hash, limit, now, via) =>
      engine.writeBeside(async (tx) => {
        const counted = await tx
          .updateTable("codes")
          .set((eb) => ({
            misses: eb("misses", "+", 1),
            burned_at: eb
              .case()
              .when("misses", ">=", limit - 1)
              .then(now)
              .else(eb.ref("burned_at"))
              .end(),
          }))
          .where("hash", "=", hash)
          .where("redeemed_at", "is", null)
          .where("burned_at", "is", null)
          .returning(["misses", "burned_at", "client_id", "consent_id"])
          .executeTakeFirst();
        if (counted) {
          const { misses, burned_at, client_id, consent_id } = counted;
          if (burned_at !== null)
            await note(
              tx,
              {
                action: "code.burned",
                // A code has no name but its digest, which stays where it is.
                target: { type: "consent", id: consent_id },
                client_id,
                after: { misses },
              },
              byApp(client_id, via),
            );
          return misses;
        }
        const old = await tx.selectFrom("codes").select("misses").where("hash", "=", hash).executeTakeFirst();
        return old?.misses ?? 0;
      }),
    async redeem(hash, now, { family, token }) {
      const db = engine.read;
      const winning = { hash, now, familyId: family.id };
      const redemption = { code: hash, begun: family.id, now };
      // What follows the first statement asks the code who has won it: no trip in between.
      const [won] = await engine.writeTogether(hash, [
        win.query(db, winning),
        familyOfCode(db, sealer, redemption, family),
        ...(token ? [tokenOfCode(db, redemption, token)] : []),
        consentUsed.query(db, { ...winning, before: now - USE_NOTED_EVERY }),
      ]);
      if (won !== undefined && won.rows.length > 0) return { outcome: "redeemed" };
      // Whoever was first has committed: our own statement has waited for that.
      const [first] = await winner(db, { hash });
      return first ? { outcome: "already_spent", familyId: first.family_id } : { outcome: "gone" };
    },
  };
  // A person who is not there: only a damaged row says so.
  return {
    ...verbs,
    redeem: (hash, ...rest) => orDamaged("a code", verbs.redeem(hash, ...rest)),
  };
}
