/** Reliability P8 — pages of the guide are kept up to so many bytes, however large a company's documents make them. */
import { expect, test } from "vitest";
import { pageCache } from "../../src/http/guide/page-cache.ts";

const page = (text: string, size: number) => () => text.repeat(size);

test("what was drawn is taken again, until newer pages need its room; the oldest goes first", () => {
  const cache = pageCache(100);
  let drawn = 0;
  const count = () => String(++drawn);
  for (let time = 0; time < 3; time++) expect(cache.get("counted", count)).toBe("1");
  cache.get("a", page("a", 20));
  cache.get("counted", count);
  cache.get("b", page("b", 30));
  expect(cache.bytes).toBeLessThanOrEqual(100);
  // "a" was asked for longest ago.
  expect(cache.get("counted", count)).toBe("1");
  expect(cache.get("a", page("A", 5))).toBe("AAAAA");
});

test("a page that is larger than everything together is not kept, and drives out nobody", () => {
  const cache = pageCache(100);
  cache.get("small", page("s", 10));
  expect(cache.get("large", page("l", 51))).toHaveLength(51);
  expect(cache.bytes).toBe(20);
  expect(cache.get("large", page("again", 1))).toBe("again");
});
