/** The APIs of the company, as a developer chooses from them: what can be asked for, and what it means (RFC 6749 §3.3). */
import { Type } from "typebox";
import type { ApiJson, List } from "../json.ts";
import { operation, type Operation } from "../operation.ts";
import { Problem } from "../problems.ts";
import { listOf } from "../shapes.ts";
import { uuid7 } from "../../lib/random.ts";
import { readName } from "./apps.ts";

const ApiShape = Type.Object({
  id: Type.String(),
  identifier: Type.String(),
  name: Type.String(),
  /** Where it answers, when its OpenAPI document says so. */
  server: Type.Union([Type.String(), Type.Null()]),
  scopes: Type.Array(
    Type.Object({
      name: Type.String(),
      words: Type.Record(Type.String(), Type.String()),
      person: Type.Boolean(),
      access: Type.Optional(Type.Union([Type.Literal("read"), Type.Literal("write")])),
    }),
  ),
  routes: Type.Array(
    Type.Object({
      method: Type.String(),
      path: Type.String(),
      summary: Type.String(),
      scopes: Type.Array(Type.String()),
      person: Type.Boolean(),
    }),
  ),
  versions: Type.Array(
    Type.Object({
      version: Type.String(),
      status: Type.String(),
      deprecated_at: Type.Union([Type.String(), Type.Null()]),
      sunset_at: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});

export const listApis: Operation<List<ApiJson>> = operation({
  name: "api.list",
  method: "GET",
  path: "/apis",
  summary: "The APIs that apps can be registered for: their scopes in words, and their routes.",
  target: "none",
  who: "signed_in",
  fresh: false,
  input: Type.Object({}, { additionalProperties: false }),
  output: listOf(ApiShape),
  async run(desk) {
    const items = (await desk.resources()).map(async ({ id, identifier, name, scopes }) => {
      const document = await desk.apiDocument(id);
      return {
        id,
        identifier,
        name,
        server: document?.server ?? null,
        scopes: scopes.map((scope) => ({ ...scope, words: { ...scope.words } })),
        routes: (document?.routes ?? [])
          .filter((route) => !route.public)
          .map((route) => ({
            method: route.method,
            path: route.path,
            summary: route.summary,
            scopes: [...route.scopes],
            person: route.person,
          })),
        versions: (document?.versions?.list ?? []).map(({ version, status, deprecatedAt, sunsetAt }) => ({
          version,
          status,
          deprecated_at: deprecatedAt ?? null,
          sunset_at: sunsetAt ?? null,
        })),
      };
    });
    return { items: await Promise.all(items) };
  },
});

export const createApi: Operation<{ id: string }> = operation({
  name: "api.create",
  method: "POST",
  path: "/apis",
  summary: "Registers an API, without scopes and without a secret to introspect with. For admins.",
  target: "none",
  who: { staff: "admin" },
  fresh: true,
  input: Type.Object(
    {
      identifier: Type.String({ maxLength: 400, description: "The audience of its tokens (RFC 8707 §2)." }),
      name: Type.String({ maxLength: 400 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String() }),
  async run(desk, caller, { identifier, name }) {
    const wrong = identifierTrouble(identifier);
    if (wrong !== null) throw new Problem("invalid", [{ field: "identifier", sentence: wrong }]);
    const read = readName(name, "name");
    if ((await desk.resources()).some((api) => api.identifier === identifier)) throw new Problem("conflict");
    const id = `api_${uuid7(desk.clock, desk.random)}`;
    await desk.registry(caller.by).createResource({ id, identifier, name: read });
    return { id };
  },
});

export const removeApi: Operation<{ removed: boolean }> = operation({
  name: "api.remove",
  method: "DELETE",
  path: "/apis/{api}",
  summary: "Takes an API away, with its scopes; only while no app was ever registered for it. For admins.",
  target: "none",
  who: { staff: "admin" },
  fresh: true,
  input: Type.Object({ api: Type.String() }, { additionalProperties: false }),
  output: Type.Object({ removed: Type.Boolean() }),
  async run(desk, caller, { api }) {
    // Our own for management is not one of these.
    if (!(await desk.resources()).some(({ id }) => id === api)) throw new Problem("not_found");
    if (!(await desk.registry(caller.by).removeResource(api))) throw new Problem("conflict");
    return { removed: true };
  },
});

/** RFC 8707 §2 — an absolute URI without fragment, in its one spelling; a sentence where it is none. */
export function identifierTrouble(identifier: string): string | null {
  const url = URL.parse(identifier);
  if (url === null || !/^https?:$/.test(url.protocol) || !/^[\x21-\x7e]+$/.test(identifier))
    return "Give an identifier that is an absolute https address, such as https://api.example.com.";
  if (identifier.includes("#")) return "Take the fragment out of the identifier (RFC 8707 §2).";
  if (url.username !== "" || url.password !== "") return "Take user name and password out of the identifier.";
  return null;
}
