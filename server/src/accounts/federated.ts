/** OpenID Connect Core §2, CVE-2026-53516 — people who are known by somebody else: found by issuer and sub, never by what could be claimed. */
import { byPerson, type Via } from "../lib/actor.ts";
import { canonicalEmail } from "./email.ts";
import { personOf, type PeopleWorld } from "./people.ts";
import type { Person } from "./ports.ts";
import type { IdentitiesPort } from "./proof-ports.ts";

export interface FederatedWorld extends PeopleWorld {
  identities: IdentitiesPort;
}

/** Who the other side says it is, already proven by signature. */
export interface ForeignPerson {
  issuer: string;
  sub: string;
  /** Null unless the other side says that it is verified. */
  verifiedEmail: string | null;
  name: string | null;
}

/** What to do with somebody who comes for the first time. */
export interface FederatedPolicy {
  /** Whether an account with the same verified address is theirs. */
  linkByEmail: boolean;
  /** Whether they get an account. */
  create: boolean;
}

/** The person; null when there is none and none may be made, or the account is disabled. */
export async function federatedPerson(
  foreign: ForeignPerson,
  policy: FederatedPolicy,
  via: Via,
  world: FederatedWorld,
): Promise<Person | null> {
  const known = await knownPerson(foreign, world);
  if (known !== null) return known.disabledAt === null ? known : null;
  const { issuer, sub } = foreign;
  const email = foreign.verifiedEmail === null ? null : canonicalEmail(foreign.verifiedEmail);
  const now = world.clock.now();
  const owner = email === null ? null : await world.people.findBySignInName(email);
  if (owner !== null) {
    // Both sides proved the address; without that, whoever took an address first would wait for its owner here.
    const same = policy.linkByEmail && owner.email === email && owner.emailVerifiedAt !== null;
    if (!same || owner.disabledAt !== null) return null;
    await world.identities.link({ issuer, sub, subject: owner.id }, now, byPerson(owner.id, via));
    return knownPerson(foreign, world);
  }
  if (!policy.create) return null;
  // Nobody knows a password of this account; one can be set by e-mail.
  const made = await personOf({ username: "", password: null, name: calm(foreign.name), email }, world);
  const username = email ?? made.id;
  const person: Person = { ...made, username, name: made.name || username };
  await world.identities.create(person, { issuer, sub }, now, byPerson(person.id, via));
  return knownPerson(foreign, world);
}

const LONGEST_NAME = 200;

/** A name as people may have one here: in one line, and of bounded length. */
function calm(name: string | null): string {
  const line = (name ?? "").slice(0, 4 * LONGEST_NAME).replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  return Array.from(line.toWellFormed().trim()).slice(0, LONGEST_NAME).join("");
}

/** Asked again after every change: of two who come at the same time one was first, and both are that person. */
async function knownPerson({ issuer, sub }: ForeignPerson, world: FederatedWorld): Promise<Person | null> {
  const subject = await world.identities.find(issuer, sub);
  return subject === null ? null : world.people.find(subject);
}
