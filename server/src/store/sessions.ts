/** Browsers that are, or are not yet, signed in; found by the digest of their cookie. */
import type { Session, SessionsPort } from "../accounts/ports.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";
import { text, texts } from "./rows.ts";
import type { Schema } from "./schema.ts";

/** When a session was last seen is written at most so often. Milliseconds. */
const SEEN_EVERY = 60_000;

function fromRow(row: Schema["sessions"]): Session {
  return {
    hash: row.hash,
    subject: row.subject,
    authTime: row.auth_time,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    amr: row.amr === null ? [] : texts(row.amr),
    device: row.device,
    address: row.address,
  };
}

/** A session that was begun while its person was being disabled is not found either. */
const find = prepared((db, v: { hash: string; now: number }) =>
  db
    .selectFrom("sessions")
    .leftJoin("people", "people.id", "sessions.subject")
    .selectAll("sessions")
    .where("sessions.hash", "=", v.hash)
    .where("sessions.expires_at", ">", v.now)
    .where("people.disabled_at", "is", null),
);

export function sessions(engine: Engine): SessionsPort {
  return {
    async put(session) {
      const changing = {
        subject: session.subject,
        auth_time: session.authTime,
        last_seen_at: session.lastSeenAt,
        expires_at: session.expiresAt,
        amr: text(session.amr),
        device: session.device,
        address: session.address,
      };
      const put = engine.read
        .insertInto("sessions")
        .values({ ...changing, hash: session.hash, created_at: session.createdAt })
        .onConflict((conflict) => conflict.column("hash").doUpdateSet(changing));
      await engine.writeTogether(session.hash, [put.compile()]);
    },
    async find(hash, now) {
      const [row] = await find(engine.read, { hash, now });
      return row ? fromRow(row) : null;
    },
    async touch(hash, now) {
      const [row] = await find(engine.read, { hash, now });
      if (!row || now - row.last_seen_at < SEEN_EVERY) return;
      const seen = engine.read.updateTable("sessions").set({ last_seen_at: now }).where("hash", "=", hash);
      await engine.writeTogether(hash, [seen.compile()]);
    },
    async end(hash) {
      const gone = engine.read.deleteFrom("sessions").where("hash", "=", hash);
      await engine.writeTogether(hash, [gone.compile()]);
    },
    async list(subject, now) {
      const rows = await engine.read
        .selectFrom("sessions")
        .selectAll()
        .where("subject", "=", subject)
        .where("expires_at", ">", now)
        .orderBy("last_seen_at", "desc")
        .execute();
      return rows.map(fromRow);
    },
  };
}
