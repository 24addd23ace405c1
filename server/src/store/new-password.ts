/** OAuth 2.1 §4.3.3 — what ends with a password that is set, and the entry that says so: part of the transaction that sets it. */
import type { Kysely } from "kysely";
import type { NewPasswordHow } from "../accounts/ports.ts";
import type { By } from "../lib/actor.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { endSessions } from "./people-rows.ts";
import { revokeAll } from "./revocation.ts";
import type { Schema } from "./schema.ts";
import type { SessionEnd } from "./session-end.ts";

/** `keep`: the hash of the session in which the person has proven the old one. */
export type AfterPassword = (
  tx: Kysely<Schema>,
  id: string,
  how: NewPasswordHow & { keep?: string | undefined },
  by: By | undefined,
) => Promise<void>;

export function afterPassword(engine: Engine, note: Note, ended: SessionEnd): AfterPassword {
  return async (tx, id, { now, ends, keep }, by) => {
    // Sessions first: they tell the apps, and say of their own tokens what ended with them.
    const sessions = await endSessions(tx, id, keep ?? null, ended);
    const families =
      ends === "sessions_and_tokens"
        ? await revokeAll(engine, tx, "subject", id, now, "password changed")
        : 0;
    // What was sent to the address, or read by somebody else there, sets no further one.
    await tx
      .updateTable("email_proofs")
      .set({ used_at: now })
      .where("email", "=", (eb) => eb.selectFrom("people").select("email").where("id", "=", id))
      .where("purpose", "=", "reset")
      .where("used_at", "is", null)
      .execute();
    const after = { sessions_ended: sessions, families_ended: families };
    await note(tx, { action: "person.password_set", target: { type: "person", id }, after }, by);
  };
}
