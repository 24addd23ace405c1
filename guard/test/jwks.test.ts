/** RS-07 — the key cache: no amplification, outages survived for a stated time, withdrawn keys forgotten. */
import { describe, expect, test } from "vitest";
import * as issuer from "./support/issuer.ts";
import {
  call,
  CLAIMS,
  EC,
  EC_NEXT,
  forge,
  header,
  makeGuard,
  makeWorld,
  RSA,
  short,
  token,
} from "./support/issuer.ts";

const unknown = (kid: string): string => `Bearer ${forge(header(EC, { kid }), CLAIMS)}`;
const good = `Bearer ${token()}`;
const line = "GET /bookings";

describe("unknown keys", () => {
  test("RS-07 ten thousand invented kids: one fetch in 30 s", async () => {
    const world = makeWorld();
    const guard = makeGuard(world);
    await call(guard, line, good);
    expect(world.jwksFetches()).toBe(1);
    world.now += 30_000;
    const storm = await Promise.all(
      Array.from({ length: 10_000 }, async (_, index) =>
        short(await call(guard, line, unknown(`k${index}`))),
      ),
    );
    expect(new Set(storm)).toEqual(new Set(["401 unknown_key"]));
    expect(world.jwksFetches()).toBe(2);
    world.now += 29_999;
    await call(guard, line, unknown("again"));
    expect(world.jwksFetches()).toBe(2);
    world.now += 1;
    await call(guard, line, unknown("again"));
    expect(world.jwksFetches()).toBe(3);
  });

  test("RS-07 many first calls at once share one fetch", async () => {
    const world = makeWorld();
    const guard = makeGuard(world);
    const all = await Promise.all(
      Array.from({ length: 50 }, async () => short(await call(guard, line, good))),
    );
    expect(new Set(all)).toEqual(new Set(["pass"]));
    expect(world.asked.length).toBe(2);
  });

  test("RS-07 a key published later is found", async () => {
    const world = makeWorld();
    const guard = makeGuard(world);
    const next = `Bearer ${token({}, EC_NEXT)}`;
    expect(short(await call(guard, line, next))).toBe("401 unknown_key");
    world.keys = [EC, EC_NEXT];
    world.now += 30_000;
    expect(short(await call(guard, line, next))).toBe("pass");
  });
});

describe("an outage", () => {
  test("RS-07 known keys work for the stated time, then the guard fails closed, remembered tokens included", async () => {
    const world = makeWorld();
    const guard = makeGuard(world, { jwksMaxAge: 60, jwksStaleFor: 120 });
    const long = `Bearer ${token({ exp: CLAIMS.exp + 9000 })}`;
    const other = `Bearer ${token({ exp: CLAIMS.exp + 9000, jti: "2" })}`;
    expect(short(await call(guard, line, long))).toBe("pass");
    world.down = true;
    world.now += 179_999;
    expect(short(await call(guard, line, long))).toBe("pass");
    expect(short(await call(guard, line, other))).toBe("pass");
    world.now += 1;
    expect(short(await call(guard, line, long))).toBe("503 issuer_unavailable");
    expect(short(await call(guard, line, other))).toBe("503 issuer_unavailable");
    world.down = false;
    world.now += 1000;
    expect(short(await call(guard, line, long))).toBe("pass");
  });

  test("RS-07 while it lasts the issuer is asked at most every 30 s, or every second without any key", async () => {
    const world = makeWorld();
    const guard = makeGuard(world, {
      jwksMaxAge: 60,
      jwksStaleFor: 600,
      jwks_uri: `${issuer.ISSUER}/jwks.json`,
    });
    world.down = true;
    for (let index = 0; index < 20; index += 1) await call(guard, line, good);
    expect(world.jwksFetches()).toBe(1);
    world.down = false;
    world.now += 1000;
    expect(short(await call(guard, line, good))).toBe("pass");
    world.down = true;
    world.now += 60_000;
    for (let index = 0; index < 20; index += 1) expect(short(await call(guard, line, good))).toBe("pass");
    expect(world.jwksFetches()).toBe(3);
  });

  test("RS-07 an unknown key during it is 503: it may be a new one", async () => {
    const world = makeWorld();
    const guard = makeGuard(world);
    await call(guard, line, good);
    world.down = true;
    world.now += 30_000;
    expect(short(await call(guard, line, unknown("new")))).toBe("503 issuer_unavailable");
  });
});

describe("withdrawn keys", () => {
  test("RS-07 a remembered token dies when its key is no longer published", async () => {
    const world = makeWorld();
    const guard = makeGuard(world, { jwksMaxAge: 60 });
    const byRsa = `Bearer ${token({}, RSA)}`;
    for (const value of [good, byRsa]) expect(short(await call(guard, line, value))).toBe("pass");
    world.keys = [RSA];
    world.now += 60_000;
    expect(short(await call(guard, line, good))).toBe("401 unknown_key");
    expect(short(await call(guard, line, byRsa))).toBe("pass");
  });

  test("RS-07 a remembered token dies when its kid now means another key", async () => {
    const world = makeWorld();
    const guard = makeGuard(world, { jwksMaxAge: 60 });
    expect(short(await call(guard, line, good))).toBe("pass");
    world.keys = [{ ...EC_NEXT, kid: EC.kid, jwk: { ...EC_NEXT.jwk, kid: EC.kid } }];
    world.now += 60_000;
    expect(short(await call(guard, line, good))).toBe("401 untrusted_signature");
  });
});

describe("a strange key set", () => {
  test.each<[string, unknown]>([
    ["no keys", {}],
    ["keys not a list", { keys: {} }],
    ["a thousand keys", { keys: Array.from({ length: 1000 }, () => EC.jwk) }],
    ["not an object", []],
  ])("RS-07 %s is no answer", async (_name, body) => {
    const guard = makeGuard(makeWorld(), {
      jwks_uri: "https://x.example/",
      fetch: async () => Response.json(body),
    });
    expect(short(await call(guard, line, good))).toBe("503 issuer_unavailable");
  });

  test("RS-06 a symmetric, a private or a nameless key in it verifies nothing", async () => {
    const secret = { kty: "oct", k: issuer.b64("secret"), kid: EC.kid, alg: "HS256" };
    const { kid: _kid, ...nameless } = EC.jwk;
    for (const key of [secret, { ...EC.secret.export({ format: "jwk" }), kid: EC.kid }, nameless, null, 1]) {
      const guard = makeGuard(makeWorld(), {
        jwks_uri: "https://x.example/",
        fetch: async () => Response.json({ keys: [key] }),
      });
      expect(short(await call(guard, line, good))).toMatch(/^(401 (unknown_key|untrusted_signature))$/);
    }
  });
});
