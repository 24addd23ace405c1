/** OpenAPI documents: what is read from them, and the sentence for each thing that a guard cannot enforce. */
import { describe, expect, test } from "vitest";
import { fromOpenAPI, readOpenApi } from "../src/index.ts";

type Json = Record<string, unknown>;

const scheme = {
  type: "oauth2",
  "x-gatehouse-scopes": { "profile:read": { words: { de: "Ihren Namen sehen" } } },
  flows: {
    authorizationCode: {
      authorizationUrl: "https://login.example/oauth/authorize",
      tokenUrl: "https://login.example/oauth/token",
      scopes: { read: "See bookings", write: "Change bookings", "profile:read": "See your name" },
    },
    clientCredentials: {
      tokenUrl: "https://login.example/oauth/token",
      scopes: { read: "See bookings", write: "Change bookings" },
    },
  },
};
const others = {
  basic: { type: "http", scheme: "basic" },
  key: { type: "apiKey", name: "k", in: "header", "x-gatehouse-elsewhere": true },
  oidc: {
    type: "openIdConnect",
    openIdConnectUrl: "https://login.example/x",
    "x-gatehouse-scopes": { admin: { person: true, words: { en: "Administer" } } },
  },
};

/** A document with these paths; `change` replaces members of the root. */
function document(paths: Json, change: Json = {}): Json {
  return {
    openapi: "3.1.0",
    info: { title: "Bookings", version: "1.8.0" },
    servers: [{ url: "https://api.example/{stage}", variables: { stage: { default: "v1" } } }],
    components: { securitySchemes: { oauth: scheme, ...others } },
    paths,
    ...change,
  };
}
const needs = (...scopes: string[]): Json => ({ security: [{ oauth: scopes }] });
const one = (operation: Json): Json => document({ "/a": { get: operation } });

/** Place and sentence of every fault. */
const faults = (input: unknown): string[] =>
  readOpenApi(input).faults.map(({ at, sentence }) => `${at.join(" ")}: ${sentence}`);

test("a document gives rules: full paths, scopes, other ways in, persons, public routes", () => {
  const paths = {
    "/bookings/{booking-id}": {
      get: { ...needs("read"), summary: "One booking", tags: ["Bookings"] },
      head: needs("read"),
      delete: { security: [{ oauth: ["read", "write"] }, { oidc: ["admin"], key: [] }] },
    },
    "/me": { get: needs("profile:read") },
    "/report": { get: { ...needs("read"), "x-gatehouse-person": true } },
    "/health": { get: { security: [] } },
    "/open": { get: { security: [{}] } },
    "/inherits": { $ref: "#/components/pathItems/Inherits" },
    "x-note": "not a path",
  };
  const input = document(paths, {
    security: [{ oauth: [] }],
    components: {
      securitySchemes: { oauth: scheme, ...others },
      pathItems: { Inherits: { post: {} } },
    },
  });
  expect(faults(input)).toEqual([]);
  expect(fromOpenAPI(input)).toEqual({
    routes: [
      { method: "GET", path: "/v1/bookings/:booking_id", scopes: ["read"] },
      { method: "DELETE", path: "/v1/bookings/:booking_id", scopes: ["read", "write"], or: [["admin"]] },
      { method: "GET", path: "/v1/me", scopes: ["profile:read"], person: true },
      { method: "GET", path: "/v1/report", scopes: ["read"], person: true },
      { method: "GET", path: "/v1/health", public: true },
      { method: "GET", path: "/v1/open", public: true },
      { method: "POST", path: "/v1/inherits", scopes: [] },
    ],
  });
  const reading = readOpenApi(input);
  expect(reading.routes[0]).toMatchObject({
    template: "/v1/bookings/{booking-id}",
    summary: "One booking",
    tags: ["Bookings"],
  });
  expect(reading).toMatchObject({ title: "Bookings", version: "1.8.0", server: "https://api.example/v1" });
  expect(fromOpenAPI(input, { basePath: "" }).routes[4]).toEqual({
    method: "GET",
    path: "/health",
    public: true,
  });
});

test("scopes: words by language, and a scope that only persons can have where the flows say so", () => {
  const { scopes } = readOpenApi(document({}));
  expect(scopes.map(({ name, words, person }) => [name, words, person])).toEqual([
    ["read", { en: "See bookings" }, false],
    ["write", { en: "Change bookings" }, false],
    ["profile:read", { en: "See your name", de: "Ihren Namen sehen" }, true],
    ["admin", { en: "Administer" }, true],
  ]);
});

test("versions are those of createGuard", () => {
  const versions = { default: "2.0", list: [{ version: "2.0", status: "stable" }] };
  expect(fromOpenAPI(document({}, { "x-gatehouse-versions": versions })).versions).toEqual(versions);
});

describe("default deny: what cannot be enforced as written is told, never guessed", () => {
  test.each<[what: string, input: unknown, says: string]>([
    ["no document", [], ": this is no OpenAPI document of version 3.0 or 3.1."],
    ["Swagger 2", { swagger: "2.0" }, "openapi: this is no OpenAPI document of version 3.0 or 3.1."],
    [
      "no security",
      one({}),
      "paths /a get: nothing says who may call this; write its security, or `security: []` when everybody may.",
    ],
    [
      "an unknown scheme",
      one({ security: [{ nope: [] }] }),
      'paths /a get security: there is no security scheme "nope".',
    ],
    [
      "a scheme named by Object",
      one({ security: [{ constructor: [] }] }),
      'paths /a get security: there is no security scheme "constructor".',
    ],
    [
      "an undeclared scope",
      one(needs("raed")),
      'paths /a get security: the scope "raed" is declared nowhere in oauth.',
    ],
    [
      "a scheme of nobody",
      one({ security: [{ basic: [] }] }),
      "paths /a get security: basic is no scheme of access tokens; if the API itself checks it, mark it x-gatehouse-elsewhere: true.",
    ],
    [
      "a way without a token",
      one({ security: [{ oauth: [] }, { key: [] }] }),
      "paths /a get security: this way in has no access token, so the guard cannot check it; name a token scheme too.",
    ],
    [
      "a token that may be missing",
      one({ security: [{ oauth: [] }, {}] }),
      "paths /a get security: a token that may be left out cannot be enforced; take the {} out, or make the route public.",
    ],
    [
      "security that is no list",
      one({ security: { oauth: [] } }),
      "paths /a get security: security is a list of objects.",
    ],
    [
      "scopes that are no list",
      one({ security: [{ oauth: "read" }] }),
      "paths /a get security: the scopes of oauth are a list of texts.",
    ],
    [
      "a misspelt extension",
      one({ ...needs(), "x-gatehouse-persn": true }),
      "paths /a get x-gatehouse-persn: x-gatehouse-persn means nothing here; it can be x-gatehouse-person.",
    ],
    [
      "a person on a public route",
      one({ security: [], "x-gatehouse-person": true }),
      "paths /a get x-gatehouse-person: a public route has no person; say its security.",
    ],
    [
      "half a segment",
      document({ "/a/{id}.json": { get: needs() } }),
      "paths /a/{id}.json get: a parameter takes a whole segment of the path: /bookings/{id}, not /bookings/{id}.json.",
    ],
    [
      "a star that would be a rule",
      document({ "/a/*": { get: needs() } }),
      "paths /a/* get: a parameter takes a whole segment of the path: /bookings/{id}, not /bookings/{id}.json.",
    ],
    [
      "a trailing slash",
      document({ "/a/": { get: needs() } }),
      "paths /a/ get: GET /v1/a/: a segment is a literal, :name, or * at the end.",
    ],
    [
      "two names for one path",
      document({ "/a/{x}": { get: needs() }, "/A/{y}": { get: needs() } }),
      "paths /A/{y} get: GET /v1/a/{x} covers the same calls; names of parameters and letter case tell nothing apart.",
    ],
    [
      "HEAD alone",
      document({ "/a": { head: needs() } }),
      "paths /a head: HEAD is checked as GET: describe GET with the same security, or leave HEAD out.",
    ],
    [
      "HEAD unlike GET",
      document({ "/a": { get: needs("read"), head: { security: [] } } }),
      "paths /a head: HEAD is checked as GET: describe GET with the same security, or leave HEAD out.",
    ],
    [
      "a method in capitals",
      document({ "/a": { GET: needs() } }),
      "paths /a GET: GET is no method that is read here; write one of get, put, post, delete, options, head, patch, trace.",
    ],
    [
      "a reference to a file",
      document({ "/a": { $ref: "a.yaml" } }),
      "paths /a $ref: only references within the document (#/…) are followed; bundle the files first.",
    ],
    [
      "a reference in a circle",
      document({ "/a": { $ref: "#/paths/~1a" } }),
      "paths /a: this reference leads in a circle.",
    ],
    [
      "two base paths",
      document({ "/a": { get: needs() } }, { servers: [{ url: "/v1" }, { url: "/v2" }] }),
      "paths /a get: the servers have different base paths; a guard needs one: split the document, or move it into the paths.",
    ],
    [
      "a version as a number",
      document({}, { "x-gatehouse-versions": { default: 2, list: [] } }),
      "x-gatehouse-versions: default is a text; write it in quotes.",
    ],
    [
      "a default that is retired",
      document({}, { "x-gatehouse-versions": { default: "1", list: [{ version: "1", status: "retired" }] } }),
      "x-gatehouse-versions: versions.default is one of the list, neither retired nor preview.",
    ],
  ])("%s", (_what, input, says) => {
    expect(faults(input)).toEqual([says]);
    expect(() => fromOpenAPI(input)).toThrow(TypeError);
  });

  test("all faults are told at once, with their places", () => {
    const input = document({ "/a": { get: {} }, "/b": { get: needs("nope") } });
    expect(() => fromOpenAPI(input)).toThrow(
      /^guard: openapi #\/paths\/\/a\/get: .*\nguard: openapi #\/paths\/\/b\/get/,
    );
  });
});
