/** RFC 9068, RFC 6749 §5.1 — access tokens: what a JWT says, what an opaque one is, and that neither says too much. */
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isSecret } from "../../src/oauth/tokens/secret-token.ts";
import { decodeJwt, getCode, introspect, redeem, refresh, type Tokens } from "../support/flow.ts";
import { startServer, type AppOptions, type TestApp, type TestServer } from "../support/server.ts";
import { post, wire } from "../support/wire.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function machine(options: AppOptions = {}): Promise<{ app: TestApp; tokens: Tokens }> {
  const app = await server.addApp(options);
  const { client_id, client_secret } = app;
  const fields = { grant_type: "client_credentials", client_id, client_secret };
  const answer = await post(server, "/oauth/token", fields);
  expect(answer.status).toBe(200);
  return { app, tokens: answer.json as unknown as Tokens };
}

async function person(options: AppOptions = {}): Promise<{ app: TestApp; tokens: Tokens }> {
  const app = await server.addApp(options);
  return { app, tokens: await redeem(server, app, await getCode(server, app)) };
}

const keySet = async (): Promise<JSONWebKeySet> =>
  (await wire(server, { method: "GET", path: "/.well-known/jwks.json" })).json as unknown as JSONWebKeySet;

describe("RFC 9068 §2 the JWT", () => {
  test.each(["RS256", "ES256", "EdDSA"] as const)(
    "AT-01 MD-05 %s: typ at+jwt, asymmetric, kid in the key set, verified by jose",
    async (signing_alg) => {
      const { tokens } = await machine({ settings: { signing_alg } });
      const keys = await keySet();
      const header = decodeProtectedHeader(tokens.access_token);
      expect(header).toMatchObject({ typ: "at+jwt", alg: signing_alg });
      expect(Object.keys(header).sort()).toEqual(["alg", "kid", "typ"]);
      expect(keys.keys.map((key) => key.kid)).toContain(header.kid);
      await jwtVerify(tokens.access_token, createLocalJWKSet(keys), {
        issuer: server.issuer,
        audience: server.api.identifier,
        typ: "at+jwt",
        currentDate: new Date(server.clock.now()),
      });
    },
  );

  test("AT-02 AT-03 iss, exp, aud, sub, client_id, iat, jti are there; aud is the API and nothing else", async () => {
    const { app, tokens } = await person();
    const { claims } = decodeJwt(tokens.access_token);
    const iat = Math.floor(server.clock.now() / 1000);
    expect(claims).toMatchObject({
      iss: server.issuer,
      aud: server.api.identifier,
      sub: server.person.id,
      sub_type: "person",
      client_id: app.client_id,
      iat,
      exp: iat + 3600,
      scope: "bookings:read",
    });
    expect(claims["jti"]).toMatch(/^[0-9a-f]{80}$/);
    const jtis = new Set([claims["jti"]]);
    for (let count = 0; count < 5; count++)
      jtis.add(decodeJwt((await machine()).tokens.access_token).claims["jti"]);
    expect(jtis.size).toBe(6);
  });

  test("AT-07 a JWT holds these claims and no other: no name, no username, no secret", async () => {
    const { tokens } = await person({ apiVersion: "2026-01" });
    const { claims } = decodeJwt(tokens.access_token);
    expect(Object.keys(claims).sort()).toEqual([
      "acr",
      "api_version",
      "aud",
      "auth_time",
      "client_id",
      "env",
      "exp",
      "iat",
      "iss",
      "jti",
      "org",
      "scope",
      "status",
      "sub",
      "sub_type",
    ]);
    const { tokens: passport } = await person({ settings: { access_token_profile: "passport" } });
    expect(Object.keys(decodeJwt(passport.access_token).claims).sort()).toEqual([
      "aud",
      "client_id",
      "exp",
      "iat",
      "is_test",
      "iss",
      "jti",
      "nbf",
      "partner_id",
      "scope",
      "scopes",
      "sub",
      "user_id",
    ]);
    for (const token of [tokens, passport]) {
      const text = JSON.stringify(decodeJwt(token.access_token));
      for (const word of [server.person.username, "Lovelace", server.person.password])
        expect(text).not.toContain(`"${word}`);
    }
  });

  test("AT-12 times are integers, unless a client opted out", async () => {
    server.clock.advance(123);
    for (const access_token_profile of ["rfc9068", "passport"] as const) {
      const { claims } = decodeJwt(
        (await machine({ settings: { access_token_profile } })).tokens.access_token,
      );
      for (const name of ["iat", "exp", "nbf"])
        if (claims[name] !== undefined) expect(Number.isInteger(claims[name]), name).toBe(true);
    }
    const { claims } = decodeJwt(
      (await machine({ settings: { access_token_profile: "passport", fractional_times: true } })).tokens
        .access_token,
    );
    expect(Number.isInteger(claims["iat"])).toBe(false);
  });
});

describe("RFC 6749 §5.1, RFC 6750 §4 the answer", () => {
  test.each(["rfc9068", "passport", "opaque"] as const)(
    "AT-04 AT-08 AT-09 %s: Bearer, an integer expires_in of an hour that is exp - iat",
    async (access_token_profile) => {
      const { tokens } = await person({ settings: { access_token_profile } });
      expect(tokens.token_type).toBe("Bearer");
      expect(tokens.expires_in).toBe(3600);
      const { exp, iat } =
        access_token_profile === "opaque"
          ? await introspect(server, tokens.access_token)
          : decodeJwt(tokens.access_token).claims;
      expect(Number(exp) - Number(iat)).toBe(tokens.expires_in);
    },
  );

  test("AT-04 AT-09 a client's own lifetime is the token's, at both ends of what may be set", async () => {
    for (const access_token_seconds of [60, 86_400]) {
      const { tokens } = await machine({ settings: { access_token_seconds } });
      const { claims } = decodeJwt(tokens.access_token);
      expect(tokens.expires_in).toBe(access_token_seconds);
      expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(access_token_seconds);
    }
  });
});

describe("opaque tokens", () => {
  test("AT-05 256 bits, a prefix and a checksum, stored as a digest; changed in any way it is nothing", async () => {
    const { tokens } = await person({
      settings: { access_token_profile: "opaque", refresh_token: "always" },
    });
    const token = tokens.access_token;
    expect(token).toMatch(/^gha_live_[0-9a-z]{9}[A-Za-z0-9_-]{43}[0-9a-z]{7}$/);
    expect(isSecret("gha", token)).toBe(true);
    const rows = await server.gatehouse.store.engine.read.selectFrom("opaque_tokens").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    for (const changed of [
      token.slice(0, -1),
      `${token}0`,
      ` ${token}`,
      `${token} `,
      token.toLowerCase(),
      token.replace("_live_", "_test_"),
      token.replace("gha_", "ghc_"),
    ])
      expect(await introspect(server, changed), changed).toEqual({ active: false });
    expect(await introspect(server, token)).toMatchObject({ active: true });
  });

  test("AT-05 the checksum alone tells a mangled secret, without asking the store", () => {
    const good = "ghs_live_".padEnd(52, "A");
    expect(isSecret("ghs", `${good}0000000`)).toBe(false);
  });

  test("AT-05 a refreshed opaque token is another one, and both are known", async () => {
    const { app, tokens } = await person({
      settings: { access_token_profile: "opaque", refresh_token: "always" },
    });
    const answer = await refresh(server, app, tokens.refresh_token ?? "");
    expect(await introspect(server, String(answer.json["access_token"]))).toMatchObject({ active: true });
    expect(await introspect(server, tokens.access_token)).toMatchObject({ active: true });
  });
});
