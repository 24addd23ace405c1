/** RFC 6749 §10.10, RFC 9700 §4.13 — counts failures per key in windows that begin with the first one. */
import type { ThrottlePort } from "../oauth/ports.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";

function secondsUntil(end: number, now: number): number {
  return Math.max(0, Math.ceil((end - now) / 1000));
}

interface Failure {
  key: string;
  now: number;
  end: number;
}

/** Failures during the wait do not lengthen it: nobody can lock another person out for ever. */
const count = prepared((db, v: Failure) =>
  db
    .insertInto("throttles")
    .values({ key: v.key, failures: 1, expires_at: v.end })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet((eb) => ({
        failures: eb
          .case()
          .when("throttles.expires_at", "<=", v.now)
          .then(1)
          .else(eb("throttles.failures", "+", 1))
          .end(),
        expires_at: eb
          .case()
          .when("throttles.expires_at", "<=", v.now)
          .then(v.end)
          .else(eb.ref("throttles.expires_at"))
          .end(),
      })),
    )
    .returning(["failures", "expires_at"]),
);

const reached = prepared((db, v: { key: string; count: number; now: number }) =>
  db
    .selectFrom("throttles")
    .select("expires_at")
    .where("key", "=", v.key)
    .where("failures", ">=", v.count)
    .where("expires_at", ">", v.now),
);

export function throttle(engine: Engine): ThrottlePort {
  return {
    async fail(key, limit, now) {
      const failure = { key, now, end: now + limit.windowMs };
      const [result] = await engine.writeTogether(key, [count.query(engine.read, failure)]);
      const row = result?.rows[0] as { failures: number; expires_at: number } | undefined;
      return row && row.failures >= limit.count ? secondsUntil(row.expires_at, now) : 0;
    },
    async wait(key, limit, now) {
      const [row] = await reached(engine.read, { key, count: limit.count, now });
      return row ? secondsUntil(row.expires_at, now) : 0;
    },
  };
}
