/** RFC 7009 §2.1, RFC 9700 §4.14.2 — ends families, their access tokens and unredeemed codes: the one place that does. */
import { sql, type Kysely } from "kysely";
import type { Engine } from "./engine/engine.ts";
import type { Schema } from "./schema.ts";
import { withdrawClient, withdrawFamilies } from "./status/withdraw.ts";

/** What is ended: one family, or all that hangs on a consent, a person or a client. */
export type Root = "id" | "consent_id" | "subject" | "client_id";

/** Part of the caller's transaction; answers how many families it ended. Idempotent: what was ended before keeps its time and reason. */
export async function revokeAll(
  engine: Engine,
  tx: Kysely<Schema>,
  root: Root,
  value: string,
  now: number,
  why: string,
): Promise<number> {
  const families = await tx
    .updateTable("families")
    .set({ revoked_at: now, revoked_why: why })
    .where(root, "=", value)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  const ended = Number(families.numUpdatedRows);
  const tokens = tx.updateTable("opaque_tokens").set({ revoked_at: now }).where("revoked_at", "is", null);
  if (root === "id") {
    await tokens.where("family_id", "=", value).execute();
    // Ended before means that its places are withdrawn already.
    if (ended > 0) await withdrawFamilies(engine, tx, sql`${value}`);
    return ended;
  }
  await (
    root === "consent_id"
      ? tokens.where(
          "family_id",
          "in",
          tx.selectFrom("families").select("id").where("consent_id", "=", value),
        )
      : tokens.where(root, "=", value)
  ).execute();
  // A device that was allowed and has not asked since gets a "no" for good.
  await tx
    .updateTable("devices")
    .set({ decision: "denied" })
    .where(root, "=", value)
    .where("redeemed_at", "is", null)
    .execute();
  await tx
    .updateTable("codes")
    .set({ burned_at: now })
    .where(root, "=", value)
    .where("redeemed_at", "is", null)
    .where("burned_at", "is", null)
    .execute();
  await withdrawFamilies(engine, tx, sql`select id from families where ${sql.ref(root)} = ${value}`);
  if (root === "client_id") await withdrawClient(engine, tx, value);
  return ended;
}
