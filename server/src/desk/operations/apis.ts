/** The APIs of the company, as a developer chooses from them: what can be asked for, and what it means (RFC 6749 §3.3). */
import { Type } from "typebox";
import type { ApiJson, List } from "../json.ts";
import { operation, type Operation } from "../operation.ts";
import { listOf } from "../shapes.ts";

const ApiShape = Type.Object({
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
      };
    });
    return { items: await Promise.all(items) };
  },
});
