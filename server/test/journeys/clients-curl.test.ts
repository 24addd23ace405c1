/** curl, as a documentation page tells its readers to call it: form, JSON, HTTP Basic (RFC 6749 §2.3.1, §4.1.3, §4.4, §6). */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getCode, s256, verifier } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const run = promisify(execFile);

let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  server = await startServer({ realClock: true });
  app = await server.addApp();
});
afterAll(() => server.close());

interface Answer {
  status: number;
  json: Record<string, unknown>;
}

/** curl on the path, without anybody's ~/.curlrc; the status comes after the body. */
async function curl(path: string, ...options: string[]): Promise<Answer> {
  const url = server.origin + path;
  const { stdout } = await run("curl", [
    "-q",
    "-sS",
    "--noproxy",
    "*",
    "-w",
    "\n%{http_code}",
    ...options,
    url,
  ]);
  const cut = stdout.lastIndexOf("\n");
  return {
    status: Number(stdout.slice(cut + 1)),
    json: JSON.parse(stdout.slice(0, cut)) as Record<string, unknown>,
  };
}

function form(fields: Record<string, string>): string[] {
  return Object.entries(fields).flatMap(([name, value]) => ["--data-urlencode", `${name}=${value}`]);
}

function json(fields: Record<string, string>): string[] {
  return ["-H", "Content-Type: application/json", "-d", JSON.stringify(fields)];
}

/** As a page prints it: `curl -u id:secret`. */
function user({ client_id, client_secret }: TestApp): string[] {
  return ["-u", `${client_id}:${client_secret}`];
}

/** Credentials, and how they travel. */
function ways(): [string, (fields: Record<string, string>) => string[]][] {
  const { client_id, client_secret } = app;
  return [
    ["form", (fields) => form({ ...fields, client_id, client_secret })],
    ["JSON", (fields) => json({ ...fields, client_id, client_secret })],
    ["form with -u", (fields) => [...user(app), ...form(fields)]],
    ["JSON with -u", (fields) => [...user(app), ...json(fields)]],
  ];
}

test("CC-03 TK-09 RFC 6749 §4.4: curl fetches a machine token by form, JSON and -u", async () => {
  for (const [way, options] of ways()) {
    const fields = { grant_type: "client_credentials", scope: "bookings:read" };
    const answer = await curl("/oauth/token", ...options(fields));
    expect(answer, way).toMatchObject({
      status: 200,
      json: { token_type: "Bearer", scope: "bookings:read" },
    });
  }
});

test("AC-01 PK-01 RT-01 RFC 6749 §4.1.3, §6: curl exchanges a code with its verifier, and refreshes", async () => {
  for (const [way, options] of ways()) {
    const code = await getCode(server, app, {
      scope: "bookings:read offline_access",
      code_challenge: s256(),
      code_challenge_method: "S256",
    });
    const { redirect_uri } = app;
    const exchange = { grant_type: "authorization_code", code, redirect_uri, code_verifier: verifier };
    const first = await curl("/oauth/token", ...options(exchange));
    expect(first.status, way).toBe(200);
    const refresh_token = String(first.json["refresh_token"]);
    const next = await curl("/oauth/token", ...options({ grant_type: "refresh_token", refresh_token }));
    expect(next.status, way).toBe(200);
    expect(next.json["refresh_token"], way).not.toBe(refresh_token);
  }
});

test("CC-03 RFC 6749 §3.2: every address that provider pages print is the same token endpoint", async () => {
  const [[, options] = ["", form]] = ways();
  for (const path of ["/oauth/token", "/access_token", "/oauth/access_token", "/api/oauth/token"])
    expect((await curl(path, ...options({ grant_type: "client_credentials" }))).status, path).toBe(200);
});

test("RFC 6749 §3.2: GET /oauth/token with -u, for the app whose page says so and for no other", async () => {
  const opted = await server.addApp({ settings: { token_endpoint_get: "basic_only" } });
  expect(await curl("/oauth/token", ...user(opted))).toMatchObject({
    status: 200,
    json: { token_type: "Bearer" },
  });
  expect((await curl("/oauth/token", ...user(app))).status).toBe(405);
});

test("RFC 9110 §10.1.1: curl's Expect: 100-continue with a long body is answered", async () => {
  const fields = { grant_type: "client_credentials", unknown: "x".repeat(4000) };
  const [[, options] = ["", form]] = ways();
  const answer = await curl("/oauth/token", "-H", "Expect: 100-continue", ...options(fields));
  expect(answer.status).toBe(200);
});
