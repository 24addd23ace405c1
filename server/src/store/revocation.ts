/** RFC 7009 §2.1, RFC 9700 §4.14.2 — ends families, their opaque tokens and unredeemed codes: the one place that does. */
import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

/** What is ended: one family, or all that hangs on a consent, a person or a client. */
export type Root = "id" | "consent_id" | "subject" | "client_id";

/** Part of the caller's transaction; answers how many families it ended. Idempotent: what was ended before keeps its time and reason. */
export async function revokeAll(
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
  return ended;
}
