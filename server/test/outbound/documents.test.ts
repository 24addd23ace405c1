/** The memory of clients' documents: its bounds in number, size and age; one fetch for all who wait; errors for seconds only. */
import { describe, expect, test } from "vitest";
import { createDocuments } from "../../src/outbound/documents.ts";
import type { FetchedDocument } from "../../src/oauth/ports.ts";
import { testClock } from "../support/clock.ts";

const url = "https://app.example.com/keys";
const second = 1000;
const minute = 60 * second;

/** A site whose answers the test chooses; counts who asked for what. */
function world(answer: (url: string, turn: number) => Partial<FetchedDocument> | Promise<FetchedDocument>) {
  const asked: string[] = [];
  const refused: string[] = [];
  const clock = testClock();
  const outbound = {
    json: async (address: string, maxBytes: number): Promise<FetchedDocument> => {
      expect(maxBytes).toBe(65_536);
      asked.push(address);
      const given = await answer(address, asked.length);
      return {
        outcome: "fetched",
        json: { turn: asked.length },
        maxAgeMs: null,
        ...given,
      } as FetchedDocument;
    },
  };
  return { asked, refused, clock, find: createDocuments(outbound, clock, (why) => void refused.push(why)) };
}

describe("how long a document counts", () => {
  test.each([
    ["ten minutes when its site says nothing", null, 10 * minute],
    ["as its site says", 20 * minute, 20 * minute],
    ["a minute at least, whatever it says", 0, minute],
    ["an hour at most, whatever it says", 999 * minute, 60 * minute],
  ])("%s", async (_what, maxAgeMs, counts) => {
    const { find, clock, asked } = world(() => ({ maxAgeMs }));
    await find(url);
    clock.advance(counts - 1);
    expect(await find(url)).toEqual({ turn: 1 });
    clock.advance(1);
    expect(await find(url)).toEqual({ turn: 2 });
    expect(asked).toHaveLength(2);
  });

  test("RS-07 a newer one is fetched when it is asked for, at most every 30 seconds", async () => {
    const { find, clock, asked } = world(() => ({}));
    await find(url);
    for (let turn = 0; turn < 50; turn += 1) expect(await find(url, "newer")).toEqual({ turn: 1 });
    clock.advance(30 * second);
    for (let turn = 0; turn < 50; turn += 1) expect(await find(url, "newer")).toEqual({ turn: 2 });
    expect(asked).toHaveLength(2);
  });

  test("many who ask at once wait for one fetch", async () => {
    const site = Promise.withResolvers<FetchedDocument>();
    const { find, asked } = world(() => site.promise);
    const all = Array.from({ length: 100 }, (_, turn) => find(url, turn % 2 === 0 ? "kept" : "newer"));
    site.resolve({ outcome: "fetched", json: { a: 1 }, maxAgeMs: null });
    for (const document of await Promise.all(all)) expect(document).toEqual({ a: 1 });
    expect(asked).toHaveLength(1);
  });
});

describe("a site that fails", () => {
  test("is asked again after five seconds, and what it said before counts for an hour more", async () => {
    let up = true;
    const { find, clock, refused } = world(() => (up ? {} : { outcome: "refused", why: "timeout" }));
    await find(url);
    up = false;
    clock.advance(10 * minute);
    expect(await find(url)).toEqual({ turn: 1 });
    expect(await find(url, "newer")).toEqual({ turn: 1 });
    expect(refused).toEqual(["timeout"]);
    clock.advance(60 * minute - 1);
    expect(await find(url)).toEqual({ turn: 1 });
    clock.advance(5 * second);
    expect(await find(url)).toBeNull();
    up = true;
    expect(await find(url)).toBeNull();
    clock.advance(5 * second);
    expect(await find(url)).not.toBeNull();
  });

  test.each([
    ["a list", []],
    ["a text", "x"],
    ["null", null],
  ])("%s is no document", async (_what, json) => {
    const { find, refused } = world(() => ({ json }));
    expect(await find(url)).toBeNull();
    expect(refused).toEqual(["no_object"]);
  });
});

describe("how much is kept", () => {
  test("a thousand documents: the one that was used longest ago goes", async () => {
    const { find, asked } = world(() => ({}));
    for (let turn = 0; turn < 1000; turn += 1) await find(`${url}/${turn}`);
    await find(`${url}/0`);
    await find(`${url}/more`);
    expect(asked).toHaveLength(1001);
    await find(`${url}/0`);
    expect(asked).toHaveLength(1001);
    await find(`${url}/1`);
    expect(asked).toHaveLength(1002);
  });

  test("16 MiB in all", async () => {
    const { find, asked } = world(() => ({ json: { text: "x".repeat(60_000) } }));
    for (let turn = 0; turn < 300; turn += 1) await find(`${url}/${turn}`);
    await find(`${url}/299`);
    expect(asked).toHaveLength(300);
    await find(`${url}/0`);
    expect(asked).toHaveLength(301);
  });
});
