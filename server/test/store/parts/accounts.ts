/** People and their sessions. */
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/lib/hash.ts";
import { allowed, begun, opaqueRow, sessionRow, T0, type EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

export function accountsTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("people and sessions", () => {
    test(
      "a username belongs to one of many who ask for it at once",
      on(async (store) => {
        const person = { username: "ada", name: "Ada", passwordHash: "$argon2id$a", locale: "en" };
        const made = await Promise.all(
          Array.from({ length: 50 }, (_, n) =>
            store.people.create({
              ...person,
              id: `usr_ada_${n}`,
              createdAt: T0,
              disabledAt: null,
              email: null,
              emailVerifiedAt: null,
              staff: null,
            }),
          ),
        );
        expect(made.filter(Boolean)).toHaveLength(1);
        const ada = await store.people.findByUsername("ada");
        expect(ada).toEqual({
          ...person,
          id: ada?.id,
          createdAt: T0,
          disabledAt: null,
          email: null,
          emailVerifiedAt: null,
          staff: null,
        });
        expect(await store.people.find(ada?.id ?? "")).toEqual(ada);
        expect(
          await store.people.setPassword(ada?.id ?? "", "$argon2id$b", { now: T0, ends: "sessions" }),
        ).toBe(true);
        expect(await store.people.find(ada?.id ?? "")).toMatchObject({ passwordHash: "$argon2id$b" });
        expect(await store.people.setPassword("nobody", "$argon2id$b", { now: T0, ends: "sessions" })).toBe(
          false,
        );
        expect((await store.people.list()).map((one) => one.username)).toEqual(["ada", "usr_1", "usr_2"]);
      }),
    );

    test(
      "a name to sign in with means one person: user name first, e-mail when proven, never somebody else's",
      on(async ({ people }) => {
        expect(await people.setEmail("usr_1", "ada@example.com", T0)).toBe("set");
        expect(await people.setEmail("usr_1", "ada@example.com", T0)).toBe("set");
        expect(await people.findBySignInName("ada@example.com")).toMatchObject({ id: "usr_1" });
        expect(await people.claims("usr_1")).toMatchObject({
          email: "ada@example.com",
          email_verified: true,
        });
        expect(await people.setEmail("usr_2", "ada@example.com", T0)).toBe("taken");
        expect(await people.setEmail("usr_2", "usr_1", T0)).toBe("taken");
        const eve = {
          name: "Eve",
          passwordHash: "$argon2id$a",
          locale: null,
          createdAt: T0,
          disabledAt: null,
        };
        const none = { email: null, emailVerifiedAt: null, staff: null };
        expect(await people.create({ ...eve, ...none, id: "usr_3", username: "ada@example.com" })).toBe(
          false,
        );
        expect(await people.create({ ...eve, ...none, id: "usr_3", username: "eve", email: "usr_1" })).toBe(
          false,
        );
        expect(await people.setEmail("usr_2", "bob@example.com", null)).toBe("set");
        expect(await people.findBySignInName("bob@example.com")).toBeNull();
        expect(await people.setEmail("nobody", "x@example.com", T0)).toBe("gone");
        const race = ["usr_1", "usr_2"].map((id) => people.setEmail(id, "one@example.com", T0));
        expect((await Promise.all(race)).toSorted()).toEqual(["set", "taken"]);
        expect(await people.setStaff("usr_1", "admin")).toBe(true);
        expect(await people.find("usr_1")).toMatchObject({ staff: "admin" });
        expect(await people.setStaff("nobody", "admin")).toBe(false);
        expect(await people.setClaims("usr_1", { nickname: "Countess" })).toBe(true);
        expect(await people.claims("usr_1")).toMatchObject({ nickname: "Countess" });
        expect(await people.setClaims("usr_1", {})).toBe(true);
        expect(await people.claims("usr_1")).not.toHaveProperty("nickname");
        expect(await people.setClaims("nobody", {})).toBe(false);
      }),
    );

    test(
      "UI-25 PO-09 a proof is one browser's, for one purpose, tried so often and used once",
      on(async ({ emailProofs, people }) => {
        await people.setEmail("usr_1", "ada@example.com", T0);
        const row = {
          email: "ada@example.com",
          subject: null,
          browser: sha256("b"),
          leadsTo: null,
          misses: 0,
        };
        const times = { createdAt: T0, expiresAt: T0 + 60_000, provenAt: null, usedAt: null };
        for (const purpose of ["reset", "sign_up"] as const)
          await emailProofs.put({
            ...row,
            ...times,
            id: purpose,
            purpose,
            codeHash: sha256("code"),
            linkHash: sha256(purpose),
          });
        const of = { purpose: "reset", id: "reset", browser: sha256("b"), tries: 2 } as const;
        expect(await emailProofs.attempt({ ...of, browser: sha256("thief") }, T0)).toBeNull();
        expect(await emailProofs.attempt({ ...of, purpose: "sign_up" }, T0)).toBeNull();
        expect(await emailProofs.attempt(of, T0 + 60_000)).toBeNull();
        const tries = await Promise.all([1, 2, 3, 4].map(() => emailProofs.attempt(of, T0)));
        expect(tries.filter((one) => one !== null)).toHaveLength(2);
        const mine = { id: "reset", browser: sha256("b") };
        expect(await people.resetPassword("$argon2id$new", mine, { now: T0, ends: "sessions" })).toBe("gone");
        for (const id of ["reset", "sign_up"]) await emailProofs.prove(id, sha256("b"), T0 + 60_000, T0);
        expect(await emailProofs.prove("reset", sha256("thief"), T0 + 60_000, T0)).toBeNull();
        const others = [
          { ...mine, browser: sha256("thief") },
          { ...mine, id: "sign_up" },
        ];
        for (const proof of others)
          expect(await people.resetPassword("$argon2id$new", proof, { now: T0, ends: "sessions" })).toBe(
            "gone",
          );
        expect(
          await people.resetPassword("$argon2id$new", mine, { now: T0 + 60_000, ends: "sessions" }),
        ).toBe("gone");
        const race = [1, 2, 3].map(() =>
          people.resetPassword("$argon2id$new", mine, { now: T0, ends: "sessions" }),
        );
        expect((await Promise.all(race)).toSorted()).toEqual(["gone", "gone", "set"]);
      }),
    );

    test(
      "disabling ends sessions, families, opaque tokens and codes at once; enabling revives none",
      on(async (store) => {
        await begun(store, "fam_1");
        await store.accessTokens.put(opaqueRow("token"));
        await store.accessTokens.put(opaqueRow("other", { subject: "usr_2" }));
        const unspent = await allowed(store, "unspent");
        await store.sessions.put(sessionRow("s", "usr_1"));
        expect(await store.people.disable("usr_1", T0 + 1)).toBe(true);
        expect(await store.people.isActive("usr_1")).toBe(false);
        // A sign-in that was under way comes too late.
        await store.sessions.put(sessionRow("late", "usr_1"));
        expect(await store.sessions.find(sha256("late"), T0)).toBeNull();
        expect(await store.people.disable("usr_1", T0 + 2)).toBe(true);
        expect(await store.people.find("usr_1")).toMatchObject({ disabledAt: T0 + 1 });
        expect(await store.people.enable("usr_1")).toBe(true);
        expect(await store.people.isActive("usr_1")).toBe(true);
        expect(await store.sessions.find(sha256("s"), T0)).toBeNull();
        expect(await store.families.find("fam_1")).toMatchObject({ revokedAt: T0 + 1 });
        expect(await store.accessTokens.findOpaque(sha256("token"))).toMatchObject({ revokedAt: T0 + 1 });
        expect(await store.accessTokens.findOpaque(sha256("other"))).toMatchObject({ revokedAt: null });
        expect(await store.codes.find(unspent)).toBeNull();
        expect(await store.people.disable("nobody", T0)).toBe(false);
        expect(await store.people.isActive("nobody")).toBe(false);
      }),
    );

    test(
      "a session is found until its end, seen once a minute, listed, and ended",
      on(async (store) => {
        const { sessions } = store;
        await sessions.put(sessionRow("s", null));
        await sessions.put(sessionRow("s", "usr_1"));
        expect(await sessions.find(sha256("s"), T0)).toEqual(sessionRow("s", "usr_1"));
        await sessions.touch(sessionRow("s", "usr_1"), T0 + 59_999);
        expect(await sessions.find(sha256("s"), T0)).toMatchObject({ lastSeenAt: T0 });
        await sessions.touch(sessionRow("s", "usr_1"), T0 + 60_000);
        expect(await sessions.find(sha256("s"), T0)).toMatchObject({ lastSeenAt: T0 + 60_000 });
        expect(await sessions.list("usr_1", T0)).toHaveLength(1);
        expect(await sessions.find(sha256("s"), T0 + 3_600_000)).toBeNull();
        expect(await sessions.list("usr_1", T0 + 3_600_000)).toEqual([]);
        await sessions.end(sha256("s"));
        expect(await sessions.find(sha256("s"), T0)).toBeNull();
      }),
    );
  });
}
