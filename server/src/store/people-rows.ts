/** A person as a row and back, and what every change of people has to look after. */
import { StoreConflict } from "./conflict.ts";
import type { Kysely } from "kysely";
import type { Person } from "../accounts/ports.ts";
import type { SessionEnd } from "./session-end.ts";
import type { Schema } from "./schema.ts";

type Row = Schema["people"];

export function fromRow(row: Row): Person {
  const { password_hash, created_at, disabled_at, email_verified_at, ...others } = row;
  const { claims: _, simulated_for: __, ...same } = others;
  return {
    ...same,
    passwordHash: password_hash,
    createdAt: created_at,
    disabledAt: disabled_at,
    emailVerifiedAt: email_verified_at,
  };
}

export function toRow(person: Person): Omit<Row, "claims" | "simulated_for"> {
  const { passwordHash, createdAt, disabledAt, emailVerifiedAt, ...same } = person;
  return {
    ...same,
    password_hash: passwordHash,
    created_at: createdAt,
    disabled_at: disabledAt,
    email_verified_at: emailVerifiedAt,
  };
}

/** Ends every session of a person but the one of hash `keep`; answers how many. Part of the caller's transaction. */
export async function endSessions(
  tx: Kysely<Schema>,
  subject: string,
  keep: string | null,
  ended: SessionEnd,
): Promise<number> {
  const all = await tx.selectFrom("sessions").select("hash").where("subject", "=", subject).execute();
  const others = all.filter(({ hash }) => hash !== keep);
  for (const { hash } of others) await ended(tx, "hash", hash);
  return others.length;
}

/** Whether somebody but `id` signs in with this text: a user name and an e-mail address must not mean two people. */
export async function isTaken(tx: Kysely<Schema>, name: string, id: string): Promise<boolean> {
  const other = await tx
    .selectFrom("people")
    .select("id")
    .where((eb) => eb.or([eb("username", "=", name), eb("email", "=", name)]))
    .where("id", "<>", id)
    .executeTakeFirst();
  return other !== undefined;
}

/** Two who ask for one address at the same time: the table itself refuses the second. */
export async function orTaken<T>(work: Promise<T>): Promise<T | "taken"> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreConflict && error.kind === "taken") return "taken";
    throw error;
  }
}
