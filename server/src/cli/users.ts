/** People on the command line: found by what somebody typed, and shown as JSON. */
import { canonicalEmail } from "../accounts/email.ts";
import type { Person } from "../accounts/ports.ts";
import { canonicalUsername } from "../accounts/username.ts";
import type { Gatehouse } from "../compose/world.ts";
import { CliError } from "./output.ts";
import { stamp } from "./words.ts";

/** A person as the command line answers them. */
export const userJson = (person: Person): object => ({
  id: person.id,
  username: person.username,
  name: person.name,
  locale: person.locale,
  email: person.email,
  email_verified_at: stamp(person.emailVerifiedAt),
  staff: person.staff,
  created_at: stamp(person.createdAt),
  disabled_at: stamp(person.disabledAt),
});

/** By user name, e-mail address or id. Throws CliError. */
export async function findPerson({ store }: Gatehouse, named: string): Promise<Person> {
  const found =
    (await store.people.findBySignInName(canonicalUsername(named))) ?? (await store.people.find(named));
  if (found === null) throw new CliError("There is no such person.");
  return found;
}

/** The canonical form of an e-mail address. Throws CliError when it is none. */
export function emailOf(typed: string): string {
  const email = canonicalEmail(typed);
  if (email === null) throw new CliError("This is no e-mail address.");
  return email;
}
