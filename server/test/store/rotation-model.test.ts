/** RFC 9700 §4.14.2, reliability §4.7 — rotation against a model of it, over random interleavings. */
import { array, assert, asyncProperty, constantFrom, integer, oneof, record } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Rotation } from "../../src/oauth/ports.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { MEMORY } from "../../src/store/engine/sqlite.ts";
import { allowed, familyRow, options, T0, world } from "./fixture.ts";

const LIMITS = { overlapMs: 60_000, repeats: 3, idleMs: 600_000 };
const END = T0 + 3_000_000;
const RUNS = { seed: 20_261_122, numRuns: 100 };

let store: Store;
let families = 0;
beforeAll(async () => {
  const { engine } = await openStore({ ...options, database: `file:${MEMORY}` });
  store = await world(engine);
});
afterAll(() => store.close());

async function newFamily(): Promise<string> {
  const id = `fam_${families++}`;
  const hash = await allowed(store, id);
  const family = familyRow(id, { idleExpiresAt: T0 + LIMITS.idleMs, expiresAt: END });
  expect(await store.codes.redeem(hash, T0, { family, token: null })).toEqual({ outcome: "redeemed" });
  return id;
}

/** The rules again, said as plainly as they can be. */
class Model {
  head = 1;
  headSince = T0;
  repeats = 0;
  idleEnd: number = T0 + LIMITS.idleMs;
  revoked = false;

  use(presented: number, now: number): Rotation {
    if (this.revoked || now >= this.idleEnd || now >= END) return { outcome: "gone" };
    if (presented === this.head) {
      this.head++;
      [this.headSince, this.repeats, this.idleEnd] = [now, 0, now + LIMITS.idleMs];
      return { outcome: "rotated", generation: this.head };
    }
    const inTime = now - this.headSince < LIMITS.overlapMs && this.repeats < LIMITS.repeats;
    if (presented === this.head - 1 && inTime) {
      this.repeats++;
      return { outcome: "repeated", generation: this.head };
    }
    this.revoked = true;
    return { outcome: presented > this.head ? "gone" : "reused" };
  }
}

/** How far behind the head a token is, and how much time passes before it is used; 0 means in the same tick. */
const step = record({
  behind: oneof({ weight: 6, arbitrary: constantFrom(0, 1) }, constantFrom(-1, 2, 3)),
  wait: oneof(
    { weight: 4, arbitrary: constantFrom(0, 1, 1000) },
    constantFrom(30_000, 59_999, 60_000, 300_000, 600_000),
  ),
});

test("rotation does what the model says, and holds one head, whatever the order", async () => {
  await assert(
    asyncProperty(array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const id = await newFamily();
      const model = new Model();
      let now = T0;
      for (const { behind, wait } of steps) {
        now += wait;
        const presented = Math.max(1, model.head - behind);
        const old = presented <= model.head - 2;
        const expected = model.use(presented, now);
        expect(await store.families.rotate(id, presented, now, LIMITS, null)).toEqual(expected);
        // Whatever is two or more behind the head finds a dead family or ends a living one.
        if (old) expect(["gone", "reused"]).toContain(expected.outcome);
      }
      expect(await store.families.find(id)).toMatchObject({
        generation: model.head,
        repeats: model.repeats,
        idleExpiresAt: model.idleEnd,
        revokedAt: model.revoked ? expect.any(Number) : null,
      });
    }),
    RUNS,
  );
}, 30_000);

test("P2 in one tick, all who present one token get one successor or the family ends", async () => {
  const tick = array(constantFrom(0, 1, 2), { minLength: 2, maxLength: 8 });
  await assert(
    asyncProperty(array(tick, { minLength: 1, maxLength: 4 }), async (ticks) => {
      const id = await newFamily();
      const model = new Model();
      /** What each presented generation was answered with, for ever. */
      const successors = new Map<number, number>();
      for (const behinds of ticks) {
        const presented = behinds.map((behind) => Math.max(1, model.head - behind));
        const expected = presented.map((generation) => model.use(generation, T0));
        const answers = await Promise.all(
          presented.map((generation) => store.families.rotate(id, generation, T0, LIMITS, null)),
        );
        expect(answers).toEqual(expected);
        for (const [n, answer] of answers.entries()) {
          if (!("generation" in answer)) continue;
          const from = presented[n] ?? 0;
          expect(successors.get(from) ?? answer.generation).toBe(answer.generation);
          successors.set(from, answer.generation);
        }
      }
    }),
    RUNS,
  );
}, 30_000);

test("P2 an honest client that loses answers and asks again is never signed out", async () => {
  const refresh = record({
    /** Answers lost before one arrives; each is asked again within the overlap. */
    lost: array(integer({ min: 0, max: 19_999 }), { maxLength: LIMITS.repeats }),
    /** Time until the next refresh, within the idle time. */
    wait: integer({ min: 0, max: 500_000 }),
  });
  await assert(
    asyncProperty(array(refresh, { minLength: 1, maxLength: 5 }), async (refreshes) => {
      const id = await newFamily();
      let now = T0;
      let held = 1;
      for (const { lost, wait } of refreshes) {
        now += wait;
        let answer = await store.families.rotate(id, held, now, LIMITS, null);
        for (const delay of lost) {
          now += delay;
          answer = await store.families.rotate(id, held, now, LIMITS, null);
        }
        expect(answer).toEqual({ outcome: lost.length > 0 ? "repeated" : "rotated", generation: held + 1 });
        held++;
      }
      expect(await store.families.find(id)).toMatchObject({ revokedAt: null, generation: held });
    }),
    RUNS,
  );
}, 30_000);
