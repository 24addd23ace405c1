/** What a person allowed one client at one API, and the way back. */
import type { Consent, ConsentsPort } from "../oauth/ports.ts";
import type { AuthorizationDetail } from "../oauth/details/detail.ts";
import type { Kysely } from "kysely";
import type { Clock } from "../lib/clock.ts";
import { byPerson, type By } from "../lib/actor.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { forgetPermits } from "./permits.ts";
import { prepared } from "./prepared.ts";
import { revokeAll } from "./revocation.ts";
import { detailsOf, intact, limitsOf, text, texts, unlessDamaged } from "./rows.ts";
import type { Schema } from "./schema.ts";

function fromRow(row: Schema["consents"]): Consent {
  return { ...plain(row), scope: intact(`consent ${row.id}`, () => texts(row.scope)) };
}

function plain(row: Schema["consents"]): Omit<Consent, "scope"> {
  return {
    id: row.id,
    subject: row.subject,
    client_id: row.client_id,
    resource: row.resource,
    consentVersion: row.consent_version,
    limits: limitsOf(`consent ${row.id}`, row.limits),
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

/** Each detail of the families of a person that still live, by its consent. */
function detailsHeld(engine: Engine, subject: string, now: number) {
  return engine.read
    .selectFrom("families")
    .select(["consent_id", "authorization_details"])
    .distinct()
    .where("subject", "=", subject)
    .where("authorization_details", "is not", null)
    .where("revoked_at", "is", null)
    .where("idle_expires_at", ">", now)
    .where("expires_at", ">", now)
    .execute();
}

const once = (details: readonly AuthorizationDetail[]): AuthorizationDetail[] => [
  ...new Map(details.map((detail) => [text(detail), detail])).values(),
];

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
  await forgetPermits(tx, id);
  await note(
    tx,
    {
      action: "consent.withdrawn",
      target: { type: "consent", id },
      client_id,
      before: {
        client_id,
        resource,
        scope: unlessDamaged(
          () => texts(scope),
          () => undefined,
        ),
      },
      after: { families_ended: families },
    },
    by,
  );
  return true;
}

export function consents(engine: Engine, clock: Clock, note: Note): ConsentsPort {
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
      const held = Map.groupBy(await detailsHeld(engine, subject, clock.now()), (one) => one.consent_id);
      return rows.map((row) => {
        let damaged = false;
        const wound = (): void => void (damaged = true);
        const scope = unlessDamaged(() => texts(row.scope), wound) ?? [];
        const details = (held.get(row.id) ?? []).flatMap(
          ({ authorization_details }) =>
            unlessDamaged(() => detailsOf("a family", authorization_details), wound) ?? [],
        );
        const lastUsedAt = Math.max(row.last_used_at ?? 0, row.rotated_at ?? 0) || null;
        return Object.assign(plain(row), { scope, details: once(details), lastUsedAt, damaged });
      });
    },
    withdraw: (id, subject, now, via) =>
      engine.write((tx) => withdraw(engine, note, tx, { id, subject }, now, byPerson(subject, via))),
  };
}
