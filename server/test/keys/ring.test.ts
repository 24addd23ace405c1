/** The life of signing keys: first, next, current, retiring, revoked; several nodes over one store. */
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import type { JSONWebKeySet } from "jose";
import { describe, expect, test } from "vitest";
import { isPublished } from "../../src/keys/phase.ts";
import { createKeyRing } from "../../src/keys/ring.ts";
import type { KeyRing } from "../../src/keys/ring.ts";
import { sealer } from "../../src/lib/seal.ts";
import { memorySigningKeys } from "../support/signing-keys.ts";
import type { MemorySigningKeys } from "../support/signing-keys.ts";

const KIND = { alg: "ES256", rsa_bits: 2048, environment: "live" } as const;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface World {
  store: MemorySigningKeys;
  clock: { time: number; now(): number };
  node: () => KeyRing;
}

function world(): World {
  const store = memorySigningKeys();
  const clock = { time: 1_800_000_000_000, now: () => clock.time };
  const random = { bytes: (size: number) => new Uint8Array(size).fill(7) };
  const seal = sealer(new Uint8Array(32).fill(1), random);
  const node = (): KeyRing =>
    createKeyRing({ store, sealer: seal, clock, publishAheadMs: 10 * MINUTE, retireAfterMs: 2 * HOUR });
  return { store, clock, node };
}

function kidOf(token: string): string {
  return decodeProtectedHeader(token).kid ?? "";
}

async function kids(ring: KeyRing): Promise<string[]> {
  return (await ring.jwks()).keys.map((key) => key.kid);
}

const claims = (at: number): object => ({ sub: "x", exp: Math.floor(at / 1000) + 3600 });

test("a first-ever key signs at once", async () => {
  const { node, clock } = world();
  const ring = node();
  const token = await ring.sign(KIND, "at+jwt", claims(clock.time));
  expect(await kids(ring)).toEqual([kidOf(token)]);
  expect(await ring.describe()).toMatchObject([
    { phase: "current", alg: "ES256", rsa_bits: 0, retires_at: null },
  ]);
});

test("concurrent demands for a missing kind share one key, in one process and between two", async () => {
  const { node, clock, store } = world();
  const [one, two] = [node(), node()];
  const demands = Array.from({ length: 20 }, (_, index) =>
    (index % 2 ? one : two).sign(KIND, "at+jwt", claims(clock.time)),
  );
  const used = new Set((await Promise.all(demands)).map(kidOf));
  expect(used.size).toBe(1);
  expect(store.rows).toHaveLength(1);
});

test("twenty demands in one process make one key, not twenty", async () => {
  const { node, clock, store } = world();
  const ring = node();
  let inserts = 0;
  const insertFirst = store.insertFirst.bind(store);
  store.insertFirst = (row) => (inserts++, insertFirst(row));
  await Promise.all(Array.from({ length: 20 }, () => ring.sign(KIND, "at+jwt", claims(clock.time))));
  expect(inserts).toBe(1);
});

test("AT-10 a revoked key is not published, whatever its instants say", async () => {
  const { node, store, clock } = world();
  await node().ensure(KIND);
  const [row] = store.rows;
  if (!row) throw new Error("no key");
  expect(isPublished(row, clock.time)).toBe(true);
  expect(isPublished({ ...row, state: "revoked" }, clock.time)).toBe(false);
});

test("live and test, and each algorithm, have keys of their own", async () => {
  const { node, clock } = world();
  const ring = node();
  await ring.ensure(KIND);
  await ring.ensure({ ...KIND, environment: "test" });
  await ring.ensure({ ...KIND, alg: "EdDSA" });
  expect((await ring.jwks()).keys).toHaveLength(3);
  expect((await ring.jwks("test")).keys).toHaveLength(1);
  const token = await ring.sign({ ...KIND, environment: "test" }, "at+jwt", claims(clock.time));
  expect((await ring.jwks("test")).keys[0]?.kid).toBe(kidOf(token));
});

describe("AT-10 rotation", () => {
  test("AT-10 a new key is published before its first use and the old one until its last token has expired", async () => {
    const { node, clock } = world();
    const ring = node();
    const old = kidOf(await ring.sign(KIND, "at+jwt", claims(clock.time)));
    const [next] = await ring.rotate();
    expect(await kids(ring)).toEqual([old, next]);
    expect((await ring.describe()).map((key) => key.phase)).toEqual(["current", "next"]);

    clock.time += 10 * MINUTE - 1;
    const last = await ring.sign(KIND, "at+jwt", claims(clock.time));
    expect(kidOf(last)).toBe(old);
    clock.time += 1;
    expect(kidOf(await ring.sign(KIND, "at+jwt", claims(clock.time)))).toBe(next);
    expect((await ring.describe()).map((key) => key.phase)).toEqual(["retiring", "current"]);
    expect(await ring.verify(last, clock.time)).not.toBeNull();

    clock.time += 2 * HOUR - 1;
    expect(await kids(ring)).toEqual([old, next]);
    clock.time += 1;
    expect(await kids(ring)).toEqual([next]);
    expect((await ring.describe()).map((key) => key.phase)).toEqual(["retired", "current"]);
  });

  test("AT-10 a key set fetched ten minutes ago verifies every token of two nodes through many rotations", async () => {
    const { node, clock } = world();
    const nodes = [node(), node()];
    await nodes[0]?.ensure(KIND);
    let cached: JSONWebKeySet = await nodes[1]!.jwks();
    let fetchedAt = clock.time;
    const used = new Set<string>();
    for (let step = 0; step < 120; step++) {
      clock.time += 2 * MINUTE;
      if (clock.time - fetchedAt >= 10 * MINUTE) {
        cached = await nodes[step % 2]!.jwks();
        fetchedAt = clock.time;
      }
      if (step % 7 === 0) await nodes[step % 2]!.rotate();
      for (const one of nodes) {
        const token = await one.sign(KIND, "at+jwt", claims(clock.time));
        used.add(kidOf(token));
        await jwtVerify(token, createLocalJWKSet(cached), { currentDate: new Date(clock.time) });
      }
    }
    expect(used.size).toBeGreaterThan(10);
  });

  test("every node switches at the stored instant", async () => {
    const { node, clock } = world();
    const [one, two] = [node(), node()];
    await one.ensure(KIND);
    await two.ensure(KIND);
    await one.rotate();
    for (const wait of [5000, 10 * MINUTE - 5001, 1]) {
      clock.time += wait;
      const [a, b] = await Promise.all(
        [one, two].map((ring) => ring.sign(KIND, "at+jwt", claims(clock.time))),
      );
      expect(kidOf(a ?? "")).toBe(kidOf(b ?? ""));
    }
  });

  test("a second rotation while a successor waits changes nothing", async () => {
    const { node } = world();
    const ring = node();
    await ring.ensure(KIND);
    expect(await ring.rotate()).toHaveLength(1);
    expect(await ring.rotate()).toEqual([]);
  });

  test("an emergency rotation signs with the new key at once, on every node within the refresh time", async () => {
    const { node, clock } = world();
    const [one, two] = [node(), node()];
    await one.ensure(KIND);
    await two.ensure(KIND);
    const [fresh] = await one.rotate({ now: true });
    expect(kidOf(await one.sign(KIND, "at+jwt", claims(clock.time)))).toBe(fresh);
    clock.time += 5000;
    expect(kidOf(await two.sign(KIND, "at+jwt", claims(clock.time)))).toBe(fresh);
  });
});

describe("revocation", () => {
  test("the current key: its tokens die at once, a new key signs, the set has it", async () => {
    const { node, clock } = world();
    const ring = node();
    const token = await ring.sign(KIND, "at+jwt", claims(clock.time));
    expect(await ring.revoke(kidOf(token))).toBe(true);
    expect(await ring.verify(token, clock.time)).toBeNull();
    const fresh = kidOf(await ring.sign(KIND, "at+jwt", claims(clock.time)));
    expect(fresh).not.toBe(kidOf(token));
    expect(await kids(ring)).toEqual([fresh]);
    expect(await ring.revoke("nobody")).toBe(false);
  });

  test("another node refuses its tokens within a minute", async () => {
    const { node, clock } = world();
    const [one, two] = [node(), node()];
    const token = await one.sign(KIND, "at+jwt", claims(clock.time));
    expect(await two.verify(token, clock.time)).not.toBeNull();
    await one.revoke(kidOf(token));
    clock.time += MINUTE;
    expect(await two.verify(token, clock.time)).toBeNull();
  });

  test("the waiting successor: the current key stays, for good", async () => {
    const { node, clock } = world();
    const ring = node();
    const old = kidOf(await ring.sign(KIND, "at+jwt", claims(clock.time)));
    const [next] = await ring.rotate();
    await ring.revoke(next ?? "");
    clock.time += 24 * HOUR;
    expect(kidOf(await ring.sign(KIND, "at+jwt", claims(clock.time)))).toBe(old);
  });

  test("the current key while a successor waits: no older key comes back", async () => {
    const { node, clock } = world();
    const ring = node();
    const first = kidOf(await ring.sign(KIND, "at+jwt", claims(clock.time)));
    await ring.rotate({ now: true });
    clock.time += MINUTE;
    const second = kidOf(await ring.sign(KIND, "at+jwt", claims(clock.time)));
    const [third] = await ring.rotate();
    await ring.revoke(second);
    const signs = kidOf(await ring.sign(KIND, "at+jwt", claims(clock.time)));
    expect([first, second]).not.toContain(signs);
    clock.time += 10 * MINUTE;
    expect(kidOf(await ring.sign(KIND, "at+jwt", claims(clock.time)))).toBe(third);
    clock.time += 2 * HOUR;
    expect(await kids(ring)).toEqual([third]);
  });
});

test("HX-05 what is stored does not contain a private key", async () => {
  const { node, store } = world();
  await node().ensure(KIND);
  expect(JSON.parse(store.rows[0]?.public_jwk ?? "")).not.toHaveProperty("d");
  expect(store.rows[0]?.private_sealed).toMatch(/^s1\./);
});

test("another master secret: a sentence that says so, and the published keys stay", async () => {
  const { node, store, clock } = world();
  await node().ensure(KIND);
  const random = { bytes: (size: number) => new Uint8Array(size) };
  const other = createKeyRing({ store, sealer: sealer(new Uint8Array(32).fill(2), random), clock });
  await expect(other.sign(KIND, "at+jwt", {})).rejects.toThrow("it was sealed under another secret");
  expect((await other.jwks()).keys).toHaveLength(1);
});

test("while the store is away the ring goes on for a minute, and then stops", async () => {
  const { node, store, clock } = world();
  const ring = node();
  await ring.ensure(KIND);
  store.failure = new Error("away");
  clock.time += 59_000;
  expect(await kids(ring)).toHaveLength(1);
  clock.time += 1000;
  await expect(ring.jwks()).rejects.toThrow("away");
});
