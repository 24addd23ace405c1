/** `gatehouse scope` at a server. */
import type { ApiJson } from "../../desk/json.ts";
import { listApis } from "../../desk/operations/apis.ts";
import { putScope, removeScope } from "../../desk/operations/scopes.ts";
import { CliError, type Answer } from "../output.ts";
import { listOfScopes } from "../scopes.ts";
import type { Remote } from "./remote.ts";

export async function listScopesAt(remote: Remote, named: string | undefined): Promise<Answer> {
  const api = await apiNamed(remote, named);
  return { json: { api: api.identifier, scopes: api.scopes }, text: listOfScopes(api.name, api.scopes) };
}

export interface NewScope {
  api?: string;
  words: Record<string, string>;
  person?: true;
  reads?: true;
}

export async function addScopeAt(remote: Remote, name: string, wanted: NewScope): Promise<Answer> {
  const api = await apiNamed(remote, wanted.api);
  const { words, person, access } = await remote.act(
    putScope,
    {
      api: api.id,
      scope: name,
      words: wanted.words,
      person: wanted.person === true,
      access: wanted.reads === true ? "read" : null,
    },
    { words: "--words", scope: "<name>" },
  );
  const scope = { name, words, person, ...(access === null ? {} : { access }) };
  return { json: { api: api.identifier, scope }, text: `${name} is in the catalogue of ${api.name}.` };
}

export async function removeScopeAt(
  remote: Remote,
  name: string,
  named: string | undefined,
): Promise<Answer> {
  const api = await apiNamed(remote, named);
  // As here: apps that have it keep a word that means nothing.
  await remote.act(removeScope, { api: api.id, scope: name, in_use: true });
  return { json: { api: api.identifier, removed: name }, text: `${name} is gone from ${api.name}.` };
}

/** By id or identifier; without a name the only one there is. Throws CliError. */
async function apiNamed(remote: Remote, named: string | undefined): Promise<ApiJson> {
  const { items } = await remote.act(listApis, {});
  const found =
    named === undefined ? items : items.filter(({ id, identifier }) => id === named || identifier === named);
  const [api, another] = found;
  if (another !== undefined) throw new CliError("There are several APIs; name one with --api.", 2);
  if (api === undefined) throw new CliError("There is no such API.");
  return api;
}
