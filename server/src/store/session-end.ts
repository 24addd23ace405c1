/** OpenID Connect Back-Channel Logout 1.0 §2.7 — the end of a session, in the transaction of whatever ends it: who is told, and what ends with it. */
import type { Kysely } from "kysely";
import { byPerson } from "../lib/actor.ts";
import type { Clock } from "../lib/clock.ts";
import { uuid7, type Random } from "../lib/random.ts";
import { OFFLINE_ACCESS } from "../oauth/words.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared, type Prepared } from "./prepared.ts";
import { revokeAll } from "./revocation.ts";
import { authenticationOf, intact, texts } from "./rows.ts";
import type { Schema } from "./schema.ts";

type Tx = Kysely<Schema>;

/** An app that could not be told for so long is told no more. Milliseconds. */
const NOTICE_LIVES = 2 * 3_600_000;

/** Removes the session of this digest, or all of a person's. One that goes on under the name `unless` is only removed. */
export type SessionEnd = (
  tx: Tx,
  by: "hash" | "subject",
  value: string,
  unless?: string | null,
) => Promise<void>;

const remove = {
  hash: prepared((db, v: { value: string }) =>
    db.deleteFrom("sessions").where("hash", "=", v.value).returning(["sid", "subject"]),
  ),
  subject: prepared((db, v: { value: string }) =>
    db.deleteFrom("sessions").where("subject", "=", v.value).returning(["sid", "subject"]),
  ),
} as const;

export function sessionEnd(engine: Engine, clock: Clock, random: Random, note: Note): SessionEnd {
  return async (tx, by, value, unless = null) => {
    const gone = await remove[by](tx, { value });
    for (const { sid, subject } of gone)
      if (sid !== null && subject !== null && sid !== unless)
        await endSession(tx, { sid, subject }, { engine, clock, random, note });
  };
}

async function endSession(
  tx: Tx,
  { sid, subject }: { sid: string; subject: string },
  { engine, clock, random, note }: { engine: Engine; clock: Clock; random: Random; note: Note },
): Promise<void> {
  const now = clock.now();
  const apps = await tx.deleteFrom("session_clients").where("sid", "=", sid).returningAll().execute();
  for (const { client_id, consent_id, notified } of apps) {
    const ended = consent_id === null ? 0 : await endTokens(engine, tx, sid, consent_id, now);
    if (consent_id !== null && ended > 0) {
      const target = { type: "consent", id: consent_id };
      const change = {
        action: "session.ended",
        target,
        client_id,
        after: { families_ended: ended },
      } as const;
      await note(tx, change, byPerson(subject));
    }
    if (notified === 1)
      await tx
        .insertInto("logout_notices")
        .values({
          id: uuid7(clock, random),
          client_id,
          subject,
          sid,
          attempts: 0,
          next_at: now,
          expires_at: now + NOTICE_LIVES,
        })
        .execute();
  }
}

/** What came from this session and asked for nothing lasting (§2.7); answers how many families it were. */
async function endTokens(
  engine: Engine,
  tx: Tx,
  sid: string,
  consent_id: string,
  now: number,
): Promise<number> {
  const fromHere = ({ scope, authentication }: { scope: string; authentication: string | null }): boolean =>
    authenticationOf("a family or code", authentication)?.sid === sid &&
    !intact("a family or code", () => texts(scope)).includes(OFFLINE_ACCESS);
  const codes = await tx
    .selectFrom("codes")
    .select(["hash", "scope", "authentication"])
    .where("consent_id", "=", consent_id)
    .where("redeemed_at", "is", null)
    .where("burned_at", "is", null)
    .execute();
  for (const { hash } of codes.filter(fromHere))
    await tx
      .updateTable("codes")
      .set({ burned_at: now })
      .where("hash", "=", hash)
      .where("redeemed_at", "is", null)
      .execute();
  const families = await tx
    .selectFrom("families")
    .select(["id", "scope", "authentication"])
    .where("consent_id", "=", consent_id)
    .where("revoked_at", "is", null)
    .execute();
  let ended = 0;
  for (const { id } of families.filter(fromHere))
    ended += await revokeAll(engine, tx, "id", id, now, "session ended");
  return ended;
}

/** An app that a person signs in to from a session: remembered until the session has ended for sure. */
export const joinSession: Prepared<Schema["session_clients"], unknown> = prepared((db, v) => {
  const { subject, notified, consent_id, expires_at } = v;
  const changing = { subject, notified, consent_id, expires_at };
  return db
    .insertInto("session_clients")
    .values({ sid: v.sid, client_id: v.client_id, ...changing })
    .onConflict((conflict) => conflict.columns(["sid", "client_id"]).doUpdateSet(changing));
});
