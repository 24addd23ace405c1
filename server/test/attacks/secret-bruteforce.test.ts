/** RFC 6749 §2.3.1 — guessing client secrets: slowed down for the guesser's address, never a way to lock the owner out. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic, post, type Answer } from "../support/wire.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const grant = { grant_type: "client_credentials" };
const guess = (app: TestApp, from: string, client_secret = "wrong"): Promise<Answer> =>
  post(server, "/oauth/token", { ...grant, client_id: app.client_id, client_secret }, {}, { from });

test("TK-22 the tenth wrong secret in a minute is 429 with Retry-After, and its minute ends", async () => {
  const app = await server.addApp();
  for (let count = 1; count <= 9; count++) expect((await guess(app, "127.0.0.2")).status).toBe(401);
  for (let count = 10; count <= 12; count++) {
    const answer = await guess(app, "127.0.0.2");
    expect(answer).toMatchObject({ status: 429, json: { error: "invalid_client" } });
    expect(answer.headers["retry-after"]).toBe("60");
  }
  server.clock.advance(60_000);
  expect((await guess(app, "127.0.0.2")).status).toBe(401);
});

test("TK-22 the right secret goes on working from everywhere else: nobody can lock an app out", async () => {
  const app = await server.addApp();
  for (let count = 0; count < 30; count++) await guess(app, "127.0.0.3");
  expect((await guess(app, "127.0.0.3")).status).toBe(429);
  expect((await guess(app, "127.0.0.4", app.client_secret)).status).toBe(200);
  // The count is per client, too: another app behind the same address is not slowed down.
  const neighbour = await server.addApp();
  expect((await guess(neighbour, "127.0.0.3")).status).toBe(401);
  expect((await guess(neighbour, "127.0.0.3", neighbour.client_secret)).status).toBe(200);
});

const statuses = async (app: TestApp, from: string): Promise<number[]> => {
  const list: number[] = [];
  for (let count = 0; count < 12; count++) list.push((await guess(app, from)).status);
  return list;
};

test("TK-22 an unknown client is slowed down like a known one: 429 tells nobody which ids exist", async () => {
  const known = await server.addApp();
  const unknown = { ...known, client_id: `live_${"0".repeat(32)}` };
  expect(await statuses(unknown, "127.0.0.5")).toEqual(await statuses(known, "127.0.0.6"));
});

test("TK-22 header, body, alias paths and the other endpoints share one count", async () => {
  const app = await server.addApp();
  const { client_id } = app;
  const from = "127.0.0.7";
  const wrong = { client_id, client_secret: "wrong" };
  const ways = [
    () => post(server, "/oauth/token", { ...grant, ...wrong }, {}, { from }),
    () => post(server, "/oauth/token", grant, { authorization: basic(client_id, "wrong") }, { from }),
    () => post(server, "/oauth/access_token", { ...grant, ...wrong }, {}, { from }),
    () => post(server, "/api/oauth/token", { ...grant, ...wrong }, {}, { from }),
    () => post(server, "/oauth/revoke", { ...wrong, token: "x" }, {}, { from }),
    () => post(server, "/oauth/introspect", { ...wrong, token: "x" }, {}, { from }),
    () => post(server, "/oauth/%74oken", { ...grant, ...wrong }, {}, { from }),
  ];
  const statuses: number[] = [];
  for (let round = 0; round < 2; round++) for (const way of ways) statuses.push((await way()).status);
  expect(statuses.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 401));
  expect(statuses.slice(9)).toEqual(Array.from({ length: 5 }, () => 429));
});

test("TK-22 MD-04 an address that a header claims is not believed", async () => {
  const app = await server.addApp();
  for (let count = 0; count < 10; count++) {
    const headers = {
      "x-forwarded-for": `10.0.0.${count}`,
      forwarded: `for=10.0.0.${count}`,
      "x-real-ip": "10.1.1.1",
    };
    const fields = { ...grant, client_id: app.client_id, client_secret: "wrong" };
    const { status } = await post(server, "/oauth/token", fields, headers, { from: "127.0.0.8" });
    expect(status).toBe(count < 9 ? 401 : 429);
  }
});

test("TK-22 an API's introspection secret is guarded in the same way", async () => {
  const { api } = server;
  const ask = (from: string, client_secret: string): Promise<Answer> =>
    post(server, "/oauth/introspect", { token: "x", client_id: api.client_id, client_secret }, {}, { from });
  for (let count = 1; count <= 9; count++) expect((await ask("127.0.0.9", "wrong")).status).toBe(401);
  expect((await ask("127.0.0.9", "wrong")).status).toBe(429);
  expect((await ask("127.0.0.10", api.client_secret)).status).toBe(200);
});
