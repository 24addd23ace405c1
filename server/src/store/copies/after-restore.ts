/** What an older state of the world must forget (reliability 4.12). */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import { bump } from "../versions.ts";

/**
 * Nobody can know what was spent, revoked or signed out between the backup and now; so what lives for minutes ends, and
 * sessions end. Families stay: one whose token is ahead of the stored generation was used since, is refused and ends
 * without an alarm (families.ts), and its person signs in once.
 * In the caller's transaction; the tables may be older than the program, and then have no versions.
 */
export async function afterRestore(tx: Kysely<Schema>, now: number, versioned: boolean): Promise<void> {
  // A code that was spent after the backup would be spent twice.
  await tx
    .updateTable("codes")
    .set({ burned_at: now })
    .where("redeemed_at", "is", null)
    .where("burned_at", "is", null)
    .execute();
  await tx.deleteFrom("pendings").execute();
  await tx.updateTable("opaque_tokens").set({ revoked_at: now }).where("revoked_at", "is", null).execute();
  await tx.deleteFrom("sessions").execute();
  if (versioned) await bump(tx, "all");
}
