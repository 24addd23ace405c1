/** RFC 7517 — the signing keys of the issuer at rest: the public half readable, the private half sealed. */
import type { Kysely } from "kysely";
import type { Sealer } from "../lib/seal.ts";
import type { Environment, SigningAlg } from "../oauth/words.ts";
import type { Engine } from "./engine/engine.ts";
import { json, text } from "./rows.ts";
import type { Schema } from "./schema.ts";

/** One key and where it is in its life: next (published) → current (signs) → retiring (still verifies) | revoked. */
export interface SigningKey {
  kid: string;
  alg: SigningAlg;
  /** Modulus length of an RSA key; 0 for other kinds. */
  rsa_bits: number;
  environment: Environment;
  state: "next" | "current" | "retiring" | "revoked";
  publicJwk: Record<string, unknown>;
  /** The private key as text (a JWK or PEM); null once it will never sign again. */
  privateKey: string | null;
  createdAt: number;
  /** From when it may sign. */
  activatesAt: number;
  /** When it stops to verify; null while that is open. */
  retiresAt: number | null;
}

export type SigningKeyKind = Pick<SigningKey, "alg" | "rsa_bits" | "environment">;

export interface SigningKeysStore {
  /** All keys, oldest first. */
  list(): Promise<readonly SigningKey[]>;
  /** Stores a new key. False when its kind already has a `current` (or `next`) one: another node was first. */
  add(key: SigningKey): Promise<boolean>;
  /** Makes `kid` (a `next`) the current key and retires the one before until `retiresAt`, at once. False when another node was first. */
  promote(kid: string, retiresAt: number): Promise<boolean>;
  /** Takes a key out of use in an emergency; it does not even verify any more. False when there is none. */
  revoke(kid: string, now: number): Promise<boolean>;
  /** Removes keys whose `retiresAt` has passed; answers how many. */
  forget(now: number): Promise<number>;
}

function toRow(key: SigningKey, sealer: Sealer): Schema["signing_keys"] {
  const { publicJwk, privateKey, createdAt, activatesAt, retiresAt, ...same } = key;
  return {
    ...same,
    public_jwk: text(publicJwk),
    private_sealed: privateKey === null ? null : sealer.seal(privateKey, `key:${key.kid}`),
    created_at: createdAt,
    activates_at: activatesAt,
    retires_at: retiresAt,
  };
}

function fromRow(row: Schema["signing_keys"], sealer: Sealer): SigningKey {
  const { public_jwk, private_sealed, created_at, activates_at, retires_at, ...same } = row;
  return {
    ...same,
    publicJwk: json(public_jwk),
    privateKey: private_sealed === null ? null : sealer.open(private_sealed, `key:${row.kid}`),
    createdAt: created_at,
    activatesAt: activates_at,
    retiresAt: retires_at,
  };
}

/** What a key that will never sign again loses. */
const SILENT = { private_sealed: null } as const;

async function promote(tx: Kysely<Schema>, kid: string, retiresAt: number): Promise<boolean> {
  const key = await tx
    .selectFrom("signing_keys")
    .selectAll()
    .where("kid", "=", kid)
    .where("state", "=", "next")
    .executeTakeFirst();
  if (!key) return false;
  await tx
    .updateTable("signing_keys")
    .set({ ...SILENT, state: "retiring", retires_at: retiresAt })
    .where("alg", "=", key.alg)
    .where("rsa_bits", "=", key.rsa_bits)
    .where("environment", "=", key.environment)
    .where("state", "=", "current")
    .execute();
  await tx.updateTable("signing_keys").set({ state: "current" }).where("kid", "=", kid).execute();
  return true;
}

export function signingKeys(engine: Engine, sealer: Sealer): SigningKeysStore {
  return {
    async list() {
      const rows = await engine.read
        .selectFrom("signing_keys")
        .selectAll()
        .orderBy("created_at")
        .orderBy("kid")
        .execute();
      return rows.map((row) => fromRow(row, sealer));
    },
    add: (key) =>
      engine.write(async (tx) => {
        const added = await tx
          .insertInto("signing_keys")
          .values(toRow(key, sealer))
          .onConflict((conflict) => conflict.doNothing())
          .returning("kid")
          .executeTakeFirst();
        return added !== undefined;
      }),
    promote: (kid, retiresAt) => engine.write((tx) => promote(tx, kid, retiresAt)),
    revoke: (kid, now) =>
      engine.write(async (tx) => {
        const revoked = await tx
          .updateTable("signing_keys")
          .set({ ...SILENT, state: "revoked", retires_at: now })
          .where("kid", "=", kid)
          .returning("kid")
          .executeTakeFirst();
        return revoked !== undefined;
      }),
    forget: (now) =>
      engine.write(async (tx) => {
        const gone = await tx
          .deleteFrom("signing_keys")
          .where("state", "in", ["retiring"])
          .where("retires_at", "<=", now)
          .returning("kid")
          .execute();
        return gone.length;
      }),
  };
}
