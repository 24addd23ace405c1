/** `gatehouse scope list` at a server. */
import { listApis } from "../../desk/operations/apis.ts";
import { CliError, type Answer } from "../output.ts";
import { listOfScopes } from "../scopes.ts";
import type { Remote } from "./remote.ts";

export async function listScopesAt(remote: Remote, named: string | undefined): Promise<Answer> {
  const { items } = await remote.act(listApis, {});
  const found = named === undefined ? items : items.filter(({ identifier }) => identifier === named);
  const [api, another] = found;
  if (another !== undefined) throw new CliError("There are several APIs; name one with --api.", 2);
  if (api === undefined) throw new CliError("There is no such API.");
  return { json: { api: api.identifier, scopes: api.scopes }, text: listOfScopes(api.name, api.scopes) };
}
