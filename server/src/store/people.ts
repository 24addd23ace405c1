/** Resource owners (RFC 6749 §1.1) and members: one person, one row, one username. */
import type { PeoplePort as AccountsPeople, Person } from "../accounts/ports.ts";
import type { PeoplePort as ProtocolPeople } from "../oauth/ports.ts";
import type { Engine } from "./engine/engine.ts";
import { revokeAll } from "./revocation.ts";
import { json } from "./rows.ts";
import type { Schema } from "./schema.ts";

function fromRow(row: Schema["people"]): Person {
  const { password_hash, created_at, disabled_at, claims: _, ...same } = row;
  return { ...same, passwordHash: password_hash, createdAt: created_at, disabledAt: disabled_at };
}

export function people(engine: Engine): AccountsPeople & ProtocolPeople {
  const one = async (column: "id" | "username", value: string): Promise<Person | null> => {
    const row = await engine.read
      .selectFrom("people")
      .selectAll()
      .where(column, "=", value)
      .executeTakeFirst();
    return row ? fromRow(row) : null;
  };
  const change = (id: string, values: Partial<Schema["people"]>): Promise<boolean> =>
    engine.write(async (tx) => {
      const changed = await tx
        .updateTable("people")
        .set(values)
        .where("id", "=", id)
        .returning("id")
        .executeTakeFirst();
      return changed !== undefined;
    });
  return {
    find: (id) => one("id", id),
    findByUsername: (username) => one("username", username),
    async claims(subject) {
      const row = await engine.read
        .selectFrom("people")
        .selectAll()
        .where("id", "=", subject)
        .executeTakeFirst();
      if (!row || row.disabled_at !== null) return null;
      const own: Record<string, unknown> = {
        name: row.name,
        preferred_username: row.username,
        updated_at: Math.floor(row.created_at / 1000),
        ...(row.locale === null ? {} : { locale: row.locale }),
      };
      return { ...own, ...(row.claims === null ? {} : json<Record<string, unknown>>(row.claims)) };
    },
    async isActive(subject) {
      const person = await one("id", subject);
      return person !== null && person.disabledAt === null;
    },
    create: (person) =>
      engine.write(async (tx) => {
        const { passwordHash, createdAt, disabledAt, ...same } = person;
        const made = await tx
          .insertInto("people")
          .values({ ...same, password_hash: passwordHash, created_at: createdAt, disabled_at: disabledAt })
          .onConflict((conflict) => conflict.column("username").doNothing())
          .returning("id")
          .executeTakeFirst();
        return made !== undefined;
      }),
    setPassword: (id, passwordHash) => change(id, { password_hash: passwordHash }),
    enable: (id) => change(id, { disabled_at: null }),
    disable: (id, now) =>
      engine.write(async (tx) => {
        const person = await tx
          .updateTable("people")
          .set((eb) => ({ disabled_at: eb.fn.coalesce("disabled_at", eb.val(now)) }))
          .where("id", "=", id)
          .returning("id")
          .executeTakeFirst();
        if (!person) return false;
        await tx.deleteFrom("sessions").where("subject", "=", id).execute();
        await revokeAll(tx, "subject", id, now, "person disabled");
        return true;
      }),
    async list() {
      const rows = await engine.read.selectFrom("people").selectAll().orderBy("username").execute();
      return rows.map(fromRow);
    },
  };
}
