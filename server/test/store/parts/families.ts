/** RFC 9700 §4.14.2 — rotation: one successor, however many ask. */
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/lib/hash.ts";
import { begun, opaqueRow, T0, type EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

const LIMITS = { overlapMs: 60_000, repeats: 8, idleMs: 3_600_000 };

const token = (name: string) => opaqueRow(name, { familyId: "fam_1" });

export function familyTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("families", () => {
    test(
      "RT-10 a family that is kept has the same head for ever, until its end (FAPI 2.0 §5.3.2.1 item 9)",
      on(async (store) => {
        await begun(store, "fam_1");
        const keep = (presented: number, at: number) =>
          store.families.keep("fam_1", presented, at, 3_600_000, null);
        const all = await Promise.all(Array.from({ length: 8 }, () => keep(1, T0 + 1)));
        expect(all).toEqual(Array.from({ length: 8 }, () => "kept"));
        expect(await keep(2, T0 + 1)).toBe("gone");
        expect(await keep(1, T0 + 3_000_000)).toBe("kept");
        // Used in between, so its idle time counts from there.
        expect(await keep(1, T0 + 6_000_000)).toBe("kept");
        expect(await store.families.find("fam_1")).toMatchObject({ generation: 1 });
        expect(await keep(1, T0 + 9_600_000)).toBe("gone");
        await store.families.revoke("fam_1", T0 + 6_000_001, "revoked_by_app");
        expect(await keep(1, T0 + 6_000_002)).toBe("gone");
      }),
    );

    test(
      "P2 1,000 refreshes of one token at once have one successor",
      on(async (store) => {
        await begun(store, "fam_1");
        const many = { ...LIMITS, repeats: 1000 };
        const outcomes = await Promise.all(
          Array.from({ length: 1000 }, (_, n) =>
            store.families.rotate("fam_1", 1, T0, many, opaqueRow(`t${n}`, { familyId: "fam_1" })),
          ),
        );
        const count = (outcome: string) => outcomes.filter((one) => one.outcome === outcome).length;
        expect([count("rotated"), count("repeated")]).toEqual([1, 999]);
        expect(new Set(outcomes.map((one) => ("generation" in one ? one.generation : 0)))).toEqual(
          new Set([2]),
        );
        expect(await store.families.find("fam_1")).toMatchObject({ generation: 2, revokedAt: null });
      }),
    );

    test(
      "the one before is answered with the same successor, so often and so long",
      on(async (store) => {
        const rotate = (id: string, presented: number, now: number) =>
          store.families.rotate(id, presented, now, { ...LIMITS, repeats: 2 }, null);
        await begun(store, "often");
        expect(await rotate("often", 1, T0)).toEqual({ outcome: "rotated", generation: 2 });
        expect(await rotate("often", 1, T0 + 1)).toEqual({ outcome: "repeated", generation: 2 });
        expect(await rotate("often", 1, T0 + 59_999)).toEqual({ outcome: "repeated", generation: 2 });
        expect(await rotate("often", 1, T0 + 59_999)).toEqual({ outcome: "reused" });
        expect(await rotate("often", 2, T0 + 59_999)).toEqual({ outcome: "gone" });
        await begun(store, "late");
        await rotate("late", 1, T0);
        expect(await rotate("late", 1, T0 + 60_000)).toEqual({ outcome: "reused" });
        await begun(store, "older");
        await rotate("older", 1, T0);
        await rotate("older", 2, T0);
        expect(await rotate("older", 1, T0)).toEqual({ outcome: "reused" });
      }),
    );

    test(
      "reuse ends the family and its opaque tokens together; the refused call's token is not stored",
      on(async (store) => {
        await begun(store, "fam_1");
        await store.families.rotate("fam_1", 1, T0, LIMITS, token("first"));
        await store.families.rotate("fam_1", 2, T0, LIMITS, token("second"));
        const reused = await store.families.rotate("fam_1", 1, T0 + 7, LIMITS, token("third"));
        expect(reused).toEqual({ outcome: "reused" });
        for (const name of ["first", "second"])
          expect(await store.accessTokens.findOpaque(sha256(name))).toMatchObject({ revokedAt: T0 + 7 });
        expect(await store.accessTokens.findOpaque(sha256("third"))).toBeNull();
        expect(await store.accessTokens.isRevoked("any", "fam_1")).toBe(true);
      }),
    );

    test(
      "RT-07 reuse is seen and ends the family although a verb beside it fails and all is done again",
      on(async (store) => {
        await begun(store, "fam_1");
        const rotate = (name: string) =>
          store.families.rotate("fam_1", 1, T0, { ...LIMITS, repeats: 0 }, token(name));
        const rotated = Promise.all([rotate("first"), rotate("second")]);
        const broken = store.engine.writeBeside(async (tx) => {
          await tx.selectFrom("families").select("id").execute();
          throw new Error("broken");
        });
        await expect(broken).rejects.toBeInstanceOf(Error);
        expect((await rotated).map(({ outcome }) => outcome).toSorted()).toEqual(["reused", "rotated"]);
        expect(await store.families.find("fam_1")).toMatchObject({ revokedAt: T0 });
      }),
    );

    test(
      "a family is gone at either end; rotation moves the idle end only",
      on(async (store) => {
        await begun(store, "idle");
        const rotate = (id: string, presented: number, now: number) =>
          store.families.rotate(id, presented, now, LIMITS, null);
        expect(await rotate("idle", 1, T0 + 3_600_000)).toEqual({ outcome: "gone" });
        await begun(store, "moved", { expiresAt: T0 + 5_000_000 });
        expect(await rotate("moved", 1, T0 + 3_599_999)).toMatchObject({ outcome: "rotated" });
        expect(await store.families.find("moved")).toMatchObject({
          idleExpiresAt: T0 + 7_199_999,
          expiresAt: T0 + 5_000_000,
        });
        expect(await rotate("moved", 2, T0 + 5_000_000)).toEqual({ outcome: "gone" });
        expect(await rotate("unknown", 1, T0)).toEqual({ outcome: "gone" });
      }),
    );

    test(
      "4.12 a token newer than the stored state (a restored backup) ends the family without an alarm",
      on(async (store) => {
        await begun(store, "fam_1");
        expect(await store.families.rotate("fam_1", 2, T0, LIMITS, null)).toEqual({ outcome: "gone" });
        expect(await store.families.rotate("fam_1", 1, T0, LIMITS, null)).toEqual({ outcome: "gone" });
      }),
    );

    test(
      "revoking is idempotent and keeps the first time and reason",
      on(async (store) => {
        await begun(store, "fam_1");
        await store.accessTokens.put(opaqueRow("token", { familyId: "fam_1" }));
        await store.families.revoke("fam_1", T0 + 1, "code_replayed");
        await store.families.revoke("fam_1", T0 + 2, "revoked_by_app");
        const row = await store.engine.read
          .selectFrom("families")
          .select(["revoked_at", "revoked_why"])
          .executeTakeFirst();
        expect({ ...row }).toEqual({ revoked_at: T0 + 1, revoked_why: "code_replayed" });
        expect(await store.accessTokens.findOpaque(sha256("token"))).toMatchObject({ revokedAt: T0 + 1 });
        await store.families.revoke("unknown", T0, "code_replayed");
      }),
    );
  });
}
