/** How far organisations come from sign-up to live, and how long it takes: read off the rows that each step leaves. */
import type { Kysely } from "kysely";
import type { FunnelStep } from "../desk/inspector/ports.ts";
import type { Schema } from "./schema.ts";

/** Rows of one step; a company with more looks at a shorter time. */
const MOST = 50_000;

/** Of persons and organisations that began since then. The clock runs from the founder's sign-up where there was one. */
export async function funnel(db: Kysely<Schema>, since: number): Promise<FunnelStep[]> {
  const people = await db
    .selectFrom("people")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("created_at", ">=", since)
    .where("simulated_for", "is", null)
    .executeTakeFirstOrThrow();
  const organisations = await db
    .selectFrom("organisations")
    .select(["id", "created_at"])
    .where("created_at", ">=", since)
    .limit(MOST)
    .execute();
  const founders = await db
    .selectFrom("memberships")
    .innerJoin("people", "people.id", "memberships.person_id")
    .select((eb) => ["memberships.organisation_id as id", eb.fn.min<number>("people.created_at").as("at")])
    .where("memberships.role", "=", "owner")
    .groupBy("memberships.organisation_id")
    .execute();
  const apps = await db
    .selectFrom("apps")
    .select(["organisation_id as organisation", "created_at as at"])
    .where("created_at", ">=", since)
    .limit(MOST)
    .execute();
  const reached = await db
    .selectFrom("milestones")
    .innerJoin("apps", "apps.id", "milestones.app_id")
    .select(["apps.organisation_id as organisation", "milestones.milestone", "milestones.at"])
    .where("apps.created_at", ">=", since)
    .limit(MOST)
    .execute();
  const asked = await db
    .selectFrom("live_requests")
    .innerJoin("apps", "apps.id", "live_requests.app_id")
    .select(["apps.organisation_id as organisation", "live_requests.requested_at as at"])
    .where("apps.created_at", ">=", since)
    .limit(MOST)
    .execute();
  const live = await db
    .selectFrom("clients")
    .innerJoin("apps", "apps.id", "clients.app_id")
    .select(["apps.organisation_id as organisation", "clients.created_at as at"])
    .where("clients.environment", "=", "live")
    .where("apps.created_at", ">=", since)
    .limit(MOST)
    .execute();
  const founded = new Map(founders.map(({ id, at }) => [id, at]));
  const begun = new Map(organisations.map(({ id, created_at }) => [id, founded.get(id) ?? created_at]));
  const step = (
    name: FunnelStep["step"],
    rows: readonly { organisation: string; at: number }[],
  ): FunnelStep => {
    // An organisation is there once, at its first app that got so far.
    const first = new Map<string, number>();
    for (const { organisation, at } of rows)
      first.set(organisation, Math.min(first.get(organisation) ?? Infinity, at));
    const times = [...first].flatMap(([id, at]) => (begun.has(id) ? [at - (begun.get(id) ?? at)] : []));
    return { step: name, count: times.length, medianMs: median(times) };
  };
  const at = (name: string): typeof reached => reached.filter(({ milestone }) => milestone === name);
  return [
    { step: "signed_up", count: people.n, medianMs: null },
    step(
      "organisation",
      organisations.map(({ id, created_at }) => ({ organisation: id, at: created_at })),
    ),
    step("app", apps),
    step("first_token", at("first_token")),
    step("first_200", at("first_200")),
    step("live_requested", asked),
    step("live", live),
  ];
}

function median(times: readonly number[]): number | null {
  const ordered = times.map((time) => Math.max(0, time)).toSorted((one, other) => one - other);
  const middle = Math.floor(ordered.length / 2);
  const upper = ordered[middle];
  if (upper === undefined) return null;
  const lower = ordered.length % 2 === 0 ? (ordered[middle - 1] ?? upper) : upper;
  return (lower + upper) / 2;
}
