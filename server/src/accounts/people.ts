/** NIST SP 800-63B §3.1.1 — people and their passwords: long enough, not the commonest, and no rules of composition. */
import type { Clock } from "../lib/clock.ts";
import { uuid7 } from "../lib/random.ts";
import type { Random } from "../lib/random.ts";
import { isCommonPassword } from "./common-passwords.ts";
import { passwordBytes, passwords as shared } from "./password.ts";
import type { Passwords } from "./password.ts";
import type { PeoplePort, Person, Staff } from "./ports.ts";
import { canonicalUsername, usernameProblem } from "./username.ts";

export interface PeopleWorld {
  clock: Clock;
  random: Random;
  people: PeoplePort;
  /** The process's own queue unless told otherwise. */
  passwords?: Passwords;
}

export interface NewPerson {
  username: string;
  password: string;
  /** As others read it; the user name when empty. */
  name: string;
  locale?: string | null;
  /** Canonical and proven, or vouched for by staff. */
  email?: string | null;
  staff?: Staff | null;
}

export type CreatedPerson = { outcome: "created"; person: Person } | { outcome: "refused"; problem: string };

/** What is wrong with a chosen password, as a sentence; null when it will do. */
export function passwordProblem(password: string, username: string): string | null {
  if (passwordBytes(password) === null) return "Give a shorter password.";
  // Characters, not UTF-16 units: four emoji are four.
  if (Array.from(password.normalize("NFKC")).length < 8) return "Give a password of at least 8 characters.";
  if (isCommonPassword(password)) return "This password is one of the first that are tried; give another.";
  if (canonicalUsername(password) === canonicalUsername(username))
    return "Give a password that is not the user name.";
  return null;
}

/** Creates a person who may sign in. Refuses a bad or taken user name and a weak password. Throws Busy. */
export async function createPerson(wanted: NewPerson, world: PeopleWorld): Promise<CreatedPerson> {
  const username = canonicalUsername(wanted.username);
  const problem = usernameProblem(username) ?? passwordProblem(wanted.password, username);
  if (problem !== null) return { outcome: "refused", problem };
  const person: Person = {
    id: `usr_${uuid7(world.clock, world.random)}`,
    username,
    name: wanted.name.trim() || username,
    passwordHash: await (world.passwords ?? shared).hash(wanted.password),
    locale: wanted.locale ?? null,
    createdAt: world.clock.now(),
    disabledAt: null,
    email: wanted.email ?? null,
    emailVerifiedAt: wanted.email == null ? null : world.clock.now(),
    staff: wanted.staff ?? null,
  };
  const created = await world.people.create(person);
  return created
    ? { outcome: "created", person }
    : { outcome: "refused", problem: "This user name or e-mail address is taken." };
}

/** Sets a new password; the caller has proven who asks. Answers a problem, or null when it is set. Throws Busy. */
export async function changePassword(
  person: Pick<Person, "id" | "username">,
  password: string,
  world: Pick<PeopleWorld, "people" | "passwords">,
): Promise<string | null> {
  const problem = passwordProblem(password, person.username);
  if (problem !== null) return problem;
  const hash = await (world.passwords ?? shared).hash(password);
  return (await world.people.setPassword(person.id, hash)) ? null : "There is no such person.";
}
