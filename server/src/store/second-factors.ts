/** RFC 6238 §5.2 — the second factor at rest: each time step and each recovery code is spent by one statement. */
import type { Kysely } from "kysely";
import type { Authenticator, SecondFactorsPort } from "../accounts/proof-ports.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

function fromRow(row: Schema["authenticators"]): Authenticator {
  return {
    subject: row.subject,
    secretSealed: row.secret_sealed,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
    lastStep: row.last_step,
  };
}

const find = prepared((db, v: { subject: string }) =>
  db.selectFrom("authenticators").selectAll().where("subject", "=", v.subject),
);

const target = (id: string): { type: string; id: string } => ({ type: "person", id });

async function putRecovery(
  tx: Kysely<Schema>,
  subject: string,
  hashes: readonly string[],
  now: number,
): Promise<void> {
  await tx.deleteFrom("recovery_codes").where("subject", "=", subject).execute();
  const rows = hashes.map((hash) => ({ hash, subject, created_at: now, used_at: null }));
  if (rows.length > 0) await tx.insertInto("recovery_codes").values(rows).execute();
}

export function secondFactors(engine: Engine, note: Note): SecondFactorsPort {
  return {
    async find(subject) {
      const [row] = await find(engine.read, { subject });
      return row ? fromRow(row) : null;
    },
    begin: (subject, secretSealed, now) =>
      engine.writeBeside(async (tx) => {
        const fresh = { secret_sealed: secretSealed, created_at: now, last_step: 0 };
        const begun = await tx
          .insertInto("authenticators")
          .values({ ...fresh, subject, confirmed_at: null })
          .onConflict((conflict) =>
            conflict.column("subject").doUpdateSet(fresh).where("authenticators.confirmed_at", "is", null),
          )
          .returning("subject")
          .executeTakeFirst();
        return begun !== undefined;
      }),
    confirm: (subject, step, recovery, now, by) =>
      engine.write(async (tx) => {
        const confirmed = await tx
          .updateTable("authenticators")
          .set({ confirmed_at: now, last_step: step })
          .where("subject", "=", subject)
          .where("confirmed_at", "is", null)
          .returning("subject")
          .executeTakeFirst();
        if (!confirmed) return false;
        await putRecovery(tx, subject, recovery, now);
        await note(tx, { action: "person.two_step_on", target: target(subject) }, by);
        return true;
      }),
    spendStep: (subject, step) =>
      engine.writeBeside(async (tx) => {
        const spent = await tx
          .updateTable("authenticators")
          .set({ last_step: step })
          .where("subject", "=", subject)
          .where("confirmed_at", "is not", null)
          .where("last_step", "<", step)
          .returning("subject")
          .executeTakeFirst();
        return spent !== undefined;
      }),
    spendRecovery: (subject, hash, now, by) =>
      engine.writeBeside(async (tx) => {
        const spent = await tx
          .updateTable("recovery_codes")
          .set({ used_at: now })
          .where("hash", "=", hash)
          .where("subject", "=", subject)
          .where("used_at", "is", null)
          .returning("subject")
          .executeTakeFirst();
        if (!spent) return false;
        await note(tx, { action: "person.recovery_code_used", target: target(subject) }, by);
        return true;
      }),
    renewRecovery: (subject, hashes, now, by) =>
      engine.write(async (tx) => {
        const enrolled = await tx
          .selectFrom("authenticators")
          .select("subject")
          .where("subject", "=", subject)
          .where("confirmed_at", "is not", null)
          .executeTakeFirst();
        if (!enrolled) return false;
        await putRecovery(tx, subject, hashes, now);
        await note(tx, { action: "person.recovery_codes_made", target: target(subject) }, by);
        return true;
      }),
    async recoveryLeft(subject) {
      const row = await engine.read
        .selectFrom("recovery_codes")
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .where("subject", "=", subject)
        .where("used_at", "is", null)
        .executeTakeFirst();
      return row?.n ?? 0;
    },
    remove: (subject, by) =>
      engine.write(async (tx) => {
        const gone = await tx
          .deleteFrom("authenticators")
          .where("subject", "=", subject)
          .returning("confirmed_at")
          .executeTakeFirst();
        if (!gone) return false;
        await putRecovery(tx, subject, [], 0);
        if (gone.confirmed_at !== null)
          await note(tx, { action: "person.two_step_off", target: target(subject) }, by);
        return true;
      }),
  };
}
