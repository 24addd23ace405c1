/** `/v1` over HTTP: tokens, scopes, problem+json, and the document that describes it (RFC 9457, RFC 6750). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { managementApi } from "../../src/desk/management.ts";
import { operations } from "../../src/desk/operations/index.ts";
import { STAFF_SCOPE, TEST_SCOPE, WRITE, READ } from "../../src/desk/scopes.ts";
import { postToken } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
const tokens: Record<string, string> = {};
let organisation = "";

interface Said {
  status: number;
  type: string;
  json: Record<string, unknown>;
}

async function ask(method: string, path: string, token: string | null, body?: unknown): Promise<Said> {
  const answer = await fetch(`${server.origin}/v1${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    type: answer.headers.get("content-type") ?? "",
    json: (await answer.json()) as Record<string, unknown>,
  };
}

/** The text as it is, to the address that makes an app. */
async function sendText(body: string): Promise<Said> {
  const headers = { authorization: `Bearer ${tokens["writes"]}`, "content-type": "application/json" };
  const path = `/v1/organisations/${organisation}/apps`;
  const answer = await fetch(server.origin + path, { method: "POST", headers, body });
  const type = answer.headers.get("content-type") ?? "";
  return { status: answer.status, type, json: (await answer.json()) as Said["json"] };
}

/** A token of a machine app for the management API with these scopes. */
async function tokenWith(
  scopes: readonly string[],
  name: string,
): Promise<{ token: string; organisation: string }> {
  const { desk, store } = server.gatehouse;
  const { newClientId, newClientSecret } = await import("../../src/oauth/clients/register.ts");
  const client_id = newClientId("live", desk);
  const secret = newClientSecret("live", desk);
  const id = `org_${name}`;
  await store.registry.createOrganisation({ id, name });
  await store.registry.createApp({
    id: `app_${name}`,
    organisationId: id,
    name,
    application_type: "machine",
    serviceAccount: name,
    clients: [
      {
        client_id,
        environment: "live",
        resource: managementApi(server.issuer),
        token_endpoint_auth_method: "client_secret_post",
        grant_types: ["client_credentials"],
        redirect_uris: [],
        scopes,
        secrets: [{ id: secret.id, hash: secret.hash, last4: secret.last4, label: "first" }],
      },
    ],
  });
  const answer = await postToken(server, {
    grant_type: "client_credentials",
    client_id,
    client_secret: secret.client_secret,
  });
  return { token: String(answer.json["access_token"]), organisation: id };
}

beforeAll(async () => {
  server = await startServer({ settings: { management_api: "on" } });
  const machine = await tokenWith([READ, WRITE], "machine");
  tokens["writes"] = machine.token;
  organisation = machine.organisation;
  tokens["reads"] = (await tokenWith([READ], "reader")).token;
  tokens["staff"] = (await tokenWith([READ, WRITE, STAFF_SCOPE], "staff")).token;
});
afterAll(() => server.close());

test("RFC 9728 §5.1 the 401 leads to the document that says who issues tokens", async () => {
  const refused = await fetch(`${server.origin}/v1/organisations`);
  const url = /resource_metadata="([^"]+)"/.exec(refused.headers.get("www-authenticate") ?? "")?.[1] ?? "";
  expect(url).toBe(`${server.issuer}/.well-known/oauth-protected-resource/v1`);
  const answer = await fetch(url);
  expect(answer.headers.get("content-type")).toContain("application/json");
  expect(await answer.json()).toMatchObject({
    resource: managementApi(server.issuer),
    authorization_servers: [server.issuer],
    scopes_supported: [READ, STAFF_SCOPE, TEST_SCOPE, WRITE],
  });
});

test("RFC 9728 §3.1 an issuer's path follows the well-known name", async () => {
  const issuer = `${server.origin}/auth`;
  const other = await startServer({ issuer, settings: { management_api: "on" } });
  const answer = await fetch(`${other.origin}/.well-known/oauth-protected-resource/auth/v1`);
  expect(await answer.json()).toMatchObject({ resource: `${issuer}/v1` });
  await other.close();
});

test("a program makes an app of its own organisation and rolls its secret", async () => {
  const made = await ask("POST", `/organisations/${organisation}/apps`, tokens["writes"] ?? "", {
    client_name: "Made by a program",
    application_type: "machine",
    scope: "bookings:read",
  });
  expect(made.status).toBe(201);
  const [client] = made.json["clients"] as { client_id: string; client_secret: string }[];
  const secret = await ask("POST", `/clients/${client?.client_id}/secrets`, tokens["writes"] ?? "", {
    label: "next",
    overlap_seconds: 3600,
  });
  expect(secret.status).toBe(201);
  const answer = await postToken(server, {
    grant_type: "client_credentials",
    client_id: client?.client_id ?? "",
    client_secret: String(secret.json["client_secret"]),
  });
  expect(answer.status).toBe(200);
});

describe("who may not", () => {
  test("nobody without a token, and no cookie instead of one", async () => {
    const { status, json } = await ask("GET", "/organisations", null);
    expect([status, json["status"]]).toEqual([401, 401]);
    const cookie = await fetch(`${server.origin}/v1/organisations`, { headers: { cookie: "gatehouse=x" } });
    expect(cookie.status).toBe(401);
  });
  test("a token for reading changes nothing", async () => {
    const { status, json } = await ask("POST", "/organisations/org_reader/apps", tokens["reads"] ?? "", {});
    expect([status, json["scope"]]).toEqual([403, WRITE]);
  });
  test("PO-01 another organisation's things look as if they were not there", async () => {
    const theirs = await ask("GET", `/organisations/${organisation}/apps`, tokens["reads"] ?? "");
    const none = await ask("GET", "/organisations/org_none/apps", tokens["reads"] ?? "");
    expect(theirs.status).toBe(404);
    expect({ ...theirs.json, request_id: "" }).toEqual({ ...none.json, request_id: "" });
    expect(theirs.type).toContain("application/problem+json");
  });
  test("only staff see the queue", async () => {
    expect((await ask("GET", "/live-requests", tokens["writes"] ?? "")).status).toBe(403);
    expect((await ask("GET", "/live-requests", tokens["staff"] ?? "")).status).toBe(200);
  });
  test("a token for the company's API, and a revoked one", async () => {
    const app = await server.addApp({ grant_types: ["client_credentials"] });
    const { client_id, client_secret } = app;
    const other = await postToken(server, { grant_type: "client_credentials", client_id, client_secret });
    expect((await ask("GET", "/organisations", String(other.json["access_token"]))).status).toBe(401);
    const { token } = await tokenWith([READ], "short");
    expect((await ask("GET", "/organisations", token)).status).toBe(200);
    await server.gatehouse.desk
      .registry({ actor: { type: "system", id: "test" }, via: null })
      .suspendApp("app_short", "misuse", server.clock.now());
    expect((await ask("GET", "/organisations", token)).status).toBe(401);
  });
  test("an app that registered itself cannot choose this API", async () => {
    const { findResource } = await import("../../src/oauth/checks/resource.ts");
    const { ports } = server.gatehouse;
    const app = await server.addApp();
    const client = await ports.clients.find(app.client_id);
    if (client === null) throw new Error("no client");
    const registered = {
      ...client,
      registration: {
        kind: "open" as const,
        accessTokenHash: null,
        issuedAt: 0,
        members: {},
        freshUntil: null,
      },
    };
    const free = { resources: ports.resources, registration: { ...ports.registration, anyApi: true } };
    await expect(findResource(managementApi(server.issuer), registered, free)).rejects.toThrow(
      "resource_unknown",
    );
    expect((await findResource(server.api.identifier, registered, free)).identifier).toBe(
      server.api.identifier,
    );
  });
});

describe("what comes in", () => {
  test.each([
    ["no JSON", "{", 415],
    ["a list", "[]", 415],
  ])("%s", async (_, body, status) => {
    const answer = await fetch(`${server.origin}/v1/organisations/${organisation}/apps`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens["writes"]}`, "content-type": "application/json" },
      body,
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  });
  test("PO-04 members that are not in the schema, and what the path says already", async () => {
    const path = `/organisations/${organisation}/apps`;
    const fields = { client_name: "x", application_type: "machine", scope: "bookings:read" };
    const extra = await ask("POST", path, tokens["writes"] ?? "", { ...fields, verified: true });
    expect([extra.status, (extra.json["errors"] as { field: string }[])[0]?.field]).toEqual([
      422,
      "verified",
    ]);
    const twice = await ask("POST", path, tokens["writes"] ?? "", { ...fields, organisation: "org_other" });
    expect(twice.status).toBe(422);
  });
  test("PO-04 prototype: what is sent as __proto__ is a field of that name, and never another's value", async () => {
    const fields = '"application_type":"machine","scope":"bookings:read"';
    for (const body of [
      `{${fields},"client_name":"x","__proto__":{"resource":"https://evil.example"}}`,
      `{${fields},"__proto__":{"client_name":"inherited"}}`,
      `{"__proto__":{${fields},"client_name":"x"}}`,
      `{${fields},"client_name":"x","constructor":{"prototype":{}}}`,
    ]) {
      const { status, json } = await sendText(body);
      expect([status, json["type"]], body).toEqual([422, "urn:gatehouse:problem:invalid"]);
      const names = (json["errors"] as { field: string }[]).map(({ field }) => field);
      expect(
        names.some((name) => name === "__proto__" || name === "constructor"),
        names.join(),
      ).toBe(true);
    }
  });
});

test("the document describes every operation, and is there for everybody", async () => {
  const { status, json } = await ask("GET", "/openapi.json", null);
  expect([status, json["openapi"]]).toEqual([200, "3.1.0"]);
  const paths = json["paths"] as Record<string, Record<string, { operationId: string }>>;
  const named = Object.values(paths).flatMap((at) => Object.values(at).map(({ operationId }) => operationId));
  expect(named.toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
});

test("switched off, there is nothing", async () => {
  const other = await startServer();
  const answer = await fetch(`${other.origin}/v1/organisations`);
  const list = await fetch(`${other.origin}/v1/openapi.json`);
  await other.close();
  expect([answer.status, list.status]).toEqual([404, 404]);
});
