/** OWASP ASVS 7 — the sessions of browsers: a random cookie, its digest at rest, an idle and an absolute end. */
import type { Clock } from "../lib/clock.ts";
import { sha256 } from "../lib/hash.ts";
import { secretText } from "../lib/random.ts";
import type { Random } from "../lib/random.ts";
import type { Session, SessionsPort } from "./ports.ts";

export interface SessionWorld {
  clock: Clock;
  random: Random;
  sessions: SessionsPort;
  /** A session that is not used for so long ends. */
  idleMs: number;
  /** A session ends so long after it began. */
  absoluteMs: number;
}

/** A session that was just made; `cookie` is shown once, to the browser. */
export interface NewSession {
  /** 256 random bits, base64url. */
  cookie: string;
  session: Session;
}

/** Who proved to be themselves, how (RFC 8176), and with what. */
export interface Proof {
  subject: string;
  /** When; just now where nothing is said. Milliseconds. */
  authTime?: number;
  amr: readonly string[];
  /** The PHC string that the password was right for, where one was asked. */
  passwordHash?: string;
  device: string | null;
  address: string | null;
}

/** A new session of nobody, as before sign-in. */
export async function beginSession(world: SessionWorld): Promise<NewSession> {
  const next = made(world, null, null);
  await world.sessions.put(next.session);
  return next;
}

/** A browser as it was before: its cookie, and the session that was found for it. */
export interface Before {
  cookie: string;
  session: Session | null;
}

/**
 * A new session of whoever gave `proof`. The cookie of `from` is dead afterwards and its value is never taken
 * over, so that nobody can plant one; the apps of the same person's session go on with this one. Null when the password
 * of the proof was changed while it was looked at: whoever changed it has ended what the old one began.
 */
export async function renewSession(
  from: Before | null,
  proof: Proof,
  world: SessionWorld,
): Promise<NewSession | null> {
  const before = from === null ? null : sha256(from.cookie);
  // Looked for once more, because a name that was signed out meanwhile is never taken up again. No cookie of nobody becomes somebody's.
  const standing =
    before === null || from?.session?.subject == null
      ? null
      : await world.sessions.find(before, world.clock.now());
  const sid = standing?.subject === proof.subject ? standing.sid : null;
  const next = made(world, proof, sid);
  return (await world.sessions.replace(before, next.session, proof.passwordHash)) ? next : null;
}

/** Whether the person proved who they are within the last `withinMs`: what a dangerous act asks for (ASVS 7.5.1). */
export function isFresh(
  session: Pick<Session, "subject" | "authTime">,
  withinMs: number,
  now: number,
): boolean {
  return session.subject !== null && session.authTime !== null && now - session.authTime < withinMs;
}

/** The live session of a cookie, marked as used; null when there is none or it has ended. */
export async function findSession(cookie: string, world: SessionWorld): Promise<Session | null> {
  // What we did not make is not even looked up.
  if (!/^[A-Za-z0-9_-]{43}$/.test(cookie)) return null;
  const now = world.clock.now();
  const session = await world.sessions.find(sha256(cookie), now);
  if (session === null) return null;
  if (now >= session.expiresAt || now - session.lastSeenAt >= world.idleMs) {
    await world.sessions.end(session.hash);
    return null;
  }
  await world.sessions.touch(session, now);
  return session;
}

/** Ends the session of a cookie. Idempotent. */
export async function endSession(cookie: string, world: Pick<SessionWorld, "sessions">): Promise<void> {
  await world.sessions.end(sha256(cookie));
}

function made(world: SessionWorld, proof: Proof | null, sid: string | null): NewSession {
  const now = world.clock.now();
  const cookie = secretText(world.random, 32);
  const session: Session = {
    hash: sha256(cookie),
    subject: proof?.subject ?? null,
    authTime: proof === null ? null : Math.min(now, proof.authTime ?? now),
    amr: proof?.amr ?? [],
    device: proof?.device ?? null,
    address: proof?.address ?? null,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + world.absoluteMs,
    sid: proof === null ? null : (sid ?? secretText(world.random, 16)),
  };
  return { cookie, session };
}
