/** Provider page 003, X-VERSION: which version of the API a call means, what the answer says of it, and what is newer. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { createGuard } from "@gatehouse/guard";
import { guarded } from "@gatehouse/guard/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getCode, redeem } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { call, pageApp, type Answer } from "./page.ts";

let server: TestServer;
let api: Server;
let apiUrl: string;
/** Access tokens: of an app without a pinned version, and of one that is pinned to 1.7.0. */
let loose: string;
let pinned: string;

const offered = [
  { version: "1.6.0", status: "deprecated" },
  { version: "1.7.0", status: "stable" },
  { version: "1.8.0", status: "stable" },
  { version: "2.0.0-beta", status: "preview" },
];

beforeAll(async () => {
  server = await startServer({ preset: "provider-003", realClock: true });
  const guard = createGuard({
    issuer: server.issuer,
    audience: server.api.identifier,
    routes: [{ method: "GET", path: "/bookings", scopes: ["bookings:read"] }],
    versions: {
      default: "1.8.0",
      list: [
        { version: "1.5.0", status: "retired" },
        {
          version: "1.6.0",
          status: "deprecated",
          deprecatedAt: "2026-01-01T00:00:00Z",
          sunsetAt: "2027-01-01T00:00:00Z",
          link: "https://docs.example/1.6.0",
        },
        { version: "1.7.0", status: "stable" },
        { version: "1.8.0", status: "stable" },
        { version: "2.0.0-beta", status: "preview" },
      ],
    },
  });
  api = createServer(guarded(guard, (_request, response) => response.end("[]")));
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
  apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const [one, two] = [
    await pageApp(server, "provider-003"),
    await pageApp(server, "provider-003", { apiVersion: "1.7.0" }),
  ];
  loose = (await redeem(server, one, await getCode(server, one))).access_token;
  pinned = (await redeem(server, two, await getCode(server, two))).access_token;
});
afterAll(async () => {
  api?.close();
  api?.closeAllConnections();
  await server?.close();
});

async function ask(token: string, version?: string): Promise<Answer> {
  return call(apiUrl, "GET /bookings", token, version === undefined ? {} : { "x-version": version });
}

test("003: the version is the header, else what the app is pinned to, else the default; the answer echoes it", async () => {
  const cases: [string, string | undefined, string][] = [
    [loose, undefined, "1.8.0"],
    [loose, "1.7.0", "1.7.0"],
    [pinned, undefined, "1.7.0"],
    [pinned, "", "1.7.0"],
    [pinned, "1.8.0", "1.8.0"],
    [loose, "2.0.0-beta", "2.0.0-beta"],
  ];
  for (const [token, sent, used] of cases) {
    const answer = await ask(token, sent);
    expect([answer.status, answer.headers.get("x-version")]).toEqual([200, used]);
  }
});

test("003: a version update that is available is announced: 1.7.0 is still stable, and 1.8.0 is the latest", async () => {
  const older = await ask(loose, "1.7.0");
  expect(older.headers.get("x-version-latest")).toBe("1.8.0");
  expect(older.headers.get("deprecation")).toBeNull();
  const newest = await ask(loose, "1.8.0");
  expect(newest.headers.get("x-version-latest")).toBeNull();
});

test("003: a deprecated version says since when, until when, and where to read (RFC 9745 §2, RFC 8594 §3)", async () => {
  const { status, headers } = await ask(loose, "1.6.0");
  expect(status).toBe(200);
  expect(headers.get("deprecation")).toBe(`@${Date.UTC(2026, 0, 1) / 1000}`);
  expect(headers.get("sunset")).toBe("Fri, 01 Jan 2027 00:00:00 GMT");
  expect(headers.get("link")).toContain("<https://docs.example/1.6.0>");
  expect(headers.get("x-version-latest")).toBe("1.8.0");
});

test.each(["9.9.9", "1.7", "latest", "1.5.0"])(
  "003: X-VERSION %s, unknown or retired, gets 400 with the list of versions",
  async (version) => {
    const answer = await ask(loose, version);
    expect(answer.status).toBe(400);
    expect(answer.json["versions"]).toEqual(offered);
    expect(answer.json["reason"]).toBe(version === "1.5.0" ? "version_retired" : "version_unknown");
  },
);
