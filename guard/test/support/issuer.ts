/** An issuer for the tests: keys, tokens good and forged, and a fetch that counts. */
import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { createGuard } from "../../src/index.ts";
import type { Guard, GuardOptions, Verdict } from "../../src/index.ts";

export const ISSUER = "https://issuer.example";
export const API = "https://api.example";
/** Milliseconds. */
export const START = 1_800_000_000_000;
export const SECONDS = START / 1000;

export type Json = Record<string, unknown>;
export interface Key {
  kid: string;
  alg: string;
  secret: KeyObject;
  jwk: Json;
}

function makeKey(kid: string, alg: string, secret: KeyObject): Key {
  const jwk = { ...createPublicKey(secret).export({ format: "jwk" }), kid, alg, use: "sig" };
  return { kid, alg, secret, jwk };
}
const rsa = (): KeyObject => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const ec = (): KeyObject => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

export const RSA = makeKey("rsa-1", "RS256", rsa());
export const EC = makeKey("ec-1", "ES256", ec());
export const ED = makeKey("ed-1", "EdDSA", generateKeyPairSync("ed25519").privateKey);
export const EC_NEXT = makeKey("ec-2", "ES256", ec());

export const b64 = (value: string | Uint8Array): string => Buffer.from(value).toString("base64url");

/** Signs any two texts, however wrong, as header and payload. */
export function forge(header: string | Json, payload: string | Json | Uint8Array, key: Key = EC): string {
  const part = (value: string | Json | Uint8Array): string =>
    b64(typeof value === "string" || value instanceof Uint8Array ? value : JSON.stringify(value));
  const input = `${part(header)}.${part(payload)}`;
  const options = { key: key.secret, dsaEncoding: "ieee-p1363" as const };
  const digest = key.alg === "EdDSA" ? null : "sha256";
  return `${input}.${b64(sign(digest, Buffer.from(input), options))}`;
}

export const CLAIMS = {
  iss: ISSUER,
  aud: API,
  sub: "person-1",
  sub_type: "person",
  client_id: "app-1",
  iat: SECONDS - 10,
  exp: SECONDS + 600,
  jti: "token-1",
  scope: "bookings:read bookings:write",
  env: "live",
  org: "org-1",
};
export const PASSPORT = {
  iss: ISSUER,
  aud: "app-1",
  jti: "ab".repeat(40),
  iat: SECONDS - 10,
  nbf: SECONDS - 10,
  exp: SECONDS + 600,
  sub: "",
  scopes: ["bookings:read"],
  user_id: "service-1",
  partner_id: "org-1",
  is_test: false,
  client_id: "app-1",
  scope: "bookings:read",
};

export const header = (key: Key, more: Json = {}): Json => ({
  typ: "at+jwt",
  alg: key.alg,
  kid: key.kid,
  ...more,
});
/** A good token with these claims changed; `undefined` removes one. */
export function token(changes: Json = {}, key: Key = EC): string {
  return forge(header(key), { ...CLAIMS, ...changes }, key);
}
export function passport(changes: Json = {}): string {
  return forge(header(EC, { typ: "JWT" }), { ...PASSPORT, ...changes });
}
export const MACHINE = { sub: "app-1", sub_type: "client" };

/** What the issuer would answer, and what it was asked. */
export interface World {
  now: number;
  keys: Key[];
  down: boolean;
  asked: string[];
  introspected: { authorization: string | null; body: string }[];
  answer: Json | (() => Json | Promise<Json>);
  metadata: Json;
  fetch: typeof globalThis.fetch;
  jwksFetches(): number;
}

export function makeWorld(): World {
  const world: World = {
    now: START,
    keys: [RSA, EC, ED],
    down: false,
    asked: [],
    introspected: [],
    answer: { active: false },
    metadata: {
      issuer: ISSUER,
      jwks_uri: `${ISSUER}/.well-known/jwks.json`,
      introspection_endpoint: `${ISSUER}/oauth/introspect`,
    },
    jwksFetches: () => world.asked.filter((url) => url.endsWith("jwks.json")).length,
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : input.toString();
      world.asked.push(url);
      await Promise.resolve();
      if (world.down) throw new TypeError("fetch failed");
      if (url.includes("/.well-known/oauth-authorization-server")) return Response.json(world.metadata);
      if (url.endsWith("jwks.json")) return Response.json({ keys: world.keys.map((key) => key.jwk) });
      const headers = new Headers(init?.headers);
      const body = typeof init?.body === "string" ? init.body : "";
      world.introspected.push({ authorization: headers.get("authorization"), body });
      return Response.json(typeof world.answer === "function" ? await world.answer() : world.answer);
    },
  };
  return world;
}

export const ROUTES = [
  { method: "GET", path: "/bookings", scopes: ["bookings:read"] },
  { method: "POST", path: "/bookings", scopes: ["bookings:read", "bookings:write"] },
  { method: "DELETE", path: "/bookings/:id", scopes: ["bookings:delete"] },
  { method: "GET", path: "/me", scopes: [], person: true },
  { method: "GET", path: "/health", public: true },
];

export function makeGuard(world: World, options: Partial<GuardOptions> = {}): Guard {
  const { fetch } = world;
  return createGuard({
    issuer: ISSUER,
    audience: API,
    routes: ROUTES,
    fetch,
    now: () => world.now,
    ...options,
  });
}

/** One call. `authorization` is the whole header, or null. */
export async function call(
  guard: Guard,
  line: string,
  authorization: string | null,
  more: Record<string, string> = {},
): Promise<Verdict> {
  const [method = "", url = ""] = line.split(" ");
  const headers = new Headers(more);
  if (authorization !== null) headers.set("authorization", authorization);
  return guard.check({ method, url, headers });
}

/** Short words for a verdict: "pass", or status and reason. */
export function short(verdict: Verdict): string {
  return verdict.ok ? "pass" : `${verdict.challenge.status} ${verdict.challenge.body.reason}`;
}
