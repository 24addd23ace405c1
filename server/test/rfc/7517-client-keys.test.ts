/** RFC 7591 §2 `jwks_uri` — keys that a client publishes: for assertions and request objects, rotated without a word, never fetched from within. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FetchedDocument } from "../../src/oauth/ports.ts";
import { createOutbound } from "../../src/outbound/fetch.ts";
import { assertion, assertionFields, clientKey, requestObject, type ClientKey } from "../support/proofs.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post, wire } from "../support/wire.ts";

const jwks_uri = "https://app.example.com/keys";
let server: TestServer;
let app: TestApp;
let key: ClientKey;
let site: FetchedDocument;
let asked = 0;

const serves = (json: unknown): void => void (site = { outcome: "fetched", json, maxAgeMs: null });

beforeAll(async () => {
  server = await startServer({
    outbound: {
      json: async () => {
        asked += 1;
        return site;
      },
    },
  });
  key = await clientKey();
});
afterAll(() => server.close());

/** Each test has an address of its own, so that nothing of another is remembered. */
let count = 0;
beforeEach(async () => {
  server.clock.advance(60_000);
  app = await server.addApp({
    token_endpoint_auth_method: "private_key_jwt",
    metadata: { jwks_uri: `${jwks_uri}/${(count += 1)}` },
  });
  serves(key.jwks);
  asked = 0;
});

async function proves(by: ClientKey, header: Record<string, unknown> = {}): Promise<number> {
  const client_assertion = await assertion(server, app, by, {}, header);
  const fields = { grant_type: "client_credentials", ...assertionFields(client_assertion) };
  return (await post(server, "/oauth/token", fields)).status;
}

describe("RFC 7517 §5 keys by address", () => {
  test("TK-25 they prove the client, and are fetched once for many requests", async () => {
    for (let turn = 0; turn < 5; turn += 1) expect(await proves(key)).toBe(200);
    expect(asked).toBe(1);
  });

  test("TK-25 a new key works at once, with a new kid, the same kid, or none", async () => {
    for (const kid of ["next", "client-key", undefined]) {
      expect(await proves(key)).toBe(200);
      const next = await clientKey();
      const named = { ...next.publicJwk, ...(kid === undefined ? {} : { kid }) };
      serves({ keys: [named] });
      server.clock.advance(30_000);
      expect(await proves(next, { kid }), String(kid)).toBe(200);
      expect(await proves(key), String(kid)).toBe(401);
      serves(key.jwks);
      server.clock.advance(30_000);
    }
  });

  test("RS-07 wrong signatures make us ask once in 30 seconds, however many there are", async () => {
    expect(await proves(key)).toBe(200);
    const stranger = await clientKey();
    server.clock.advance(30_000);
    for (let turn = 0; turn < 8; turn += 1) expect(await proves(stranger, { kid: `k${turn}` })).toBe(401);
    expect(asked).toBe(2);
  });

  test("TK-28 a site that is down proves nobody: 401, and never a 500", async () => {
    site = { outcome: "refused", why: "unreachable" };
    expect(await proves(key)).toBe(401);
    for (const keys of [null, {}, [null, 1, "x"], [{ kty: "oct", k: "AAAA" }], [{ kty: "EC" }]]) {
      server.clock.advance(60_000);
      serves({ keys });
      expect(await proves(key), JSON.stringify(keys)).toBe(401);
    }
    server.clock.advance(60_000);
    serves(key.jwks);
    expect(await proves(key)).toBe(200);
  });

  test("the first 32 keys are tried and no more", async () => {
    const many = Array.from({ length: 32 }, () => ({ kty: "EC", crv: "P-256", x: "x", y: "y" }));
    serves({ keys: [...many, ...key.jwks.keys] });
    expect(await proves(key)).toBe(401);
  });

  test("PR-01 a request object is verified with them (RFC 9101 §6.2)", async () => {
    const query = new URLSearchParams({
      client_id: app.client_id,
      request: await requestObject(server, app, key),
    });
    const answer = await wire(server, { method: "GET", path: `/oauth/authorize?${query.toString()}` });
    expect(answer.headers.location).toContain("/sign-in");
    expect(asked).toBe(1);
  });
});

test.each([
  "https://127.0.0.1/keys",
  "https://[::1]/keys",
  "https://169.254.169.254/latest/meta-data",
  "https://10.0.0.1/keys",
  "https://2130706433/keys",
  "https://localhost/keys",
  "https://auth.example/oauth/token",
  "http://app.example.com/keys",
  "file:///etc/passwd",
  "https://rebound.example.com/keys",
])("DR-09 jwks_uri %s is not asked, and proves nobody (CVE-2026-1180)", async (address) => {
  const dialled: string[] = [];
  const own = await startServer({
    outbound: createOutbound({
      ownHosts: ["auth.example"],
      loopback: false,
      resolve: async () => ["93.184.215.14", "192.168.0.1"],
      dial: (host) => {
        dialled.push(host);
        throw new Error("dialled");
      },
    }),
  });
  const client = await own.addApp({
    token_endpoint_auth_method: "private_key_jwt",
    metadata: { jwks_uri: address },
  });
  const fields = assertionFields(await assertion(own, client, key));
  const answer = await post(own, "/oauth/token", { grant_type: "client_credentials", ...fields });
  expect(answer).toMatchObject({ status: 401, json: { error: "invalid_client" } });
  expect(dialled).toEqual([]);
  await own.close();
});
