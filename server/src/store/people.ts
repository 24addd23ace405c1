/** Resource owners (RFC 6749 §1.1) and members: one person, one row, one username. */
import type { PeoplePort as AccountsPeople, Person } from "../accounts/ports.ts";
import type { PeoplePort as ProtocolPeople } from "../oauth/ports.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import type { AuditAction } from "./audit/actions.ts";
import { revokeAll } from "./revocation.ts";
import { json } from "./rows.ts";
import type { Schema } from "./schema.ts";

function fromRow(row: Schema["people"]): Person {
  const { password_hash, created_at, disabled_at, claims: _, ...same } = row;
  return { ...same, passwordHash: password_hash, createdAt: created_at, disabledAt: disabled_at };
}

export function people(engine: Engine, note: Note): AccountsPeople & ProtocolPeople {
  const one = async (column: "id" | "username", value: string): Promise<Person | null> => {
    const row = await engine.read
      .selectFrom("people")
      .selectAll()
      .where(column, "=", value)
      .executeTakeFirst();
    return row ? fromRow(row) : null;
  };
  /** `told` is what the audit log hears, unless nothing changes. */
  const change = (
    id: string,
    values: Partial<Schema["people"]>,
    told: (before: Schema["people"]) => AuditAction | null,
  ): Promise<boolean> =>
    engine.write(async (tx) => {
      const before = await tx.selectFrom("people").selectAll().where("id", "=", id).executeTakeFirst();
      if (!before) return false;
      const action = told(before);
      await tx.updateTable("people").set(values).where("id", "=", id).execute();
      if (action) await note(tx, { action, target: { type: "person", id } });
      return true;
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
        if (made) await note(tx, { action: "person.created", target: { type: "person", id: person.id } });
        return made !== undefined;
      }),
    setPassword: (id, passwordHash) =>
      change(id, { password_hash: passwordHash }, () => "person.password_set"),
    enable: (id) =>
      change(id, { disabled_at: null }, (before) => (before.disabled_at === null ? null : "person.enabled")),
    disable: (id, now) =>
      engine.write(async (tx) => {
        const person = await tx.selectFrom("people").selectAll().where("id", "=", id).executeTakeFirst();
        if (!person) return false;
        if (person.disabled_at === null) {
          await tx.updateTable("people").set({ disabled_at: now }).where("id", "=", id).execute();
          await note(tx, { action: "person.disabled", target: { type: "person", id } });
        }
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
