/** RFC 7517 — the published key set, and how a key comes and goes without anybody noticing. */
import { createLocalJWKSet, createRemoteJWKSet, decodeProtectedHeader, jwtVerify, type JWK } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadSettings } from "../../src/config/load.ts";
import { introspect } from "../support/flow.ts";
import { startServer, type AppOptions, type TestServer } from "../support/server.ts";
import { post, wire } from "../support/wire.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const published = async (): Promise<JWK[]> =>
  ((await wire(server, { method: "GET", path: "/.well-known/jwks.json" })).json as { keys: JWK[] }).keys;

async function tokenOf(options: AppOptions = {}): Promise<() => Promise<string>> {
  const { client_id, client_secret } = await server.addApp(options);
  return async () =>
    String(
      (await post(server, "/oauth/token", { grant_type: "client_credentials", client_id, client_secret }))
        .json["access_token"],
    );
}

const kidOf = (token: string): string => decodeProtectedHeader(token).kid ?? "";

describe("RFC 7517 §4, §5", () => {
  test("MD-05 AT-11 public members only, with use, alg and kid; RSA of 2048 bits at least", async () => {
    for (const settings of [
      { signing_alg: "RS256", rsa_bits: 2048 },
      { signing_alg: "RS256", rsa_bits: 3072 },
      { signing_alg: "ES256" },
      { signing_alg: "EdDSA" },
    ] as const)
      await (
        await tokenOf({ settings })
      )();
    const keys = await published();
    expect(keys.length).toBeGreaterThanOrEqual(4);
    const members: Record<string, string[]> = {
      RSA: ["alg", "e", "kid", "kty", "n", "use"],
      EC: ["alg", "crv", "kid", "kty", "use", "x", "y"],
      OKP: ["alg", "crv", "kid", "kty", "use", "x"],
    };
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(members[key.kty ?? ""]);
      expect(key.use).toBe("sig");
      expect(key.alg).toMatch(/^(RS256|ES256|EdDSA)$/);
      if (key.kty === "RSA") expect(Buffer.from(key.n ?? "", "base64url").length).toBeGreaterThanOrEqual(256);
    }
    expect(new Set(keys.map((key) => key.kid)).size).toBe(keys.length);
  });

  test("AT-01 a program that only knows the issuer's address verifies a token", async () => {
    const token = await (await tokenOf())();
    const keys = createRemoteJWKSet(new URL(`${server.origin}/.well-known/jwks.json`));
    const options = { issuer: server.issuer, currentDate: new Date(server.clock.now()) };
    expect((await jwtVerify(token, keys, options)).protectedHeader.typ).toBe("at+jwt");
  });

  test("CC-06 test and live tokens have keys of their own", async () => {
    const live = kidOf(await (await tokenOf())());
    const tests = kidOf(await (await tokenOf({ environment: "test" }))());
    expect(tests).not.toBe(live);
  });
});

describe("rotation", () => {
  test("AT-10 a new key is published ten minutes before it signs; the old one until its tokens are gone", async () => {
    const next = await tokenOf({ settings: { signing_alg: "ES256", access_token_seconds: 86_400 } });
    const before = await next();
    const [made] = await server.gatehouse.ring.rotate({
      kind: { alg: "ES256", rsa_bits: 2048, environment: "live" },
    });
    expect((await published()).map((key) => key.kid)).toContain(made);
    server.clock.advance(599_999);
    expect(kidOf(await next())).toBe(kidOf(before));
    server.clock.advance(1);
    const last = await next();
    expect(kidOf(last)).toBe(made);
    // The last token of the old key was good for a day, and is until its end.
    server.clock.advance(86_400_000 - 700_000);
    const keys = createLocalJWKSet({ keys: await published() });
    await jwtVerify(before, keys, { currentDate: new Date(server.clock.now()) });
    expect(await introspect(server, before)).toMatchObject({ active: true });
    server.clock.advance(86_400_000 + 300_000);
    expect((await published()).map((key) => key.kid)).not.toContain(kidOf(before));
  });

  test("AT-10 a key that was withdrawn takes its tokens along, and another one signs at once", async () => {
    const next = await tokenOf({ settings: { signing_alg: "EdDSA" } });
    const token = await next();
    expect(await introspect(server, token)).toMatchObject({ active: true });
    await server.gatehouse.ring.revoke(kidOf(token));
    expect((await published()).map((key) => key.kid)).not.toContain(kidOf(token));
    expect(await introspect(server, token)).toEqual({ active: false });
    expect(await introspect(server, await next())).toMatchObject({ active: true });
  });
});

const problems = (flags: Record<string, string>): string =>
  loadSettings({ flags, mode: "serve" }).problems.join(" ");

test("AT-11 nothing starts outside development without a secret and an issuer, or with a weak or known one", () => {
  const issuer = "https://auth.example";
  expect(problems({})).toMatch(/secret/);
  expect(problems({ issuer })).toMatch(/secret/);
  for (const secret of ["short", "a".repeat(40), "changeme".repeat(5)])
    expect(problems({ issuer, secret }), secret).toMatch(/secret/);
  expect(problems({ issuer: "http://auth.example", secret: "k7Jq2mZx9Lw4Rt8Vb3Nc6Yp1Sd5Gf0Hh" })).toMatch(
    /https/,
  );
});
