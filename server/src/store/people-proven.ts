/** PO-09 — what a proven e-mail address allows: to begin an account, or to set its password anew. The proof is spent with it. */
import type { Kysely } from "kysely";
import type { PeoplePort, ProofPurpose, SpentProof } from "../accounts/ports.ts";
import { byPerson } from "../lib/actor.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import type { AfterPassword } from "./new-password.ts";
import { isTaken, orTaken, toRow } from "./people-rows.ts";
import type { Schema } from "./schema.ts";

/** The address that was proven; null when the proof is spent, over, of another browser or for another purpose. */
async function spend(
  tx: Kysely<Schema>,
  { id, browser }: SpentProof,
  purposes: readonly ProofPurpose[],
  now: number,
  subject: string | null = null,
): Promise<string | null> {
  const spent = await tx
    .updateTable("email_proofs")
    .set({ used_at: now })
    .$if(subject !== null, (query) => query.where("subject", "=", subject))
    .where("id", "=", id)
    .where("browser", "=", browser)
    .where("purpose", "in", purposes)
    .where("proven_at", "is not", null)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .returning("email")
    .executeTakeFirst();
  return spent?.email ?? null;
}

export function provenPeople(
  engine: Engine,
  note: Note,
  passwordSet: AfterPassword,
): Pick<PeoplePort, "createProven" | "resetPassword" | "changeEmail"> {
  return {
    createProven: (person, proof, now, via) =>
      engine.write(async (tx) => {
        for (const name of [person.username, person.email])
          if (name !== null && (await isTaken(tx, name, person.id))) return "taken";
        const email = await spend(tx, proof, ["sign_up", "invitation"], now);
        if (email === null || email !== person.email) return "gone";
        await tx.insertInto("people").values(toRow(person)).execute();
        const target = { type: "person", id: person.id };
        await note(tx, { action: "person.created", target }, byPerson(person.id, via));
        return "created";
      }),
    changeEmail: (id, proof, now, via) =>
      orTaken(
        engine.write(async (tx) => {
          const email = await spend(tx, proof, ["email"], now, id);
          const before =
            email === null
              ? undefined
              : await tx.selectFrom("people").selectAll().where("id", "=", id).executeTakeFirst();
          if (email === null || before === undefined || before.disabled_at !== null) return "gone";
          if (await isTaken(tx, email, id)) return "taken";
          const username = before.username === before.email ? email : before.username;
          await tx
            .updateTable("people")
            .set({ email, email_verified_at: now, username })
            .where("id", "=", id)
            .execute();
          const target = { type: "person", id } as const;
          await note(tx, { action: "person.email_set", target }, byPerson(id, via));
          return "set";
        }),
      ),
    resetPassword: (passwordHash, proof, { now, ends, via }) =>
      engine.write(async (tx) => {
        const email = await spend(tx, proof, ["reset"], now);
        if (email === null) return "gone";
        const person = await tx
          .updateTable("people")
          .set({ password_hash: passwordHash })
          .where("email", "=", email)
          .where("email_verified_at", "is not", null)
          .where("disabled_at", "is", null)
          .returning("id")
          .executeTakeFirst();
        if (!person) return "gone";
        await passwordSet(tx, person.id, { now, ends }, byPerson(person.id, via));
        return "set";
      }),
  };
}
