/** The guard as a whole: rules, scopes, persons, environments, and what happens when things break. */
import { describe, expect, test } from "vitest";
import { testAudience } from "../src/index.ts";
import type { Access, GuardOptions, RefusalEvent } from "../src/index.ts";
import {
  API,
  call,
  ISSUER,
  MACHINE,
  makeGuard,
  makeWorld,
  passport,
  SECONDS,
  short,
  token,
} from "./support/issuer.ts";

const bearer = (jwt: string): string => `Bearer ${jwt}`;

describe("scopes", () => {
  const guard = makeGuard(makeWorld());

  test("RS-04 a token that lacks one of the route's scopes: 403 insufficient_scope naming all of them", async () => {
    const verdict = await call(guard, "POST /bookings", bearer(token({ scope: "bookings:write" })));
    expect(short(verdict)).toBe("403 insufficient_scope");
    if (verdict.ok) return;
    const { headers, body } = verdict.challenge;
    expect(headers["www-authenticate"]).toContain('error="insufficient_scope"');
    expect(headers["www-authenticate"]).toContain('scope="bookings:read bookings:write"');
    expect(body).toMatchObject({
      status: 403,
      error: "insufficient_scope",
      scope: "bookings:read bookings:write",
    });
    expect(headers["content-type"]).toBe("application/problem+json");
  });

  test.each(["bookings:rea", "bookings:read2", "BOOKINGS:READ", "bookings:*", ""])(
    "RS-04 %s is not bookings:read",
    async (scope) => {
      expect(short(await call(guard, "GET /bookings", bearer(token({ scope }))))).toBe(
        "403 insufficient_scope",
      );
    },
  );

  test("RS-04 a remembered token is held against each route anew", async () => {
    const jwt = bearer(token());
    expect(short(await call(guard, "GET /bookings", jwt))).toBe("pass");
    expect(short(await call(guard, "DELETE /bookings/1", jwt))).toBe("403 insufficient_scope");
    expect(short(await call(guard, "GET /bookings", jwt))).toBe("pass");
  });

  test("RS-04 a handler cannot widen the access of the next call", async () => {
    const jwt = bearer(token());
    const verdict = await call(guard, "GET /bookings", jwt);
    const access = (verdict.ok ? verdict.access : null) as Access;
    expect(() => (access.scopes as string[]).push("bookings:delete")).toThrow(TypeError);
    expect(() => Object.assign(access, { person: "person-2" })).toThrow(TypeError);
  });
});

describe("persons", () => {
  const guard = makeGuard(makeWorld(), { profiles: ["rfc9068", "passport"] });

  test.each([
    ["rfc9068", token({ ...MACHINE, jti: "m" })],
    ["passport, whose user_id is a service account", passport()],
  ])("RS-09 a machine token (%s) on a route that needs a person: 403 that says so", async (_name, jwt) => {
    const verdict = await call(guard, "GET /me", bearer(jwt));
    expect(short(verdict)).toBe("403 person_required");
    if (verdict.ok) return;
    expect(verdict.challenge.body.detail).toContain("authorization code flow");
    expect(verdict.challenge.headers["www-authenticate"]).toContain('error="insufficient_scope"');
  });

  test("RS-15 identity is the issuer and the person; a machine has none", async () => {
    const person = await call(guard, "GET /me", bearer(token()));
    expect(person).toMatchObject({
      ok: true,
      access: { issuer: ISSUER, person: "person-1", client_id: "app-1" },
    });
    const machine = await call(guard, "GET /bookings", bearer(passport()));
    expect(machine).toMatchObject({
      ok: true,
      access: { person: null, profile: "passport", organisation: "org-1" },
    });
    const passportPerson = await call(guard, "GET /me", bearer(passport({ sub: "person-9" })));
    expect(passportPerson).toMatchObject({ ok: true, access: { person: "person-9" } });
  });
});

describe("environments", () => {
  const live = token();
  const test_ = token({ env: "test", aud: testAudience(API) });
  const TABLE: [GuardOptions["environment"], string, string, string][] = [
    ["live", "a live token", live, "pass"],
    ["live", "a test token", test_, "401 wrong_environment"],
    ["live", "a test token for the live audience", token({ env: "test" }), "401 wrong_environment"],
    [
      "live",
      "a live token for the test audience",
      token({ aud: testAudience(API) }),
      "401 wrong_environment",
    ],
    ["live", "a Passport test token", passport({ is_test: true }), "401 wrong_environment"],
    ["test", "a test token", test_, "pass"],
    ["test", "a live token", live, "401 wrong_environment"],
    ["test", "a Passport live token", passport(), "401 wrong_environment"],
    ["test", "a Passport test token", passport({ is_test: true }), "pass"],
    ["any", "a live token", live, "pass"],
    ["any", "a test token", test_, "pass"],
    ["any", "a test token for the live audience", token({ env: "test" }), "401 wrong_environment"],
    ["any", "a token for another API's test twin", token({ aud: `${API}/v2/test` }), "401 wrong_audience"],
  ];
  test.each(TABLE)("RS-06 a guard for %s and %s", async (environment, _name, jwt, expected) => {
    const guard = makeGuard(makeWorld(), {
      ...(environment && { environment }),
      profiles: ["rfc9068", "passport"],
    });
    expect(short(await call(guard, "GET /bookings", bearer(jwt)))).toBe(expected);
  });
});

describe("methods", () => {
  const guard = makeGuard(makeWorld());

  test("RS-11 method overrides are ignored", async () => {
    for (const name of ["x-http-method-override", "x-http-method", "x-method-override"]) {
      const more = { [name]: "GET" };
      expect(short(await call(guard, "DELETE /bookings/1", bearer(token()), more))).toBe(
        "403 insufficient_scope",
      );
      expect(short(await call(guard, "DELETE /health", null, more))).toBe("403 no_rule");
    }
    expect(short(await call(guard, "POST /health?_method=GET", null))).toBe("403 no_rule");
  });

  test("RS-10 HEAD is checked as GET; any other unlisted method is refused", async () => {
    expect(short(await call(guard, "HEAD /bookings", null))).toBe("401 no_token");
    expect(short(await call(guard, "HEAD /bookings", bearer(token())))).toBe("pass");
    for (const method of ["OPTIONS", "get", "PUT", "TRACE", "CONNECT", "__proto__", ""]) {
      expect(short(await call(guard, `${method} /bookings`, bearer(token())))).toBe("403 no_rule");
    }
  });

  test("RS-10 a preflight passes when asked for, and for a listed method and path only", async () => {
    const ask = { origin: "https://app.example", "access-control-request-method": "GET" };
    expect(short(await call(guard, "OPTIONS /bookings", null, ask))).toBe("403 no_rule");
    const open = makeGuard(makeWorld(), { preflight: true });
    expect(await call(open, "OPTIONS /bookings", null, ask)).toMatchObject({
      ok: true,
      access: null,
      route: null,
    });
    expect(short(await call(open, "OPTIONS /nowhere", null, ask))).toBe("403 no_rule");
    expect(short(await call(open, "OPTIONS /bookings", null, { origin: "https://app.example" }))).toBe(
      "403 no_rule",
    );
    expect(
      short(await call(open, "OPTIONS /bookings", null, { ...ask, "access-control-request-method": "PUT" })),
    ).toBe("403 no_rule");
    expect(short(await call(open, "DELETE /nowhere", null, ask))).toBe("403 no_rule");
    const { origin: _origin, ...noOrigin } = ask;
    expect(short(await call(open, "OPTIONS /bookings", null, noOrigin))).toBe("403 no_rule");
  });
});

describe("a remembered token", () => {
  test("RS-03 dies with its exp, to the second", async () => {
    const world = makeWorld();
    const guard = makeGuard(world, { clockTolerance: 60 });
    const jwt = bearer(token({ exp: SECONDS + 5 }));
    expect(short(await call(guard, "GET /bookings", jwt))).toBe("pass");
    world.now += 4999;
    expect(short(await call(guard, "GET /bookings", jwt))).toBe("pass");
    world.now += 1;
    expect(short(await call(guard, "GET /bookings", jwt))).toBe("401 token_expired");
  });

  test("RS-13 a token that the status names is refused at once, remembered or not", async () => {
    const revoked = new Set<string | null>();
    const guard = makeGuard(makeWorld(), { status: { revoked: (access) => revoked.has(access.tokenId) } });
    const jwt = bearer(token());
    expect(short(await call(guard, "GET /bookings", jwt))).toBe("pass");
    revoked.add("token-1");
    expect(short(await call(guard, "GET /bookings", jwt))).toBe("401 revoked_token");
  });
});

const fault = (): never => {
  throw new Error("broken");
};

describe("when things break", () => {
  test("RS-03 the issuer is away: 503 with Retry-After, never a pass and never a 401", async () => {
    const world = makeWorld();
    world.down = true;
    const verdict = await call(makeGuard(world), "GET /bookings", bearer(token()));
    expect(short(verdict)).toBe("503 issuer_unavailable");
    expect(verdict.ok ? null : verdict.challenge.headers["retry-after"]).toBe("5");
  });

  test("RS-03 whatever throws, the call is refused and nothing escapes", async () => {
    const guards = [
      makeGuard(makeWorld(), { status: { revoked: fault } }),
      makeGuard(makeWorld(), { status: { revoked: fault }, onRefusal: fault }),
      makeGuard(makeWorld(), { now: fault }),
    ];
    for (const guard of guards) {
      expect(short(await call(guard, "GET /bookings", bearer(token())))).toBe("503 guard_failed");
    }
    const headers = { get: fault };
    expect(short(await makeGuard(makeWorld()).check({ method: "GET", url: "/bookings", headers }))).toBe(
      "503 guard_failed",
    );
  });

  test("a refusal is told to the log without token or path of the caller", async () => {
    const events: RefusalEvent[] = [];
    const guard = makeGuard(makeWorld(), { onRefusal: (event) => events.push(event) });
    await call(guard, "DELETE /bookings/secret-id", bearer(token()));
    expect(events).toEqual([
      {
        reason: "insufficient_scope",
        status: 403,
        route: "/bookings/:id",
        client_id: "app-1",
        cause: undefined,
      },
    ]);
  });
});
