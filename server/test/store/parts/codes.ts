/** RFC 6749 §4.1.2 — a code is redeemed at most once, with all that it issues or nothing. */
import { describe, expect, test } from "vitest";
import { allowed, familyRow, opaqueRow, T0, type EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

export function codeTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("codes", () => {
    test(
      "P1 one of 1,000 redemptions at once wins, and the losers learn its family",
      on(async (store) => {
        const hash = await allowed(store, "one");
        const outcomes = await Promise.all(
          Array.from({ length: 1000 }, (_, n) =>
            store.codes.redeem(hash, T0, {
              family: familyRow(`fam_${n}`),
              token: opaqueRow(`token ${n}`, { familyId: `fam_${n}` }),
            }),
          ),
        );
        expect(outcomes.filter((one) => one.outcome === "redeemed")).toHaveLength(1);
        const { familyId, redeemedAt } = (await store.codes.find(hash)) ?? {};
        expect(redeemedAt).toBe(T0);
        const lost = outcomes.filter((one) => one.outcome === "already_spent");
        expect(lost).toHaveLength(999);
        expect(new Set(lost.map((one) => one.familyId))).toEqual(new Set([familyId]));
        const count = (table: "families" | "opaque_tokens") =>
          store.engine.read.selectFrom(table).select("id").execute();
        expect(await count("families")).toHaveLength(1);
        expect(await count("opaque_tokens")).toHaveLength(1);
      }),
    );

    test(
      "P4 a redemption whose tokens cannot be stored leaves the code unspent",
      on(async (store) => {
        const hash = await allowed(store, "one");
        const family = familyRow("fam_1");
        const opaque = opaqueRow("token", { client_id: "nobody" });
        await expect(store.codes.redeem(hash, T0, { family, token: opaque })).rejects.toThrow();
        expect(await store.families.find("fam_1")).toBeNull();
        expect(await store.codes.find(hash)).toMatchObject({ redeemedAt: null, familyId: null });
        expect(await store.codes.redeem(hash, T0, { family, token: null })).toEqual({ outcome: "redeemed" });
      }),
    );

    test(
      "a code is gone when unknown, at its end, and with consent, person or client",
      on(async (store) => {
        const redeem = (hash: string, now: number = T0) =>
          store.codes.redeem(hash, now, { family: familyRow(`fam of ${hash}`), token: null });
        expect(await redeem("unknown")).toEqual({ outcome: "gone" });
        const late = await allowed(store, "late");
        expect(await redeem(late, T0 + 60_000)).toEqual({ outcome: "gone" });
        const withdrawn = await allowed(store, "withdrawn");
        expect(await store.consents.withdraw("con_1", "usr_1", T0)).toBe(true);
        expect(await redeem(withdrawn)).toEqual({ outcome: "gone" });
        expect(await store.codes.find(withdrawn)).toBeNull();
        const ofDisabledPerson = await allowed(store, "person");
        await store.people.disable("usr_1", T0);
        await store.people.enable("usr_1");
        expect(await redeem(ofDisabledPerson)).toEqual({ outcome: "gone" });
        const after = await allowed(store, "after");
        await store.engine.write((tx) => tx.updateTable("people").set({ disabled_at: T0 }).execute());
        expect(await redeem(after)).toEqual({ outcome: "gone" });
        await store.people.enable("usr_1");
        await store.engine.write((tx) => tx.updateTable("clients").set({ disabled_at: T0 }).execute());
        expect(await redeem(after)).toEqual({ outcome: "gone" });
        await store.registry.enableClient("client_1");
        expect(await redeem(after)).toEqual({ outcome: "redeemed" });
      }),
    );

    test(
      "wrong verifiers are counted and burn the code at the limit, a spent one no more",
      on(async (store) => {
        const hash = await allowed(store, "one");
        expect(await store.codes.miss(hash, 3, T0)).toBe(1);
        expect(await store.codes.find(hash)).toMatchObject({ misses: 1 });
        const counts = await Promise.all([1, 2, 3].map(() => store.codes.miss(hash, 3, T0)));
        expect(counts.toSorted((a, b) => a - b)).toEqual([2, 3, 3]);
        expect(await store.codes.find(hash)).toBeNull();
        const family = familyRow("fam_1");
        expect(await store.codes.redeem(hash, T0, { family, token: null })).toEqual({ outcome: "gone" });
        const spent = await allowed(store, "two");
        await store.codes.redeem(spent, T0, { family, token: null });
        expect(await store.codes.miss(spent, 1, T0)).toBe(0);
        expect(await store.codes.redeem(spent, T0 + 61_000, { family, token: null })).toEqual({
          outcome: "already_spent",
          familyId: "fam_1",
        });
        expect(await store.codes.miss("unknown", 3, T0)).toBe(0);
      }),
    );

    test(
      "redeeming remembers the use of the consent",
      on(async (store) => {
        const hash = await allowed(store, "one");
        expect(await store.consents.list("usr_1")).toMatchObject([{ lastUsedAt: null }]);
        await store.codes.redeem(hash, T0 + 5, { family: familyRow("fam_1"), token: null });
        expect(await store.consents.list("usr_1")).toMatchObject([{ id: "con_1", lastUsedAt: T0 + 5 }]);
      }),
    );
  });
}
