/** Calls of agents: how many a person allowed, handed to guards in slices, and which routes they went to. */
import type { Kysely } from "kysely";
import { sha256 } from "../lib/hash.ts";
import type { CallReport, Permit, PermitsPort } from "../oauth/agents/port.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";
import { intact, text, texts } from "./rows.ts";
import type { Schema } from "./schema.ts";

const DAY = 86_400_000;

/** What was called on a day is told for a month. */
const TOLD_FOR = 31 * DAY;

/** Routes that one consent may have on one day: a guard has as many rules as it has, but a report is somebody's text. */
const ROUTES_A_DAY = 200;

/** A tenth of what is left, and at least one call: the last calls go one by one, wherever they are made. */
const spend = prepared((db, v: { id: string; resource: string; now: number }) =>
  db
    .updateTable("permits")
    .set((eb) => {
      // Without a number there is nothing to spend, and the last condition below holds for no such row.
      const left = eb(eb.fn.coalesce("calls", eb.lit(0)), "-", eb.ref("handed"));
      const slice = eb
        .case()
        .when(left, "<", eb.lit(20))
        .then(eb.lit(1))
        .else(eb(eb.parens(left), "/", eb.lit(10)))
        .end();
      return { slice, handed: eb(eb.ref("handed"), "+", slice) };
    })
    .where("id", "=", v.id)
    .where("resource", "=", v.resource)
    .where("expires_at", ">", v.now)
    .whereRef("handed", "<", "calls")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("consents")
          .innerJoin("people", "people.id", "consents.subject")
          .innerJoin("clients", "clients.client_id", "consents.client_id")
          .select("consents.id")
          .whereRef("consents.id", "=", "permits.consent_id")
          .where("people.disabled_at", "is", null)
          .where("clients.disabled_at", "is", null),
      ),
    )
    .returning(["slice", "calls", "handed"]),
);

/** Whether it stands at all, for whoever got no slice. */
const stands = prepared((db, v: { id: string; resource: string; now: number }) =>
  db
    .selectFrom("permits")
    .innerJoin("consents", "consents.id", "permits.consent_id")
    .select("permits.id")
    .where("permits.id", "=", v.id)
    .where("permits.resource", "=", v.resource)
    .where("permits.expires_at", ">", v.now)
    .whereRef("permits.handed", ">=", "permits.calls"),
);

/** Stores a fresh one, in the caller's transaction. */
export async function insertPermit(tx: Kysely<Schema>, permit: Permit, consentId: string): Promise<void> {
  const { id, resource, calls, createdAt, expiresAt } = permit;
  await tx
    .insertInto("permits")
    .values({
      id,
      resource,
      calls,
      consent_id: consentId,
      handed: 0,
      slice: 0,
      used: 0,
      created_at: createdAt,
      expires_at: expiresAt,
    })
    .execute();
}

/** One line of the list: calls of a route on a day, in one row however many guards tell of them. */
async function count(
  tx: Kysely<Schema>,
  consentId: string,
  { method, path, scope, calls }: CallReport,
  now: number,
): Promise<void> {
  const day = now - (now % DAY);
  const { n } = await tx
    .selectFrom("permit_calls")
    .select(({ fn }) => fn.countAll<number | string>().as("n"))
    .where("consent_id", "=", consentId)
    .where("day", "=", day)
    .executeTakeFirstOrThrow();
  const hash = sha256(text([consentId, day, method, path]));
  const more = tx
    .updateTable("permit_calls")
    .set((eb) => ({ calls: eb("calls", "+", calls), last_at: now }))
    .where("hash", "=", hash);
  const known = await more.executeTakeFirst();
  if (known.numUpdatedRows > 0n || Number(n) >= ROUTES_A_DAY) return;
  await tx
    .insertInto("permit_calls")
    .values({
      hash,
      consent_id: consentId,
      day,
      method,
      path,
      scope: text(scope),
      calls,
      last_at: now,
      expires_at: day + TOLD_FOR,
    })
    // Another node tells of the same route at this very moment.
    .onConflict((conflict) =>
      conflict.column("hash").doUpdateSet((eb) => ({
        calls: eb("permit_calls.calls", "+", calls),
        last_at: now,
      })),
    )
    .execute();
}

export function permits(engine: Engine): PermitsPort {
  return {
    async spend(id, resource, now) {
      const asked = { id, resource, now };
      const [won, spent] = await engine.writeTogether(id, [
        spend.query(engine.read, asked),
        stands.query(engine.read, asked),
      ]);
      const row = won?.rows[0] as { slice: number; calls: number; handed: number } | undefined;
      if (row) return { granted: row.slice, left: row.calls - row.handed };
      return spent?.rows[0] ? { granted: 0, left: 0 } : null;
    },
    report: (resource, calls, now) =>
      engine.writeBeside(async (tx) => {
        for (const one of calls) {
          const permit = await tx
            .updateTable("permits")
            .set((eb) => ({ used: eb("used", "+", one.calls) }))
            .where("id", "=", one.permit)
            .where("resource", "=", resource)
            .returning("consent_id")
            .executeTakeFirst();
          if (permit) await count(tx, permit.consent_id, one, now);
        }
      }),
    async standing(consentId, limit) {
      const newest = await engine.read
        .selectFrom("permits")
        .select(["calls", "used"])
        .where("consent_id", "=", consentId)
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .executeTakeFirst();
      const rows = await engine.read
        .selectFrom("permit_calls")
        .selectAll()
        .where("consent_id", "=", consentId)
        .orderBy("day", "desc")
        .orderBy("last_at", "desc")
        .orderBy("hash")
        .limit(limit)
        .execute();
      const calls = newest?.calls ?? null;
      return {
        left: calls === null ? null : Math.max(0, calls - (newest?.used ?? 0)),
        activity: rows.map(({ day, method, path, scope, calls: made, last_at }) => ({
          day,
          method,
          path,
          scope: intact(`calls of consent ${consentId}`, () => texts(scope)),
          calls: made,
          lastAt: last_at,
        })),
      };
    },
  };
}
