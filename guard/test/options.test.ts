/** What can be configured, what is refused at start, discovery (RFC 8414) and the resource's own metadata (RFC 9728). */
import { describe, expect, test } from "vitest";
import { createGuard } from "../src/index.ts";
import type { GuardOptions } from "../src/index.ts";
import { API, call, ISSUER, makeGuard, makeWorld, ROUTES, short, token } from "./support/issuer.ts";

const bearer = (jwt: string): string => `Bearer ${jwt}`;

describe("RFC 9728", () => {
  const guard = makeGuard(makeWorld(), { audience: `${API}/v1`, resource: { resource_name: "Bookings" } });

  test("RS-12 the document names the identifier exactly, and its path is open", async () => {
    expect(guard.protectedResource).toEqual({
      url: `${API}/.well-known/oauth-protected-resource/v1`,
      path: "/.well-known/oauth-protected-resource/v1",
      document: {
        resource: `${API}/v1`,
        authorization_servers: [ISSUER],
        scopes_supported: ["bookings:delete", "bookings:read", "bookings:write"],
        bearer_methods_supported: ["header"],
        resource_name: "Bookings",
      },
    });
    expect(short(await call(guard, "GET /.well-known/oauth-protected-resource/v1", null))).toBe("pass");
  });

  test("RS-12 the challenge names the document", async () => {
    for (const value of [null, "Bearer x", bearer(token())]) {
      const verdict = await call(guard, "GET /bookings", value);
      expect(verdict.ok ? "" : verdict.challenge.headers["www-authenticate"]).toContain(
        `resource_metadata="${API}/.well-known/oauth-protected-resource/v1"`,
      );
    }
  });
});

describe("options", () => {
  const good = { issuer: ISSUER, audience: API, routes: ROUTES };
  const BAD: [string, Partial<GuardOptions>][] = [
    ["plain http issuer", { issuer: "http://issuer.example" }],
    ["issuer with a query", { issuer: `${ISSUER}?a=b` }],
    ["issuer with userinfo", { issuer: "https://a:b@issuer.example" }],
    ["audience that cannot be quoted", { audience: 'a"b' }],
    ["no audience", { audience: "" }],
    ["alg none", { algorithms: ["none"] }],
    ["an HMAC", { algorithms: ["RS256", "HS256"] }],
    ["no algorithm", { algorithms: [] }],
    ["unknown profile", { profiles: ["jwt" as "opaque"] }],
    ["opaque without credentials", { profiles: ["opaque"] }],
    ["unknown environment", { environment: "dev" as "live" }],
    ["a tolerance of an hour", { clockTolerance: 3600 }],
    ["NaN", { clockTolerance: Number.NaN }],
    ["introspection remembered for an hour", { introspectionCacheSeconds: 3600 }],
    ["plain http keys", { jwks_uri: "http://keys.example/jwks.json" }],
    ["metadata for an identifier that is no URL", { audience: "urn:bookings", resource: true }],
  ];
  test.each(BAD)("%s: a TypeError at start", (_name, bad) => {
    expect(() => createGuard({ ...good, ...bad })).toThrow(TypeError);
  });

  test("loopback http is allowed, other http when said", () => {
    expect(() => createGuard({ ...good, issuer: "http://127.0.0.1:4000" })).not.toThrow();
    expect(() => createGuard({ ...good, issuer: "http://gatehouse:8080", insecureHttp: true })).not.toThrow();
  });

  test("the metadata of another issuer lends no keys", async () => {
    const world = makeWorld();
    world.metadata = { ...world.metadata, issuer: "https://evil.example" };
    expect(short(await call(makeGuard(world), "GET /bookings", bearer(token())))).toBe(
      "503 issuer_unavailable",
    );
  });

  test("an issuer with a path is asked at the path-inserted place", async () => {
    const world = makeWorld();
    const iss = `${ISSUER}/tenant`;
    world.metadata = { ...world.metadata, issuer: iss };
    expect(
      short(await call(makeGuard(world, { issuer: iss }), "GET /bookings", bearer(token({ iss })))),
    ).toBe("pass");
    expect(world.asked[0]).toBe(`${ISSUER}/.well-known/oauth-authorization-server/tenant`);
  });
});
