/** One line a request: what it may say, and whose request id is believed (security HX-03, HX-04). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { jsonLog } from "../../src/cli/log.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post, wire } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer({ settings: { trusted_proxies: ["127.0.0.8/31"] } });
  app = await server.addApp();
});
afterAll(() => server.close());

const pair = (): Record<string, string> => ({
  client_id: app.client_id,
  client_secret: app.client_secret,
});

/** The line of a request comes after its answer. */
async function line(request_id: unknown): Promise<Record<string, unknown>> {
  for (;;) {
    const found = server.lines.find((one) => one["event"] === "request" && one["request_id"] === request_id);
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("HX-03 method, route, status, time, id, the client once it is proven, and its grant; nothing of the query or the body", async () => {
  const good = await post(server, "/oauth/token", { grant_type: "client_credentials", ...pair() });
  const told = await line(good.headers["x-request-id"]);
  expect(told).toEqual({
    level: "info",
    event: "request",
    method: "POST",
    route: "/oauth/token",
    status: 200,
    ms: expect.any(Number) as number,
    request_id: good.headers["x-request-id"],
    client_id: app.client_id,
    grant_type: "client_credentials",
  });
  const bad = await post(server, "/oauth/token", { ...pair(), client_secret: "wrong-secret" });
  expect(await line(bad.headers["x-request-id"])).not.toHaveProperty("client_id");
  const lost = await wire(server, { method: "GET", path: "/a-secret-path?client_secret=a-secret-value" });
  expect(await line(lost.headers["x-request-id"])).toMatchObject({ route: "(none)", status: 404 });
  const text = JSON.stringify(server.lines);
  for (const secret of [app.client_secret, "wrong-secret", "a-secret-path", "a-secret-value"])
    expect(text).not.toContain(secret);
});

test.each([
  ["a trusted proxy's", "127.0.0.8", "req-1.A_b", true],
  ["64 characters of it", "127.0.0.9", "a".repeat(64), true],
  ["65 characters of it", "127.0.0.8", "a".repeat(65), false],
  ["a stranger's", "127.0.0.1", "req-1.A_b", false],
  ["markup", "127.0.0.8", "<b>x</b>", false],
  ["a space in it", "127.0.0.8", "a b", false],
  ["an empty one", "127.0.0.8", "", false],
])("HX-04 X-Request-Id: %s", async (_, from, id, taken) => {
  const answer = await wire(server, {
    method: "GET",
    path: "/.well-known/jwks.json",
    from,
    headers: { "x-request-id": id },
  });
  const given = answer.headers["x-request-id"];
  if (taken) expect(given).toBe(id);
  else expect(given).toMatch(/^[0-9a-f-]{36}$/);
});

test("HX-03 a line that held a secret by mistake holds none when it is written", () => {
  let written = "";
  const log = jsonLog("info", { write: (text) => void (written += text) });
  for (const name of [
    "password",
    "client_secret",
    "refresh_token",
    "code_verifier",
    "authorization",
    "cookie",
  ])
    log("info", { event: "mistake", [name]: "a-secret-value" });
  expect(written).toContain("mistake");
  expect(written).not.toContain("a-secret-value");
});
