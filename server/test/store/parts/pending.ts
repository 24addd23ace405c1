/** RFC 6749 §4.1.1 — a request that waits is answered once, and by the browser that began it. */
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/lib/hash.ts";
import {
  API,
  allowed,
  begun,
  codeRow,
  consentRow,
  opaqueRow,
  pendingRow,
  sessionRow,
  T0,
} from "../fixture.ts";
import type { EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

const COOKIE = sha256("cookie");

export function pendingTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("pending requests and consents", () => {
    test(
      "a request comes back as it was put, until its end",
      on(async (store) => {
        const odd = pendingRow("p", { state: "\u{1F511} \"'; --\u0000", redirect_uri: null, scope: [] });
        await store.pending.put(odd);
        expect(await store.pending.find("p", T0)).toEqual(odd);
        expect(await store.pending.find("p", odd.expiresAt)).toBeNull();
        expect(await store.pending.take("p", COOKIE, odd.expiresAt, null)).toBe("gone");
      }),
    );

    test(
      "one of 1,000 answers is given; with it one consent and one code",
      on(async (store) => {
        await store.pending.put(pendingRow("p"));
        const outcomes = await Promise.all(
          Array.from({ length: 1000 }, (_, n) =>
            store.pending.take("p", COOKIE, T0, {
              consent: consentRow(`con_${n}`),
              code: codeRow(`code ${n}`, { consentId: `con_${n}` }),
            }),
          ),
        );
        expect(outcomes.filter((one) => one === "taken")).toHaveLength(1);
        const { read } = store.engine;
        expect(await read.selectFrom("codes").select("hash").execute()).toHaveLength(1);
        expect(await store.consents.list("usr_1")).toHaveLength(1);
      }),
    );

    test(
      "another browser cannot take it; signing in hands on all that this browser waits for",
      on(async (store) => {
        for (const id of ["p", "tab"]) await store.pending.put(pendingRow(id));
        await store.pending.put(pendingRow("other", { browser: sha256("other") }));
        expect(await store.pending.take("p", sha256("thief"), T0, null)).toBe("gone");
        await store.pending.rebind(sha256("thief"), sha256("new"));
        expect(await store.pending.take("p", sha256("new"), T0, null)).toBe("gone");
        await store.pending.rebind(COOKIE, sha256("new"));
        expect(await store.pending.take("p", COOKIE, T0, null)).toBe("gone");
        for (const id of ["p", "tab"])
          expect(await store.pending.take(id, sha256("new"), T0, null)).toBe("taken");
        expect(await store.pending.take("other", sha256("other"), T0, null)).toBe("taken");
      }),
    );

    test(
      "UI-03 a new session takes over what waits in its browser, and a sign-in that is too late takes nothing",
      on(async (store) => {
        for (const id of ["p", "tab"]) await store.pending.put(pendingRow(id));
        await store.pending.put(pendingRow("other", { browser: sha256("other") }));
        expect(await store.sessions.replace(COOKIE, sessionRow("late", "usr_1"), "no password")).toBe(false);
        expect(await store.pending.find("p", T0)).toMatchObject({ browser: COOKIE });
        expect(await store.sessions.replace(COOKIE, sessionRow("new", "usr_1"))).toBe(true);
        for (const id of ["p", "tab"])
          expect(await store.pending.find(id, T0)).toMatchObject({ browser: sha256("new") });
        expect(await store.pending.find("other", T0)).toMatchObject({ browser: sha256("other") });
      }),
    );

    test(
      "PR-06 a pushed request is looked at often and answered once, in whatever tab (RFC 9126 §4)",
      on(async (store) => {
        const hash = sha256("urn");
        const parameters: [string, string][] = [["scope", "bookings:read"]];
        const times = { createdAt: T0, expiresAt: T0 + 60_000 };
        const request = { hash, client_id: "client_1", parameters, ...times };
        await store.pushed.put(request);
        expect(await store.pushed.find(hash, T0 + 59_999)).toEqual(request);
        expect(await store.pushed.find(hash, T0 + 60_000)).toBeNull();
        for (const id of ["one", "two"]) await store.pending.put(pendingRow(id, { pushed: hash }));
        const cookie = sha256("cookie");
        const taken = await Promise.all(
          ["one", "two"].map((id) => store.pending.take(id, cookie, T0 + 1, null)),
        );
        expect(taken.sort()).toEqual(["gone", "taken"]);
        expect(await store.pushed.find(hash, T0 + 2)).toBeNull();
      }),
    );

    test(
      "allowing again renews the consent under its first id, and the code is bound to that",
      on(async (store) => {
        await allowed(store, "one");
        const hash = await allowed(store, "two", {
          id: "con_2",
          scope: ["bookings:read", "offline_access"],
          consentVersion: "v2",
          createdAt: T0 + 9,
          updatedAt: T0 + 9,
        });
        expect(await store.consents.find("usr_1", "client_1", API)).toEqual(
          consentRow("con_1", {
            scope: ["bookings:read", "offline_access"],
            consentVersion: "v2",
            updatedAt: T0 + 9,
          }),
        );
        expect(await store.codes.find(hash)).toEqual({
          ...codeRow("two", { consentId: "con_1" }),
          redeemedAt: null,
          familyId: null,
          misses: 0,
        });
      }),
    );

    test(
      "of 20 answers at once for one app no scope is lost",
      on(async (store) => {
        const scopes = Array.from({ length: 20 }, (_, n) => `scope:${n}`);
        await Promise.all(scopes.map((scope) => allowed(store, scope, { scope: [scope] })));
        const consent = await store.consents.find("usr_1", "client_1", API);
        expect(consent?.scope.toSorted()).toEqual(scopes.toSorted());
      }),
    );

    test(
      "withdrawing ends families, opaque tokens and unspent codes of that consent only",
      on(async (store) => {
        await begun(store, "fam_1");
        await begun(store, "fam_2", { subject: "usr_2" });
        for (const familyId of ["fam_1", "fam_2"])
          await store.accessTokens.put(opaqueRow(`token of ${familyId}`, { familyId }));
        const unspent = await allowed(store, "unspent");
        expect(await store.consents.withdraw("con_1", "usr_2", T0 + 1)).toBe(false);
        expect(await store.consents.withdraw("con_1", "usr_1", T0 + 1)).toBe(true);
        expect(await store.consents.withdraw("con_1", "usr_1", T0 + 1)).toBe(false);
        expect(await store.codes.find(unspent)).toBeNull();
        expect(await store.families.find("fam_1")).toMatchObject({ revokedAt: T0 + 1 });
        expect(await store.families.find("fam_2")).toMatchObject({ revokedAt: null });
        const dead = async (id: string) =>
          (await store.accessTokens.findOpaque(sha256(`token of ${id}`)))?.revokedAt;
        expect([await dead("fam_1"), await dead("fam_2")]).toEqual([T0 + 1, null]);
        expect(await store.consents.list("usr_1")).toEqual([]);
      }),
    );
  });
}
