/** The feed of withdrawn tokens: refused within the moment, caught up after a gap, and each policy for when it is silent. */
import { afterEach, describe, expect, test } from "vitest";
import { createStatusBits, readPage } from "../src/status-bits.ts";
import type { ChangesPage } from "../src/status-bits.ts";
import type { Guard, GuardOptions } from "../src/index.ts";
import { call, ISSUER, makeGuard, makeWorld, SECONDS, short, token } from "./support/issuer.ts";
import type { World } from "./support/issuer.ts";

const LISTS = `${ISSUER}/oauth/status/`;
const SIZE = 64;

/** An issuer's changes: places as they are withdrawn; who waits hears at once. */
interface Issuer {
  world: World;
  guard: Guard;
  withdraw(place: number): void;
  /** Cuts the feed: questions that wait fail, and so do new ones; null mends it. */
  cut(how: "refused" | "damaged" | null): void;
}

const open: Guard[] = [];
afterEach(() => {
  for (const guard of open.splice(0)) guard.close();
});

function listen(statusFeed: GuardOptions["statusFeed"], more: Partial<GuardOptions> = {}): Issuer {
  const world = makeWorld();
  world.metadata = { ...world.metadata, status_changes_endpoint: `${ISSUER}/oauth/status/changes` };
  const places: number[] = [];
  let broken: "refused" | "damaged" | null = null;
  let stir = Promise.withResolvers<void>();
  const news = (): void => {
    stir.resolve();
    stir = Promise.withResolvers();
  };
  const { fetch } = world;
  world.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input.toString());
    if (url.pathname !== "/oauth/status/changes") return fetch(input, init);
    const after = Number(url.searchParams.get("after") ?? 0);
    const aborted = new Promise<void>((resolve) =>
      init?.signal?.addEventListener("abort", () => resolve(), { once: true }),
    );
    if (broken === null && after === places.length && url.searchParams.get("wait") !== "0")
      await Promise.race([stir.promise, aborted]);
    init?.signal?.throwIfAborted();
    if (broken === "refused") throw new TypeError("fetch failed");
    return Response.json({
      issuer: broken === "damaged" ? "https://other.example" : ISSUER,
      lists: LISTS,
      size: SIZE,
      cursor: String(places.length),
      more: false,
      reset: after === 0,
      floor: 0,
      withdrawn: places.slice(after).map((place) => [place, 1, SECONDS + 3600]),
    });
  };
  const guard = makeGuard(world, { ...(statusFeed === undefined ? {} : { statusFeed }), ...more });
  open.push(guard);
  return {
    world,
    guard,
    withdraw: (place) => (places.push(place), news()),
    cut: (how) => ((broken = how), news()),
  };
}

const at = (place: number): string =>
  token({
    jti: `token-${place}`,
    status: { status_list: { idx: place % SIZE, uri: `${LISTS}${Math.floor(place / SIZE)}` } },
  });
const ask = async ({ guard }: Issuer, jwt: string): Promise<string> =>
  short(await call(guard, "GET /bookings", `Bearer ${jwt}`));

describe("RS-13 RV-08 while the feed is heard", () => {
  test("RV-08 a token that was withdrawn is refused, remembered ones too, and its neighbours are not", async () => {
    const issuer = listen({});
    issuer.withdraw(3);
    const [gone, lives] = [at(3), at(70)];
    expect(await ask(issuer, gone)).toBe("401 revoked_token");
    expect(await ask(issuer, lives)).toBe("pass");
    issuer.withdraw(70);
    await expect.poll(() => ask(issuer, lives)).toBe("401 revoked_token");
    expect(await ask(issuer, at(71))).toBe("pass");
    expect(await ask(issuer, at(6))).toBe("pass");
  });

  test("without the option nothing is listened to; a token without a place lives until its end", async () => {
    const deaf = listen(undefined);
    deaf.withdraw(3);
    expect(await ask(deaf, at(3))).toBe("pass");
    const issuer = listen({});
    expect(await ask(issuer, token())).toBe("pass");
  });

  test("RV-08 a list of another address says nothing about a token: the policy decides", async () => {
    const status = { status_list: { idx: 1, uri: "https://other.example/lists/0" } };
    expect(await ask(listen({}), token({ status }))).toBe("503 status_unknown");
    expect(await ask(listen({ onStale: "allow" }), token({ status }))).toBe("pass");
  });
});

describe("RV-08 while the feed is silent", () => {
  const introspection = { client_id: "api_1", client_secret: "s" };

  /** A guard that heard once, and then nothing for longer than its limit. */
  async function silent(
    onStale: "allow" | "introspect" | "deny",
    how: "refused" | "damaged" = "refused",
  ): Promise<Issuer> {
    const issuer = listen({ onStale, maxStaleSeconds: 10 }, { introspection });
    issuer.withdraw(1);
    expect(await ask(issuer, at(2))).toBe("pass");
    issuer.cut(how);
    issuer.world.now += 9_999;
    expect(await ask(issuer, at(2))).toBe("pass");
    issuer.world.now += 2;
    return issuer;
  }

  test("RV-08 deny refuses with 503, and what is known to be withdrawn with 401", async () => {
    for (const how of ["refused", "damaged"] as const) {
      const issuer = await silent("deny", how);
      expect(await ask(issuer, at(2))).toBe("503 status_unknown");
      expect(await ask(issuer, at(1))).toBe("401 revoked_token");
    }
  });

  test("RV-08 allow lets through what is not known to be withdrawn", async () => {
    const issuer = await silent("allow");
    expect(await ask(issuer, at(2))).toBe("pass");
    expect(await ask(issuer, at(1))).toBe("401 revoked_token");
  });

  test("RV-08 introspect asks about each", async () => {
    const issuer = await silent("introspect");
    issuer.world.answer = { active: true };
    expect(await ask(issuer, at(2))).toBe("pass");
    issuer.world.answer = { active: false };
    expect(await ask(issuer, at(5))).toBe("401 inactive_token");
    expect(await ask(issuer, at(1))).toBe("401 revoked_token");
  });

  test("RV-08 what was withdrawn meanwhile is caught when the feed is heard again", async () => {
    const issuer = await silent("allow");
    issuer.withdraw(2);
    expect(await ask(issuer, at(2))).toBe("pass");
    issuer.cut(null);
    await expect.poll(() => ask(issuer, at(2)), { timeout: 5000 }).toBe("401 revoked_token");
  });

  test("RV-08 a feed that was never heard: the policy decides from the first call on", async () => {
    const issuer = listen({}, { introspectionTimeoutMs: 20 });
    issuer.cut("refused");
    expect(await ask(issuer, at(2))).toBe("503 status_unknown");
  });
});

const page = (more: Partial<ChangesPage>): ChangesPage => ({
  lists: LISTS,
  size: SIZE,
  cursor: "1",
  more: false,
  reset: false,
  floor: 0,
  withdrawn: [],
  ...more,
});
const place = (idx: number, list = 0): { idx: number; uri: string } => ({ idx, uri: `${LISTS}${list}` });

describe("the memory", () => {
  test("a block, the end of its tokens, a floor, a new beginning", () => {
    const bits = createStatusBits();
    expect(bits.isWithdrawn(place(1))).toBeNull();
    bits.apply(page({ withdrawn: [[16, 16, 100]] }), 10);
    expect([15, 16, 31, 32].map((idx) => bits.isWithdrawn(place(idx)))).toEqual([false, true, true, false]);
    bits.apply(page({ floor: SIZE + 2 }), 100);
    expect([place(63), place(1, 1), place(2, 1), place(16, 2)].map((one) => bits.isWithdrawn(one))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    bits.apply(page({ withdrawn: [[200, 1, 200]] }), 110);
    bits.apply(page({ reset: true }), 110);
    expect(bits.isWithdrawn(place(8, 3))).toBe(false);
    for (const odd of [place(64), { idx: 0, uri: `${LISTS}01` }, { idx: 0, uri: `${LISTS}x` }])
      expect(bits.isWithdrawn(odd)).toBeNull();
  });

  test("it is bounded", () => {
    const bits = createStatusBits();
    const size = 8 * 1024 * 1024 * 64;
    bits.apply(page({ size, withdrawn: [[0, 1, 100]] }), 10);
    expect(() => bits.apply(page({ size, withdrawn: [[size, 1, 100]] }), 10)).toThrow(RangeError);
  });

  test("a page is believed whole or not at all", () => {
    const good = { issuer: ISSUER, ...page({ withdrawn: [[1, 2, 3]] }) };
    expect(readPage(good, ISSUER)).not.toBeNull();
    for (const bad of [
      { issuer: "https://other.example" },
      { lists: "" },
      { size: 0 },
      { size: 12 },
      { size: 2 ** 40 },
      { cursor: 1 },
      { more: "no" },
      { reset: null },
      { floor: -1 },
      { withdrawn: {} },
      { withdrawn: [[1, 2]] },
      { withdrawn: [[1, SIZE + 1, 3]] },
      { withdrawn: [[1.5, 1, 3]] },
      { withdrawn: [null] },
    ])
      expect(readPage({ ...good, ...bad }, ISSUER), JSON.stringify(bad)).toBeNull();
  });
});
