/** RFC 9470 §3, RFC 8693 §4.1, RFC 9396 §9.1 — the claims that few tokens have, and the routes that ask for them. */
import { describe, expect, test } from "vitest";
import { compileRoutes } from "../src/index.ts";
import { readMoreClaims } from "../src/more-claims.ts";
import { signedInWell } from "../src/step-up.ts";

describe("rules", () => {
  const rule = { method: "GET", path: "/x", scopes: [] };

  test("a route that asks how somebody signed in needs a person", () => {
    const [strong, fresh] = compileRoutes([
      { ...rule, acr: ["mfa"] },
      { ...rule, path: "/y", maxAge: 0 },
    ]).routes;
    expect(strong).toMatchObject({ person: true, acr: ["mfa"] });
    expect(fresh).toMatchObject({ person: true, maxAge: 0 });
  });

  test.each([
    [{ acr: [] }],
    [{ acr: ["two words"] }],
    [{ acr: ['a"b'] }],
    [{ maxAge: -1 }],
    [{ maxAge: 1.5 }],
    [{ public: true, maxAge: 1 }],
    [{ public: true, acr: ["mfa"] }],
  ])("%j is a TypeError at start", (more) => {
    expect(() => compileRoutes([{ ...rule, ...more }])).toThrow(TypeError);
  });

  test("what a token does not say is not enough", () => {
    const route = { acr: ["mfa"], maxAge: 60 };
    expect(signedInWell(route, { acr: "mfa", authTime: 1000 }, 1060.9)).toBe(true);
    expect(signedInWell(route, { acr: "mfa", authTime: 1000 }, 1061)).toBe(false);
    expect(signedInWell(route, { acr: "pwd", authTime: 1000 }, 1000)).toBe(false);
    expect(signedInWell(route, { acr: null, authTime: 1000 }, 1000)).toBe(false);
    expect(signedInWell(route, { acr: "mfa", authTime: null }, 1000)).toBe(false);
    expect(signedInWell({}, { acr: null, authTime: null }, 0)).toBe(true);
  });
});

describe("claims", () => {
  test("a chain of actors and the details are read whole, and nobody can change them for the next call", () => {
    const act = { sub: "service", client_id: "live_1", act: { sub: "front" } };
    const authorization_details = [{ type: "trip", budget: { amount: 5 } }];
    const read = readMoreClaims({ act, authorization_details, auth_time: 5, acr: "mfa" });
    expect(read).toEqual({
      act,
      authorizationDetails: authorization_details,
      authTime: 5,
      acr: "mfa",
      budget: null,
      activity: null,
    });
    expect(() => Object.assign(read?.act?.act ?? {}, { sub: "other" })).toThrow(TypeError);
    const budget = read?.authorizationDetails[0]?.["budget"] ?? {};
    expect(() => Object.assign(budget, { amount: 6 })).toThrow(TypeError);
  });

  test("none of them is nothing", () => {
    const nothing = {
      act: null,
      authorizationDetails: [],
      authTime: null,
      acr: null,
      budget: null,
      activity: null,
    };
    expect(readMoreClaims({})).toEqual(nothing);
  });

  const loop = (depth: number): object => (depth === 0 ? { sub: "x" } : { sub: "x", act: loop(depth - 1) });

  test.each([
    [{ act: "service" }],
    [{ act: { sub: "" } }],
    [{ act: { sub: "a", act: { client_id: "b" } } }],
    [{ act: { sub: "a", client_id: 1 } }],
    [{ act: loop(10) }],
    [{ authorization_details: {} }],
    [{ authorization_details: [{ type: 1 }] }],
    [{ authorization_details: ["trip"] }],
    [{ auth_time: "5" }],
    [{ auth_time: 1.5 }],
    [{ acr: "" }],
    [{ acr: ["mfa"] }],
    [{ budget: { calls: 5 } }],
    [{ activity: "" }],
  ])("%j is no claim of an access token", (claims) => {
    expect(readMoreClaims(claims)).toBeNull();
  });
});
