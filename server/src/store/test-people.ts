/** Simulated persons: rows among people that only the protocol sees, and only for a client of their app's test environment. */
import { sql, type Kysely } from "kysely";
import type { TestPeoplePort, TestPerson } from "../desk/test-people.ts";
import type { Note } from "./audit/note.ts";
import { withdraw } from "./consents.ts";
import type { Engine } from "./engine/engine.ts";
import { revokeAll } from "./revocation.ts";
import { json, text } from "./rows.ts";
import type { Schema } from "./schema.ts";

const fromRow = (row: Schema["people"]): TestPerson => ({
  id: row.id,
  app: row.simulated_for ?? "",
  name: row.name,
  locale: row.locale,
  claims: row.claims === null ? {} : json(row.claims),
  createdAt: row.created_at,
});

const alive = (db: Kysely<Schema>, app: string) =>
  db
    .selectFrom("people")
    .selectAll()
    .where("simulated_for", "=", app)
    .where("disabled_at", "is", null)
    .orderBy("id", "desc");

export function testPeople(engine: Engine, note: Note): TestPeoplePort {
  return {
    list: async (app) => (await alive(engine.read, app).execute()).map(fromRow),
    async find(app, id) {
      const row = await alive(engine.read, app).where("id", "=", id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    create: ({ id, app, name, locale, claims, createdAt }, most, by) =>
      engine.write(async (tx) => {
        const organisation = await ownerOf(tx, app);
        if (organisation === null || (await alive(tx, app).execute()).length >= most) return false;
        await forgetEnded(tx, app);
        await tx
          .insertInto("people")
          .values({
            id,
            // A space is in no name that anybody can choose, and no password has an empty hash.
            username: `simulated ${id}`,
            password_hash: "",
            name,
            locale,
            claims: text(claims),
            created_at: createdAt,
            disabled_at: null,
            email: null,
            email_verified_at: null,
            staff: null,
            simulated_for: app,
          })
          .execute();
        const target = { type: "person", id };
        await note(tx, { action: "test_person.created", target, organisation, after: { app } }, by);
        return true;
      }),
    remove: (app, id, now, by) =>
      engine.write(async (tx) => {
        const ended = await tx
          .updateTable("people")
          .set({ disabled_at: now, name: "", claims: null })
          .where("id", "=", id)
          .where("simulated_for", "=", app)
          .where("disabled_at", "is", null)
          .returning("id")
          .executeTakeFirst();
        if (!ended) return false;
        await revokeAll(engine, tx, "subject", id, now, "simulated person deleted");
        const given = await tx.selectFrom("consents").select("id").where("subject", "=", id).execute();
        for (const consent of given)
          await withdraw(engine, note, tx, { id: consent.id, subject: id }, now, by);
        const organisation = (await ownerOf(tx, app)) ?? undefined;
        const change = { action: "test_person.deleted", target: { type: "person", id } } as const;
        await note(tx, organisation === undefined ? change : { ...change, organisation }, by);
        return true;
      }),
  };
}

async function ownerOf(tx: Kysely<Schema>, app: string): Promise<string | null> {
  const row = await tx
    .selectFrom("apps")
    .select("organisation_id")
    .where("id", "=", app)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row?.organisation_id ?? null;
}

/** A test that makes its persons anew each time leaves no rows behind: they go when nothing refers to them any more. */
async function forgetEnded(tx: Kysely<Schema>, app: string): Promise<void> {
  const held = [
    "consents",
    "codes",
    "families",
    "opaque_tokens",
    "session_clients",
    "logout_notices",
  ] as const;
  let gone = tx.deleteFrom("people").where("simulated_for", "=", app).where("disabled_at", "is not", null);
  for (const table of held)
    gone = gone.where(
      sql<boolean>`not exists (select 1 from ${sql.table(table)} where subject = ${sql.ref("people.id")})`,
    );
  await gone.execute();
}
