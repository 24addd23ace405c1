/** Letters that wait: taken once each, back after a crash, forgotten when they were accepted, counted when they were given up. */
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { sweep } from "../../../src/store/sweep.ts";
import { T0, type EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

const HOUR = 3_600_000;
const letter = (id: string) => ({
  id,
  body: `to ada@example.com: ${id}`,
  createdAt: T0,
  uselessAt: T0 + HOUR,
});

export function letterTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("letters", () => {
    test(
      "each is taken by one, comes back when nobody said what became of it, and is gone once it was accepted",
      on(async ({ letters }) => {
        for (const id of ["l1", "l2", "l3"]) expect(await letters.put(letter(id), 10)).toBe(true);
        const takers = await Promise.all(Array.from({ length: 8 }, () => letters.take(T0, 2, T0 + 1000)));
        const taken = takers.flat();
        expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
        taken.push(...(await letters.take(T0, 10, T0 + 1000)));
        expect(taken.map(({ id }) => id).toSorted()).toEqual(["l1", "l2", "l3"]);
        expect(taken.find(({ id }) => id === "l2")).toEqual({
          id: "l2",
          body: "to ada@example.com: l2",
          attempts: 1,
          uselessAt: T0 + HOUR,
        });
        expect(await letters.take(T0 + 999, 10, T0 + 2000)).toEqual([]);
        await letters.accepted("l1");
        await letters.again("l3", T0 + 5000);
        // The node that had l2 has died.
        expect(await letters.take(T0 + 1000, 10, T0 + 2000)).toMatchObject([{ id: "l2", attempts: 2 }]);
        expect(await letters.take(T0 + 5000, 10, T0 + 9000)).toHaveLength(2);
        expect(await letters.counts()).toEqual({ waiting: 2, givenUp: 0 });
      }),
    );

    test(
      "what was given up is counted for a week, and says nothing any more",
      on(async ({ letters, engine }) => {
        await letters.put(letter("l1"), 10);
        await letters.givenUp("l1", "550");
        expect(await letters.counts()).toEqual({ waiting: 0, givenUp: 1 });
        const row = await engine.read.selectFrom("letters").selectAll().executeTakeFirst();
        expect(row).toMatchObject({ sealed: null, next_at: null, failure: "550" });
        expect(await letters.take(T0 + HOUR, 10, T0 + 2 * HOUR)).toEqual([]);
        expect((await sweep(engine, T0 + HOUR))?.letters).toBe(0);
        expect((await sweep(engine, T0 + HOUR + 7 * 24 * HOUR))?.letters).toBe(1);
      }),
    );

    test(
      "there is room for so many, and a damaged one is told from the others",
      on(async ({ letters, engine }) => {
        expect(await letters.put(letter("l1"), 2)).toBe(true);
        expect(await letters.put(letter("l2"), 2)).toBe(true);
        expect(await letters.put(letter("l3"), 2)).toBe(false);
        await engine.write((tx) =>
          sql`update letters set sealed = (select sealed from letters where id = 'l2') where id = 'l1'`.execute(
            tx,
          ),
        );
        const taken = await letters.take(T0, 10, T0 + 1000);
        expect(taken.map(({ body }) => body)).toEqual([null, "to ada@example.com: l2"]);
      }),
    );

    test(
      "HX-05 neither an address nor a word of a letter is in the database in clear",
      on(async ({ letters, engine }) => {
        await letters.put(letter("l1"), 10);
        const row = await engine.read.selectFrom("letters").selectAll().executeTakeFirstOrThrow();
        expect(JSON.stringify(row)).not.toContain("ada");
        expect(row.sealed).toMatch(/^s1\./);
      }),
    );
  });
}
