/** What the settings decide for a client, and what it has shown: for its developer to read, for staff to change. */
import { Type } from "typebox";
import type { PolicyJson } from "../json.ts";
import { operation, type Operation } from "../operation.ts";
import { Problem } from "../problems.ts";
import { stampOrNull } from "../shapes.ts";

const words = (...some: string[]): ReturnType<typeof Type.Union> =>
  Type.Union(some.map((word) => Type.Literal(word)));

export const readPolicy: Operation<PolicyJson> = operation({
  name: "client.policy",
  method: "GET",
  path: "/clients/{client_id}/policy",
  summary: "What the settings decide for a client, and whether it has used PKCE with S256.",
  target: "client",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object({ client_id: Type.String() }, { additionalProperties: false }),
  output: Type.Object({
    pkce: words("s256_required", "plain_allowed", "optional"),
    refresh_token: words("offline_access", "always", "never"),
    access_token_profile: Type.String(),
    access_token_seconds: Type.Integer(),
    code_seconds: Type.Integer(),
    refresh_idle_seconds: Type.Integer(),
    refresh_absolute_seconds: Type.Integer(),
    s256_seen_at: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
  }),
  async run(desk, _caller, { client_id }) {
    const client = await desk.protocol.clients.find(client_id);
    if (client === null) throw new Problem("not_found");
    const { policy } = client;
    return {
      pkce: policy.pkce,
      refresh_token: policy.refresh_token,
      access_token_profile: policy.access_token_profile,
      access_token_seconds: policy.access_token_seconds,
      code_seconds: policy.code_seconds,
      refresh_idle_seconds: policy.refresh_idle_seconds,
      refresh_absolute_seconds: policy.refresh_absolute_seconds,
      s256_seen_at: stampOrNull(client.s256SeenAt),
    };
  },
});
