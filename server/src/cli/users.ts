/** People on the command line: found by what somebody typed, and shown as JSON. */
import { canonicalEmail } from "../accounts/email.ts";
import type { Person } from "../accounts/ports.ts";
import { canonicalUsername } from "../accounts/username.ts";
import type { Gatehouse } from "../compose/world.ts";
import type { PersonJson } from "../desk/operations/people.ts";
import { CliError } from "./output.ts";
import { listing, second, stamp } from "./words.ts";

/** A person as the command line answers them. */
export const userJson = (person: Person): PersonJson => ({
  id: person.id,
  username: person.username,
  name: person.name,
  locale: person.locale,
  email: person.email,
  email_verified_at: stamp(person.emailVerifiedAt),
  staff: person.staff,
  created_at: new Date(person.createdAt).toISOString(),
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

export function listOfPeople(people: readonly PersonJson[]): string {
  const rows = people.map(({ username, name, email, staff, id, disabled_at }) => [
    username,
    name,
    email ?? "",
    staff ?? "",
    id,
    second(disabled_at),
  ]);
  return listing(["user", "name", "e-mail", "staff", "id", "disabled"], rows, "There is nobody yet.");
}
