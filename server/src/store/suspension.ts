/** Verbs about one app as a whole: a client in a further environment, the suspension that staff decide, and its end. */
import type { Kysely } from "kysely";
import type { Clock } from "../lib/clock.ts";
import type { Registry } from "../desk/registry.ts";
import type { Note } from "./audit/note.ts";
import type { Cache } from "./cache.ts";
import type { Engine } from "./engine/engine.ts";
import { insertFurtherClient } from "./registry-apps.ts";
import { revokeAll } from "./revocation.ts";
import type { Schema } from "./schema.ts";

export function registryApps(
  engine: Engine,
  cache: Cache,
  clock: Clock,
  note: Note,
): Pick<Registry, "clientOfSecret" | "addClient" | "suspendApp" | "deleteApp"> {
  return {
    async clientOfSecret(secretId) {
      const row = await engine.read
        .selectFrom("client_secrets")
        .select("client_id")
        .where("id", "=", secretId)
        .executeTakeFirst();
      return row?.client_id ?? null;
    },
    addClient: (appId, client) =>
      cache.write(async (tx, changed) => {
        if (!(await insertFurtherClient(tx, appId, client, clock.now()))) return false;
        const { client_id } = client;
        await changed(`client:${client_id}`);
        await note(tx, {
          action: "app.live",
          target: { type: "app", id: appId },
          client_id,
          after: { client_id },
        });
        return true;
      }),
    suspendApp: (id, why, now) =>
      cache.write(async (tx, changed) => {
        const before = await tx
          .selectFrom("apps")
          .select(["suspended_at", "organisation_id"])
          .where("id", "=", id)
          .executeTakeFirst();
        if (!before) return false;
        if (why === null && before.suspended_at === null) return true;
        const set =
          why === null
            ? { suspended_at: null, suspended_why: null }
            : { suspended_at: now, suspended_why: why };
        await tx.updateTable("apps").set(set).where("id", "=", id).execute();
        const clients = await tx.selectFrom("clients").select("client_id").where("app_id", "=", id).execute();
        for (const { client_id } of clients) {
          await changed(`client:${client_id}`);
          if (why !== null) await revokeAll(engine, tx, "client_id", client_id, now, "app suspended");
        }
        await note(tx, {
          action: why === null ? "app.resumed" : "app.suspended",
          target: { type: "app", id },
          organisation: before.organisation_id,
          after: why === null ? null : { reason: why },
        });
        return true;
      }),
    deleteApp: (id, now) =>
      cache.write(async (tx, changed) => {
        const app = await tx
          .updateTable("apps")
          .set({ deleted_at: now })
          .where("id", "=", id)
          .where("deleted_at", "is", null)
          .returning(["organisation_id", "name"])
          .executeTakeFirst();
        if (!app) return false;
        const clients = await tx.selectFrom("clients").select("client_id").where("app_id", "=", id).execute();
        for (const { client_id } of clients) {
          await changed(`client:${client_id}`);
          await tx
            .updateTable("clients")
            .set({ disabled_at: now })
            .where("client_id", "=", client_id)
            .where("disabled_at", "is", null)
            .execute();
          await revokeAll(engine, tx, "client_id", client_id, now, "app deleted");
        }
        await tx
          .updateTable("people")
          .set({ disabled_at: now, name: "", claims: null })
          .where("simulated_for", "=", id)
          .where("disabled_at", "is", null)
          .execute();
        await endRequest(tx, id, now);
        await note(tx, {
          action: "app.deleted",
          target: { type: "app", id },
          organisation: app.organisation_id,
          before: { name: app.name },
        });
        return true;
      }),
  };
}

/** Nobody decides about what is gone. */
async function endRequest(tx: Kysely<Schema>, appId: string, now: number): Promise<void> {
  await tx
    .updateTable("live_requests")
    .set({ decision: "declined", decided_at: now })
    .where("app_id", "=", appId)
    .where("decision", "is", null)
    .execute();
}
