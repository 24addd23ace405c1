/** OpenID Connect Core §2 — who people are at the company's own identity provider: a pair of issuer and sub is one person's for ever. */
import type { IdentitiesPort } from "../accounts/proof-ports.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { isTaken, toRow } from "./people-rows.ts";

export function identities(engine: Engine, note: Note): IdentitiesPort {
  return {
    async find(issuer, sub) {
      const row = await engine.read
        .selectFrom("identities")
        .select("subject")
        .where("issuer", "=", issuer)
        .where("sub", "=", sub)
        .executeTakeFirst();
      return row?.subject ?? null;
    },
    async issuersOf(subject) {
      const rows = await engine.read
        .selectFrom("identities")
        .select("issuer")
        .distinct()
        .where("subject", "=", subject)
        .execute();
      return rows.map(({ issuer }) => issuer);
    },
    create: (person, { issuer, sub }, now, by) =>
      engine.write(async (tx) => {
        for (const name of [person.username, person.email])
          if (name !== null && (await isTaken(tx, name, person.id))) return false;
        const linked = await tx
          .selectFrom("identities")
          .select("subject")
          .where("issuer", "=", issuer)
          .where("sub", "=", sub)
          .executeTakeFirst();
        if (linked) return false;
        await tx.insertInto("people").values(toRow(person)).execute();
        const identity = { issuer, sub, subject: person.id, created_at: now, last_used_at: now };
        await tx.insertInto("identities").values(identity).execute();
        const target = { type: "person", id: person.id };
        await note(tx, { action: "person.created", target, after: { issuer } }, by);
        return true;
      }),
    link: ({ issuer, sub, subject }, now, by) =>
      engine.writeBeside(async (tx) => {
        const linked = await tx
          .insertInto("identities")
          .values({ issuer, sub, subject, created_at: now, last_used_at: now })
          .onConflict((conflict) => conflict.columns(["issuer", "sub"]).doNothing())
          .returning("subject")
          .executeTakeFirst();
        if (!linked) return false;
        const target = { type: "person", id: subject };
        await note(tx, { action: "person.identity_linked", target, after: { issuer } }, by);
        return true;
      }),
  };
}
