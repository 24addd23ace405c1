/** What an older state of the world must forget (reliability 4.12). */
import type { Kysely } from "kysely";
import { LIST_SIZE } from "../../oauth/status/places.ts";
import type { Note } from "../audit/note.ts";
import type { Schema } from "../schema.ts";
import { bump } from "../versions.ts";

/** More places than can have been given since any backup; a whole number of lists. */
const LEAP = 2 ** 36;

/**
 * Nobody can know what was spent, revoked or signed out between the backup and now; so what lives for minutes ends, and
 * sessions end. Families stay: one whose token is ahead of the stored generation was used since, is refused and ends
 * without an alarm (families.ts), and its person signs in once.
 * `signOut` ends them too, for who lost the state to somebody else rather than to a disk, and is told of it for the audit log.
 * In the caller's transaction; the tables may be older than the program, and then some are not there.
 */
export async function afterRestore(
  tx: Kysely<Schema>,
  now: number,
  has: (table: keyof Schema) => boolean,
  signOut: Note | null = null,
): Promise<void> {
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
  if (has("email_proofs")) await tx.deleteFrom("email_proofs").execute();
  // One that was spent since, perhaps by whoever stole the list, must not work again; its person makes new ones.
  if (has("recovery_codes"))
    await tx.updateTable("recovery_codes").set({ used_at: now }).where("used_at", "is", null).execute();
  if (has("status_head")) await endPlaces(tx, now);
  if (signOut !== null) await endFamilies(tx, now, has, signOut);
  if (has("versions")) await bump(tx, "all");
}

/** Every refresh token, and every device that was allowed and has not asked since. */
async function endFamilies(
  tx: Kysely<Schema>,
  now: number,
  has: (table: keyof Schema) => boolean,
  note: Note,
): Promise<void> {
  const ended = await tx
    .updateTable("families")
    .set({ revoked_at: now, revoked_why: "everyone was signed out at a restore" })
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  if (has("devices"))
    await tx.updateTable("devices").set({ decision: "denied" }).where("redeemed_at", "is", null).execute();
  if (has("audit_waiting"))
    await note(tx, {
      action: "database.signed_out",
      target: { type: "database", id: "restored" },
      after: { families_ended: Number(ended.numUpdatedRows) },
    });
}

/**
 * JWTs end as opaque tokens do: every place that was given, before the backup or after it, is below the new floor, and no
 * later token gets one of them. The new epoch makes listeners begin anew.
 */
async function endPlaces(tx: Kysely<Schema>, now: number): Promise<void> {
  for (const table of ["status_blocks", "status_entries", "status_withdrawn"] as const)
    await tx.deleteFrom(table).execute();
  const { next } = await tx.selectFrom("status_head").select("next").executeTakeFirstOrThrow();
  const floor = Math.ceil(next / LIST_SIZE) * LIST_SIZE + LEAP;
  await tx.updateTable("status_head").set({ epoch: now, seq: 0, next: floor, floor }).execute();
}
