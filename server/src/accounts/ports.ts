/** What accounts need from the world: people, their sessions, and a clock. Times in milliseconds since the epoch. */

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
}

/** A browser that is, or is not yet, signed in. */
export interface Session {
  /** SHA-256 of the cookie's value, base64url. */
  hash: string;
  /** Null before sign-in. */
  subject: string | null;
  /** When the password was proven; null before sign-in. */
  authTime: number | null;
  createdAt: number;
  lastSeenAt: number;
  /** Absolute end. */
  expiresAt: number;
}

export interface PeoplePort {
  find(id: string): Promise<Person | null>;
  findByUsername(username: string): Promise<Person | null>;
  /** False when the username is taken. */
  create(person: Person): Promise<boolean>;
  setPassword(id: string, passwordHash: string): Promise<boolean>;
  /** Disables; ends sessions, families and opaque tokens of the person in the same transaction. */
  disable(id: string, now: number): Promise<boolean>;
  enable(id: string): Promise<boolean>;
  list(): Promise<readonly Person[]>;
}

export interface SessionsPort {
  put(session: Session): Promise<void>;
  /** A session that has not ended; null otherwise. */
  find(hash: string, now: number): Promise<Session | null>;
  touch(hash: string, now: number): Promise<void>;
  end(hash: string): Promise<void>;
  list(subject: string, now: number): Promise<readonly Session[]>;
}
