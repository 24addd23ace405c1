/** Provider page 003, its example: a GET that asks for JSON is a check of the request, without any effect; empty counts as absent. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { authorizeUrl } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { pageApp, send, type Answer } from "./page.ts";

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer({ preset: "provider-003" });
  app = await pageApp(server, "provider-003");
});
afterAll(() => server?.close());

async function check(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return send(url, {
    headers: {
      accept: "application/json",
      "x-version": "1.7.0",
      "accept-language": "en-US,en;q=0.5",
      ...headers,
    },
  });
}

/** How many rows each table has that an authorization request can touch. */
async function rows(): Promise<number[]> {
  const { read } = server.gatehouse.store.engine;
  const tables = [
    "pendings",
    "codes",
    "consents",
    "families",
    "sessions",
    "throttles",
    "revoked_tokens",
  ] as const;
  const counts: number[] = [];
  for (const table of tables)
    counts.push(
      (
        await read
          .selectFrom(table)
          .select("rowid" as never)
          .execute()
      ).length,
    );
  return counts;
}

test("003: a request for JSON is answered 200 with what would happen, and never with a code", async () => {
  const answer = await check(authorizeUrl(server, app));
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^application\/json; charset=utf-8$/);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.json).toEqual({
    valid: true,
    client_id: app.client_id,
    redirect_uri: app.redirect_uri,
    scope: "bookings:read",
    next: expect.any(String),
  });
});

test.each([
  ["response_type=token", { response_type: "token" }, "unsupported_response_type", "to the app"],
  ["an unknown scope", { scope: "no:such" }, "invalid_scope", "to the app"],
  ["a method without a challenge", { code_challenge_method: "S256" }, "invalid_request", "to the app"],
  [
    "an unregistered redirect_uri",
    { redirect_uri: "https://evil.example/" },
    "invalid_request",
    "on our page",
  ],
  ["an unknown client_id", { client_id: "nobody" }, "invalid_request", "on our page"],
])(
  "003: a request for JSON says why %s would not work, and who would be told",
  async (_, change, error, told) => {
    const answer = await check(authorizeUrl(server, app, change));
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ valid: false, error, told, error_description: expect.any(String) });
  },
);

test("003: a request for JSON has no effect: no row is stored, no cookie is set, nobody is redirected", async () => {
  const before = await rows();
  for (const change of [{}, { response_type: "token" }, { client_id: "nobody" }]) {
    const answer = await check(authorizeUrl(server, app, change));
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(answer.headers.get("location")).toBeNull();
  }
  expect(await rows()).toEqual(before);
  // The same request from a browser does store one, so the counting counts.
  await send(authorizeUrl(server, app), { headers: { accept: "text/html,application/json" } });
  expect(await rows()).not.toEqual(before);
});

test("003: a trailing ampersand and empty parameters count as absent (RFC 6749 §3.1)", async () => {
  const bare = `${server.origin}/oauth/authorize?response_type=code&client_id=${app.client_id}`;
  for (const ending of [
    "",
    "&",
    "&&",
    "&state=",
    "&redirect_uri=&scope=",
    "&code_challenge=&code_challenge_method=",
  ]) {
    const answer = await check(bare + ending);
    expect(answer.json).toMatchObject({ valid: true, redirect_uri: app.redirect_uri });
  }
  const empty = await check(`${server.origin}/oauth/authorize?response_type=&client_id=${app.client_id}&`);
  expect(empty.json).toMatchObject({ valid: false, refusal: "response_type_missing" });
});
