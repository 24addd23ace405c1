/** RFC 9700 §4.14.2 — the statements that rotate: one moves the head of a family, and stores what comes with it. */
import type { CompiledQuery, Kysely } from "kysely";
import type { Rotation, StoredToken } from "../oauth/ports.ts";
import { isOpaque } from "../oauth/records.ts";
import type { PlacedToken } from "../oauth/status/ports.ts";
import { OPAQUE_COLUMNS, opaqueRow, opaqueValues, type NewOpaque } from "./access-tokens.ts";
import { prepared, type Prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

/** Where the head is now; `repeats` is 0 when it has moved. */
type Moved = { generation: number; repeats: number };

/** One step of one family. Times in milliseconds. */
export type Step = {
  family: string;
  presented: number;
  /** The head whose own parent was presented: `presented` + 1. */
  head: number;
  now: number;
  idleEnd: number;
  /** Rotations after this may still be repeated. */
  since: number;
  limit: number;
};

/** The one statement: the head advances, or the one before it gets the same successor again; `repeats` tells which. */
function advance(db: Pick<Kysely<Schema>, "updateTable">, v: Step) {
  return db
    .updateTable("families")
    .set((eb) => {
      const isHead = eb("generation", "=", v.presented);
      return {
        generation: eb.case().when(isHead).then(v.head).else(eb.ref("generation")).end(),
        repeats: eb
          .case()
          .when(isHead)
          .then(0)
          .else(eb("repeats", "+", 1))
          .end(),
        rotated_at: eb.case().when(isHead).then(v.now).else(eb.ref("rotated_at")).end(),
        idle_expires_at: eb.case().when(isHead).then(v.idleEnd).else(eb.ref("idle_expires_at")).end(),
      };
    })
    .where("id", "=", v.family)
    .where("revoked_at", "is", null)
    .where("idle_expires_at", ">", v.now)
    .where("expires_at", ">", v.now)
    .where((eb) =>
      eb.or([
        eb("generation", "=", v.presented),
        eb.and([eb("generation", "=", v.head), eb("rotated_at", ">", v.since), eb("repeats", "<", v.limit)]),
      ]),
    )
    .returning(["generation", "repeats"]);
}

export const step: Prepared<Step, Moved> = prepared(advance);

/** The head is used and stays the head; whoever has an older one has nothing. */
export const stay: Prepared<
  { family: string; presented: number; now: number; idleEnd: number },
  { id: string }
> = prepared((db, v) =>
  db
    .updateTable("families")
    .set({ idle_expires_at: v.idleEnd })
    .where("id", "=", v.family)
    .where("generation", "=", v.presented)
    .where("revoked_at", "is", null)
    .where("idle_expires_at", ">", v.now)
    .where("expires_at", ">", v.now)
    .returning("id"),
);

/** Step and opaque token as one statement; only PostgreSQL can change two tables in one. */
const stepWithOpaque = prepared(
  (db, v: Step & NewOpaque) =>
    db
      .with("stepped", (all) => advance(all, v))
      .with("stored", (all) =>
        all
          .insertInto("opaque_tokens")
          .columns([...OPAQUE_COLUMNS])
          .expression((eb) => eb.selectFrom("stepped").select(opaqueValues(v))),
      )
      .selectFrom("stepped")
      .select(["generation", "repeats"]),
  "remote engines",
);

/** The same for a JWT that has a place. */
const stepWithPlaced = prepared(
  (db, v: Step & PlacedToken) =>
    db
      .with("stepped", (all) => advance(all, v))
      .with("stored", (all) =>
        all
          .insertInto("status_entries")
          .columns(["place", "family_id", "expires_at"])
          .expression((eb) =>
            eb
              .selectFrom("stepped")
              .select([
                eb.val(v.place).as("place"),
                eb.val(v.familyId).as("family_id"),
                eb.val(v.expiresAt).as("expires_at"),
              ]),
          ),
      )
      .selectFrom("stepped")
      .select(["generation", "repeats"]),
  "remote engines",
);

export function stepped({ generation, repeats }: Moved): Rotation {
  return { outcome: repeats === 0 ? "rotated" : "repeated", generation };
}

/** The step and what it issues, as one statement. */
export function stepOf(db: Kysely<Schema>, values: Step, token: StoredToken | null): CompiledQuery {
  if (token === null) return step.query(db, values);
  return isOpaque(token)
    ? stepWithOpaque.query(db, { ...values, ...opaqueRow(token) })
    : stepWithPlaced.query(db, { ...values, ...token });
}
