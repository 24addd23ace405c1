/** What a person allowed one client at one API, and the way back. */
import type { Consent, ConsentsPort } from "../oauth/ports.ts";
import type { Kysely } from "kysely";
import { byPerson, type By } from "../lib/actor.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";
import { revokeAll } from "./revocation.ts";
import { intact, json, texts } from "./rows.ts";
import type { Schema } from "./schema.ts";

function fromRow(row: Schema["consents"]): Consent {
  return {
    id: row.id,
    subject: row.subject,
    client_id: row.client_id,
    resource: row.resource,
    scope: intact(`consent ${row.id}`, () => texts(row.scope)),
    consentVersion: row.consent_version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

const find = prepared((db, v: { subject: string; client_id: string; resource: string }) =>
  db
    .selectFrom("consents")
    .selectAll()
    .where("subject", "=", v.subject)
    .where("client_id", "=", v.client_id)
    .where("resource", "=", v.resource),
);

/** Ends a consent and all that descends from it; null `subject` means whoever's it is. */
export async function withdraw(
  engine: Engine,
  note: Note,
  tx: Kysely<Schema>,
  { id, subject }: { id: string; subject: string | null },
  now: number,
  by: By,
): Promise<boolean> {
  let row = tx.deleteFrom("consents").where("id", "=", id);
  if (subject !== null) row = row.where("subject", "=", subject);
  const ended = await row.returning(["client_id", "resource", "scope"]).executeTakeFirst();
  if (!ended) return false;
  const { client_id, resource, scope } = ended;
  const families = await revokeAll(engine, tx, "consent_id", id, now, "consent withdrawn");
  await note(
    tx,
    {
      action: "consent.withdrawn",
      target: { type: "consent", id },
      client_id,
      before: { client_id, resource, scope: json(scope) },
      after: { families_ended: families },
    },
    by,
  );
  return true;
}

export function consents(engine: Engine, note: Note): ConsentsPort {
  return {
    async find(subject, client_id, resource) {
      const [row] = await find(engine.read, { subject, client_id, resource });
      return row ? fromRow(row) : null;
    },
    async list(subject) {
      const rows = await engine.read
        .selectFrom("consents")
        .selectAll()
        // A rotation is a use, and its family remembers it.
        .select((eb) =>
          eb
            .selectFrom("families")
            .whereRef("families.consent_id", "=", "consents.id")
            .select(({ fn }) => fn.max("families.rotated_at").as("rotated_at"))
            .as("rotated_at"),
        )
        .where("subject", "=", subject)
        .orderBy("created_at", "desc")
        .orderBy("id")
        .execute();
      return rows.map((row) => {
        const lastUsedAt = Math.max(row.last_used_at ?? 0, row.rotated_at ?? 0);
        return Object.assign(fromRow(row), { lastUsedAt: lastUsedAt || null });
      });
    },
    withdraw: (id, subject, now, via) =>
      engine.write((tx) => withdraw(engine, note, tx, { id, subject }, now, byPerson(subject, via))),
  };
}
