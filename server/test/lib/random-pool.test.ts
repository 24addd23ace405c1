/** Randomness from a pool is as good as its source: every byte is handed out once, and nobody else holds it. */
import { expect, test } from "vitest";
import { pooled } from "../../src/lib/random-pool.ts";

/** A source whose bytes tell where they come from, and what it was asked for. */
function counting(): { asked: Uint8Array[]; bytes(size: number): Uint8Array } {
  const asked: Uint8Array[] = [];
  let next = 0;
  return {
    asked,
    bytes(size) {
      const given = Uint8Array.from({ length: size }, () => 1 + (next++ % 251));
      asked.push(given.slice());
      return given;
    },
  };
}

test("what is handed out is what the source gave, in its order, without a byte twice", () => {
  const source = counting();
  const random = pooled(source);
  const sizes = Array.from({ length: 2_000 }, (_, n) => 1 + ((n * 7) % 64));
  const given = sizes.map((size) => random.bytes(size));
  expect(given.map((bytes) => bytes.length)).toEqual(sizes);
  // What is too short for the next wish is left over at the end of each pool.
  let at = 0;
  const pools = [...source.asked];
  for (const bytes of given) {
    if (at + bytes.length > (pools[0]?.length ?? 0)) {
      pools.shift();
      at = 0;
    }
    expect(bytes).toEqual(pools[0]?.slice(at, at + bytes.length));
    at += bytes.length;
  }
  expect(source.asked.length).toBeLessThan(20);
});

test("the pool keeps nothing of what it handed out, and what is handed out shares no memory", () => {
  const pools: Uint8Array[] = [];
  const random = pooled({
    bytes(size) {
      const pool = new Uint8Array(size).fill(7);
      pools.push(pool);
      return pool;
    },
  });
  const first = random.bytes(16);
  const second = random.bytes(16);
  expect(first.buffer).not.toBe(second.buffer);
  expect(first.buffer.byteLength).toBe(16);
  expect(pools[0]?.slice(0, 32)).toEqual(new Uint8Array(32));
  expect(pools[0]?.[32]).toBe(7);
  first.fill(0);
  expect(second).toEqual(new Uint8Array(16).fill(7));
});

test("large wishes are the source's own", () => {
  const source = counting();
  const random = pooled(source);
  expect(random.bytes(5_000)).toEqual(source.asked[0]);
  expect(source.asked).toHaveLength(1);
});
