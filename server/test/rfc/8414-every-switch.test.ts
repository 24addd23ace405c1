/** MD-03 — metadata under every combination of settings: what it lists works when it is called, what it does not list is refused. */
import { assert, asyncProperty, boolean, constantFrom, record, type Arbitrary } from "fast-check";
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from "jose";
import { expect, test } from "vitest";
import { PRESET_NAMES } from "../../src/config/presets.ts";
import type { ClientMore } from "../../src/oauth/clients/client.ts";
import type { TokenEndpointAuthMethod } from "../../src/oauth/words.ts";
import { presents, setToToday, testCertificate } from "../support/certificates.ts";
import { decodeJwt } from "../support/flow.ts";
import { assertion, assertionFields, clientKey, proof, requestObject } from "../support/proofs.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { basic, JSON_TYPE, post, wire, type Answer } from "../support/wire.ts";

const own = testCertificate("/CN=own", ["DNS.1=app.example"]);
const key = await clientKey();
/** The metadata that makes every method and every request possible, where the server lets it be. */
const more: ClientMore = {
  jwks: { keys: [{ ...key.jwks.keys[0], x5c: own.x5c }] },
  tls_client_auth_san_dns: "app.example",
};

const switches = record({
  preset: constantFrom(undefined, ...PRESET_NAMES),
  client_certificate_format: constantFrom("off", "rfc9440", "pem"),
  verifies: boolean(),
  aliases: boolean(),
  registration: constantFrom("off", "token", "open"),
  client_id_metadata_documents: constantFrom("off", "on"),
  mcp: constantFrom("off", "on"),
  require_pushed_authorization_requests: boolean(),
  dpop_nonce: constantFrom("off", "required"),
  signed_metadata: boolean(),
});
type Switches = typeof switches extends Arbitrary<infer T> ? T : never;

interface World {
  server: TestServer;
  on: Switches;
  listed: Record<string, unknown>;
  /** What the proxy adds to a request of whoever holds the certificate. */
  certificate: Record<string, string>;
  /** Addresses that were fetched. */
  asked: string[];
}

async function open(on: Switches): Promise<World> {
  const { preset, verifies, aliases, ...settings } = on;
  const asked: string[] = [];
  const server = await startServer({
    ...(preset === undefined ? {} : { preset }),
    settings: {
      ...settings,
      trusted_proxies: ["127.0.0.1"],
      ...(verifies ? { client_certificate_verified_header: "Client-Verify" } : {}),
      ...(aliases ? { mtls_address: "https://mtls.example" } : {}),
    },
    outbound: { json: async (url) => (asked.push(url), { outcome: "refused", why: "status" }) },
  });
  setToToday(server);
  // With the first app whose PKCE is optional `plain` is served: the document shall not change on the way.
  await server.addApp();
  const { json } = await wire(server, { method: "GET", path: "/.well-known/oauth-authorization-server" });
  const inPem = on.client_certificate_format === "pem" ? { "client-cert": own.escaped } : {};
  return { server, on, listed: json, certificate: { ...presents(own), ...inPem }, asked };
}

const list = ({ listed }: World, name: string): readonly unknown[] => (listed[name] ?? []) as unknown[];
const known = (answer: Answer): boolean => answer.json["error"] !== "invalid_client";

const methods: readonly TokenEndpointAuthMethod[] = [
  "client_secret_basic",
  "client_secret_post",
  "private_key_jwt",
  "tls_client_auth",
  "self_signed_tls_client_auth",
  "none",
];

async function clientAuthentication(world: World): Promise<void> {
  const { server, certificate } = world;
  for (const method of methods) {
    const app = await server.addApp({ token_endpoint_auth_method: method, metadata: more });
    const { client_id, client_secret } = app;
    for (const endpoint of ["token", "introspection", "revocation"]) {
      const fields: Record<string, string> = { token: "x", grant_type: "authorization_code", code: "x" };
      if (method === "client_secret_post") fields["client_secret"] = client_secret;
      if (method === "private_key_jwt")
        Object.assign(fields, assertionFields(await assertion(server, app, key)));
      const headers: Record<string, string> = method.includes("tls") ? certificate : {};
      if (method === "client_secret_basic") headers["authorization"] = basic(client_id, client_secret);
      else fields["client_id"] = client_id;
      const { pathname } = new URL(String(world.listed[`${endpoint}_endpoint`]));
      const works = known(await post(server, pathname, fields, { ...headers }));
      const said = list(world, `${endpoint}_endpoint_auth_methods_supported`).includes(method);
      expect(works, `${endpoint} ${method}`).toBe(said);
    }
  }
}

async function registration(world: World): Promise<void> {
  const { server, listed, asked } = world;
  const register = (members: object): Promise<Answer> =>
    wire(server, {
      path: "/oauth/register",
      body: JSON.stringify({ redirect_uris: ["https://app.example/cb"], ...members }),
      headers: { "content-type": JSON_TYPE },
    });
  const first = await register({});
  expect(first.status !== 404, "registration_endpoint").toBe("registration_endpoint" in listed);
  if (first.status === 201)
    for (const token_endpoint_auth_method of [...methods, "client_secret_jwt"]) {
      const { status } = await register({ token_endpoint_auth_method, ...more });
      const said = list(world, "token_endpoint_auth_methods_supported").includes(token_endpoint_auth_method);
      expect(status === 201, token_endpoint_auth_method).toBe(said);
    }
  const client_id = "https://app.example.com/client";
  const query = new URLSearchParams({ client_id, response_type: "code" });
  await wire(server, { method: "GET", path: `/oauth/authorize?${query.toString()}` });
  expect(asked.includes(client_id)).toBe(listed["client_id_metadata_document_supported"] === true);
}

async function requests(world: World): Promise<void> {
  const { server, listed } = world;
  const app = await server.addApp({ metadata: more });
  const { client_id, client_secret, redirect_uri } = app;
  const asks = async (fields: Record<string, string>): Promise<string> => {
    const query = new URLSearchParams({ client_id, redirect_uri, response_type: "code", ...fields });
    const answer = await wire(server, { method: "GET", path: `/oauth/authorize?${query.toString()}` });
    return answer.headers.location ?? "";
  };
  const direct = (await asks({ scope: "bookings:read" })).startsWith("/sign-in");
  expect(direct).toBe(listed["require_pushed_authorization_requests"] === false);
  const pushed = await post(server, "/oauth/par", {
    client_id,
    client_secret,
    request: await requestObject(server, app, key),
  });
  expect(pushed.status === 201, "request").toBe(listed["request_parameter_supported"]);
  expect(await asks({ request_uri: String(pushed.json["request_uri"]) })).toContain("/sign-in");
  expect(listed["request_uri_parameter_supported"]).toBe(false);
  expect(await asks({ request_uri: "https://app.example/request" })).not.toContain("/sign-in");
  expect(world.asked).not.toContain("https://app.example/request");
}

async function bindings(world: World): Promise<void> {
  const { server, listed, certificate } = world;
  const machine = { grant_type: "client_credentials" };
  // A preset may ask for RSA keys of 4096 bits, which take their time.
  const settings = { signing_alg: "ES256" } as const;
  const metadata = { tls_client_certificate_bound_access_tokens: true };
  const bound = await server.addApp({ settings, metadata });
  const { client_id, client_secret } = bound;
  const answer = await post(server, "/oauth/token", { ...machine, client_id, client_secret }, certificate);
  expect(answer.status === 200).toBe(listed["tls_client_certificate_bound_access_tokens"] === true);
  if (answer.status === 200)
    expect(decodeJwt(String(answer.json["access_token"])).claims["cnf"]).toEqual({
      "x5t#S256": own.thumbprint,
    });
  const both = world.on.aliases && world.on.client_certificate_format !== "off";
  expect("mtls_endpoint_aliases" in listed).toBe(both);
  const app = await server.addApp({ settings });
  for (const alg of ["ES256", "ES384"]) {
    const by = await clientKey(alg);
    const fields = { ...machine, client_id: app.client_id, client_secret: app.client_secret };
    const first = await post(server, "/oauth/token", fields, { dpop: await proof(server, by) });
    const nonce = first.headers["dpop-nonce"];
    const again =
      nonce === undefined
        ? first
        : await post(server, "/oauth/token", fields, { dpop: await proof(server, by, { nonce }) });
    expect(again.status === 200, alg).toBe(list(world, "dpop_signing_alg_values_supported").includes(alg));
  }
}

const has = (...values: string[]): unknown => expect.arrayContaining(values);

/** What agents are told of: where their calls are counted, and with `mcp: on` all that its authorization profile asks of this document. */
async function agents({ server, listed, on }: World): Promise<void> {
  const { pathname } = new URL(String(listed["budget_endpoint"]));
  const spend = (secret: string): Promise<Answer> =>
    post(server, pathname, { budget: "none" }, { authorization: basic(server.api.client_id, secret) });
  expect((await spend(server.api.client_secret)).json).toEqual({ granted: 0, left: 0 });
  expect((await spend("wrong")).status).toBe(401);
  if (on.mcp === "off") return;
  expect(listed).toMatchObject({
    registration_endpoint: `${server.issuer}/oauth/register`,
    client_id_metadata_document_supported: true,
    authorization_response_iss_parameter_supported: true,
    code_challenge_methods_supported: has("S256"),
    token_endpoint_auth_methods_supported: has("none"),
    grant_types_supported: has("authorization_code", "refresh_token"),
  });
}

async function theRest(world: World): Promise<void> {
  const { server, listed, on } = world;
  for (const [name, address] of Object.entries(listed))
    if (/_(endpoint|uri)$/.test(name) && typeof address === "string")
      expect((await wire(server, { method: "PATCH", path: new URL(address).pathname })).status, name).toBe(
        405,
      );
  const { client_id, client_secret } = await server.addApp();
  for (const grant_type of [
    "password",
    "implicit",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    ...list(world, "grant_types_supported"),
  ]) {
    const { json } = await post(server, "/oauth/token", {
      client_id,
      client_secret,
      grant_type: String(grant_type),
    });
    const there = list(world, "grant_types_supported").includes(grant_type);
    expect(json["error"] !== "unsupported_grant_type", String(grant_type)).toBe(there);
  }
  const { signed_metadata, ...unsigned } = listed;
  expect(typeof signed_metadata).toBe(on.signed_metadata ? "string" : "undefined");
  if (typeof signed_metadata !== "string") return;
  const { json } = await wire(server, { method: "GET", path: "/.well-known/jwks.json" });
  const { payload, protectedHeader } = await compactVerify(
    signed_metadata,
    createLocalJWKSet(json as unknown as JSONWebKeySet),
  );
  expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(unsigned);
  // The same words are the same bytes: caches keep them (MD-06).
  const again = await wire(server, { method: "GET", path: "/.well-known/oauth-authorization-server" });
  expect(again.json["signed_metadata"]).toBe(signed_metadata);
  // It is no token: nothing of ours takes it for one.
  expect(protectedHeader.typ).toBe("oauth-authorization-server+jwt");
  const headers = { authorization: `Bearer ${signed_metadata}` };
  expect((await wire(server, { method: "GET", path: "/oauth/userinfo", headers })).status).toBe(401);
}

test("MD-03 whatever is switched on or off, metadata says what is so", { timeout: 180_000 }, async () => {
  await assert(
    asyncProperty(switches, async (on) => {
      const world = await open(on);
      try {
        await clientAuthentication(world);
        await registration(world);
        await requests(world);
        await bindings(world);
        await agents(world);
        await theRest(world);
      } finally {
        await world.server.close();
      }
    }),
    { numRuns: 16, seed: 8414, endOnFailure: true },
  );
});
