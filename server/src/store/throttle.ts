/** RFC 6749 §10.10, RFC 9700 §4.13 — counts failures per key in windows that begin with the first one. */
import type { ThrottlePort } from "../oauth/ports.ts";
import type { Engine } from "./engine/engine.ts";

function secondsUntil(end: number, now: number): number {
  return Math.max(0, Math.ceil((end - now) / 1000));
}

export function throttle(engine: Engine): ThrottlePort {
  return {
    async fail(key, limit, now) {
      const end = now + limit.windowMs;
      // Failures during the wait do not lengthen it: nobody can lock another person out for ever.
      const count = engine.read
        .insertInto("throttles")
        .values({ key, failures: 1, expires_at: end })
        .onConflict((conflict) =>
          conflict.column("key").doUpdateSet((eb) => ({
            failures: eb
              .case()
              .when("throttles.expires_at", "<=", now)
              .then(1)
              .else(eb("throttles.failures", "+", 1))
              .end(),
            expires_at: eb
              .case()
              .when("throttles.expires_at", "<=", now)
              .then(end)
              .else(eb.ref("throttles.expires_at"))
              .end(),
          })),
        )
        .returning(["failures", "expires_at"]);
      const [result] = await engine.writeTogether(key, [count.compile()]);
      const row = result?.rows[0] as { failures: number; expires_at: number } | undefined;
      return row && row.failures >= limit.count ? secondsUntil(row.expires_at, now) : 0;
    },
    async wait(key, limit, now) {
      const row = await engine.read
        .selectFrom("throttles")
        .select("expires_at")
        .where("key", "=", key)
        .where("failures", ">=", limit.count)
        .where("expires_at", ">", now)
        .executeTakeFirst();
      return row ? secondsUntil(row.expires_at, now) : 0;
    },
  };
}
