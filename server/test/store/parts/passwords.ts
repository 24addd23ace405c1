/** A password that changes while something is in flight that the old one began. */
import { describe, expect, test } from "vitest";
import type { Session } from "../../../src/accounts/ports.ts";
import { sha256 } from "../../../src/lib/hash.ts";
import { T0, type EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

const [OLD, NEW, LATE] = ["$argon2id$old", "$argon2id$new", "$argon2id$late"] as const;
const how = { now: T0, ends: "sessions" } as const;

function sessionOf(subject: string, name: string): Session {
  const times = { authTime: T0, createdAt: T0, lastSeenAt: T0, expiresAt: T0 + 3_600_000 };
  return { hash: sha256(name), subject, amr: ["pwd"], device: null, address: null, sid: name, ...times };
}

export function passwordTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("passwords that change meanwhile", () => {
    test(
      "RT-17 a change that was under way does not take the place of the one that came first",
      on(async ({ people, sessions }) => {
        await people.setPassword("usr_1", OLD, how);
        await sessions.put(sessionOf("usr_1", "thief"));
        await sessions.put(sessionOf("usr_2", "other"));
        const own = { verified: OLD, keep: sha256("thief") };
        // In a session of somebody else, in none, or in one that is over, nothing is one's own.
        for (const keep of [sha256("other"), sha256("none")])
          expect(await people.setPassword("usr_1", LATE, { ...how, own: { ...own, keep } })).toBe(false);
        expect(await people.setPassword("usr_1", LATE, { ...how, now: T0 + 3_600_000, own })).toBe(false);
        expect(await people.setPassword("usr_1", NEW, { ...how, own: { ...own, verified: LATE } })).toBe(
          false,
        );
        // The one session goes on; but once the owner has set another password, neither it nor the old one counts.
        expect(await people.setPassword("usr_1", OLD, { ...how, own })).toBe(true);
        expect(await sessions.list("usr_1", T0)).toHaveLength(1);
        await people.setPassword("usr_1", NEW, how);
        await sessions.put(sessionOf("usr_1", "thief"));
        expect(await people.setPassword("usr_1", LATE, { ...how, own })).toBe(false);
        expect(await people.find("usr_1")).toMatchObject({ passwordHash: NEW });
        expect(await sessions.list("usr_1", T0)).toHaveLength(1);
      }),
    );

    test(
      "RT-17 a sign-in with the old password that was under way begins no session, and ends none",
      on(async ({ people, sessions }) => {
        await people.setPassword("usr_1", OLD, how);
        await sessions.put({ ...sessionOf("usr_1", "before"), subject: null });
        const before = sha256("before");
        await people.setPassword("usr_1", NEW, how);
        expect(await sessions.replace(before, sessionOf("usr_1", "late"), OLD)).toBe(false);
        expect(await sessions.replace(null, sessionOf("usr_1", "late"), OLD)).toBe(false);
        expect(await sessions.list("usr_1", T0)).toEqual([]);
        expect(await sessions.find(before, T0)).not.toBeNull();
        expect(await sessions.replace(before, sessionOf("usr_1", "right"), NEW)).toBe(true);
        expect(await sessions.find(before, T0)).toBeNull();
        // Proven without a password, it has nothing to do with one.
        expect(await sessions.replace(null, sessionOf("usr_1", "passkey"))).toBe(true);
        expect(await sessions.list("usr_1", T0)).toHaveLength(2);
      }),
    );

    test(
      "RT-17 PO-09 a password that is set takes along what was sent to set one, and nobody else's",
      on(async ({ people, emailProofs }) => {
        const browser = sha256("b");
        for (const id of ["usr_1", "usr_2"]) {
          await people.setEmail(id, `${id}@example.com`, T0);
          for (const kind of ["proven", "sent"]) {
            const hashes = { codeHash: sha256("code"), linkHash: sha256(`${kind} ${id}`) };
            const times = { createdAt: T0, expiresAt: T0 + 60_000, provenAt: null, usedAt: null };
            const of = { purpose: "reset", email: `${id}@example.com`, subject: null, browser } as const;
            const put = { ...of, ...hashes, ...times, leadsTo: null, misses: 0 };
            await emailProofs.put({ ...put, id: `${kind} ${id}` });
          }
          await emailProofs.prove(`proven ${id}`, browser, T0 + 60_000, T0);
        }
        const reset = (id: string): Promise<string> =>
          people.resetPassword(LATE, { id: `proven ${id}`, browser }, how);
        await people.setPassword("usr_1", NEW, how);
        expect(await reset("usr_1")).toBe("gone");
        expect(await emailProofs.findByLink(sha256("sent usr_1"), T0)).toBeNull();
        expect(await people.find("usr_1")).toMatchObject({ passwordHash: NEW });
        expect(await emailProofs.findByLink(sha256("sent usr_2"), T0)).not.toBeNull();
        expect(await reset("usr_2")).toBe("set");
        expect(await emailProofs.findByLink(sha256("sent usr_2"), T0)).toBeNull();
      }),
    );
  });
}
