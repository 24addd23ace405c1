/** Remembers checked tokens by their SHA-256, so that a token itself is never kept; bounded, what is not used goes first. */
import { hash } from "node:crypto";

/** One remembered reading. `until` in milliseconds since the epoch; `kid` null when no key vouched for it. */
interface Entry<T> {
  value: T;
  until: number;
  kid: string | null;
  /** Set at each use: the sweep for room passes it by once. */
  used: boolean;
}

/** A bounded memory. The key is made by `tokenKey`. */
export interface TokenCache<T> {
  get(key: string, now: number): T | undefined;
  /** `until`: the token's own end, or earlier. */
  set(key: string, value: T, until: number, kid: string | null): void;
  /** Drops all entries whose key is no longer what it was. */
  retain(isSame: (kid: string) => boolean): void;
  readonly size: number;
}

/** The name under which a token is remembered. */
export function tokenKey(token: string): string {
  return hash("sha256", token, "base64");
}

/** Makes a memory of at most `max` entries. */
export function createTokenCache<T>(max: number): TokenCache<T> {
  const entries = new Map<string, Entry<T>>();

  /** Drops the oldest entry, unless it was used since it came up last: then it goes to the end of the queue. */
  function makeRoom(): void {
    for (const [key, entry] of entries) {
      entries.delete(key);
      if (!entry.used) return;
      entry.used = false;
      entries.set(key, entry);
    }
  }

  return {
    get(key, now) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.until <= now) {
        entries.delete(key);
        return undefined;
      }
      entry.used = true;
      return entry.value;
    },
    set(key, value, until, kid) {
      if (max === 0) return;
      entries.delete(key);
      while (entries.size >= max) makeRoom();
      entries.set(key, { value, until, kid, used: false });
    },
    retain(isSame) {
      for (const [key, entry] of entries) {
        if (entry.kid !== null && !isSame(entry.kid)) entries.delete(key);
      }
    },
    get size() {
      return entries.size;
    },
  };
}
