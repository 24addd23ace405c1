/** Tokens that are alive, per app and per person, and their end (RFC 7009 §2.1). */
import { Type } from "typebox";
import { operation, type Operation } from "../operation.ts";
import { Problem } from "../problems.ts";
import type { TokenCount } from "../directory.ts";

const Text = Type.String();
const Of = Type.Union([Type.Literal("client"), Type.Literal("person")]);

export const countTokens: Operation<{ items: TokenCount[] }> = operation({
  name: "token.count",
  method: "GET",
  path: "/tokens",
  summary:
    "How many tokens are alive, of the 200 clients or people with the most: refresh tokens, opaque access tokens, JWTs that a person allowed. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object({ of: Type.Optional(Of) }, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Text,
        name: Text,
        environment: Type.Union([Type.Literal("test"), Type.Literal("live"), Type.Null()]),
        families: Type.Integer(),
        opaque: Type.Integer(),
        jwts: Type.Integer(),
      }),
    ),
  }),
  run: async (desk, _caller, { of = "client" }) => ({ items: [...(await desk.directory.tokens(of, 200))] }),
});

export const endTokens: Operation<{ families: number }> = operation({
  name: "token.end_all",
  method: "DELETE",
  path: "/tokens/{of}/{id}",
  summary:
    "Ends every token of a client or a person, everywhere within a second; consents stay, and new tokens can be had. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: true,
  input: Type.Object({ of: Of, id: Text }, { additionalProperties: false }),
  output: Type.Object({ families: Type.Integer() }),
  async run(desk, caller, { of, id }) {
    const families = await desk.directory.endTokens(of, id, caller.by);
    if (families === null) throw new Problem("not_found");
    return { families };
  },
});
