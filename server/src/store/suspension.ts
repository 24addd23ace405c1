/** Verbs about one app as a whole: a client in a further environment, and the suspension that staff decide. */
import type { Clock } from "../lib/clock.ts";
import type { Registry } from "../desk/registry.ts";
import type { Note } from "./audit/note.ts";
import type { Cache } from "./cache.ts";
import type { Engine } from "./engine/engine.ts";
import { insertFurtherClient } from "./registry-apps.ts";
import { revokeAll } from "./revocation.ts";

export function registryApps(
  engine: Engine,
  cache: Cache,
  clock: Clock,
  note: Note,
): Pick<Registry, "clientOfSecret" | "addClient" | "suspendApp"> {
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
  };
}
