/** RFC 7523 §3, RFC 9449 §11.1 — values that work once on all nodes: one conditional insert says who was first. */
import { sha256 } from "../lib/hash.ts";
import type { ReplayPort } from "../oauth/proof-ports.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";

/** An entry that has ended is as good as none: the value came back only after it had to be refused for its age. */
const claim = prepared((db, v: { hash: string; expires_at: number; now: number }) =>
  db
    .insertInto("replays")
    .values({ hash: v.hash, expires_at: v.expires_at })
    .onConflict((conflict) =>
      conflict
        .column("hash")
        .doUpdateSet({ expires_at: v.expires_at })
        .where("replays.expires_at", "<=", v.now),
    )
    .returning("hash"),
);

export function replay(engine: Engine): ReplayPort {
  return {
    claim: (kind, key, expiresAt, now) =>
      engine.writeBeside(async (tx) => {
        const rows = await claim(tx, { hash: sha256(`${kind}\n${key}`), expires_at: expiresAt, now });
        return rows.length > 0 ? "first" : "repeated";
      }),
  };
}
