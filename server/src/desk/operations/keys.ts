/** Signing keys, as staff see and change them (RFC 7517). */
import { Type } from "typebox";
import { operation, type Operation } from "../operation.ts";
import { Problem } from "../problems.ts";
import { stamp, stampOrNull } from "../shapes.ts";

export interface KeyJson {
  kid: string;
  alg: string;
  rsa_bits: number;
  environment: "test" | "live";
  phase: string;
  activates_at: string;
  retires_at: string | null;
}

const Text = Type.String();

export const listKeys: Operation<{ items: KeyJson[] }> = operation({
  name: "key.list",
  method: "GET",
  path: "/keys",
  summary: "The signing keys: next, current, retiring, revoked. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        kid: Text,
        alg: Text,
        rsa_bits: Type.Integer(),
        environment: Text,
        phase: Text,
        activates_at: Text,
        retires_at: Type.Union([Text, Type.Null()]),
      }),
    ),
  }),
  async run(desk) {
    const keys = await desk.keys.list();
    return {
      items: keys.map(({ activates_at, retires_at, ...same }) => ({
        kid: same.kid,
        alg: same.alg,
        rsa_bits: same.rsa_bits,
        environment: same.environment,
        phase: same.phase,
        activates_at: stamp(activates_at),
        retires_at: stampOrNull(retires_at),
      })),
    };
  },
});

export const rotateKeys: Operation<{ kids: string[] }> = operation({
  name: "key.rotate",
  method: "POST",
  path: "/keys",
  summary: "Makes the keys that follow; they sign once every verifier had time to see them. For admins.",
  target: "none",
  who: { staff: "admin" },
  fresh: true,
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({ kids: Type.Array(Text) }),
  run: async (desk, { by }) => ({ kids: [...(await desk.keys.rotate(by))] }),
});

export const revokeKey: Operation<{ revoked: boolean }> = operation({
  name: "key.revoke",
  method: "DELETE",
  path: "/keys/{kid}",
  summary: "Withdraws a key with all that it signed. For admins.",
  target: "none",
  who: { staff: "admin" },
  fresh: true,
  input: Type.Object({ kid: Text }, { additionalProperties: false }),
  output: Type.Object({ revoked: Type.Boolean() }),
  async run(desk, { by }, { kid }) {
    if (!(await desk.keys.revoke(kid, by))) throw new Problem("not_found");
    return { revoked: true };
  },
});
