/** RFC 7009, RFC 7662 — opaque access tokens, and the list of revoked ones that expire by themselves later. */
import type { Kysely } from "kysely";
import type { AccessTokensPort, OpaqueToken } from "../oauth/ports.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";
import { intact, text, texts } from "./rows.ts";
import type { Schema } from "./schema.ts";

type Row = Schema["opaque_tokens"];
type Written = Omit<Row, "revoked_at">;

/** A token of a client that was disabled meanwhile is dead from birth. */
const insert = prepared((db, v: Written) =>
  db.insertInto("opaque_tokens").values((eb) => ({
    hash: v.hash,
    id: v.id,
    client_id: v.client_id,
    subject: v.subject,
    organisation: v.organisation,
    scope: v.scope,
    resource: v.resource,
    environment: v.environment,
    family_id: v.family_id,
    issued_at: v.issued_at,
    expires_at: v.expires_at,
    revoked_at: eb.selectFrom("clients").select("disabled_at").where("client_id", "=", v.client_id),
  })),
);

/** Stores an opaque token in the caller's transaction. */
export async function insertOpaque(tx: Kysely<Schema>, token: OpaqueToken): Promise<void> {
  const { familyId, issuedAt, expiresAt, revokedAt: _, scope, ...same } = token;
  await insert(tx, {
    ...same,
    scope: text(scope),
    family_id: familyId,
    issued_at: issuedAt,
    expires_at: expiresAt,
  });
}

function fromRow(row: Row): OpaqueToken {
  const { family_id, issued_at, expires_at, revoked_at, scope, ...same } = row;
  return {
    ...same,
    scope: intact(`token ${row.id}`, () => texts(scope)),
    familyId: family_id,
    issuedAt: issued_at,
    expiresAt: expires_at,
    revokedAt: revoked_at,
  };
}

const find = prepared((db, v: { hash: string }) =>
  db.selectFrom("opaque_tokens").selectAll().where("hash", "=", v.hash),
);

const listed = prepared((db, v: { tokenId: string }) =>
  db.selectFrom("revoked_tokens").select("token_id").where("token_id", "=", v.tokenId),
);

const livingFamily = prepared((db, v: { familyId: string }) =>
  db.selectFrom("families").select("id").where("id", "=", v.familyId).where("revoked_at", "is", null),
);

export function accessTokens(engine: Engine): AccessTokensPort {
  return {
    async put(token) {
      await engine.write((tx) => insertOpaque(tx, token));
    },
    async findOpaque(hash) {
      const [row] = await find(engine.read, { hash });
      return row ? fromRow(row) : null;
    },
    async revoke(tokenId, expiresAt, now) {
      await engine.write(async (tx) => {
        await tx
          .updateTable("opaque_tokens")
          .set({ revoked_at: now })
          .where("id", "=", tokenId)
          .where("revoked_at", "is", null)
          .execute();
        await tx
          .insertInto("revoked_tokens")
          .values({ token_id: tokenId, revoked_at: now, expires_at: expiresAt })
          .onConflict((conflict) => conflict.column("token_id").doNothing())
          .execute();
      });
    },
    async isRevoked(tokenId, familyId) {
      if ((await listed(engine.read, { tokenId })).length > 0) return true;
      return familyId !== null && (await livingFamily(engine.read, { familyId })).length === 0;
    },
  };
}
