/** RFC 9700 §4.14.2 — families of tokens: rotation bound to its successor, so that a fork cannot be represented. */
import type { Kysely } from "kysely";
import type { Sealer } from "../lib/seal.ts";
import type { FamiliesPort, Family } from "../oauth/ports.ts";
import { insertOpaque } from "./access-tokens.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";
import { revokeAll } from "./revocation.ts";
import { intact, text, texts } from "./rows.ts";
import type { Schema } from "./schema.ts";

type Fresh = Omit<Schema["families"], "revoked_why">;

const insert = prepared((db, v: Fresh) =>
  db.insertInto("families").values({
    id: v.id,
    client_id: v.client_id,
    subject: v.subject,
    consent_id: v.consent_id,
    scope: v.scope,
    resource: v.resource,
    environment: v.environment,
    seed_sealed: v.seed_sealed,
    generation: v.generation,
    rotated_at: v.rotated_at,
    repeats: v.repeats,
    auth_time: v.auth_time,
    created_at: v.created_at,
    idle_expires_at: v.idle_expires_at,
    expires_at: v.expires_at,
    revoked_at: v.revoked_at,
  }),
);

/** Stores a new family, its seed sealed for it alone, in the caller's transaction. */
export async function insertFamily(tx: Kysely<Schema>, sealer: Sealer, family: Family): Promise<void> {
  const { id, client_id, subject, resource, environment, generation, repeats, seed } = family;
  await insert(tx, {
    id,
    client_id,
    subject,
    resource,
    environment,
    generation,
    repeats,
    consent_id: family.consentId,
    scope: text(family.scope),
    seed_sealed: seed === null ? null : sealer.seal(seed, `family:${id}`),
    rotated_at: family.rotatedAt,
    auth_time: family.authTime,
    created_at: family.createdAt,
    idle_expires_at: family.idleExpiresAt,
    expires_at: family.expiresAt,
    revoked_at: family.revokedAt,
  });
}

function fromRow(row: Schema["families"], sealer: Sealer): Family {
  const { id, client_id, subject, resource, environment, generation, repeats } = row;
  return {
    id,
    client_id,
    subject,
    resource,
    environment,
    generation,
    repeats,
    consentId: row.consent_id,
    scope: intact(`family ${id}`, () => texts(row.scope)),
    seed: intact(`family ${id}`, () =>
      row.seed_sealed === null ? null : sealer.open(row.seed_sealed, `family:${id}`),
    ),
    rotatedAt: row.rotated_at,
    authTime: row.auth_time,
    createdAt: row.created_at,
    idleExpiresAt: row.idle_expires_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}

const find = prepared((db, v: { id: string }) =>
  db.selectFrom("families").selectAll().where("id", "=", v.id),
);

type Step = { id: string; presented: number; now: number; idleEnd: number };

const advance = prepared((db, v: Step) =>
  db
    .updateTable("families")
    .set((eb) => ({
      generation: eb("generation", "+", 1),
      rotated_at: v.now,
      repeats: 0,
      idle_expires_at: v.idleEnd,
    }))
    .where("id", "=", v.id)
    .where("generation", "=", v.presented)
    .where("revoked_at", "is", null)
    .where("idle_expires_at", ">", v.now)
    .where("expires_at", ">", v.now)
    .returning("generation"),
);

type Again = { id: string; head: number; now: number; since: number; limit: number };

const repeat = prepared((db, v: Again) =>
  db
    .updateTable("families")
    .set((eb) => ({ repeats: eb("repeats", "+", 1) }))
    .where("id", "=", v.id)
    .where("generation", "=", v.head)
    .where("rotated_at", ">", v.since)
    .where("repeats", "<", v.limit)
    .where("revoked_at", "is", null)
    .where("idle_expires_at", ">", v.now)
    .where("expires_at", ">", v.now)
    .returning("generation"),
);

export function families(engine: Engine, sealer: Sealer): FamiliesPort {
  return {
    async find(id) {
      const [row] = await find(engine.read, { id });
      return row ? fromRow(row, sealer) : null;
    },
    rotate(id, presented, now, limits, opaque) {
      return engine.write(async (tx) => {
        const [next] = await advance(tx, { id, presented, now, idleEnd: now + limits.idleMs });
        if (next) {
          if (opaque) await insertOpaque(tx, opaque);
          return { outcome: "rotated", generation: next.generation };
        }
        const since = now - limits.overlapMs;
        const [same] = await repeat(tx, { id, head: presented + 1, now, since, limit: limits.repeats });
        if (same) {
          if (opaque) await insertOpaque(tx, opaque);
          return { outcome: "repeated", generation: same.generation };
        }
        const [row] = await find(tx, { id });
        if (!row || row.revoked_at !== null || row.idle_expires_at <= now || row.expires_at <= now)
          return { outcome: "gone" };
        // A generation ahead of the head is ours too, so the stored state is older than the world (a restored backup):
        // it ends, because nobody can tell whether its head was used, but nobody is accused of a replay.
        const ahead = presented > row.generation;
        await revokeAll(tx, "id", id, now, ahead ? "state is older than its tokens" : "refresh token reused");
        return { outcome: ahead ? "gone" : "reused" };
      });
    },
    async revoke(id, now, why) {
      await engine.write((tx) => revokeAll(tx, "id", id, now, why));
    },
  };
}
