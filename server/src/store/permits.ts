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
          .innerJoin("apps", "apps.id", "clients.app_id")
          .select("consents.id")
          .whereRef("consents.id", "=", "permits.consent_id")
          .where("people.disabled_at", "is", null)
          .where("clients.disabled_at", "is", null)
          .where("apps.suspended_at", "is", null),
      ),
    )
    .returning(["slice", "calls", "handed"]),
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

/** Nothing more is taken from what stood before; what guards have taken is told all the same. */
export async function endPermits(tx: Kysely<Schema>, consentId: string, now: number): Promise<void> {
  await tx
    .updateTable("permits")
    .set({ expires_at: now })
    .where("consent_id", "=", consentId)
    .where("expires_at", ">", now)
    .execute();
}

/** With a consent goes what it was used for: nobody is left to be told. */
export async function forgetPermits(tx: Kysely<Schema>, consentId: string): Promise<void> {
  await tx.deleteFrom("permits").where("consent_id", "=", consentId).execute();
  await tx.deleteFrom("permit_calls").where("consent_id", "=", consentId).execute();
}

/** Adds to each permit of this API, in one order everywhere, so that no two reports wait for each other; answers whose they are. */
async function addUsed(
  tx: Kysely<Schema>,
  resource: string,
  reports: readonly CallReport[],
): Promise<Map<string, string>> {
  const consents = new Map<string, string>();
  for (const [permit, lines] of inOrder(Map.groupBy(reports, (one) => one.permit))) {
    const row = await tx
      .updateTable("permits")
      .set((eb) => ({ used: eb("used", "+", sum(lines)) }))
      .where("id", "=", permit)
      .where("resource", "=", resource)
      .returning("consent_id")
      .executeTakeFirst();
    if (row) consents.set(permit, row.consent_id);
  }
  return consents;
}

/** One route on one day in one row, however many guards tell of it; whether the row is new. */
async function addCalls(
  tx: Kysely<Schema>,
  hash: string,
  row: Omit<Schema["permit_calls"], "hash">,
  mayBeNew: boolean,
): Promise<boolean> {
  const { calls, last_at } = row;
  const known = await tx
    .updateTable("permit_calls")
    .set((eb) => ({ calls: eb("calls", "+", calls), last_at }))
    .where("hash", "=", hash)
    .executeTakeFirst();
  if (known.numUpdatedRows > 0n || !mayBeNew) return false;
  await tx
    .insertInto("permit_calls")
    .values({ hash, ...row })
    // Another node tells of the same route at this very moment.
    .onConflict((conflict) =>
      conflict.column("hash").doUpdateSet((eb) => ({ calls: eb("permit_calls.calls", "+", calls), last_at })),
    )
    .execute();
  return true;
}

async function routesOf(tx: Kysely<Schema>, consentId: string, day: number): Promise<number> {
  const { n } = await tx
    .selectFrom("permit_calls")
    .select(({ fn }) => fn.countAll<number | string>().as("n"))
    .where("consent_id", "=", consentId)
    .where("day", "=", day)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** What the person of a consent is told of these calls. */
async function tell(
  tx: Kysely<Schema>,
  consentId: string,
  lines: readonly CallReport[],
  now: number,
): Promise<void> {
  const day = now - (now % DAY);
  let routes = await routesOf(tx, consentId, day);
  const ofRoute = Map.groupBy(lines, ({ method, path }) => sha256(text([consentId, day, method, path])));
  for (const [hash, [first, ...others]] of inOrder(ofRoute)) {
    if (first === undefined) continue;
    const { method, path, scope } = first;
    const calls = sum([first, ...others]);
    const row = { consent_id: consentId, day, method, path, scope: text(scope), calls };
    const times = { last_at: now, expires_at: day + TOLD_FOR };
    if (await addCalls(tx, hash, { ...row, ...times }, routes < ROUTES_A_DAY)) routes += 1;
  }
}

function inOrder<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function sum(lines: readonly CallReport[]): number {
  return lines.reduce((all, { calls }) => all + calls, 0);
}

export function permits(engine: Engine): PermitsPort {
  return {
    async spend(id, resource, now) {
      const [won] = await engine.writeTogether(id, [spend.query(engine.read, { id, resource, now })]);
      const row = won?.rows[0] as { slice: number; calls: number; handed: number } | undefined;
      return row ? { granted: row.slice, left: row.calls - row.handed } : null;
    },
    report: (resource, calls, now) =>
      engine.writeBeside(async (tx) => {
        const consents = await addUsed(tx, resource, calls);
        const ofConsent = Map.groupBy(calls, ({ permit }) => consents.get(permit) ?? "");
        for (const [consentId, lines] of inOrder(ofConsent))
          if (consentId !== "") await tell(tx, consentId, lines, now);
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
