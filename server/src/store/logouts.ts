/** OpenID Connect Back-Channel Logout 1.0 — the queue of logout tokens: each is taken by one node at a time, and comes back until it was delivered. */
import { sql } from "kysely";
import type { LogoutsPort } from "../oauth/openid/backchannel.ts";
import type { Engine } from "./engine/engine.ts";

/** How long after an attempt the next one comes; it is also how long one node has for it. Milliseconds. */
const FIRST_PAUSE = 15_000;
const PAUSES: readonly number[] = [FIRST_PAUSE, 60_000, 300_000, 900_000, 1_800_000];

export function logouts(engine: Engine): LogoutsPort {
  return {
    async take(now, limit) {
      const due = await engine.read
        .selectFrom("logout_notices")
        .selectAll()
        .where("next_at", "<=", now)
        .where("expires_at", ">", now)
        // Turn by turn: an app with thousands of them takes no turn of another.
        .orderBy(sql`row_number() over (partition by client_id order by next_at, id)`)
        .orderBy("next_at")
        .limit(limit)
        .execute();
      if (due.length === 0) return [];
      return engine.writeBeside(async (tx) => {
        const mine = [];
        for (const notice of due) {
          const pause = PAUSES[notice.attempts];
          const taken = await tx
            .updateTable("logout_notices")
            .set({
              attempts: notice.attempts + 1,
              next_at: pause === undefined ? notice.expires_at : now + pause,
            })
            .where("id", "=", notice.id)
            .where("attempts", "=", notice.attempts)
            .where("next_at", "<=", now)
            .returning(["id", "client_id", "subject", "sid"])
            .executeTakeFirst();
          if (taken) mine.push({ ...taken, last: pause === undefined });
        }
        return mine;
      });
    },
    async later(client_id, now) {
      await engine.writeBeside((tx) =>
        tx
          .updateTable("logout_notices")
          .set({ next_at: now + FIRST_PAUSE })
          .where("client_id", "=", client_id)
          .where("next_at", "<=", now)
          .execute(),
      );
    },
    async done(id) {
      await engine.writeBeside((tx) => tx.deleteFrom("logout_notices").where("id", "=", id).execute());
    },
  };
}
