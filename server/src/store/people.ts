/** Resource owners (RFC 6749 §1.1) and members: one person, one row, one name of each kind to sign in with. */
import type { OwnPassword, PeoplePort as AccountsPeople, Person } from "../accounts/ports.ts";
import type { PeoplePort as ProtocolPeople } from "../oauth/ports.ts";
import type { By } from "../lib/actor.ts";
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from "kysely";
import type { Change, Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { afterPassword } from "./new-password.ts";
import { provenPeople } from "./people-proven.ts";
import { fromRow, isTaken, orTaken, toRow } from "./people-rows.ts";
import { prepared } from "./prepared.ts";
import { revokeAll } from "./revocation.ts";
import { json, text } from "./rows.ts";
import type { Schema } from "./schema.ts";
import type { SessionEnd } from "./session-end.ts";

type Row = Schema["people"];

/** Nobody signs in as a simulated person, or gives it what people have: whoever looks for people does not find it. */
function real(tx: Kysely<Schema>, id: string): Promise<Row | undefined> {
  return tx
    .selectFrom("people")
    .selectAll()
    .where("id", "=", id)
    .where("simulated_for", "is", null)
    .executeTakeFirst();
}

/** Whether what the person has shown still holds; always, for whoever need not show anything. */
function stillOwn(
  eb: ExpressionBuilder<Schema, "people">,
  own: OwnPassword | undefined,
  now: number,
): Expression<SqlBool> {
  if (own === undefined) return eb.and([]);
  const session = eb
    .selectFrom("sessions")
    .select("hash")
    .whereRef("subject", "=", "people.id")
    .where("hash", "=", own.keep)
    .where("expires_at", ">", now);
  return eb.and([eb("password_hash", "=", own.verified), eb.exists(session)]);
}

const byId = prepared((db, v: { id: string }) =>
  db.selectFrom("people").selectAll().where("id", "=", v.id).where("simulated_for", "is", null),
);

const byUsername = prepared((db, v: { username: string }) =>
  db.selectFrom("people").selectAll().where("username", "=", v.username).where("simulated_for", "is", null),
);

const bySignInName = prepared((db, v: { name: string }) =>
  db
    .selectFrom("people")
    .selectAll()
    .where((eb) =>
      eb.or([
        eb("username", "=", v.name),
        eb.and([eb("email", "=", v.name), eb("email_verified_at", "is not", null)]),
      ]),
    )
    .where("simulated_for", "is", null),
);

const orNull = ([row]: readonly Row[]): Person | null => (row ? fromRow(row) : null);

export function people(engine: Engine, note: Note, ended: SessionEnd): AccountsPeople & ProtocolPeople {
  const passwordSet = afterPassword(engine, note, ended);
  const proven = provenPeople(engine, note, passwordSet);
  /** `told` is what the audit log hears, unless nothing changes. */
  const change = (
    id: string,
    values: Partial<Row>,
    told: (before: Row) => Pick<Change, "action" | "before" | "after"> | null,
    by?: By,
  ): Promise<boolean> =>
    engine.write(async (tx) => {
      const before = await real(tx, id);
      if (!before) return false;
      const said = told(before);
      await tx.updateTable("people").set(values).where("id", "=", id).execute();
      if (said) await note(tx, { ...said, target: { type: "person", id } }, by);
      return true;
    });
  return {
    find: async (id) => orNull(await byId(engine.read, { id })),
    findByUsername: async (username) => orNull(await byUsername(engine.read, { username })),
    async findBySignInName(name) {
      const rows = await bySignInName(engine.read, { name });
      const own = rows.filter(({ username }) => username === name);
      return orNull(own.length > 0 ? own : rows);
    },
    async claims(subject) {
      const row = await engine.read
        .selectFrom("people")
        .selectAll()
        .where("id", "=", subject)
        .executeTakeFirst();
      if (!row || row.disabled_at !== null) return null;
      const own: Record<string, unknown> = {
        name: row.name,
        ...(row.simulated_for === null ? { preferred_username: row.username } : {}),
        updated_at: Math.floor(row.created_at / 1000),
        ...(row.locale === null ? {} : { locale: row.locale }),
        ...(row.email === null ? {} : { email: row.email, email_verified: row.email_verified_at !== null }),
      };
      return { ...own, ...(row.claims === null ? {} : json<Record<string, unknown>>(row.claims)) };
    },
    async isActive(subject) {
      const row = await engine.read
        .selectFrom("people")
        .select("disabled_at")
        .where("id", "=", subject)
        .executeTakeFirst();
      return row?.disabled_at === null;
    },
    create: (person, by) =>
      engine.write(async (tx) => {
        for (const name of [person.username, person.email])
          if (name !== null && (await isTaken(tx, name, person.id))) return false;
        const made = await tx
          .insertInto("people")
          .values(toRow(person))
          .onConflict((conflict) => conflict.doNothing())
          .returning("id")
          .executeTakeFirst();
        if (made) await note(tx, { action: "person.created", target: { type: "person", id: person.id } }, by);
        return made !== undefined;
      }),
    ...proven,
    setPassword: (id, passwordHash, how) =>
      engine.write(async (tx) => {
        const set = await tx
          .updateTable("people")
          .set({ password_hash: passwordHash })
          .where("id", "=", id)
          .where("simulated_for", "is", null)
          .where((eb) => stillOwn(eb, how.own, how.now))
          .returning("id")
          .executeTakeFirst();
        if (set) await passwordSet(tx, id, { ...how, keep: how.own?.keep }, how.by);
        return set !== undefined;
      }),
    setEmail: (id, email, verifiedAt) =>
      orTaken(
        engine.write(async (tx) => {
          if (email !== null && (await isTaken(tx, email, id))) return "taken";
          const before = await real(tx, id);
          if (!before) return "gone";
          const email_verified_at = email === null ? null : verifiedAt;
          await tx.updateTable("people").set({ email, email_verified_at }).where("id", "=", id).execute();
          if (before.email !== email)
            await note(tx, { action: "person.email_set", target: { type: "person", id } });
          return "set";
        }),
      ),
    setClaims(id, claims) {
      const said = Object.keys(claims).length === 0 ? null : text(claims);
      return change(id, { claims: said }, (before) =>
        before.claims === said ? null : { action: "person.claims_set" },
      );
    },
    setStaff: (id, staff) =>
      change(id, { staff }, (before) =>
        before.staff === staff
          ? null
          : { action: "person.staff_set", before: { staff: before.staff }, after: { staff } },
      ),
    enable: (id, by) =>
      change(
        id,
        { disabled_at: null },
        (before) => (before.disabled_at === null ? null : { action: "person.enabled" }),
        by,
      ),
    disable: (id, now, by) =>
      engine.write(async (tx) => {
        const person = await real(tx, id);
        if (!person) return false;
        if (person.disabled_at === null) {
          await tx.updateTable("people").set({ disabled_at: now }).where("id", "=", id).execute();
          await note(tx, { action: "person.disabled", target: { type: "person", id } }, by);
        }
        await ended(tx, "subject", id);
        await revokeAll(engine, tx, "subject", id, now, "person disabled");
        return true;
      }),
    async list() {
      const rows = await engine.read
        .selectFrom("people")
        .selectAll()
        .where("simulated_for", "is", null)
        .orderBy("username")
        .execute();
      return rows.map(fromRow);
    },
  };
}
