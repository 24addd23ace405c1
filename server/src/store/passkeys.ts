/** WebAuthn Level 3 §4 — credential records: the public half of people's keys, and how often each was used. */
import type { Passkey, PasskeysPort } from "../accounts/proof-ports.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { intact, text, texts } from "./rows.ts";
import type { Schema } from "./schema.ts";

function fromRow(row: Schema["passkeys"]): Passkey {
  return {
    id: row.id,
    subject: row.subject,
    publicKey: row.public_key,
    counter: row.counter,
    transports: intact("a passkey", () => texts(row.transports)),
    name: row.name,
    backedUp: row.backed_up === 1,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}

export function passkeys(engine: Engine, note: Note): PasskeysPort {
  return {
    async find(id) {
      const row = await engine.read
        .selectFrom("passkeys")
        .selectAll()
        .where("id", "=", id)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    async list(subject) {
      const rows = await engine.read
        .selectFrom("passkeys")
        .selectAll()
        .where("subject", "=", subject)
        .orderBy("created_at")
        .execute();
      return rows.map(fromRow);
    },
    // Not beside others: two of them would both count one too few.
    add: (passkey, most, by) =>
      engine.write(async (tx) => {
        const row: Schema["passkeys"] = {
          id: passkey.id,
          subject: passkey.subject,
          public_key: passkey.publicKey,
          counter: passkey.counter,
          transports: text(passkey.transports),
          name: passkey.name,
          backed_up: passkey.backedUp ? 1 : 0,
          created_at: passkey.createdAt,
          last_used_at: passkey.lastUsedAt,
        };
        const added = await tx
          .insertInto("passkeys")
          .columns(Object.keys(row) as (keyof typeof row)[])
          .expression((eb) =>
            eb
              .selectFrom("people")
              .select(Object.entries(row).map(([name, value]) => eb.val(value).as(name)))
              .where("people.id", "=", passkey.subject)
              .where(
                (where) =>
                  where
                    .selectFrom("passkeys")
                    .select(where.fn.countAll<number>().as("n"))
                    .where("subject", "=", passkey.subject),
                "<",
                most,
              ),
          )
          .onConflict((conflict) => conflict.column("id").doNothing())
          .returning("id")
          .executeTakeFirst();
        if (!added) return false;
        const target = { type: "person", id: passkey.subject };
        await note(tx, { action: "person.passkey_added", target }, by);
        return true;
      }),
    used: (id, counter, now) =>
      engine.writeBeside(async (tx) => {
        const row = await tx
          .updateTable("passkeys")
          .set({ counter, last_used_at: now })
          .where("id", "=", id)
          // Keys that do not count say 0 each time.
          .where((eb) => (counter === 0 ? eb("counter", "=", 0) : eb("counter", "<", counter)))
          .returning("id")
          .executeTakeFirst();
        return row !== undefined;
      }),
    rename: (id, subject, name) =>
      engine.writeBeside(async (tx) => {
        const row = await tx
          .updateTable("passkeys")
          .set({ name })
          .where("id", "=", id)
          .where("subject", "=", subject)
          .returning("id")
          .executeTakeFirst();
        return row !== undefined;
      }),
    remove: (id, subject, by) =>
      engine.writeBeside(async (tx) => {
        const gone = await tx
          .deleteFrom("passkeys")
          .where("id", "=", id)
          .where("subject", "=", subject)
          .returning("id")
          .executeTakeFirst();
        if (!gone) return false;
        const target = { type: "person", id: subject };
        await note(tx, { action: "person.passkey_removed", target }, by);
        return true;
      }),
  };
}
