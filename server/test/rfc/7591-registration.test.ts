/** RFC 7591 — dynamic client registration: who may, what is kept, and what a caller can never choose. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSecret } from "../../src/oauth/tokens/secret-token.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { JSON_TYPE, wire, type Answer } from "../support/wire.ts";

const cb = "https://new.example/cb";
let open: TestServer;
let guarded: TestServer;

beforeAll(async () => {
  open = await startServer({
    settings: { registration: "open", registration_scopes: "openid bookings:read offline_access" },
  });
  guarded = await startServer({ settings: { registration: "token" } });
});
afterAll(async () => {
  await open.close();
  await guarded.close();
});

let from = 0;
/** Every call comes from another address, so that no budget is in the way. */
const send = (
  server: TestServer,
  body: object | string,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  wire(server, {
    path: "/oauth/register",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": JSON_TYPE, ...headers },
    from: `127.0.${1 + Math.floor(from / 200)}.${1 + (from++ % 200)}`,
  });

const error = async (members: object): Promise<unknown> => {
  const answer = await send(open, { redirect_uris: [cb], ...members });
  expect(answer.status, JSON.stringify(members)).toBe(400);
  return answer.json["error"];
};

const initialToken = async (uses: number | null, expiresAt: number | null = null): Promise<string> => {
  const { ports } = guarded.gatehouse;
  const token = newSecret("ght", "live", ports);
  await ports.registrations.addInitialToken({
    hash: ports.secretDigest(token),
    id: `iat_${token.slice(-12)}`,
    organisationId: "org_1",
    label: "pipeline",
    createdAt: ports.clock.now(),
    expiresAt,
    uses,
  });
  return token;
};

describe("RFC 7591 §3 who may register", () => {
  test("DR-01 off by default: no endpoint, nothing in the metadata", async () => {
    const server = await startServer();
    expect((await send(server, { redirect_uris: [cb] })).status).toBe(404);
    const path = "/.well-known/oauth-authorization-server";
    const { json } = await wire(server, { method: "GET", path });
    expect(json).not.toHaveProperty("registration_endpoint");
    expect((await wire(open, { method: "GET", path })).json["registration_endpoint"]).toBe(
      `${open.issuer}/oauth/register`,
    );
    await server.close();
  });

  test("DR-01 with `token`: none, a wrong one, an ended one and a used-up one are 401", async () => {
    const metadata = { redirect_uris: [cb] };
    const none = await send(guarded, metadata);
    expect(none.status).toBe(401);
    expect(none.headers["www-authenticate"]).toMatch(/^Bearer /);
    const once = await initialToken(1);
    const ended = await initialToken(null, guarded.clock.now());
    const as = (token: string): Promise<Answer> =>
      send(guarded, metadata, { authorization: `Bearer ${token}` });
    expect((await as(ended)).status).toBe(401);
    expect((await as(newSecret("ght", "live", guarded.gatehouse.ports))).status).toBe(401);
    expect((await as(once)).status).toBe(201);
    expect((await as(once)).status).toBe(401);
  });

  test("DR-01 one use is one client, however many ask at once", async () => {
    const token = await initialToken(2);
    const all = await Promise.all(
      Array.from({ length: 6 }, () =>
        send(guarded, { redirect_uris: [cb] }, { authorization: `Bearer ${token}` }),
      ),
    );
    const registered = all.filter(({ status }) => status === 201);
    expect([registered.length, all.filter(({ status }) => status === 401).length]).toEqual([2, 4]);
  });

  test("DR-01 with `open` an address waits after too many", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 21; count++) {
      const body = JSON.stringify({ redirect_uris: [cb] });
      const headers = { "content-type": JSON_TYPE };
      const answer = await wire(open, { path: "/oauth/register", body, headers, from: "127.9.9.9" });
      statuses.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    }
    expect(new Set(statuses.slice(0, 19))).toEqual(new Set([201]));
    expect(statuses.at(-1)).toBe(429);
  });
});

describe("RFC 7591 §2 what is registered", () => {
  test("a registration answers with all of it, its secret once, no-store", async () => {
    const answer = await send(open, { redirect_uris: [cb], client_name: "New", contacts: ["a@new.example"] });
    expect(answer.status).toBe(201);
    expect(answer.headers["cache-control"]).toContain("no-store");
    expect(answer.json).toMatchObject({
      client_id: expect.stringMatching(/^live_[0-9a-f]{32}$/) as string,
      client_secret: expect.stringMatching(/^ghs_live_/) as string,
      client_secret_expires_at: 0,
      client_id_issued_at: Math.floor(open.clock.now() / 1000),
      client_name: "New",
      contacts: ["a@new.example"],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
      scope: "openid bookings:read offline_access",
    });
  });

  test("DR-02 application/json only", async () => {
    for (const type of [
      "application/x-www-form-urlencoded",
      "text/plain",
      "application/json, text/plain",
      "application/json; charset=utf-16",
    ])
      expect((await send(open, { redirect_uris: [cb] }, { "content-type": type })).status, type).toBe(415);
  });

  test("DR-02 what is no JSON object, or has another type, is refused and never an error of ours", async () => {
    const bodies = ["", "[]", "null", "1", "{", '"x"', "[".repeat(10_000), '{"a":'.repeat(5000)];
    for (const body of bodies)
      expect((await send(open, body)).json["error"], body.slice(0, 9)).toBe("invalid_client_metadata");
    for (const name of [
      "client_name",
      "redirect_uris",
      "grant_types",
      "scope",
      "contacts",
      "logo_uri",
      "default_max_age",
      "require_auth_time",
    ])
      for (const value of [1.5, { a: 1 }, [1], [["x"]], "\0", "\ud800"])
        if (name !== "require_auth_time" || value !== null)
          expect(await error({ [name]: value }), `${name} ${JSON.stringify(value)}`).toMatch(
            /^invalid_(client_metadata|redirect_uri)$/,
          );
  });

  test("DR-03 jwks and jwks_uri together", async () => {
    const keys = { jwks: { keys: [] }, jwks_uri: "https://new.example/keys" };
    expect(await error(keys)).toBe("invalid_client_metadata");
  });

  test("DR-04 unknown members are dropped: neither answered nor stored", async () => {
    const body = `{"redirect_uris":["${cb}"],"x_evil":"<img>","__proto__":{"y":"evil"},"constructor":"evil"}`;
    const { status, json, text } = await send(open, body);
    expect(status).toBe(201);
    expect(text).not.toContain("evil");
    const stored = await open.gatehouse.store.clients.find(String(json["client_id"]));
    expect(JSON.stringify(stored)).not.toContain("evil");
  });

  test("DR-05 grants and response types that do not fit", async () => {
    for (const members of [
      { response_types: ["token"] },
      { response_types: ["code", "token"] },
      { response_types: [] },
      { grant_types: ["implicit"], response_types: ["token"] },
      { grant_types: ["implicit"] },
      { grant_types: ["password"] },
      { grant_types: ["refresh_token"] },
      { grant_types: [] },
      { grant_types: ["client_credentials"], response_types: ["code"] },
    ])
      expect(await error(members), JSON.stringify(members)).toBe("invalid_client_metadata");
  });

  test("DR-06 a redirect URI that cannot be used is invalid_redirect_uri", async () => {
    for (const uri of [
      "http://new.example/cb",
      "javascript:alert(1)",
      "data:text/html,x",
      "https://a@new.example/cb",
      "https://new.example/cb#x",
      "https://*.new.example/cb",
      "myapp:/cb",
      "/cb",
      "https://new.example/cb?code=1",
      "https://new.example/../cb",
    ])
      expect(await error({ redirect_uris: [uri] }), uri).toBe("invalid_redirect_uri");
    expect(await error({ redirect_uris: [] })).toBe("invalid_redirect_uri");
    expect(await error({ redirect_uris: [cb, cb] })).toBe("invalid_redirect_uri");
  });

  test("DR-08 DR-15 every address in the metadata goes through one validator: https only, no user name", async () => {
    const fields = [
      "logo_uri",
      "policy_uri",
      "tos_uri",
      "client_uri",
      "jwks_uri",
      "sector_identifier_uri",
      "initiate_login_uri",
      "backchannel_logout_uri",
    ];
    const bad = [
      "http://new.example/x",
      "javascript:alert(1)",
      "https://u@new.example/x",
      "file:///etc/passwd",
      "https://new.example/x#y",
      "//new.example/x",
      "https:new.example",
    ];
    for (const field of fields)
      for (const uri of bad)
        expect(await error({ [field]: uri }), `${field} ${uri}`).toBe("invalid_client_metadata");
    for (const uri of bad) {
      expect(await error({ request_uris: [uri] }), uri).toBe("invalid_client_metadata");
      expect(await error({ post_logout_redirect_uris: [uri] }), uri).toBe("invalid_client_metadata");
    }
  });

  test("DR-07 a caller cannot choose id, secret, trust, scopes above the policy, or anything internal", async () => {
    const asked = {
      redirect_uris: [cb],
      client_id: "live_mine",
      client_secret: "mine",
      registration_access_token: "mine",
      scope: "bookings:read bookings:delete admin",
      organisation: "org_1",
      organisationId: "org_1",
      verified: true,
      registration: { kind: "token" },
      status: "active",
      environment: "test",
      settings: { pkce: "optional", access_token_seconds: 86_400 },
      pkce: "optional",
      resource: "https://other.example",
      serviceAccount: "x",
      disabledAt: null,
    };
    const { status, json } = await send(open, asked);
    expect(status).toBe(201);
    expect(json["scope"]).toBe("bookings:read");
    const client = await open.gatehouse.store.clients.find(String(json["client_id"]));
    expect(client).toMatchObject({
      organisation: { id: "org_self_registered", verified: false },
      environment: "live",
      scopes: ["bookings:read"],
      resource: "https://api.example",
      registration: { kind: "open" },
      policy: { pkce: "s256_required", access_token_seconds: 3600 },
    });
    expect(JSON.stringify(json)).not.toContain("mine");
    expect(await open.gatehouse.store.clients.find("live_mine")).toBeNull();
    expect(await error({ scope: "bookings:delete" })).toBe("invalid_client_metadata");
  });

  test("DR-07 only an initial access token makes a machine client, and its scopes stay below the policy", async () => {
    expect(await error({ grant_types: ["client_credentials"], response_types: [] })).toBe(
      "invalid_client_metadata",
    );
    const token = await initialToken(1);
    const machine = { grant_types: ["client_credentials"] };
    const { status, json } = await send(guarded, machine, { authorization: `Bearer ${token}` });
    expect(status).toBe(201);
    const client = await guarded.gatehouse.store.clients.find(String(json["client_id"]));
    expect(client).toMatchObject({ application_type: "machine", organisation: { id: "org_1" } });
    expect(client?.scopes).not.toContain("bookings:read");
  });

  test("HX-05 DR-11 neither the registration access token nor the secret is stored", async () => {
    const { json } = await send(open, { redirect_uris: [cb] });
    const { engine } = open.gatehouse.store;
    const rows = [
      await engine.read.selectFrom("clients").selectAll().execute(),
      await engine.read.selectFrom("client_secrets").selectAll().execute(),
    ];
    for (const name of ["registration_access_token", "client_secret"])
      expect(JSON.stringify(rows)).not.toContain(String(json[name]));
  });
});
