/** What accounts need from the world: people, their sessions, and a clock. Times in milliseconds since the epoch. */
import type { By, Via } from "../lib/actor.ts";

/** A resource owner (RFC 6749 §1.1) or a member of an organisation. */
export interface Person {
  /** `usr_` and a UUIDv7. */
  id: string;
  /** Canonical: NFC, lower case, trimmed. */
  username: string;
  name: string;
  /** PHC string (argon2id). */
  passwordHash: string;
  locale: string | null;
  createdAt: number;
  disabledAt: number | null;
  /** Canonical, and nobody else's; null when none is known. */
  email: string | null;
  /** When it was proven, or vouched for by staff. Only then does it sign in. */
  emailVerifiedAt: number | null;
  /** What the person may do for the company whose API this is; null for everybody else. */
  staff: Staff | null;
}

/** `reviewer` lets partners in and apps go live; `admin` may do everything. */
export const STAFF = ["reviewer", "admin"] as const;
export type Staff = (typeof STAFF)[number];

/** A browser that is, or is not yet, signed in. */
export interface Session {
  /** SHA-256 of the cookie's value, base64url. */
  hash: string;
  /** Null before sign-in. */
  subject: string | null;
  /** When the person last proved who they are; null before sign-in. */
  authTime: number | null;
  /** How (RFC 8176), e.g. `["pwd", "otp", "mfa"]`; empty before sign-in and where nobody wrote it down. */
  amr: readonly string[];
  /** What its browser calls itself, in short, e.g. `Firefox · Linux`. */
  device: string | null;
  /** The network address it signed in from. */
  address: string | null;
  createdAt: number;
  lastSeenAt: number;
  /** Absolute end. */
  expiresAt: number;
  /** Its name in ID tokens and logout tokens (OpenID Connect `sid`); null before sign-in. */
  sid: string | null;
}

/** What ends with a password that takes the place of another one. Tokens: those of every app, `offline_access` or not. */
export type PasswordEnds = "sessions" | "sessions_and_tokens";

export interface NewPasswordHow {
  /** Milliseconds. */
  now: number;
  ends: PasswordEnds;
}

/** What a person who changes their own password has shown: it is set only while both still hold. */
export interface OwnPassword {
  /** The PHC string that the old password was right for. */
  verified: string;
  /** The hash of the session in which it was given; it goes on. */
  keep: string;
}

export interface PeoplePort {
  find(id: string): Promise<Person | null>;
  findByUsername(username: string): Promise<Person | null>;
  /** By user name or by verified e-mail address, as typed at sign-in and made canonical. */
  findBySignInName(name: string): Promise<Person | null>;
  /** False when the username or the e-mail address is somebody's name to sign in with. */
  create(person: Person, by?: By): Promise<boolean>;
  /** The same for whoever proved their address in `browser`; the proof is spent with it, or nothing happens. */
  createProven(
    person: Person,
    proof: SpentProof,
    now: number,
    via?: Via | null,
  ): Promise<"created" | "taken" | "gone">;
  /** Sets a new password and ends every session, and what else `ends` says; spends the proof of the person's own address, given in `browser`. */
  resetPassword(
    passwordHash: string,
    proof: SpentProof,
    how: NewPasswordHow & { via?: Via },
  ): Promise<"set" | "gone">;
  /** The same; with `own` only what that says, and the session in it goes on. False when nothing was set. */
  setPassword(
    id: string,
    passwordHash: string,
    how: NewPasswordHow & { own?: OwnPassword; by?: By },
  ): Promise<boolean>;
  /** `email` canonical, or null to forget it. `taken` when it is somebody else's name to sign in with. */
  setEmail(id: string, email: string | null, verifiedAt: number | null): Promise<"set" | "taken" | "gone">;
  /**
   * The proven address becomes the person's own, and their username where that was the address before; spends the proof that
   * this person asked for in `browser`.
   */
  changeEmail(
    id: string,
    proof: SpentProof,
    now: number,
    via?: Via | null,
  ): Promise<"set" | "taken" | "gone">;
  /** Standard claims (OpenID Connect Core §5.1) beyond what the person's own row says; empty to forget them. */
  setClaims(id: string, claims: Readonly<Record<string, unknown>>): Promise<boolean>;
  setStaff(id: string, staff: Staff | null): Promise<boolean>;
  /** Disables; ends sessions, families and opaque tokens of the person in the same transaction. */
  disable(id: string, now: number, by?: By): Promise<boolean>;
  enable(id: string, by?: By): Promise<boolean>;
  list(): Promise<readonly Person[]>;
}

export interface SessionsPort {
  put(session: Session): Promise<void>;
  /** A session that has not ended; null otherwise. */
  find(hash: string, now: number): Promise<Session | null>;
  /** Notes that a session that was just found is in use. */
  touch(session: Pick<Session, "hash" | "lastSeenAt">, now: number): Promise<void>;
  /**
   * Puts `session` in the place of another one, which is dead then; it is signed out too, unless both have one name. What
   * waits in that browser, in several tabs maybe, waits in this one.
   * `verified`: the PHC string that its person's password was right for. False, and nothing happens, when it is another by now.
   */
  replace(hash: string | null, session: Session, verified?: string): Promise<boolean>;
  /** Signs out: ends it, tells the apps that wait to be told, and ends the tokens that end with it. Idempotent. */
  end(hash: string): Promise<void>;
  list(subject: string, now: number): Promise<readonly Session[]>;
  /** Ends the session of this name, if it is the person's; answers whether it was. */
  endNamed(subject: string, sid: string, by: By): Promise<boolean>;
  /** Ends every session of the person but the one of hash `keep`; answers how many. */
  endOthers(subject: string, keep: string | null, by: By): Promise<number>;
}

/** Failures that may happen in a window that begins with the first one. */
export interface Limit {
  count: number;
  windowMs: number;
}

export interface ThrottlePort {
  /** Counts a failure; seconds to wait, 0 when below the limit. */
  fail(key: string, limit: Limit, now: number): Promise<number>;
  /** Seconds to wait; 0 when it may try now. */
  wait(key: string, limit: Limit, now: number): Promise<number>;
}

/** What the proof of an address is good for, and for nothing else. */
export type ProofPurpose = "sign_up" | "invitation" | "reset" | "email";

/** An e-mail address that waits for its proof, or has it. */
export interface EmailProof {
  id: string;
  purpose: ProofPurpose;
  email: string;
  subject: string | null;
  /** Digest of a browser's cookie: only there it counts. */
  browser: string | null;
  codeHash: string;
  linkHash: string;
  leadsTo: string | null;
  misses: number;
  createdAt: number;
  expiresAt: number;
  provenAt: number | null;
  usedAt: number | null;
}

/** A proof that is used up by what it allows, in the browser that gave it. */
export interface SpentProof {
  id: string;
  browser: string;
}

/** None of these finds a proof that was used or has ended. */
export interface EmailProofsPort {
  put(proof: EmailProof): Promise<void>;
  find(id: string, now: number): Promise<EmailProof | null>;
  findByLink(linkHash: string, now: number): Promise<EmailProof | null>;
  /** Counts one try; null when there were `tries` before, or the proof is of another browser or purpose. */
  attempt(
    of: { purpose: ProofPurpose; id: string; browser: string; tries: number },
    now: number,
  ): Promise<EmailProof | null>;
  /** Gives the proof to `browser`, and time until `expiresAt`; null when somebody was first. */
  prove(id: string, browser: string, expiresAt: number, now: number): Promise<EmailProof | null>;
}
