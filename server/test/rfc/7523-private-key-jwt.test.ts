/** RFC 7523 — private_key_jwt: who signs, for whom, for how long, and once; at every endpoint that asks who is there. */
import { createHmac, randomUUID } from "node:crypto";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { assertion, assertionFields, clientKey, secondsOf, type ClientKey } from "../support/proofs.ts";
import { basic, post } from "../support/wire.ts";

let server: TestServer;
let key: ClientKey;
let app: TestApp;
let other: TestApp;

beforeAll(async () => {
  server = await startServer();
  key = await clientKey();
  const metadata = { jwks: key.jwks, token_endpoint_auth_signing_alg: "ES256" } as const;
  app = await server.addApp({ token_endpoint_auth_method: "private_key_jwt", metadata });
  other = await server.addApp({ token_endpoint_auth_method: "private_key_jwt", metadata });
});
afterAll(() => server.close());

const grant = { grant_type: "client_credentials" };
const send = async (client_assertion: string, more: Record<string, string> = {}, path = "/oauth/token") =>
  post(server, path, { ...grant, token: "x", ...assertionFields(client_assertion), ...more });
const signed = (changes: Record<string, unknown> = {}, header: Record<string, unknown> = {}) =>
  assertion(server, app, key, changes, header);

/** The answer to an assertion that does not hold; tests move the clock on, so that the failure budget stays out of it. */
async function refused(client_assertion: string, more: Record<string, string> = {}): Promise<void> {
  const answer = await send(client_assertion, more);
  expect({ status: answer.status, error: answer.json["error"] }).toEqual({
    status: 401,
    error: "invalid_client",
  });
}

const now = (): number => secondsOf(server);
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("RFC 7523 §3 what an assertion must say", () => {
  test("TK-25 a good one proves the client, with and without client_id beside it", async () => {
    expect((await send(await signed())).status).toBe(200);
    expect((await send(await signed(), { client_id: app.client_id })).status).toBe(200);
  });

  test("TK-25 it works once: the same jti again is refused, another client's equal jti is not (CVE-2020-15222)", async () => {
    const once = await signed({ jti: "the-same" });
    expect((await send(once)).status).toBe(200);
    await refused(once);
    await refused(await signed({ jti: "the-same", exp: secondsOf(server) + 120 }));
    const foreign = await assertion(server, other, key, { jti: "the-same" });
    expect((await send(foreign)).status).toBe(200);
  });

  test("TK-25 of sixteen at once one is first, at a store that two nodes share", async () => {
    const once = await signed();
    const second = await startServer({ folder: server.folder, issuer: server.issuer });
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        post(index % 2 === 0 ? server : second, "/oauth/token", { ...grant, ...assertionFields(once) }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 401, 429].includes(status))).toBe(true);
    await second.close();
    server.clock.advance(60_000);
  });

  const wrong: [string, () => Record<string, unknown>][] = [
    ["iss of another", () => ({ iss: other.client_id })],
    ["sub of another", () => ({ sub: other.client_id })],
    ["no iss", () => ({ iss: undefined })],
    ["aud of another server", () => ({ aud: "https://elsewhere.example" })],
    ["aud with a slash more", () => ({ aud: `${server.issuer}/` })],
    ["aud of two servers", () => ({ aud: [server.issuer, "https://elsewhere.example"] })],
    ["no aud", () => ({ aud: undefined })],
    ["no exp", () => ({ exp: undefined })],
    ["exp now", () => ({ exp: now() })],
    ["exp 301 s ahead", () => ({ exp: now() + 301 })],
    ["exp as text", () => ({ exp: String(now() + 60) })],
    ["nbf 61 s ahead", () => ({ nbf: now() + 61 })],
    ["no jti", () => ({ jti: undefined })],
    ["empty jti", () => ({ jti: "" })],
    ["jti of a kilobyte", () => ({ jti: "j".repeat(1024) })],
  ];
  test.each(wrong)("TK-25 %s is refused with invalid_client", async (_what, changes) => {
    server.clock.advance(60_000);
    await refused(await signed(changes()));
  });

  test("TK-27 iat up to 60 s ahead of our clock is accepted, more is not", async () => {
    for (const ahead of [8, 10, 60])
      expect((await send(await signed({ iat: now() + ahead }))).status, `${ahead} s`).toBe(200);
    await refused(await signed({ iat: now() + 61 }));
  });

  test("TK-25 a client whose clock is ahead by the skew may still count five minutes from it", async () => {
    expect((await send(await signed({ iat: now() + 30, exp: now() + 330 }))).status).toBe(200);
    await refused(await signed({ iat: now() - 30, exp: now() + 301 }));
  });

  test("TK-25 the token endpoint's address is an audience too, alone or as a list of ours (RFC 7523 §3 item 3)", async () => {
    const endpoint = `${server.issuer}/oauth/token`;
    expect((await send(await signed({ aud: endpoint }))).status).toBe(200);
    expect((await send(await signed({ aud: [server.issuer, endpoint] }))).status).toBe(200);
    await refused(await signed({ aud: [] }));
  });
});

describe("RFC 8725 how an assertion is signed", () => {
  test("TK-26 the registered algorithm is the only one, even for a good key of the client", async () => {
    server.clock.advance(60_000);
    const rsa = await clientKey("PS256", "client-key");
    const both = await server.addApp({
      token_endpoint_auth_method: "private_key_jwt",
      metadata: {
        jwks: { keys: [...key.jwks.keys, ...rsa.jwks.keys] },
        token_endpoint_auth_signing_alg: "ES256",
      },
    });
    expect((await send(await assertion(server, both, key))).status).toBe(200);
    await refused(await assertion(server, both, rsa));
  });

  test.each(["RS256", "PS256", "EdDSA", "Ed25519"])("TK-26 %s works when it is registered", async (alg) => {
    const own = await clientKey(alg);
    const client = await server.addApp({
      token_endpoint_auth_method: "private_key_jwt",
      metadata: { jwks: own.jwks, token_endpoint_auth_signing_alg: alg as "RS256" },
    });
    expect((await send(await assertion(server, client, own))).status).toBe(200);
  });

  test("TK-26 two keys without a name: each of them verifies", async () => {
    const second = await clientKey();
    const keys = [{ ...key.publicJwk }, { ...second.publicJwk }];
    const client = await server.addApp({
      token_endpoint_auth_method: "private_key_jwt",
      metadata: { jwks: { keys } },
    });
    for (const one of [key, second])
      expect((await send(await assertion(server, client, one, {}, { kid: undefined }))).status).toBe(200);
  });

  test("TK-26 another key, none, HS256 with the public key, and keys that travel in the header are refused", async () => {
    server.clock.advance(60_000);
    const stranger = await clientKey();
    await refused(await assertion(server, app, stranger));
    await refused(await assertion(server, app, stranger, {}, { jwk: stranger.publicJwk }));
    for (const header of [
      { jwk: key.publicJwk },
      { jku: "https://elsewhere.example/jwks" },
      { x5u: "https://elsewhere.example/x5u" },
    ])
      await refused(await signed({}, header));
    server.clock.advance(60_000);
    const claims = part({
      iss: app.client_id,
      sub: app.client_id,
      aud: server.issuer,
      exp: now() + 60,
      jti: randomUUID(),
    });
    await refused(`${part({ alg: "none" })}.${claims}.`);
    const input = `${part({ alg: "HS256", kid: "client-key" })}.${claims}`;
    for (const secret of [JSON.stringify(key.publicJwk), app.client_secret])
      await refused(`${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`);
    const crit = `${part({ alg: "ES256", kid: "client-key", crit: ["x"], x: 1 })}.${claims}.AAAA`;
    await refused(crit);
  });

  test("TK-26 a symmetric key in the registered set verifies nothing", async () => {
    const k = Buffer.from("a secret that is thirty-two byte").toString("base64url");
    const client = await server.addApp({
      token_endpoint_auth_method: "private_key_jwt",
      metadata: { jwks: { keys: [{ kty: "oct", k, alg: "HS256" }] } },
    });
    const { client_id } = client;
    const claims = { iss: client_id, sub: client_id, aud: server.issuer, jti: "x" };
    const input = `${part({ alg: "HS256" })}.${part({ ...claims, exp: secondsOf(server) + 60 })}`;
    const mac = createHmac("sha256", Buffer.from(k, "base64url")).update(input).digest("base64url");
    await refused(`${input}.${mac}`);
  });
});

describe("RFC 6749 §2.3 one method, the registered one", () => {
  test("TK-10 its id alone, or a secret that it has, does not prove a private_key_jwt client", async () => {
    server.clock.advance(60_000);
    const { client_id, client_secret } = app;
    for (const fields of [{ client_id }, { client_id, client_secret }])
      expect((await post(server, "/oauth/token", { ...grant, ...fields })).json["error"]).toBe(
        "invalid_client",
      );
    const header = { authorization: basic(client_id, client_secret) };
    expect((await post(server, "/oauth/token", grant, header)).status).toBe(401);
  });

  test("TK-10 an assertion does not prove a client of secrets, nor a public one", async () => {
    for (const token_endpoint_auth_method of ["client_secret_post", "none"] as const) {
      const client = await server.addApp({ token_endpoint_auth_method, metadata: { jwks: key.jwks } });
      await refused(await assertion(server, client, key));
    }
  });

  test("TK-06 an assertion and a secret, or Basic, in one request: invalid_request", async () => {
    const { client_id, client_secret } = app;
    const fields = { ...grant, ...assertionFields(await signed()), client_id };
    const twice = await post(server, "/oauth/token", { ...fields, client_secret });
    expect(twice.json["error"]).toBe("invalid_request");
    const header = { authorization: basic(client_id, client_secret) };
    expect((await post(server, "/oauth/token", fields, header)).json["error"]).toBe("invalid_request");
  });

  test("TK-25 an unknown type, a missing one, a missing assertion, another client_id: invalid_client (RFC 7521 §4.2.1)", async () => {
    server.clock.advance(60_000);
    const client_assertion = await signed();
    const type = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer";
    const { client_id } = app;
    for (const fields of [
      { client_id, client_assertion },
      { client_id, client_assertion, client_assertion_type: type },
      { client_id, client_assertion_type: assertionFields("")["client_assertion_type"] ?? "" },
      { ...assertionFields(client_assertion), client_id: other.client_id },
      { ...assertionFields("a.b.c") },
    ])
      expect((await post(server, "/oauth/token", { ...grant, ...fields })).json["error"]).toBe(
        "invalid_client",
      );
    // None of them has used it up.
    expect((await send(client_assertion)).status).toBe(200);
  });

  test("TK-25 it works at introspection and revocation as well (RFC 7662 §2.1, RFC 7009 §2.1)", async () => {
    for (const path of ["/oauth/introspect", "/oauth/revoke"])
      expect((await send(await signed(), {}, path)).status, path).toBe(200);
  });

  test("TK-22 wrong assertions have a budget of their own: the sixtieth in a minute is 429, and secrets are not counted with them", async () => {
    server.clock.advance(60_000);
    const client = await server.addApp({ token_endpoint_auth_method: "private_key_jwt" });
    const statuses: number[] = [];
    for (let turn = 0; turn < 61; turn += 1)
      statuses.push((await send(await assertion(server, client, key))).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(59);
    expect(statuses.at(-1)).toBe(429);
    const guessed = { client_id: client.client_id, client_secret: "wrong" };
    expect((await post(server, "/oauth/token", { ...grant, ...guessed })).status).toBe(401);
  });
});

test("TK-25 MD-03 oauth4webapi authenticates by its own private_key_jwt, with nothing but the metadata", async () => {
  const real = await startServer({ realClock: true });
  const client = await real.addApp({
    token_endpoint_auth_method: "private_key_jwt",
    metadata: { jwks: key.jwks, token_endpoint_auth_signing_alg: "ES256" },
  });
  const insecure = { [oauth.allowInsecureRequests]: true } as const;
  const issuer = new URL(real.issuer);
  const discovered = await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure });
  const as = await oauth.processDiscoveryResponse(issuer, discovered);
  expect(as.token_endpoint_auth_methods_supported).toContain("private_key_jwt");
  const auth = oauth.PrivateKeyJwt({ key: key.privateKey, kid: "client-key" });
  const me = { client_id: client.client_id };
  const answer = await oauth.clientCredentialsGrantRequest(as, me, auth, {}, insecure);
  const tokens = await oauth.processClientCredentialsResponse(as, me, answer);
  expect(tokens.token_type).toBe("bearer");
  await real.close();
});
