/** `Idempotency-Key` on `/v1`: done once, answered twice, on both engines; nothing of the answer lies open in the database. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { managementApi } from "../../src/desk/management.ts";
import { READ, WRITE } from "../../src/desk/scopes.ts";
import { newClientId, newClientSecret } from "../../src/oauth/clients/register.ts";
import { sweep } from "../../src/store/sweep.ts";
import { postToken } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let tokens: [string, string];

/** A token of a machine app that may change its own organisation. */
async function tokenOf(name: string): Promise<string> {
  const { desk, store } = server.gatehouse;
  const client_id = newClientId("live", desk);
  const { id, hash, last4, client_secret } = newClientSecret("live", desk);
  await store.registry.createOrganisation({ id: `org_${name}`, name });
  await store.registry.createApp({
    id: `app_${name}`,
    organisationId: `org_${name}`,
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
        scopes: [READ, WRITE],
        secrets: [{ id, hash, last4, label: "first" }],
      },
    ],
  });
  const answer = await postToken(server, { grant_type: "client_credentials", client_id, client_secret });
  return String(answer.json["access_token"]);
}

interface Said {
  status: number;
  json: Record<string, unknown>;
}

async function create(key: string, client_name: string, who: 0 | 1 = 0): Promise<Said> {
  const answer = await fetch(`${server.origin}/v1/organisations/org_company-${who}/apps`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${tokens[who]}`,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify({ client_name, application_type: "machine", scope: "bookings:read" }),
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

async function named(name: string): Promise<number> {
  const apps = await server.gatehouse.store.registry.listApps();
  return apps.filter((app) => app.name === name).length;
}

beforeAll(async () => {
  server = await startServer({ settings: { management_api: "on" } });
  tokens = [await tokenOf("company-0"), await tokenOf("company-1")];
});
afterAll(() => server.close());

test("the same request again has the same answer, its secret included, and does nothing", async () => {
  const first = await create("a", "Once");
  expect(first.status).toBe(201);
  expect(await create("a", "Once")).toEqual(first);
  expect(await named("Once")).toBe(1);
});

test("of many at the same moment one does it, the others wait or have its answer", async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => create("b", "Raced")));
  expect(await named("Raced")).toBe(1);
  const ids = new Set(all.filter(({ status }) => status === 201).map(({ json }) => json["id"]));
  expect(ids.size).toBe(1);
  const others = all.filter(({ status }) => status !== 201);
  expect(
    others.every(({ status, json }) => status === 409 && String(json["type"]).endsWith("key_running")),
  ).toBe(true);
});

describe("a key is for one request of one caller", () => {
  test("another body", async () => {
    await create("c", "First");
    const { status, json } = await create("c", "Second");
    expect([status, json["type"]]).toEqual([422, "urn:gatehouse:problem:key_reused"]);
    expect(await named("Second")).toBe(0);
  });

  test("PO-01 another client with the same key has nothing of it", async () => {
    const ours = await create("d", "Ours");
    const theirs = await create("d", "Ours", 1);
    expect(theirs.status).toBe(201);
    expect(theirs.json["id"]).not.toBe(ours.json["id"]);
  });

  test("what was refused may be mended under the same key", async () => {
    expect((await create("e", "")).status).toBe(422);
    expect((await create("e", "Mended")).status).toBe(201);
  });

  test.each(["", "a b", "é", "x".repeat(256)])("%j is no key", async (key) => {
    const answer = create(key, "No key");
    // A header that cannot be sent is as good as one that is refused.
    const status = await answer.then(
      (said) => said.status,
      () => 422,
    );
    expect(status).toBe(422);
    expect(await named("No key")).toBe(0);
  });
});

test("HX-05 the answer is sealed in the database, and gone after a day", async () => {
  const { json } = await create("f", "Kept");
  const [client] = json["clients"] as { client_secret: string }[];
  const { engine } = server.gatehouse.store;
  const rows = await engine.read.selectFrom("idempotency_keys").selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(client?.client_secret);
  expect(JSON.stringify(rows)).not.toContain("Kept");
  server.clock.advance(24 * 3600 * 1000);
  await sweep(engine, server.clock.now());
  expect(await engine.read.selectFrom("idempotency_keys").selectAll().execute()).toEqual([]);
});
