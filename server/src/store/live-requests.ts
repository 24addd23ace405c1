/** Wishes to go live: one waits per app, and whoever decides first decides. */
import type { Kysely } from "kysely";
import type { LiveRequest, LiveRequestsPort } from "../desk/ports.ts";
import type { NewClient } from "../desk/registry.ts";
import type { Clock } from "../lib/clock.ts";
import type { Note } from "./audit/note.ts";
import type { Cache } from "./cache.ts";
import { StoreConflict } from "./conflict.ts";
import type { Engine } from "./engine/engine.ts";
import { consentVersion, findTerms, insertFurtherClient } from "./registry-apps.ts";
import { difference, writeTerms } from "./registry.ts";
import { json, text } from "./rows.ts";
import type { Schema } from "./schema.ts";

const fromRow = (row: Schema["live_requests"]): LiveRequest => ({
  id: row.id,
  appId: row.app_id,
  requestedBy: row.requested_by,
  requestedAt: row.requested_at,
  answers: json(row.answers),
  decision: row.decision,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  reason: row.reason,
});

async function ownerOf(tx: Kysely<Schema>, app: string): Promise<string> {
  const row = await tx
    .selectFrom("apps")
    .select("organisation_id")
    .where("id", "=", app)
    .executeTakeFirstOrThrow();
  return row.organisation_id;
}

async function liveOf(tx: Kysely<Schema>, app: string): Promise<string | null> {
  const row = await tx
    .selectFrom("clients")
    .select("client_id")
    .where("app_id", "=", app)
    .where("environment", "=", "live")
    .executeTakeFirst();
  return row?.client_id ?? null;
}

/** Whether the test client of the app that asks is what was read before this transaction: its name, its addresses, its permissions. */
async function stillSo(
  tx: Kysely<Schema>,
  request: string,
  name: string,
  { redirect_uris, scopes }: NewClient,
): Promise<boolean> {
  const row = await tx
    .selectFrom("live_requests")
    .innerJoin("clients", "clients.app_id", "live_requests.app_id")
    .select("consent_version")
    .where("live_requests.id", "=", request)
    .where("environment", "=", "test")
    .executeTakeFirst();
  return row?.consent_version === consentVersion(name, redirect_uris, scopes);
}

export function liveRequests(engine: Engine, cache: Cache, clock: Clock, note: Note): LiveRequestsPort {
  return {
    ask: ({ id, appId, requestedBy, requestedAt, answers, again }, by) =>
      engine.write(async (tx) => {
        const waiting = await tx
          .selectFrom("live_requests")
          .select("id")
          .where("app_id", "=", appId)
          .where("decision", "is", null)
          .executeTakeFirst();
        if (waiting || ((await liveOf(tx, appId)) !== null && !again)) return false;
        await tx
          .insertInto("live_requests")
          .values({
            id,
            app_id: appId,
            requested_by: requestedBy,
            requested_at: requestedAt,
            answers: text(answers),
            decision: null,
            decided_by: null,
            decided_at: null,
            reason: null,
          })
          .execute();
        const organisation = await ownerOf(tx, appId);
        await note(tx, { action: "live.requested", target: { type: "app", id: appId }, organisation }, by);
        return true;
      }),
    async newest(appId) {
      const row = await engine.read
        .selectFrom("live_requests")
        .selectAll()
        .where("app_id", "=", appId)
        .orderBy("requested_at", "desc")
        .limit(1)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    async waiting() {
      const rows = await engine.read
        .selectFrom("live_requests")
        .selectAll()
        .where("decision", "is", null)
        .orderBy("requested_at")
        .limit(500)
        .execute();
      return rows.map(fromRow);
    },
    decide: (id, { reason, decidedBy, decidedAt, client, name }, by) =>
      cache.write(async (tx, changed) => {
        const decision = client === null ? "declined" : "approved";
        if (client !== null && !(await stillSo(tx, id, name, client))) return false;
        const row = await tx
          .updateTable("live_requests")
          .set({ decision, reason, decided_by: decidedBy, decided_at: decidedAt })
          .where("id", "=", id)
          .where("decision", "is", null)
          .returning("app_id")
          .executeTakeFirst();
        if (!row) return false;
        const target = { type: "app", id: row.app_id };
        const organisation = await ownerOf(tx, row.app_id);
        await note(tx, { action: "live.decided", target, organisation, after: { decision, reason } }, by);
        if (client === null) return true;
        const { redirect_uris, scopes, grant_types } = client;
        const live = await liveOf(tx, row.app_id);
        if (live !== null) {
          await changed(`client:${live}`);
          const had = await findTerms(tx, live);
          if (!had) return false;
          // What it has in live only stays: nothing that works stops by this.
          const terms = {
            redirect_uris: [...new Set([...had.redirect_uris, ...redirect_uris])],
            scopes: [...new Set([...had.scopes, ...scopes])],
            grant_types: [...new Set([...had.grant_types, ...grant_types])],
          };
          const before = await writeTerms(tx, live, terms);
          const differs = before && difference(before, terms);
          const of = { target: { type: "client", id: live }, client_id: live };
          if (differs) await note(tx, { action: "client.changed", ...of, ...differs }, by);
          return true;
        }
        await changed(`client:${client.client_id}`);
        if (!(await insertFurtherClient(tx, row.app_id, client, clock.now())))
          throw new StoreConflict("taken");
        await note(
          tx,
          { action: "app.live", target, client_id: client.client_id, after: { client_id: client.client_id } },
          by,
        );
        return true;
      }),
  };
}
