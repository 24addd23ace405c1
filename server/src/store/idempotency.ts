/** Keys of requests and the answers they were given: one conditional insert says who was first, on all nodes. */
import type { IdempotencyPort } from "../desk/idempotency.ts";
import type { Sealer } from "../lib/seal.ts";
import type { Engine } from "./engine/engine.ts";

/** A node that has not answered after so long died at it. Milliseconds. */
const RUNNING_MS = 60_000;
/** How long an answer is given again. Milliseconds. */
const KEPT_MS = 24 * 3600 * 1000;

/** An answer may hold a secret, so it is sealed; and for this key only. */
const purposeOf = (hash: string): string => `idempotency ${hash}`;

export function idempotency(engine: Engine, sealer: Sealer): IdempotencyPort {
  return {
    begin: (hash, request, now) =>
      engine.write(async (tx) => {
        const row = { request, answer: null, expires_at: now + RUNNING_MS };
        const won = await tx
          .insertInto("idempotency_keys")
          .values({ hash, ...row })
          .onConflict((conflict) =>
            conflict.column("hash").doUpdateSet(row).where("idempotency_keys.expires_at", "<=", now),
          )
          .returning("hash")
          .execute();
        if (won.length > 0) return { outcome: "first" };
        const kept = await tx
          .selectFrom("idempotency_keys")
          .selectAll()
          .where("hash", "=", hash)
          .executeTakeFirstOrThrow();
        if (kept.request !== request) return { outcome: "other" };
        if (kept.answer === null) return { outcome: "running" };
        return { outcome: "done", answer: sealer.open(kept.answer, purposeOf(hash)) };
      }),
    async finish(hash, answer, now) {
      const sealed = { answer: sealer.seal(answer, purposeOf(hash)), expires_at: now + KEPT_MS };
      await engine.write((tx) =>
        tx.updateTable("idempotency_keys").set(sealed).where("hash", "=", hash).execute(),
      );
    },
    async letGo(hash) {
      await engine.write((tx) =>
        tx.deleteFrom("idempotency_keys").where("hash", "=", hash).where("answer", "is", null).execute(),
      );
    },
  };
}
