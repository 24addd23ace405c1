/** RFC 8693 §2.1 — what was exchanged for what: a token that is revoked takes along all that came from it. */
import type { Kysely } from "kysely";
import type { ExchangedToken } from "../oauth/ports.ts";
import { familyOf } from "../oauth/tokens/token-id.ts";
import type { Engine } from "./engine/engine.ts";
import type { Schema } from "./schema.ts";
import { withdrawPlace } from "./status/withdraw.ts";

type Tx = Kysely<Schema>;

/** Holds the family's row, so that an exchange and a revocation follow each other; false when the family has ended. */
async function holdFamily(tx: Tx, familyId: string): Promise<boolean> {
  const held = await tx
    .updateTable("families")
    .set((eb) => ({ repeats: eb.ref("repeats") }))
    .where("id", "=", familyId)
    .where("revoked_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  return held !== undefined;
}

/** Notes where a token comes from; false when that, or its family, was revoked meanwhile. */
export async function noteExchanged(
  tx: Tx,
  { tokenId, parentId, place, expiresAt }: ExchangedToken,
): Promise<boolean> {
  const familyId = familyOf(tokenId);
  if (familyId === null || !(await holdFamily(tx, familyId))) return false;
  const revoked = tx.selectFrom("revoked_tokens").select("token_id").where("token_id", "=", parentId);
  if (await revoked.executeTakeFirst()) return false;
  await tx
    .insertInto("exchanged_tokens")
    .values({ token_id: tokenId, parent_id: parentId, place, expires_at: expiresAt })
    .execute();
  return true;
}

interface Ending {
  tokenId: string;
  expiresAt: number;
  place: number | null;
}

/** Revokes a token and what came from it; answers how many came from it, null when it was revoked before. */
export async function revokeWithExchanged(
  engine: Engine,
  tx: Tx,
  token: Ending,
  now: number,
): Promise<number | null> {
  const familyId = familyOf(token.tokenId);
  if (familyId !== null) await holdFamily(tx, familyId);
  if (!(await end(tx, token, now))) return null;
  const ended = [token];
  for (let at = 0; at < ended.length; at++) {
    const children = await tx
      .selectFrom("exchanged_tokens")
      .select(["token_id", "place", "expires_at"])
      .where("parent_id", "=", ended[at]?.tokenId ?? "")
      .execute();
    for (const { token_id: tokenId, place, expires_at: expiresAt } of children) {
      const child = { tokenId, place, expiresAt };
      if (await end(tx, child, now)) ended.push(child);
    }
  }
  // The head of the status list is the last lock that is taken.
  for (const { place, expiresAt } of ended)
    if (place !== null) await withdrawPlace(engine, tx, place, expiresAt);
  return ended.length - 1;
}

/** One of them; false when it was revoked before. */
async function end(tx: Tx, { tokenId, expiresAt }: Ending, now: number): Promise<boolean> {
  await tx
    .updateTable("opaque_tokens")
    .set({ revoked_at: now })
    .where("id", "=", tokenId)
    .where("revoked_at", "is", null)
    .execute();
  const listed = await tx
    .insertInto("revoked_tokens")
    .values({ token_id: tokenId, revoked_at: now, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column("token_id").doNothing())
    .returning("token_id")
    .executeTakeFirst();
  return listed !== undefined;
}
