/** The memory of checked tokens: bounded, keyed by hash, what is not used goes first. */
import { expect, test } from "vitest";
import { createTokenCache, tokenKey } from "../src/token-cache.ts";

test("RS-13 the key is a SHA-256, not the token", () => {
  expect(tokenKey("abc")).toBe("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
});

test("never more than its bound; what was used last stays", () => {
  const cache = createTokenCache<number>(2);
  cache.set("a", 1, 10, null);
  cache.set("b", 2, 10, null);
  expect(cache.get("a", 0)).toBe(1);
  cache.set("c", 3, 10, null);
  expect(cache.size).toBe(2);
  expect([cache.get("a", 0), cache.get("b", 0), cache.get("c", 0)]).toEqual([1, undefined, 3]);
});

test("RS-14 nothing is answered at or after its end, and it is dropped", () => {
  const cache = createTokenCache<number>(2);
  cache.set("a", 1, 10, null);
  expect(cache.get("a", 9)).toBe(1);
  expect(cache.get("a", 10)).toBeUndefined();
  expect(cache.size).toBe(0);
});

test("RS-07 entries go with their key; size 0 remembers nothing", () => {
  const cache = createTokenCache<number>(9);
  cache.set("a", 1, 10, "old");
  cache.set("b", 2, 10, "kept");
  cache.set("c", 3, 10, null);
  cache.retain((kid) => kid === "kept");
  expect([cache.get("a", 0), cache.get("b", 0), cache.get("c", 0)]).toEqual([undefined, 2, 3]);
  const none = createTokenCache<number>(0);
  none.set("a", 1, 10, null);
  expect(none.size).toBe(0);
});
