/** NIST SP 800-63B §3.1.1 — people and their passwords: long enough, not the commonest, and no rules of composition. */
import type { By, Via } from "../lib/actor.ts";
import type { Clock } from "../lib/clock.ts";
import { uuid7 } from "../lib/random.ts";
import type { Random } from "../lib/random.ts";
import { isCommonPassword } from "./common-passwords.ts";
import { dummyHash, passwordBytes, passwords as shared } from "./password.ts";
import type { Passwords } from "./password.ts";
import type {
  NewPasswordHow,
  OwnPassword,
  PasswordEnds,
  PeoplePort,
  Person,
  SpentProof,
  Staff,
} from "./ports.ts";
import { canonicalUsername, usernameProblem } from "./username.ts";

export interface PeopleWorld {
  clock: Clock;
  random: Random;
  people: PeoplePort;
  /** What a new password ends. */
  passwordEnds: PasswordEnds;
  /** The process's own queue unless told otherwise. */
  passwords?: Passwords;
}

type PasswordWorld = Pick<PeopleWorld, "clock" | "people" | "passwordEnds" | "passwords">;

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

/** Why a chosen password will not do. */
export type Weakness = "too_long" | "too_short" | "common" | "own_name";

const sentences: Readonly<Record<Weakness, string>> = {
  too_long: "Give a shorter password.",
  too_short: "Give a password of at least 8 characters.",
  common: "This password is one of the first that are tried; give another.",
  own_name: "Give a password that is not the user name.",
};

/** What is wrong with a chosen password; null when it will do. */
export function weaknessOf(password: string, username: string): Weakness | null {
  if (passwordBytes(password) === null) return "too_long";
  // Characters, not UTF-16 units: four emoji are four.
  if (Array.from(password.normalize("NFKC")).length < 8) return "too_short";
  if (isCommonPassword(password)) return "common";
  return canonicalUsername(password) === canonicalUsername(username) ? "own_name" : null;
}

/** The same as a sentence for staff. */
export function passwordProblem(password: string, username: string): string | null {
  const weakness = weaknessOf(password, username);
  return weakness === null ? null : sentences[weakness];
}

/** Creates a person who may sign in. Refuses a bad or taken user name and a weak password. Throws Busy. */
export async function createPerson(wanted: NewPerson, world: PeopleWorld): Promise<CreatedPerson> {
  const username = canonicalUsername(wanted.username);
  const problem = usernameProblem(username) ?? passwordProblem(wanted.password, username);
  if (problem !== null) return { outcome: "refused", problem };
  const person = await personOf({ ...wanted, username }, world);
  const created = await world.people.create(person);
  return created
    ? { outcome: "created", person }
    : { outcome: "refused", problem: "This user name or e-mail address is taken." };
}

/** Who asked for an account with an address that was proven; the address is the user name. Throws Busy. */
export async function signUp(
  wanted: { email: string; name: string; password: string; locale: string },
  proof: SpentProof,
  via: Via,
  world: PeopleWorld,
): Promise<{ outcome: "created"; person: Person } | { outcome: "taken" | "gone" } | { outcome: Weakness }> {
  const weakness = weaknessOf(wanted.password, wanted.email);
  if (weakness !== null) return { outcome: weakness };
  const person = await personOf({ ...wanted, username: wanted.email }, world);
  const outcome = await world.people.createProven(person, proof, world.clock.now(), via);
  return outcome === "created" ? { outcome, person } : { outcome };
}

/** RT-17 — sets the password of whoever proved that the address is theirs, and ends what a new password ends. Throws Busy. */
export async function resetPassword(
  password: string,
  email: string,
  proof: SpentProof,
  via: Via,
  world: PasswordWorld,
): Promise<"set" | "gone" | Weakness> {
  const weakness = weaknessOf(password, email);
  if (weakness !== null) return weakness;
  const hash = await (world.passwords ?? shared).hash(password);
  return world.people.resetPassword(hash, proof, { ...endingNow(world), via });
}

/** A person as wanted; without a password nobody can sign in with one. */
export async function personOf(
  wanted: Omit<NewPerson, "password"> & { password: string | null },
  world: PeopleWorld,
): Promise<Person> {
  return {
    id: `usr_${uuid7(world.clock, world.random)}`,
    username: wanted.username,
    name: wanted.name.trim() || wanted.username,
    passwordHash:
      wanted.password === null ? dummyHash : await (world.passwords ?? shared).hash(wanted.password),
    locale: wanted.locale ?? null,
    createdAt: world.clock.now(),
    disabledAt: null,
    email: wanted.email ?? null,
    emailVerifiedAt: wanted.email == null ? null : world.clock.now(),
    staff: wanted.staff ?? null,
  };
}

/** RT-17 — sets a new password and ends what that ends; the caller has proven who asks. Answers a problem, or null when it is set. Throws Busy. */
export async function changePassword(
  person: Pick<Person, "id" | "username">,
  password: string,
  world: PasswordWorld,
): Promise<string | null> {
  const problem = passwordProblem(password, person.username);
  if (problem !== null) return problem;
  const hash = await (world.passwords ?? shared).hash(password);
  const set = await world.people.setPassword(person.id, hash, endingNow(world));
  return set ? null : "There is no such person.";
}

/**
 * The same for a person who proved the old one: their session goes on, every other one ends. `outdated` when the password
 * or the session that they did it with ended meanwhile: what the owner set last stands. Throws Busy.
 */
export async function setNewPassword(
  person: Pick<Person, "id" | "username">,
  password: string,
  own: OwnPassword,
  by: By,
  world: PasswordWorld,
): Promise<Weakness | "outdated" | null> {
  const weakness = weaknessOf(password, person.username);
  if (weakness !== null) return weakness;
  const hash = await (world.passwords ?? shared).hash(password);
  const set = await world.people.setPassword(person.id, hash, { ...endingNow(world), own, by });
  return set ? null : "outdated";
}

const endingNow = ({ clock, passwordEnds }: PasswordWorld): NewPasswordHow => ({
  now: clock.now(),
  ends: passwordEnds,
});
