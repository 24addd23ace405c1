/** OWASP ASVS 6.3 — proves who a person is by password: one answer, one amount of work, and bounded guessing. */
import type { Clock } from "../lib/clock.ts";
import { sha256 } from "../lib/hash.ts";
import { addressKey } from "../lib/address.ts";
import { dummyHash, passwords as shared } from "./password.ts";
import type { Passwords } from "./password.ts";
import type { Limit, PeoplePort, Person, ThrottlePort } from "./ports.ts";
import { canonicalUsername } from "./username.ts";

export interface SignInWorld {
  clock: Clock;
  people: PeoplePort;
  throttle: ThrottlePort;
  passwords?: Passwords;
}

export type SignedIn =
  | { outcome: "signed_in"; person: Person }
  /** Unknown, wrong, disabled or empty: nobody is told which. */
  | { outcome: "refused" }
  | { outcome: "throttled"; retryAfterSeconds: number };

/** Of one account, wherever the guesses come from. */
export const ACCOUNT_LIMIT: Limit = { count: 10, windowMs: 15 * 60_000 };
/** Of one address, whatever accounts it tries; an office shares one. */
export const ADDRESS_LIMIT: Limit = { count: 50, windowMs: 15 * 60_000 };

/** Signs a person in by user name or verified e-mail address. `address` is the caller's network address. Throws Busy when too many ask at once. */
export async function signIn(
  attempt: { username: string; password: string; address: string },
  world: SignInWorld,
): Promise<SignedIn> {
  const username = canonicalUsername(attempt.username);
  const counted = [
    { key: `sign-in account ${sha256(username)}`, limit: ACCOUNT_LIMIT },
    { key: `sign-in address ${addressKey(attempt.address)}`, limit: ADDRESS_LIMIT },
  ];
  const wait = async (): Promise<number> => {
    const now = world.clock.now();
    return Math.max(
      ...(await Promise.all(counted.map(({ key, limit }) => world.throttle.wait(key, limit, now)))),
    );
  };

  const before = await wait();
  if (before > 0) return { outcome: "throttled", retryAfterSeconds: before };

  const person = await world.people.findBySignInName(username);
  const matches = await (world.passwords ?? shared).verify(
    person?.passwordHash ?? dummyHash,
    attempt.password,
  );
  // An account without a password has the hash that unknown people have: nothing is right for it, whoever made that hash.
  const own = person !== null && person.passwordHash !== dummyHash && person.disabledAt === null;
  const proven = matches && own && attempt.password !== "";
  if (!proven) {
    const now = world.clock.now();
    await Promise.all(counted.map(({ key, limit }) => world.throttle.fail(key, limit, now)));
  }
  // Asked again, for guesses that ran side by side: once the limit is reached none of them learns whether it was right.
  const after = await wait();
  if (after > 0) return { outcome: "throttled", retryAfterSeconds: after };
  return proven ? { outcome: "signed_in", person } : { outcome: "refused" };
}
