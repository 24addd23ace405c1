/** Sessions: new at sign-in, dead after it, and ended by time. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { beginSession, endSession, findSession, renewSession } from "../../src/accounts/sessions.ts";
import type { Before, NewSession, Proof, SessionWorld } from "../../src/accounts/sessions.ts";
import { memorySessions } from "../support/accounts.ts";

const HOUR = 3_600_000;

function world(): SessionWorld & {
  clock: { time: number; now(): number };
  sessions: ReturnType<typeof memorySessions>;
} {
  const clock = { time: 1_800_000_000_000, now: () => clock.time };
  let drawn = 0;
  const random = {
    bytes: (size: number) =>
      new Uint8Array(createHash("sha512").update(`${++drawn}`).digest()).slice(0, size),
  };
  return { clock, random, sessions: memorySessions(), idleMs: HOUR, absoluteMs: 12 * HOUR };
}

const ada: Proof = { subject: "usr_ada", amr: ["pwd"], device: "Firefox · Linux", address: "192.0.2.1" };

async function renewed(from: Before | null, proof: Proof, one: SessionWorld): Promise<NewSession> {
  const next = await renewSession(from, proof, one);
  if (next === null) throw new Error("the proof is outdated");
  return next;
}

test("UI-03 sign-in makes a new id, and the old one is dead", async () => {
  const one = world();
  const before = await beginSession(one);
  expect(await findSession(before.cookie, one)).toMatchObject({ subject: null, authTime: null });
  const after = await renewed(before, ada, one);
  expect(after.cookie).not.toBe(before.cookie);
  expect(await findSession(before.cookie, one)).toBeNull();
  expect(await findSession(after.cookie, one)).toMatchObject({
    subject: "usr_ada",
    authTime: one.clock.time,
  });

  const again = await renewed(after, ada, one);
  expect(await findSession(after.cookie, one)).toBeNull();
  expect(again.cookie).not.toBe(after.cookie);
});

test("UI-03 the name goes on with the same person's session, unless that was signed out while it was proven who they are", async () => {
  const one = world();
  const first = await renewed(null, ada, one);
  const again = await renewed(first, ada, one);
  expect(again.session.sid).toBe(first.session.sid);
  await endSession(again.cookie, one);
  const late = await renewed(again, ada, one);
  expect(late.session.sid).not.toBe(first.session.sid);
});

test("UI-04 a planted cookie is not honoured, before or after sign-in", async () => {
  const one = world();
  const planted = "A".repeat(43);
  expect(await findSession(planted, one)).toBeNull();
  const after = await renewed({ cookie: planted, session: null }, ada, one);
  expect(after.cookie).not.toBe(planted);
  expect(await findSession(planted, one)).toBeNull();
  const attackers = await beginSession(one);
  await renewed(attackers, ada, one);
  expect(await findSession(attackers.cookie, one)).toBeNull();
});

test("UI-18 a session ends when it is idle, and however busy at its absolute end", async () => {
  const one = world();
  const idle = await renewed(null, ada, one);
  one.clock.time += HOUR - 1;
  expect(await findSession(idle.cookie, one)).not.toBeNull();
  one.clock.time += HOUR;
  expect(await findSession(idle.cookie, one)).toBeNull();
  expect(one.sessions.all.size).toBe(0);

  const busy = await renewed(null, ada, one);
  for (let step = 0; step < 23; step++) {
    one.clock.time += HOUR / 2;
    expect(await findSession(busy.cookie, one)).not.toBeNull();
  }
  one.clock.time += HOUR / 2;
  expect(await findSession(busy.cookie, one)).toBeNull();
});

test("UI-17 HX-05 the cookie has 256 bits, and the store has its digest only", async () => {
  const one = world();
  const { cookie, session } = await beginSession(one);
  expect(Buffer.from(cookie, "base64url")).toHaveLength(32);
  expect(JSON.stringify([...one.sessions.all])).not.toContain(cookie);
  expect(await findSession(session.hash, one)).toBeNull();
});

test("an ended session is gone, and ending twice does no harm", async () => {
  const one = world();
  const { cookie } = await renewed(null, ada, one);
  await endSession(cookie, one);
  await endSession(cookie, one);
  expect(await findSession(cookie, one)).toBeNull();
});

test("what is no cookie of ours is not looked up", async () => {
  const one = world();
  one.sessions.find = () => Promise.reject(new Error("looked up"));
  for (const bad of ["", "x", "A".repeat(44), `${"A".repeat(42)}=`, "A".repeat(100_000)]) {
    expect(await findSession(bad, one)).toBeNull();
  }
});
