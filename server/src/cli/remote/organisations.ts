/** `gatehouse organisation` at a server. */
import type { OrganisationJson } from "../../desk/json.ts";
import { foundOrganisation, myOrganisations, readOrganisation } from "../../desk/operations/organisations.ts";
import { searchOrganisations, verifyOrganisation } from "../../desk/operations/staff.ts";
import { STAFF_SCOPE } from "../../desk/scopes.ts";
import { CliError, type Answer } from "../output.ts";
import { listing, second } from "../words.ts";
import type { Remote } from "./remote.ts";

export async function createOrganisationAt(
  remote: Remote,
  { name, verified }: { name: string; verified?: true },
): Promise<Answer> {
  const made = await remote.act(foundOrganisation, { name }, { name: "--name" });
  const told =
    verified === true
      ? await remote.act(verifyOrganisation, { organisation: made.id, verified: true })
      : made;
  return { json: told, text: `${told.name} is registered as ${told.id}.` };
}

export async function listOrganisationsAt(remote: Remote): Promise<Answer> {
  const organisations = (await all(remote, "")).map(plain);
  const rows = organisations.map(({ id, name, verified_at }) => [id, name, second(verified_at)]);
  return {
    json: { organisations },
    text: listing(["id", "name", "verified"], rows, "There is no organisation yet."),
  };
}

export async function verifyOrganisationAt(remote: Remote, named: string, undo: boolean): Promise<Answer> {
  const { id } = await organisationNamed(remote, named);
  const told = await remote.act(verifyOrganisation, { organisation: id, verified: !undo });
  return { json: told, text: `${told.name} is ${undo ? "no longer verified" : "verified"}.` };
}

/** By id, else by its exact name. Throws CliError. */
export async function organisationNamed(remote: Remote, named: string): Promise<OrganisationJson> {
  if (/^org_[\w-]+$/.test(named)) return remote.act(readOrganisation, { organisation: named });
  const [found, another] = (await all(remote, named)).filter(({ name }) => name === named.trim());
  if (another !== undefined) throw new CliError("Several organisations have this name; give the id.");
  if (found === undefined) throw new CliError("There is no such organisation.");
  return found;
}

/** All of them for staff, and for others their own. */
async function all(remote: Remote, search: string): Promise<OrganisationJson[]> {
  if (remote.scope.has(STAFF_SCOPE)) return remote.all(searchOrganisations, { search });
  return (await remote.act(myOrganisations, {})).items;
}

/** Without what only the list of the API tells. */
const plain = ({ id, name, verified_at }: OrganisationJson): OrganisationJson => ({ id, name, verified_at });
