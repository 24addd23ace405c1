/** RFC 6749 §3.3 — the catalogue of an API, changed by staff: what a scope says to people, and what hangs on it before it goes. */
import { Type } from "typebox";
import { isScopeName } from "../../oauth/checks/scope.ts";
import type { Resource, Scope } from "../../oauth/resource.ts";
import { OFFLINE_ACCESS } from "../../oauth/words.ts";
import type { ScopeClient } from "../directory.ts";
import { operation, type Operation } from "../operation.ts";
import type { Desk } from "../ports.ts";
import { Problem } from "../problems.ts";
import { readWords } from "../scope-words.ts";

const Text = Type.String();
const Access = Type.Union([Type.Literal("read"), Type.Literal("write")]);

export interface ScopeJson {
  api: { id: string; identifier: string; name: string };
  name: string;
  words: Record<string, string>;
  person: boolean;
  /** Null when nobody said: it counts as writing. */
  access: "read" | "write" | null;
  /** Whether the next import of the API's OpenAPI document may change it again. */
  imported: boolean;
  /** The clients that are assigned it, at most 500. */
  clients: ScopeClient[];
  /** How many people's consents hold it. */
  consents: number;
  /** The routes that need it, as the OpenAPI document says. */
  routes: { method: string; path: string }[];
}

const ScopeShape = Type.Object({
  api: Type.Object({ id: Text, identifier: Text, name: Text }),
  name: Text,
  words: Type.Record(Text, Text),
  person: Type.Boolean(),
  access: Type.Union([Access, Type.Null()]),
  imported: Type.Boolean(),
  clients: Type.Array(
    Type.Object({
      client_id: Text,
      app_id: Text,
      client_name: Text,
      organisation: Text,
      environment: Type.Union([Type.Literal("test"), Type.Literal("live")]),
    }),
  ),
  consents: Type.Integer(),
  routes: Type.Array(Type.Object({ method: Text, path: Text })),
});

/** One of the company's APIs by its id. Throws Problem `not_found`. */
export async function apiOfId(desk: Pick<Desk, "resources">, id: string): Promise<Resource> {
  const found = (await desk.resources()).find((api) => api.id === id);
  if (found === undefined) throw new Problem("not_found");
  return found;
}

async function told(desk: Desk, api: Resource, scope: Scope): Promise<ScopeJson> {
  const { name, words, person, access } = scope;
  const document = await desk.apiDocument(api.id);
  const needs = (document?.routes ?? []).filter(({ scopes, or = [] }) =>
    [scopes, ...or].some((all) => all.includes(name)),
  );
  const use = await desk.directory.scopeUse(api.identifier, name);
  return {
    api: { id: api.id, identifier: api.identifier, name: api.name },
    name,
    words: { ...words },
    person,
    access: access ?? null,
    imported: document !== null,
    clients: [...use.clients],
    consents: use.consents,
    routes: needs.map(({ method, path }) => ({ method, path })),
  };
}

export const readScope: Operation<ScopeJson> = operation({
  name: "scope.read",
  method: "GET",
  path: "/apis/{api}/scopes/{scope}",
  summary: "One scope of an API, and what hangs on it: clients, consents, routes. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object({ api: Text, scope: Text }, { additionalProperties: false }),
  output: ScopeShape,
  async run(desk, _caller, { api: id, scope: name }) {
    const api = await apiOfId(desk, id);
    const scope = api.scopes.find((one) => one.name === name);
    if (scope === undefined) throw new Problem("not_found");
    return told(desk, api, scope);
  },
});

export const putScope: Operation<ScopeJson> = operation({
  name: "scope.put",
  method: "PUT",
  path: "/apis/{api}/scopes/{scope}",
  summary:
    "Adds a scope to an API, or changes its words, whether it needs a person, and what it is for. For admins.",
  target: "none",
  who: { staff: "admin" },
  fresh: true,
  input: Type.Object(
    {
      api: Text,
      scope: Text,
      words: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 400 }), {
        description: "What it allows, by language; `en` is needed.",
      }),
      person: Type.Boolean({ description: "Whether machine tokens never carry it." }),
      access: Type.Union([Access, Type.Null()], {
        description: "Whether it only lets an app read; null when nobody knows.",
      }),
    },
    { additionalProperties: false },
  ),
  output: ScopeShape,
  async run(desk, caller, { api: id, scope: name, words, person, access }) {
    const api = await apiOfId(desk, id);
    if (!isScopeName(name))
      throw new Problem("invalid", [
        {
          field: "scope",
          sentence: "Write 1 to 128 printable characters without space, quote and backslash.",
        },
      ]);
    if (name === OFFLINE_ACCESS)
      throw new Problem("invalid", [
        { field: "scope", sentence: "offline_access belongs to no API: every app may be assigned it." },
      ]);
    const read = readWords(words);
    if ("sentence" in read) throw new Problem("invalid", [{ field: "words", sentence: read.sentence }]);
    const scope = { name, words: read.words, person, ...(access === null ? {} : { access }) };
    await desk.registry(caller.by).putScope(api.id, scope);
    return told(desk, api, scope);
  },
});

export const removeScope: Operation<{ removed: boolean }> = operation({
  name: "scope.remove",
  method: "DELETE",
  path: "/apis/{api}/scopes/{scope}",
  summary:
    "Takes a scope from an API. Clients keep the word, which then means nothing; while any is assigned it, only `in_use: true` takes it. For admins.",
  target: "none",
  who: { staff: "admin" },
  fresh: true,
  input: Type.Object(
    { api: Text, scope: Text, in_use: Type.Optional(Type.Boolean()) },
    { additionalProperties: false },
  ),
  output: Type.Object({ removed: Type.Boolean() }),
  async run(desk, caller, { api: id, scope, in_use = false }) {
    const api = await apiOfId(desk, id);
    const use = await desk.directory.scopeUse(api.identifier, scope);
    if (use.clients.length > 0 && !in_use) throw new Problem("conflict");
    if (!(await desk.registry(caller.by).removeScope(api.id, scope))) throw new Problem("not_found");
    return { removed: true };
  },
});
