/** Browsers that are, or are not yet, signed in; found by the digest of their cookie. */
import type { Session, SessionsPort } from "../accounts/ports.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { endSessions } from "./people-rows.ts";
import { handOnRequests } from "./pending.ts";
import { prepared } from "./prepared.ts";
import { intact, text, texts } from "./rows.ts";
import type { Schema } from "./schema.ts";
import type { SessionEnd } from "./session-end.ts";

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
    amr: row.amr === null ? [] : intact("a session", () => texts(row.amr ?? "")),
    device: row.device,
    address: row.address,
    sid: row.sid,
  };
}

function toRow(session: Session): Schema["sessions"] {
  return {
    hash: session.hash,
    subject: session.subject,
    auth_time: session.authTime,
    created_at: session.createdAt,
    last_seen_at: session.lastSeenAt,
    expires_at: session.expiresAt,
    amr: text(session.amr),
    device: session.device,
    address: session.address,
    sid: session.sid,
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

const insert = prepared((db, v: Schema["sessions"]) =>
  db.insertInto("sessions").values({
    hash: v.hash,
    subject: v.subject,
    auth_time: v.auth_time,
    created_at: v.created_at,
    last_seen_at: v.last_seen_at,
    expires_at: v.expires_at,
    amr: v.amr,
    device: v.device,
    address: v.address,
    sid: v.sid,
  }),
);

const seen = prepared((db, v: { hash: string; now: number }) =>
  db.updateTable("sessions").set({ last_seen_at: v.now }).where("hash", "=", v.hash),
);

const hasPassword = prepared((db, v: { subject: string | null; passwordHash: string }) =>
  db
    .selectFrom("people")
    .select("id")
    .where("id", "=", v.subject)
    .where("password_hash", "=", v.passwordHash),
);

export function sessions(engine: Engine, ended: SessionEnd, note: Note): SessionsPort {
  return {
    async put(session) {
      const row = toRow(session);
      const { hash: _, created_at: __, ...changing } = row;
      const put = engine.read
        .insertInto("sessions")
        .values(row)
        .onConflict((conflict) => conflict.column("hash").doUpdateSet(changing));
      await engine.writeTogether(session.hash, [put.compile()]);
    },
    replace: (hash, session, verified) =>
      engine.writeBeside(async (tx) => {
        // A password is set by a `write`, which never runs beside this: what is read here holds until the commit.
        if (verified !== undefined) {
          const proof = { subject: session.subject, passwordHash: verified };
          if ((await hasPassword(tx, proof)).length === 0) return false;
        }
        if (hash !== null) {
          await ended(tx, "hash", hash, session.sid);
          await handOnRequests(tx, { from: hash, to: session.hash });
        }
        await insert(tx, toRow(session));
        return true;
      }),
    async find(hash, now) {
      const [row] = await find(engine.read, { hash, now });
      return row ? fromRow(row) : null;
    },
    async touch({ hash, lastSeenAt }, now) {
      if (now - lastSeenAt < SEEN_EVERY) return;
      await engine.writeTogether(hash, [seen.query(engine.read, { hash, now })]);
    },
    end: (hash) => engine.writeBeside((tx) => ended(tx, "hash", hash)),
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
    endNamed: (subject, sid, by) =>
      engine.write(async (tx) => {
        const row = await tx
          .selectFrom("sessions")
          .select("hash")
          .where("subject", "=", subject)
          .where("sid", "=", sid)
          .executeTakeFirst();
        if (!row) return false;
        await ended(tx, "hash", row.hash);
        const target = { type: "person", id: subject };
        await note(tx, { action: "person.sessions_ended", target, after: { ended: 1 } }, by);
        return true;
      }),
    endOthers: (subject, keep, by) =>
      engine.write(async (tx) => {
        const count = await endSessions(tx, subject, keep, ended);
        const target = { type: "person", id: subject };
        if (count > 0)
          await note(tx, { action: "person.sessions_ended", target, after: { ended: count } }, by);
        return count;
      }),
  };
}
