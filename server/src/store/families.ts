/** RFC 9700 §4.14.2 — families of tokens: rotation bound to its successor, so that a fork cannot be represented. */
import type { CompiledQuery, Kysely } from "kysely";
import type { Sealer } from "../lib/seal.ts";
import type { FamiliesPort, Family, Rotation } from "../oauth/ports.ts";
import { insertToken, type Redemption } from "./access-tokens.ts";
import { byApp, type Via } from "../lib/actor.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { ENDS } from "./family-ends.ts";
import { prepared } from "./prepared.ts";
import { revokeAll } from "./revocation.ts";
import { stay, step, stepOf, stepped, type Step } from "./rotation.ts";
import {
  authenticationOf,
  confirmationOf,
  detailsOf,
  intact,
  limitsOf,
  orDamaged,
  text,
  texts,
  unlessEmpty,
} from "./rows.ts";
import type { Schema } from "./schema.ts";

type Fresh = Omit<Schema["families"], "revoked_why">;

const COLUMNS = [
  "id",
  "client_id",
  "subject",
  "consent_id",
  "scope",
  "resource",
  "environment",
  "seed_sealed",
  "generation",
  "rotated_at",
  "repeats",
  "auth_time",
  "authentication",
  "cnf",
  "authorization_details",
  "limits",
  "created_at",
  "idle_expires_at",
  "expires_at",
  "revoked_at",
] as const satisfies (keyof Fresh)[];

/** A row if this redemption is the one that the code was spent on. */
const insertRedeemed = prepared((db, v: Fresh & Redemption) =>
  db
    .insertInto("families")
    .columns([...COLUMNS])
    .expression((eb) =>
      eb
        .selectFrom("codes")
        .select(COLUMNS.map((column) => eb.val(v[column]).as(column)))
        .where("codes.hash", "=", v.code)
        .where("codes.family_id", "=", v.begun)
        .where("codes.redeemed_at", "=", v.now),
    ),
);

/** The row of a new family, its seed sealed for it alone. */
function newRow(sealer: Sealer, family: Family): Fresh {
  const { id, client_id, subject, resource, environment, generation, repeats, seed } = family;
  return {
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
    authentication: family.authentication === null ? null : text(family.authentication),
    cnf: family.cnf === null ? null : text(family.cnf),
    authorization_details: unlessEmpty(family.authorization_details),
    limits: family.limits == null ? null : text(family.limits),
    created_at: family.createdAt,
    idle_expires_at: family.idleExpiresAt,
    expires_at: family.expiresAt,
    revoked_at: family.revokedAt,
  };
}

/** Stores a new family in the caller's transaction. */
export async function insertFamily(tx: Kysely<Schema>, sealer: Sealer, family: Family): Promise<void> {
  await tx.insertInto("families").values(newRow(sealer, family)).execute();
}

/** The statement that stores a new family, if the redemption before it has won. */
export function familyOfCode(
  db: Kysely<Schema>,
  sealer: Sealer,
  redemption: Redemption,
  family: Family,
): CompiledQuery {
  return insertRedeemed.query(db, { ...redemption, ...newRow(sealer, family) });
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
    authentication: authenticationOf(`family ${id}`, row.authentication),
    cnf: confirmationOf(`family ${id}`, row.cnf),
    authorization_details: detailsOf(`family ${id}`, row.authorization_details),
    limits: limitsOf(`family ${id}`, row.limits),
    createdAt: row.created_at,
    idleExpiresAt: row.idle_expires_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}

const find = prepared((db, v: { id: string }) =>
  db.selectFrom("families").selectAll().where("id", "=", v.id),
);

/** As a run: no later one undoes it. */
const COMMITTED = Infinity;

export function families(engine: Engine, sealer: Sealer, note: Note): FamiliesPort {
  async function endIn(
    tx: Kysely<Schema>,
    id: string,
    now: number,
    reason: keyof typeof ENDS,
    via: Via | undefined,
  ): Promise<void> {
    const { why, action } = ENDS[reason];
    if ((await revokeAll(engine, tx, "id", id, now, why)) === 0) return;
    const [family] = await find(tx, { id });
    if (!family) return;
    const { client_id, subject, consent_id, generation } = family;
    // Whoever proved to be the app did it, though it may be somebody who took its place.
    await note(
      tx,
      {
        action,
        target: { type: "family", id },
        client_id,
        after: { client_id, subject, consent: consent_id, generation },
      },
      byApp(client_id, via),
    );
  }
  /**
   * Ends under way here, by family. Whoever wants the same waits for that one: a row that many sessions update in turn
   * is locked by each until its commit, for nothing, and the last of them would wait longer than it may (reliability P8).
   */
  const ending = new Map<string, Promise<void>>();
  /**
   * Families whose end is decided here and not yet stored, and by which run of the verb: whoever comes behind in the same
   * tick finds them ended. A batch that is undone runs again, and then what was decided in the run before counts no more.
   */
  const doomed = new Map<string, number>();

  function endOnce(id: string, now: number, reason: keyof typeof ENDS, via: Via | undefined): Promise<void> {
    const underWay = ending.get(id);
    if (underWay !== undefined) return underWay;
    const end = engine.writeBeside((tx) => endIn(tx, id, now, reason, via)).finally(() => ending.delete(id));
    ending.set(id, end);
    return end;
  }

  const verbs: FamiliesPort = {
    async find(id) {
      const [row] = await find(engine.read, { id });
      return row ? fromRow(row, sealer) : null;
    },
    async rotate(id, presented, now, limits, token, via) {
      if (doomed.get(id) === COMMITTED) return { outcome: "gone" };
      const values: Step = {
        family: id,
        presented,
        head: presented + 1,
        now,
        idleEnd: now + limits.idleMs,
        since: now - limits.overlapMs,
        limit: limits.repeats,
      };
      if (engine.remote) {
        const one = stepOf(engine.read, values, token);
        const [result] = await engine.writeTogether(id, [one]);
        const row = result?.rows[0] as { generation: number; repeats: number } | undefined;
        if (row) return stepped(row);
      }
      let runs = 0;
      let mine = false;
      const decide = async (tx: Kysely<Schema>): Promise<Rotation | "ahead"> => {
        runs++;
        if ((doomed.get(id) ?? 0) >= runs) return { outcome: "gone" };
        const [next] = await step(tx, values);
        if (next) {
          if (token) await insertToken(tx, token);
          return stepped(next);
        }
        const [row] = await find(tx, { id });
        if (!row || row.revoked_at !== null || row.idle_expires_at <= now || row.expires_at <= now)
          return { outcome: "gone" };
        doomed.set(id, Math.max(doomed.get(id) ?? 0, runs));
        mine = true;
        return presented > row.generation ? "ahead" : { outcome: "reused" };
      };
      try {
        const seen = await engine.writeBeside(decide);
        if (seen !== "ahead" && seen.outcome !== "reused") return seen;
        doomed.set(id, COMMITTED);
        // A generation ahead of the head is ours too, so the stored state is older than the world (a restored backup):
        // it ends, because nobody can tell whether its head was used, but nobody is accused of a replay.
        await endOnce(id, now, seen === "ahead" ? "ahead" : "reused", via);
        return seen === "ahead" ? { outcome: "gone" } : seen;
      } finally {
        if (mine) doomed.delete(id);
      }
    },
    keep(id, presented, now, idleMs, token) {
      return engine.writeBeside(async (tx) => {
        const [kept] = await stay(tx, { family: id, presented, now, idleEnd: now + idleMs });
        if (!kept) return "gone";
        if (token) await insertToken(tx, token);
        return "kept";
      });
    },
    async revoke(id, now, why, via) {
      const [row] = await find(engine.read, { id });
      // Who sends a spent code ten thousand times costs a read each: what has ended stays ended.
      if (row && row.revoked_at !== null) return;
      await endOnce(id, now, why, via);
    },
  };
  // A person who is not there: only a damaged row says so.
  return {
    ...verbs,
    rotate: (id, ...rest) => orDamaged(`family ${id}`, verbs.rotate(id, ...rest)),
    keep: (id, ...rest) => orDamaged(`family ${id}`, verbs.keep(id, ...rest)),
  };
}
