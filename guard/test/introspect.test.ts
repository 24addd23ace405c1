/** RFC 7662 — opaque tokens: asked about with the API's own credentials, believed for a second at most. */
import { describe, expect, test } from "vitest";
import type { Guard } from "../src/index.ts";
import type { Json, World } from "./support/issuer.ts";
import { API, call, CLAIMS, makeGuard, makeWorld, SECONDS, short, token } from "./support/issuer.ts";

const { iat: _iat, jti: _jti, ...SHARED } = CLAIMS;
const ACTIVE = { active: true, token_type: "Bearer", ...SHARED };
const opaque = "Bearer gh_at_0123456789abcdef";
const line = "GET /bookings";

function setUp(
  answer: World["answer"],
  options: Parameters<typeof makeGuard>[1] = {},
): { world: World; guard: Guard } {
  const world = makeWorld();
  world.answer = answer;
  const introspection = { client_id: "api:1", client_secret: "se cret/%" };
  return { world, guard: makeGuard(world, { profiles: ["rfc9068", "opaque"], introspection, ...options }) };
}

test("the question: POST, form, Basic with both halves encoded (RFC 6749 §2.3.1)", async () => {
  const { world, guard } = setUp(ACTIVE);
  const verdict = await call(guard, line, opaque);
  expect(verdict).toMatchObject({
    ok: true,
    access: {
      profile: "opaque",
      person: "person-1",
      client_id: "app-1",
      environment: "live",
      organisation: "org-1",
    },
  });
  expect(world.introspected).toEqual([
    {
      authorization: `Basic ${Buffer.from("api%3A1:se+cret%2F%25").toString("base64")}`,
      body: "token=gh_at_0123456789abcdef&token_type_hint=access_token",
    },
  ]);
});

describe("what is not believed", () => {
  const REFUSED: [string, Json, string][] = [
    ["inactive", { active: false }, "inactive_token"],
    ["active as a string", { ...ACTIVE, active: "true" }, "inactive_token"],
    ["active missing", { ...ACTIVE, active: undefined }, "inactive_token"],
    ["another audience", { ...ACTIVE, aud: "https://other.example" }, "wrong_audience"],
    ["no audience", { ...ACTIVE, aud: undefined }, "wrong_audience"],
    ["another issuer", { ...ACTIVE, iss: "https://evil.example" }, "wrong_issuer"],
    ["test credentials", { ...ACTIVE, env: "test", aud: `${API}/test` }, "wrong_environment"],
    ["exp: 0", { ...ACTIVE, exp: 0 }, "token_expired"],
    ["no exp", { ...ACTIVE, exp: undefined }, "bad_claims"],
    ["RS-08 bound to a key", { ...ACTIVE, cnf: { jkt: "x" } }, "sender_constrained"],
    ["RS-08 of type DPoP", { ...ACTIVE, token_type: "DPoP" }, "sender_constrained"],
    [
      "AT-06 a refresh token, which is active too",
      { ...ACTIVE, token_type: "refresh_token" },
      "token_type_refused",
    ],
    ["AT-06 a token of no stated type", { ...ACTIVE, token_type: undefined }, "token_type_refused"],
  ];
  test.each(REFUSED)("RS-03 %s", async (_name, answer, reason) => {
    const { guard } = setUp(answer);
    expect(short(await call(guard, line, opaque))).toBe(`401 ${reason}`);
  });

  test("RS-09 a machine's opaque token is no person", async () => {
    const { guard } = setUp({ ...ACTIVE, sub_type: "client", sub: "app-1" });
    expect(short(await call(guard, "GET /me", opaque))).toBe("403 person_required");
  });

  test("RS-06 what has a JOSE header is checked as a JWT and never asked about", async () => {
    const { world, guard } = setUp(ACTIVE);
    expect(short(await call(guard, line, `Bearer ${token({ aud: "x" })}`))).toBe("401 wrong_audience");
    expect(world.introspected).toEqual([]);
  });

  test("with only `opaque` named every token is asked about: JWTs are checked online", async () => {
    const { world, guard } = setUp(ACTIVE, { profiles: ["opaque"] });
    expect(short(await call(guard, line, `Bearer ${token()}`))).toBe("pass");
    expect(world.introspected.length).toBe(1);
    expect(world.jwksFetches()).toBe(0);
  });
});

describe("the memory", () => {
  test("RS-13 a revoked token is refused within a second", async () => {
    const { world, guard } = setUp(ACTIVE);
    expect(short(await call(guard, line, opaque))).toBe("pass");
    world.answer = { active: false };
    world.now += 999;
    expect(short(await call(guard, line, opaque))).toBe("pass");
    world.now += 1;
    expect(short(await call(guard, line, opaque))).toBe("401 inactive_token");
  });

  test("RS-13 the second counts from the question: an answer that travelled long is not believed longer", async () => {
    const { world, guard } = setUp(() => {
      world.now += 900;
      return ACTIVE;
    });
    expect(short(await call(guard, line, opaque))).toBe("pass");
    world.answer = { active: false };
    world.now += 100;
    expect(short(await call(guard, line, opaque))).toBe("401 inactive_token");
  });

  test("RS-13 nobody joins a question that was put more than a second ago", async () => {
    const { promise, resolve } = Promise.withResolvers<Json>();
    const asked = Promise.withResolvers<void>();
    const { world, guard } = setUp(() => {
      asked.resolve();
      return promise;
    });
    const first = call(guard, line, opaque);
    await asked.promise;
    world.now += 1000;
    world.answer = { active: false };
    expect(short(await call(guard, line, opaque))).toBe("401 inactive_token");
    resolve(ACTIVE);
    await first;
    expect(short(await call(guard, line, opaque))).toBe("401 inactive_token");
  });

  test("RS-14 an answer never outlives exp", async () => {
    const { world, guard } = setUp({ ...ACTIVE, exp: SECONDS + 2 }, { introspectionCacheSeconds: 60 });
    expect(short(await call(guard, line, opaque))).toBe("pass");
    world.now += 1999;
    expect(short(await call(guard, line, opaque))).toBe("pass");
    world.now += 1;
    expect(short(await call(guard, line, opaque))).toBe("401 token_expired");
    expect(world.introspected.length).toBe(1);
  });

  test("RS-14 zero seconds remember nothing; calls at once share one question otherwise", async () => {
    const none = setUp(ACTIVE, { introspectionCacheSeconds: 0 });
    for (let index = 0; index < 3; index += 1) await call(none.guard, line, opaque);
    expect(none.world.introspected.length).toBe(3);
    const some = setUp(ACTIVE);
    await Promise.all(Array.from({ length: 40 }, async () => call(some.guard, line, opaque)));
    expect(some.world.introspected.length).toBe(1);
  });

  test("RS-13 the issuer is away: 503, and no answer from yesterday", async () => {
    const { world, guard } = setUp(ACTIVE);
    await call(guard, line, opaque);
    world.down = true;
    world.now += 1000;
    expect(short(await call(guard, line, opaque))).toBe("503 issuer_unavailable");
  });
});
