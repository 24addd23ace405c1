/** RFC 6585 §4 — budgets of requests: what was taken from each, in the table that counts failures too. */
import type { Engine } from "./engine/engine.ts";

/** One slice of a budget. */
export interface Taken {
  granted: number;
  /** What is left for others. */
  rest: number;
  /** When the window ends, milliseconds since the epoch. */
  endsAt: number;
}

export interface BudgetsStore {
  /** Takes up to `amount` of what is left of `limit` for `key`, in one statement: no two nodes get the same request. */
  take(key: string, amount: number, limit: number, windowMs: number, now: number): Promise<Taken>;
}

export function budgets(engine: Engine): BudgetsStore {
  return {
    async take(name, amount, limit, windowMs, now) {
      const key = `budget:${name}`;
      const end = now + windowMs;
      const add = engine.read
        .insertInto("throttles")
        .values({ key, failures: amount, expires_at: end })
        .onConflict((conflict) =>
          conflict.column("key").doUpdateSet((eb) => ({
            failures: eb
              .case()
              .when("throttles.expires_at", "<=", now)
              .then(amount)
              .else(eb("throttles.failures", "+", amount))
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
      const [result] = await engine.writeTogether(key, [add.compile()]);
      const row = result?.rows[0] as { failures: number; expires_at: number } | undefined;
      const taken = row?.failures ?? amount;
      return {
        // Of the last slice only what the limit still covers; the count itself may pass it.
        granted: Math.min(amount, Math.max(0, limit - (taken - amount))),
        rest: Math.max(0, limit - taken),
        endsAt: row?.expires_at ?? end,
      };
    },
  };
}
