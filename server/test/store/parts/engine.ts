/** Transactions: what a verb may rely on, alone, among neighbours, after a restart and on a shared place. */
import { describe, expect, test } from "vitest";
import { migrations } from "../../../src/store/migrations/index.ts";
import { migrate, migrationStatus } from "../../../src/store/engine/migrate.ts";
import { storeOn } from "../../../src/store/store.ts";
import { StoreUnavailable } from "../../../src/store/unavailable.ts";
import {
  allowed,
  begun,
  codeRow,
  familyRow,
  opaqueRow,
  options,
  place,
  T0,
  world,
  type EngineFactory,
} from "../fixture.ts";
import { codeName, prepareCodes } from "../redeem-range.ts";
import { withWorld } from "./with.ts";

const LIMITS = { overlapMs: 60_000, repeats: 8, idleMs: 3_600_000 };

export function engineTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("engine", () => {
    test(
      "a verb that throws undoes itself and none of its neighbours",
      on(async (store) => {
        const puts = Array.from({ length: 20 }, (_, n) =>
          n % 4 === 3
            ? store.engine.write(async (tx) => {
                await tx
                  .insertInto("throttles")
                  .values({ key: `${n}`, failures: 1, expires_at: 1 })
                  .execute();
                throw new Error("changed my mind");
              })
            : store.accessTokens.put(opaqueRow(`token ${n}`)),
        );
        const ends = await Promise.allSettled(puts);
        expect(ends.map((end) => end.status === "rejected")).toEqual(puts.map((_, n) => n % 4 === 3));
        expect(await store.engine.read.selectFrom("opaque_tokens").select("id").execute()).toHaveLength(15);
        expect(await store.engine.read.selectFrom("throttles").select("key").execute()).toEqual([]);
      }),
    );

    test(
      "what is not committed is not read",
      on(async (store) => {
        const count = async () =>
          (await store.engine.read.selectFrom("throttles").select("key").execute()).length;
        let during = -1;
        await store.engine.write(async (tx) => {
          await tx.insertInto("throttles").values({ key: "a", failures: 1, expires_at: 1 }).execute();
          during = await count();
        });
        expect([during, await count()]).toEqual([0, 1]);
      }),
    );

    test(
      "P8 a closed store says StoreUnavailable, and keeps what it accepted",
      on(async (store, path) => {
        const accepted = store.accessTokens.put(opaqueRow("token"));
        await store.close();
        await accepted;
        await expect(store.accessTokens.put(opaqueRow("late"))).rejects.toThrow(StoreUnavailable);
        await expect(store.clients.find("client_1")).rejects.toThrow(StoreUnavailable);
        const again = storeOn(await factory(path), options);
        expect(await again.accessTokens.findOpaque(opaqueRow("token").hash)).not.toBeNull();
        await again.close();
      }),
    );

    test(
      "P3 everything acknowledged is there after a restart, seeds and all",
      on(async (store, path) => {
        await begun(store, "fam_1");
        await store.families.rotate("fam_1", 1, T0 + 1, LIMITS, opaqueRow("token", { familyId: "fam_1" }));
        const before = await store.families.find("fam_1");
        await store.close();
        const again = storeOn(await factory(path), options);
        expect(await again.families.find("fam_1")).toEqual(before);
        expect(before).toMatchObject({ generation: 2, seed: familyRow("fam_1").seed });
        await again.close();
      }),
    );

    test(
      "P1 two nodes on one place: each of 1,000 codes is redeemed by exactly one of them",
      on(async (store, path) => {
        const other = storeOn(await factory(path), options);
        await allowed(store, "consent");
        await prepareCodes(store, 1000);
        const hashes = Array.from({ length: 1000 }, (_, n) => codeRow(codeName(n)).hash);
        const redeem = (node: typeof store, name: string) =>
          Promise.all(
            hashes.map((hash) =>
              node.codes.redeem(hash, T0, { family: familyRow(`${name} ${hash}`), token: null }),
            ),
          );
        const [left, right] = await Promise.all([redeem(store, "left"), redeem(other, "right")]);
        for (const [n, one] of left.entries()) {
          const pair = new Set([one.outcome, right[n]?.outcome]);
          expect(pair).toEqual(new Set(["already_spent", "redeemed"]));
        }
        await other.close();
      }),
    );

    test("migrations run once, whoever comes, and are known by name", async () => {
      using here = place();
      const engines = await Promise.all([factory(here.path, true), factory(here.path, true)]);
      const [one, two] = engines;
      if (!one || !two) throw new Error("no engine");
      expect((await migrationStatus(one)).every((state) => state.executedAt === null)).toBe(true);
      const ran = await Promise.all([migrate(one), migrate(two)]);
      expect(ran.flat()).toEqual(Object.keys(migrations));
      expect(await migrate(one)).toEqual([]);
      expect((await migrationStatus(two)).every((state) => state.executedAt !== null)).toBe(true);
      await Promise.all(engines.map((engine) => engine.close()));
    });

    test("a migration that fails leaves nothing behind, and can be run again", async () => {
      using here = place();
      const engine = await factory(here.path, true);
      await engine.maintenance((db) => db.schema.createTable("leases").addColumn("x", "text").execute());
      await expect(migrate(engine)).rejects.toThrow();
      const tables = await engine.maintenance((db) => db.introspection.getTables());
      expect(tables.map((table) => table.name)).toEqual(["leases"]);
      await engine.maintenance((db) => db.schema.dropTable("leases").execute());
      await (await world(engine)).close();
    });
  });
}
