/** Token Status List — remembers with which family a JWT dies; in the transaction that makes the token true. */
import type { CompiledQuery, Kysely } from "kysely";
import type { PlacedToken } from "../../oauth/status/ports.ts";
import type { Redemption } from "../access-tokens.ts";
import { prepared } from "../prepared.ts";
import type { Schema } from "../schema.ts";

const insert = prepared((db, v: PlacedToken) =>
  db.insertInto("status_entries").values({ place: v.place, family_id: v.familyId, expires_at: v.expiresAt }),
);

/** The same, if this redemption is the one that the code was spent on. */
const insertRedeemed = prepared((db, v: PlacedToken & Redemption) =>
  db
    .insertInto("status_entries")
    .columns(["place", "family_id", "expires_at"])
    .expression((eb) =>
      eb
        .selectFrom("codes")
        .select([
          eb.val(v.place).as("place"),
          eb.val(v.familyId).as("family_id"),
          eb.val(v.expiresAt).as("expires_at"),
        ])
        .where("codes.hash", "=", v.code)
        .where("codes.family_id", "=", v.begun)
        .where("codes.redeemed_at", "=", v.now),
    ),
);

/** Stores it in the caller's transaction, which must hold the family's row: whoever ends the family then finds it. */
export async function insertPlaced(tx: Kysely<Schema>, token: PlacedToken): Promise<void> {
  await insert(tx, token);
}

/** The statement that stores it, if the redemption before it in the same transaction has won. */
export function placedOfCode(db: Kysely<Schema>, redemption: Redemption, token: PlacedToken): CompiledQuery {
  return insertRedeemed.query(db, { ...token, ...redemption });
}
