/** RFC 9106 — passwords of people as argon2id, in a bounded queue: a flood of sign-ins costs neither memory nor patience. */
import { availableParallelism } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import { onceLoaded } from "../lib/once-loaded.ts";

/** Native code that only sign-ins need: it is not loaded for tokens. */
const argon2 = onceLoaded(() => import("@node-rs/argon2"));

/** The queue is full: try again in a moment (the caller answers 503). */
export class Busy extends Error {
  override name = "Busy";
  readonly retryAfterSeconds: number = 2;
}

/** Longer than anybody types, shorter than what is worth an attack. Bytes of UTF-8 after normalisation. */
export const LONGEST_PASSWORD = 1024;

/** 19 MiB, two passes, one lane; the algorithm of the library is argon2id unless another is named. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a password that nobody knows, at the same cost as a real one: unknown people take as long as known ones. */
export const dummyHash: string =
  "$argon2id$v=19$m=19456,t=2,p=1$n7dXVgoQv855CssyXITLSQ$7KUmC7GPVLOWrk/+2mlFceG4eRd8kHoqNmWdaMyxHsk";

export interface Passwords {
  /** The PHC string of a password. Throws RangeError when it is longer than 1024 bytes, Busy when the queue is full. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one that was hashed; the same work whatever the answer. False for a hash that cannot
   * be read. Throws Busy when the queue is full.
   */
  verify(hash: string, password: string): Promise<boolean>;
}

/** NIST SP 800-63B §3.1.1.2 — the same password from two keyboards is the same bytes; null when it is too long. */
export function passwordBytes(password: string): Uint8Array | null {
  if (password.length > LONGEST_PASSWORD) return null;
  const bytes = new TextEncoder().encode(password.normalize("NFKC"));
  return bytes.length > LONGEST_PASSWORD ? null : bytes;
}

/** Whoever stood in line for so long has been answered 503 by now, or is about to be. Milliseconds. */
const PATIENCE_MS = 1_500;

/** On so many threads Node does what takes long: passwords, but signatures with RSA, files and names of hosts as well. */
const THREADS = 4;

/** One core and one thread are left for everything else, so that a flood of sign-ins does not slow down tokens (UI-23). */
export function hashesAtOnce(cores: number): number {
  return Math.max(1, Math.min(cores, THREADS) - 1);
}

/** Hashes `concurrent` passwords at once and lets `waiting` more stand in line. `steady`: milliseconds that never go back. */
export function createPasswords(
  limits: { concurrent?: number; waiting?: number; steady?: () => number } = {},
): Passwords {
  const {
    concurrent = hashesAtOnce(availableParallelism()),
    waiting = 64,
    steady = () => performance.now(),
  } = limits;
  let running = 0;
  const line: (() => void)[] = [];

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const came = steady();
    if (running >= concurrent) {
      if (line.length >= waiting) throw new Busy("too many sign-ins at once");
      // Who leaves hands its place over, so that nobody slips in between.
      await new Promise<void>((resolve) => line.push(resolve));
    } else running++;
    try {
      // Nobody waits for the answer any more: the work would only keep from theirs those who came later.
      if (steady() - came > PATIENCE_MS) {
        // One in each turn of the event loop: to answer all who are late at once would hold up everybody else.
        await nextTurn();
        throw new Busy("the line of sign-ins is too slow");
      }
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else running--;
    }
  };

  return {
    async hash(password) {
      const bytes = passwordBytes(password);
      if (!bytes) throw new RangeError(`a password has at most ${LONGEST_PASSWORD} bytes`);
      return inTurn(async () => (await argon2()).hash(bytes, COST));
    },
    async verify(stored, password) {
      const bytes = passwordBytes(password);
      // What is too long matches nothing, at the usual cost.
      const same = await inTurn(() => readable(bytes ? stored : dummyHash, bytes ?? new Uint8Array(1)));
      return bytes !== null && same;
    },
  };
}

async function readable(stored: string, bytes: Uint8Array): Promise<boolean> {
  const { verify } = await argon2();
  try {
    return await verify(stored, bytes);
  } catch {
    await verify(dummyHash, bytes);
    return false;
  }
}

/** The one queue of this process. */
export const passwords: Passwords = createPasswords();
