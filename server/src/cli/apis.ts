/** Which API a command means, and what an identifier must look like. */
import { identifierTrouble } from "../desk/operations/apis.ts";
import type { Resource } from "../oauth/resource.ts";
import type { Gatehouse } from "../compose/world.ts";
import { CliError } from "./output.ts";

/** By id or identifier; without a name the only one there is. Throws CliError. */
export async function findApi({ store }: Gatehouse, named: string | undefined): Promise<Resource> {
  const all = await store.resources.list();
  if (named === undefined) {
    const [only, another] = all;
    if (only === undefined)
      throw new CliError("There is no API yet; create one with `gatehouse api create`.");
    if (another !== undefined) throw new CliError("There are several APIs; name one with --api.", 2);
    return only;
  }
  // Our own for management is not in the list, and can be named.
  const found = all.find(({ id }) => id === named) ?? (await store.resources.find(named));
  if (found === null) throw new CliError("There is no such API.");
  return found;
}

/** RFC 8707 §2 — an absolute URI without fragment, in its one spelling. Throws CliError. */
export function checkIdentifier(identifier: string): void {
  const wrong = identifierTrouble(identifier);
  if (wrong !== null) throw new CliError(wrong);
}
