/** What happened, per app: written in batches, read newest first; with it the counts and milestones of the same batch. */
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { StoredEvent } from "../desk/inspector/event.ts";
import type { Batch, Count, EventsStore, Owner } from "../desk/inspector/ports.ts";
import type { Engine } from "./engine/engine.ts";
import { funnel } from "./funnel.ts";
import { withRepeats } from "./repeats.ts";
import { json, text } from "./rows.ts";
import type { Schema } from "./schema.ts";

const DAY = 24 * 3_600_000;
const EVENTS_KEPT = 7 * DAY;
const COUNTS_KEPT = 400 * DAY;
/** Rows per statement. */
const ROWS = 200;
/** Clients whose events are counted since they were last trimmed; the oldest makes room. */
const ROOM = 20_000;

export function events(engine: Engine, perClient: number): EventsStore {
  /** By client_id: how many this node has written since it last removed the oldest. */
  const written = new Map<string, number>();

  /** Clients of which so many were written that the oldest have to go. */
  function due(batch: Batch): string[] {
    const found = new Set<string>();
    for (const { client_id } of batch.events) {
      const count = (written.get(client_id) ?? 0) + 1;
      if (written.size >= ROOM && !written.has(client_id)) written.delete(written.keys().next().value ?? "");
      written.set(client_id, count);
      if (count >= Math.max(1, perClient / 4)) found.add(client_id);
    }
    for (const client_id of found) written.delete(client_id);
    return [...found];
  }

  return {
    async owners(ids) {
      const found = new Map<string, Owner>();
      for (let at = 0; at < ids.length; at += ROWS) {
        const rows = await engine.read
          .selectFrom("clients")
          .select([
            "client_id",
            "app_id",
            "environment",
            "disabled_at",
            "redirect_uris",
            "scopes",
            "resource_identifier",
          ])
          .where("client_id", "in", ids.slice(at, at + ROWS))
          .execute();
        for (const row of rows)
          found.set(row.client_id, {
            appId: row.app_id,
            environment: row.environment,
            disabled: row.disabled_at !== null,
            redirect_uris: json(row.redirect_uris),
            scopes: json(row.scopes),
            resource: row.resource_identifier,
          });
      }
      return found;
    },
    async write(batch) {
      if (batch.events.length + batch.counts.length + batch.milestones.length === 0) return;
      const trimmed = due(batch);
      await engine.writeBeside(async (tx) => {
        if (perClient > 0) await insertEvents(tx, await withRepeats(tx, batch.events));
        await addCounts(tx, batch.counts);
        await reach(tx, batch.milestones);
        for (const client_id of trimmed) await trim(tx, client_id, perClient);
      }, false);
    },
    async list({ appId, environment, outcome, kind, before, limit }) {
      let query = engine.read.selectFrom("events").selectAll().where("app_id", "=", appId);
      if (environment !== undefined) query = query.where("environment", "=", environment);
      if (outcome !== undefined) query = query.where("outcome", "=", outcome);
      if (kind !== undefined) query = query.where("kind", "=", kind);
      if (before !== null) query = query.where("id", "<", before);
      const rows = await query.orderBy("id", "desc").limit(limit).execute();
      return rows.map(fromRow);
    },
    async usage(appId, since) {
      const rows = await engine.read
        .selectFrom("usage_hours")
        .innerJoin("clients", "clients.client_id", "usage_hours.client_id")
        .select(["usage_hours.client_id", "hour", "kind", "name", "version", "count", "last_at"])
        .where("clients.app_id", "=", appId)
        .where("hour", ">=", since)
        .orderBy("hour")
        .limit(20_000)
        .execute();
      return rows.map(({ last_at, ...row }) => Object.assign(row, { lastAt: last_at }));
    },
    async versions(since) {
      return engine.read
        .selectFrom("usage_hours")
        .innerJoin("clients", "clients.client_id", "usage_hours.client_id")
        .innerJoin("apps", "apps.id", "clients.app_id")
        .innerJoin("organisations", "organisations.id", "apps.organisation_id")
        .select((eb) => [
          "version",
          "apps.id as app_id",
          "apps.name as client_name",
          "organisations.name as organisation",
          "clients.environment",
          // A sum of whole numbers is a decimal on PostgreSQL.
          sql<number>`cast(sum(${eb.ref("count")}) as bigint)`.as("calls"),
          eb.fn.max<number>("last_at").as("lastAt"),
        ])
        .where("kind", "=", "call")
        .where("version", "<>", "")
        .where("hour", ">=", since)
        .groupBy(["version", "apps.id", "apps.name", "organisations.name", "clients.environment"])
        .orderBy("version")
        .orderBy("calls", "desc")
        .limit(1000)
        .execute();
    },
    async milestones(organisationId) {
      return engine.read
        .selectFrom("milestones")
        .innerJoin("apps", "apps.id", "milestones.app_id")
        .select(["milestone", "milestones.app_id as appId", "at"])
        .where("apps.organisation_id", "=", organisationId)
        .orderBy("at")
        .execute();
    },
    funnel: (since) => funnel(engine.read, since),
  };
}

const fromRow = (row: Schema["events"]): StoredEvent => ({
  id: row.id,
  at: row.at,
  client_id: row.client_id,
  environment: row.environment,
  kind: row.kind,
  outcome: row.outcome,
  refusal: row.refusal,
  grant_type: row.grant_type,
  route: row.route,
  facts: json(row.facts),
  request_id: row.request_id,
});

async function insertEvents(tx: Kysely<Schema>, all: Batch["events"]): Promise<void> {
  for (let from = 0; from < all.length; from += ROWS)
    await tx
      .insertInto("events")
      .values(
        all
          .slice(from, from + ROWS)
          .map(({ appId, facts, ...event }) =>
            Object.assign(event, { app_id: appId, facts: text(facts), expires_at: event.at + EVENTS_KEPT }),
          ),
      )
      .execute();
}

const keyOf = ({ client_id, hour, kind, name, version }: Count): string =>
  JSON.stringify([client_id, hour, kind, name, version]);

/** In the order of their keys: two nodes that write the same rows wait for each other, and never in a circle. */
async function addCounts(tx: Kysely<Schema>, counts: readonly Count[]): Promise<void> {
  const ordered = counts.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  for (let from = 0; from < ordered.length; from += ROWS)
    await tx
      .insertInto("usage_hours")
      .values(
        ordered
          .slice(from, from + ROWS)
          .map(({ lastAt, ...row }) =>
            Object.assign(row, { last_at: lastAt, expires_at: row.hour + COUNTS_KEPT }),
          ),
      )
      .onConflict((conflict) =>
        conflict.columns(["client_id", "hour", "kind", "name", "version"]).doUpdateSet({
          count: sql<number>`usage_hours.count + excluded.count`,
          last_at: sql<number>`case when excluded.last_at > usage_hours.last_at then excluded.last_at else usage_hours.last_at end`,
        }),
      )
      .execute();
}

/** In the order of their keys, as counts. */
async function reach(tx: Kysely<Schema>, milestones: Batch["milestones"]): Promise<void> {
  const ordered = milestones.toSorted((one, other) => (one.appId < other.appId ? -1 : 1));
  for (let from = 0; from < ordered.length; from += ROWS)
    await tx
      .insertInto("milestones")
      .values(
        ordered
          .slice(from, from + ROWS)
          .map(({ appId, milestone, at }) => ({ app_id: appId, milestone, at })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

async function trim(tx: Kysely<Schema>, client_id: string, perClient: number): Promise<void> {
  await tx
    .deleteFrom("events")
    .where("client_id", "=", client_id)
    .where("id", "<=", (eb) =>
      eb
        .selectFrom("events")
        .select("id")
        .where("client_id", "=", client_id)
        .orderBy("id", "desc")
        .limit(1)
        .offset(perClient),
    )
    .execute();
}
