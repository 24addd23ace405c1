/** RFC 5321 §4.5.4.1 — letters that wait: each is taken by one node at a time, and comes back until it was accepted or given up. */
import type { Sealer } from "../lib/seal.ts";
import type { Engine } from "./engine/engine.ts";

/** How long it is told that a letter was given up. Milliseconds. */
const FAILURE_KEPT = 7 * 24 * 3_600_000;

/** One letter as its queue knows it. Times in milliseconds since the epoch. */
export interface QueuedLetter {
  id: string;
  /** What is sealed: whose letter it is, and what it says. */
  body: string;
  createdAt: number;
  /** From then on nobody wants it any more. */
  uselessAt: number;
}

/** One that was taken. */
export interface TakenLetter {
  id: string;
  /** Null when the row is damaged. */
  body: string | null;
  /** This one included. */
  attempts: number;
  uselessAt: number;
}

export interface LettersStore {
  /** False when `room` letters wait already. */
  put(letter: QueuedLetter, room: number): Promise<boolean>;
  /** Takes up to `limit` that are due; each comes back at `until`, unless one of the next three is called. One caller gets each. */
  take(now: number, limit: number, until: number): Promise<readonly TakenLetter[]>;
  accepted(id: string): Promise<void>;
  again(id: string, at: number): Promise<void>;
  /** What it says is forgotten; `failure` is a code. */
  givenUp(id: string, failure: string): Promise<void>;
  /** How many wait, and how many were given up within a week. */
  counts(): Promise<{ waiting: number; givenUp: number }>;
}

const purposeOf = (id: string): string => `letter ${id}`;

export function letters(engine: Engine, sealer: Sealer): LettersStore {
  function open(id: string, sealed: string | null): string | null {
    try {
      return sealed === null ? null : sealer.open(sealed, purposeOf(id));
    } catch {
      return null;
    }
  }

  async function counts(): Promise<{ waiting: number; givenUp: number }> {
    const row = await engine.read
      .selectFrom("letters")
      .select((eb) => [eb.fn.countAll<number>().as("all"), eb.fn.count<number>("next_at").as("waiting")])
      .executeTakeFirstOrThrow();
    return { waiting: row.waiting, givenUp: row.all - row.waiting };
  }

  return {
    async put({ id, body, createdAt, uselessAt }, room) {
      // A few more than that do no harm, so nobody has to count alone.
      if ((await counts()).waiting >= room) return false;
      const row = {
        id,
        sealed: sealer.seal(body, purposeOf(id)),
        attempts: 0,
        next_at: createdAt,
        useless_at: uselessAt,
        failure: null,
        created_at: createdAt,
        expires_at: uselessAt + FAILURE_KEPT,
      };
      await engine.writeBeside((tx) => tx.insertInto("letters").values(row).execute());
      return true;
    },
    async take(now, limit, until) {
      const due = await engine.read
        .selectFrom("letters")
        .select(["id", "attempts"])
        .where("next_at", "<=", now)
        .orderBy("next_at")
        .orderBy("id")
        .limit(limit)
        .execute();
      if (due.length === 0) return [];
      return engine.writeBeside(async (tx) => {
        const mine: TakenLetter[] = [];
        // In the order of their names: two nodes that take the same wait for each other, and never in a circle.
        for (const { id, attempts } of due.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
          const taken = await tx
            .updateTable("letters")
            .set({ attempts: attempts + 1, next_at: until })
            .where("id", "=", id)
            .where("attempts", "=", attempts)
            .where("next_at", "<=", now)
            .returning(["sealed", "useless_at"])
            .executeTakeFirst();
          if (taken)
            mine.push({
              id,
              body: open(id, taken.sealed),
              attempts: attempts + 1,
              uselessAt: taken.useless_at,
            });
        }
        return mine;
      });
    },
    async accepted(id) {
      await engine.writeBeside((tx) => tx.deleteFrom("letters").where("id", "=", id).execute());
    },
    async again(id, at) {
      await engine.writeBeside((tx) =>
        tx.updateTable("letters").set({ next_at: at }).where("id", "=", id).execute(),
      );
    },
    async givenUp(id, failure) {
      await engine.writeBeside((tx) =>
        tx
          .updateTable("letters")
          .set({ sealed: null, next_at: null, failure })
          .where("id", "=", id)
          .where("next_at", "is not", null)
          .execute(),
      );
    },
    counts,
  };
}
