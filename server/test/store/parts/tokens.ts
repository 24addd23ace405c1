/** RFC 7009, RFC 7662 — opaque tokens, the list of the revoked, and throttles. */
import { describe, expect, test } from "vitest";
import { begun, opaqueRow, T0, type EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

export function tokenTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("tokens and throttles", () => {
    test(
      "an opaque token comes back as it was put, and dies by its id",
      on(async (store) => {
        const machine = opaqueRow("token", { subject: null, scope: [] });
        await store.accessTokens.put(machine);
        expect(await store.accessTokens.findOpaque(machine.hash)).toEqual(machine);
        await store.accessTokens.revoke(machine.id, machine.expiresAt, T0 + 1);
        await store.accessTokens.revoke(machine.id, machine.expiresAt, T0 + 2);
        expect(await store.accessTokens.findOpaque(machine.hash)).toMatchObject({ revokedAt: T0 + 1 });
        expect(await store.accessTokens.isRevoked(machine.id, null)).toBe(true);
      }),
    );

    test(
      "a token is revoked by its id, with its family, or when its family is unknown",
      on(async (store) => {
        await begun(store, "fam_1");
        const { accessTokens } = store;
        expect(await accessTokens.isRevoked("a", "fam_1")).toBe(false);
        expect(await accessTokens.isRevoked("a", null)).toBe(false);
        expect(await accessTokens.isRevoked("a", "unknown")).toBe(true);
        await accessTokens.revoke("a", T0 + 1, T0);
        expect(await accessTokens.isRevoked("a", "fam_1")).toBe(true);
        expect(await accessTokens.isRevoked("b", "fam_1")).toBe(false);
        await store.families.revoke("fam_1", T0, "revoked_by_app");
        expect(await accessTokens.isRevoked("b", "fam_1")).toBe(true);
      }),
    );

    test(
      "a token of a client that is disabled meanwhile is dead from birth",
      on(async (store) => {
        await store.registry.disableClient("client_1", T0 + 3);
        await store.accessTokens.put(opaqueRow("late"));
        expect(await store.accessTokens.findOpaque(opaqueRow("late").hash)).toMatchObject({
          revokedAt: T0 + 3,
        });
      }),
    );

    test(
      "DP-02 TK-25 of sixteen who claim a value one is first, each kind for itself, until its end",
      on(async ({ replay }) => {
        const claims = await Promise.all(
          Array.from({ length: 16 }, () => replay.claim("dpop", "jti", T0 + 60_000, T0)),
        );
        expect(claims.filter((outcome) => outcome === "first")).toHaveLength(1);
        expect(await replay.claim("client_assertion", "jti", T0 + 60_000, T0)).toBe("first");
        expect(await replay.claim("dpop", "another", T0 + 60_000, T0)).toBe("first");
        expect(await replay.claim("dpop", "jti", T0 + 120_000, T0 + 59_999)).toBe("repeated");
        expect(await replay.claim("dpop", "jti", T0 + 120_000, T0 + 60_000)).toBe("first");
        expect(await replay.claim("dpop", "jti", T0 + 180_000, T0 + 60_000)).toBe("repeated");
      }),
    );

    test(
      "failures are counted together from every side, and end with their window",
      on(async (store) => {
        const limit = { count: 5, windowMs: 60_000 };
        const waits = await Promise.all(Array.from({ length: 7 }, () => store.throttle.fail("k", limit, T0)));
        expect(waits.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 60, 60, 60]);
        expect(await store.throttle.wait("k", limit, T0 + 30_001)).toBe(30);
        expect(await store.throttle.wait("other", limit, T0)).toBe(0);
        // Failing while waiting does not lengthen the wait.
        expect(await store.throttle.fail("k", limit, T0 + 59_000)).toBe(1);
        expect(await store.throttle.wait("k", limit, T0 + 60_000)).toBe(0);
        expect(await store.throttle.fail("k", limit, T0 + 60_000)).toBe(0);
      }),
    );
  });
}
