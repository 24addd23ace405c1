/** RFC 7591 §2, RFC 8705 §2 — clients that register keys or certificates: what must be there, what cannot be, and that they work afterwards. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FetchedDocument } from "../../src/oauth/ports.ts";
import { behindProxy, presents, setToToday, testCertificate } from "../support/certificates.ts";
import { assertion, assertionFields, clientKey, proof, type ClientKey } from "../support/proofs.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { JSON_TYPE, post, wire, type Answer } from "../support/wire.ts";

const own = testCertificate("/CN=own", ["DNS.1=app.example"]);
const redirect_uris = ["https://app.example/cb", "https://app.example/two"];
let server: TestServer;
let key: ClientKey;
let site: FetchedDocument = { outcome: "refused", why: "unreachable" };
let asked: string[] = [];

beforeAll(async () => {
  key = await clientKey();
  server = await startServer({
    settings: {
      registration: "open",
      registration_scopes: "openid bookings:read",
      client_id_metadata_documents: "on",
      ...behindProxy,
    },
    outbound: { json: async (url) => (asked.push(url), site) },
  });
  setToToday(server);
});
afterAll(() => server.close());
beforeEach(() => {
  server.clock.advance(3_600_000);
  asked = [];
});

let count = 0;
const register = (members: object): Promise<Answer> =>
  wire(server, {
    path: "/oauth/register",
    body: JSON.stringify({ redirect_uris, ...members }),
    headers: { "content-type": JSON_TYPE },
    from: `127.0.1.${1 + (count++ % 200)}`,
  });
/** Pushing proves a client, whatever its grants. */
const push = (
  client_id: unknown,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  post(
    server,
    "/oauth/par",
    { client_id: String(client_id), response_type: "code", redirect_uri: redirect_uris[0] ?? "", ...fields },
    headers,
  );
const proven = async (client_id: unknown): Promise<Record<string, string>> =>
  assertionFields(await assertion(server, { client_id: String(client_id) }, key));

const signing = { token_endpoint_auth_method: "private_key_jwt" };
const withChallenge = {
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  code_challenge_method: "S256",
};

describe("RFC 7591 §2 a client of keys", () => {
  test("DR-07 private_key_jwt with jwks: no secret is made, and its key works", async () => {
    const { status, json } = await register({
      ...signing,
      jwks: key.jwks,
      token_endpoint_auth_signing_alg: "ES256",
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({ ...signing, jwks: key.jwks, token_endpoint_auth_signing_alg: "ES256" });
    expect(json).not.toHaveProperty("client_secret");
    expect(
      (await push(json["client_id"], { ...(await proven(json["client_id"])), ...withChallenge })).status,
    ).toBe(201);
  });

  test("DR-07 with jwks_uri: nothing is fetched until it is needed", async () => {
    const { json } = await register({ ...signing, jwks_uri: "https://app.example.com/keys" });
    expect(asked).toEqual([]);
    site = { outcome: "fetched", json: key.jwks, maxAgeMs: null };
    expect(
      (await push(json["client_id"], { ...(await proven(json["client_id"])), ...withChallenge })).status,
    ).toBe(201);
    expect(asked).toEqual(["https://app.example.com/keys"]);
  });

  test("DR-16 a metadata document may name keys, and never a method of secrets or certificates", async () => {
    const client_id = "https://doc.example.com/client";
    const arrives = (): Promise<Answer> => {
      const query = new URLSearchParams({
        client_id,
        response_type: "code",
        redirect_uri: redirect_uris[0] ?? "",
        ...withChallenge,
      });
      return wire(server, { method: "GET", path: `/oauth/authorize?${query.toString()}` });
    };
    const says = (members: object): void =>
      void (site = { outcome: "fetched", json: { client_id, redirect_uris, ...members }, maxAgeMs: null });
    for (const token_endpoint_auth_method of [
      "client_secret_basic",
      "tls_client_auth",
      "self_signed_tls_client_auth",
    ]) {
      says({ token_endpoint_auth_method, jwks: key.jwks, tls_client_auth_san_dns: "app.example" });
      expect((await arrives()).status, token_endpoint_auth_method).toBe(400);
    }
    says({ ...signing, jwks: key.jwks });
    expect((await arrives()).headers.location).toContain("/sign-in");
    expect((await push(client_id, { ...(await proven(client_id)), ...withChallenge })).status).toBe(201);
    expect((await push(client_id, withChallenge)).status).toBe(401);
  });

  test("RFC 7592 §2.2 a client that changes to keys loses its secret, and the other way gets a new one", async () => {
    const { json } = await register({});
    const { client_id, client_secret, registration_access_token } = json;
    const change = (members: object): Promise<Answer> =>
      wire(server, {
        method: "PUT",
        path: `/oauth/register/${String(client_id)}`,
        body: JSON.stringify({ client_id, redirect_uris, ...members }),
        headers: { "content-type": JSON_TYPE, authorization: `Bearer ${String(registration_access_token)}` },
      });
    const bySecret = { client_secret: String(client_secret), ...withChallenge };
    expect((await push(client_id, bySecret)).status).toBe(201);
    expect((await change({ ...signing, jwks: key.jwks })).status).toBe(200);
    expect((await push(client_id, bySecret)).status).toBe(401);
    const back = await change({});
    expect(back.json["client_secret"]).toMatch(/^ghs_live_/);
    expect((await push(client_id, bySecret)).status).toBe(401);
    expect((await change({ ...signing })).json["error"]).toBe("invalid_client_metadata");
  });

  test("DPoP, PAR, signed requests and the FAPI profile can be asked for, and are held to", async () => {
    const strict = { dpop_bound_access_tokens: true, require_pushed_authorization_requests: true };
    const { json } = await register({
      ...signing,
      jwks: key.jwks,
      ...strict,
      fapi: "2.0",
      grant_types: ["authorization_code", "refresh_token"],
    });
    expect(json).toMatchObject({ ...strict, fapi: "2.0" });
    const answer = await post(server, "/oauth/token", {
      grant_type: "authorization_code",
      code: "x",
      ...(await proven(json["client_id"])),
    });
    expect(answer.json["error_description"]).toContain("DPoP");
    const dpop = await proof(server, key);
    const bound = await post(
      server,
      "/oauth/token",
      { grant_type: "authorization_code", code: "x", ...(await proven(json["client_id"])) },
      { dpop },
    );
    expect(bound.json["error"]).toBe("invalid_grant");
    const signs = await register({
      jwks: key.jwks,
      require_signed_request_object: true,
      request_object_signing_alg: "ES256",
    });
    expect(
      (
        await push(signs.json["client_id"], {
          client_secret: String(signs.json["client_secret"]),
          ...withChallenge,
        })
      ).json["error_description"],
    ).toContain("signed request");
  });
});

describe("RFC 8705 §2 a client of certificates", () => {
  test.each([
    ["tls_client_auth", { tls_client_auth_san_dns: "app.example" }],
    ["tls_client_auth", { tls_client_auth_subject_dn: "CN=own" }],
    ["self_signed_tls_client_auth", { jwks: { keys: [] as object[] } }],
  ])("DR-07 %s with %j", async (token_endpoint_auth_method, members) => {
    const jwks = { keys: [{ ...key.publicJwk, x5c: own.x5c }] };
    const given = { token_endpoint_auth_method, ...members, ...("jwks" in members ? { jwks } : {}) };
    const { status, json } = await register(given);
    expect(status).toBe(201);
    expect(json).toMatchObject(given);
    expect(json).not.toHaveProperty("client_secret");
    expect((await push(json["client_id"], withChallenge, presents(own))).status).toBe(201);
    expect((await push(json["client_id"], withChallenge)).status).toBe(401);
  });
});

const weak = { kty: "RSA", e: "AQAB", n: "A".repeat(171) };
const good = (): Record<string, unknown> => ({ ...key.publicJwk });
const wrong: [string, () => object][] = [
  ["private_key_jwt without keys", () => signing],
  ["jwks and jwks_uri (DR-02)", () => ({ jwks: key.jwks, jwks_uri: "https://app.example.com/keys" })],
  ["an empty set", () => ({ ...signing, jwks: { keys: [] } })],
  ["a private key", () => ({ ...signing, jwks: { keys: [key.privateJwk] } })],
  [
    "a symmetric key beside a good one",
    () => ({ ...signing, jwks: { keys: [good(), { kty: "oct", k: "AAAA" }] } }),
  ],
  ["RSA of 1024 bits alone", () => ({ ...signing, jwks: { keys: [weak] } })],
  ["33 keys", () => ({ ...signing, jwks: { keys: Array.from({ length: 33 }, good) } })],
  ["keys that are no list", () => ({ ...signing, jwks: { keys: "x" } })],
  ["keys that are no objects", () => ({ ...signing, jwks: { keys: ["x"] } })],
  ["jwks that is a list", () => ({ ...signing, jwks: [good()] })],
  ["http keys (CVE-2026-22752)", () => ({ ...signing, jwks_uri: "http://app.example.com/keys" })],
  ["keys of somebody's user", () => ({ ...signing, jwks_uri: "https://a@app.example.com/keys" })],
  ["alg none", () => ({ ...signing, jwks: key.jwks, token_endpoint_auth_signing_alg: "none" })],
  ["HS256", () => ({ ...signing, jwks: key.jwks, token_endpoint_auth_signing_alg: "HS256" })],
  ["request objects of alg none", () => ({ jwks: key.jwks, request_object_signing_alg: "none" })],
  ["signed requests without keys", () => ({ require_signed_request_object: true })],
  ["tls_client_auth without a name", () => ({ token_endpoint_auth_method: "tls_client_auth" })],
  [
    "tls_client_auth with two names",
    () => ({
      token_endpoint_auth_method: "tls_client_auth",
      tls_client_auth_san_dns: "a.example",
      tls_client_auth_san_ip: "192.0.2.1",
    }),
  ],
  ...[
    ["tls_client_auth_san_dns", ".example"],
    ["tls_client_auth_san_dns", "*.example"],
    ["tls_client_auth_san_dns", "a example"],
    ["tls_client_auth_san_ip", "10.0.0.0/8"],
    ["tls_client_auth_san_email", "example"],
    ["tls_client_auth_san_uri", "x"],
    ["tls_client_auth_subject_dn", "own"],
    ["tls_client_auth_subject_dn", "CN=#0401"],
    ["tls_client_auth_subject_dn", "CN="],
    ["tls_client_auth_subject_dn", ""],
  ].map(([name = "", value = ""]): [string, () => object] => [
    `${name} ${JSON.stringify(value)}`,
    () => ({ token_endpoint_auth_method: "tls_client_auth", [name]: value }),
  ]),
  [
    "self-signed without a certificate",
    () => ({ token_endpoint_auth_method: "self_signed_tls_client_auth", jwks: key.jwks }),
  ],
  [
    "two bindings",
    () => ({ dpop_bound_access_tokens: true, tls_client_certificate_bound_access_tokens: true }),
  ],
  ["a flag that is a text", () => ({ dpop_bound_access_tokens: "true" })],
  ["the FAPI profile with a secret", () => ({ fapi: "2.0" })],
  [
    "the FAPI profile with RS256",
    () => ({ ...signing, jwks: key.jwks, fapi: "2.0", token_endpoint_auth_signing_alg: "RS256" }),
  ],
  ["another FAPI profile", () => ({ ...signing, jwks: key.jwks, fapi: "1.0" })],
  ["client_secret_jwt", () => ({ token_endpoint_auth_method: "client_secret_jwt" })],
];

test.each(wrong)("DR-08 refused: %s", async (_what, members) => {
  const answer = await register(members());
  expect(answer).toMatchObject({ status: 400, json: { error: "invalid_client_metadata" } });
  expect(asked).toEqual([]);
});

test("MD-03 without a proxy of certificates neither method nor binding can be registered", async () => {
  const plain = await startServer({ settings: { registration: "open" } });
  for (const members of [
    { token_endpoint_auth_method: "tls_client_auth", tls_client_auth_san_dns: "app.example" },
    {
      token_endpoint_auth_method: "self_signed_tls_client_auth",
      jwks: { keys: [{ ...key.publicJwk, x5c: own.x5c }] },
    },
    { tls_client_certificate_bound_access_tokens: true },
  ]) {
    const body = JSON.stringify({ redirect_uris, ...members });
    const answer = await wire(plain, {
      path: "/oauth/register",
      body,
      headers: { "content-type": JSON_TYPE },
    });
    expect(answer.json["error"], JSON.stringify(members)).toBe("invalid_client_metadata");
  }
  await plain.close();
});
