/** `gatehouse user` at a server, as far as staff do it from afar. */
import {
  disablePerson,
  endSessions,
  readPerson,
  searchPeople,
  type PersonJson,
} from "../../desk/operations/people.ts";
import { canonicalUsername } from "../../accounts/username.ts";
import { CliError, type Answer } from "../output.ts";
import { listOfPeople } from "../users.ts";
import type { Remote } from "./remote.ts";

export async function listPeopleAt(remote: Remote): Promise<Answer> {
  const users = (await remote.all(searchPeople, {})).toSorted((one, other) =>
    one.username.localeCompare(other.username),
  );
  return { json: { users }, text: listOfPeople(users) };
}

export async function disablePersonAt(remote: Remote, named: string, disabled: boolean): Promise<Answer> {
  const { id, username } = await personNamed(remote, named);
  await remote.act(disablePerson, { person: id, disabled });
  return {
    json: await remote.act(readPerson, { person: id }),
    text: disabled
      ? `${username} is disabled; sessions and tokens are ended.`
      : `${username} can sign in again; what was ended stays ended.`,
  };
}

export async function endSessionsAt(remote: Remote, named: string): Promise<Answer> {
  const { id, username } = await personNamed(remote, named);
  const { ended } = await remote.act(endSessions, { person: id });
  return { json: { ended }, text: `${username} is signed out of ${ended} browsers.` };
}

/** By user name, e-mail address or id. Throws CliError. */
async function personNamed(remote: Remote, named: string): Promise<PersonJson> {
  const name = canonicalUsername(named);
  const found = (await remote.all(searchPeople, { search: named.trim() })).find(
    ({ id, username, email }) => id === named || username === name || email === name,
  );
  if (found === undefined) throw new CliError("There is no such person.");
  return found;
}
