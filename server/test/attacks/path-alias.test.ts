/** Other spellings of an address reach the same handler or none: no limit, header or check is passed by (GHSA-x732-6j76-qmhm). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { protocolRoutes } from "../../src/http/protocol-routes.ts";
import { routes } from "../../src/http/routes.ts";
import { paths } from "../../src/oauth/metadata.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post, wire } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp();
});
afterAll(() => server.close());

const nobodys = (path: string): string[] => [
  `/${path}`,
  `${path}/`,
  path.toUpperCase(),
  `${path};x`,
  `${path};jsessionid=1`,
  `/.${path}`,
  `/x/..${path}`,
  `${path}/.`,
  `${path}/../token`,
  path.replaceAll("/", "%2f"),
  path.replaceAll("/", "\\"),
  `${path}%20`,
  `${path}%00`,
  `${path}%3f`,
  `${path}.json`,
];

test.each([paths.token, paths.introspect, paths.revoke, "/sign-in", "/consent"])(
  "HX-06 %s: every other spelling is nobody's address",
  async (path) => {
    const { client_id, client_secret } = app;
    const fields = { grant_type: "client_credentials", client_id, client_secret, token: "x" };
    for (const spelling of nobodys(path)) {
      const answer = await post(server, spelling, fields);
      expect([400, 404], spelling).toContain(answer.status);
      expect(answer.json, spelling).not.toHaveProperty("access_token");
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    }
  },
);

test("HX-06 a percent-encoded letter is the same address: same handler, same limits, same headers", async () => {
  const { client_id, client_secret } = app;
  const fields = { grant_type: "client_credentials", client_id, client_secret };
  const answer = await post(server, "/oauth/%74oken", fields);
  expect(answer.status).toBe(200);
  expect(answer.headers["cache-control"]).toBe("no-store");
  // The limits are counted per client and address, not per path (attacks/secret-bruteforce has the proof).
  expect((await wire(server, { method: "GET", path: "/oauth/%74oken" })).status).toBe(405);
});

test("HX-06 TK-01 every documented alias of the token endpoint is the token endpoint", async () => {
  const { client_id, client_secret } = app;
  const fields = { grant_type: "client_credentials", client_id, client_secret };
  for (const path of [paths.token, ...paths.tokenAliases]) {
    expect((await post(server, path, fields)).status, path).toBe(200);
    expect((await post(server, path, { ...fields, client_secret: "wrong" })).status, path).toBe(401);
    expect((await wire(server, { method: "GET", path })).headers.allow, path).toBe("POST");
  }
});

test("HX-02 every route, and no route at all, sends the protective headers and names no software", async () => {
  for (const path of [
    ...new Set([...protocolRoutes, ...routes].map((route) => route.path)),
    "/nowhere",
    "/%zz",
    "/oauth/token/",
  ])
    for (const method of ["GET", "POST", "DELETE", "OPTIONS"]) {
      const { headers } = await wire(server, { method, path });
      const where = `${method} ${path}`;
      expect(headers["x-content-type-options"], where).toBe("nosniff");
      expect(headers["x-frame-options"], where).toBe("DENY");
      expect(headers["referrer-policy"], where).toBe("no-referrer");
      expect(headers["cross-origin-opener-policy"], where).toBe("same-origin");
      expect(headers["permissions-policy"], where).toMatch(/camera=\(\)/);
      expect(headers["content-security-policy"], where).toMatch(/frame-ancestors 'none'/);
      expect(headers, where).not.toHaveProperty("server");
      expect(headers, where).not.toHaveProperty("x-powered-by");
    }
});

test("HX-01 HSTS of a year at least when our address is https, none on plain http", async () => {
  const secure = await startServer({ issuer: "https://auth.example" });
  for (const path of ["/", "/nowhere", "/oauth/token", "/%zz"]) {
    const { headers } = await wire(secure, { method: "GET", path });
    const age = Number(/max-age=(\d+)/.exec(headers["strict-transport-security"] ?? "")?.[1]);
    expect(age, path).toBeGreaterThanOrEqual(31_536_000);
    expect((await wire(server, { method: "GET", path })).headers).not.toHaveProperty(
      "strict-transport-security",
    );
  }
  await secure.close();
});

test("HX-07 CORS: a registered browser app's origin exactly, never null, never credentials", async () => {
  await server.addApp({
    application_type: "browser",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code"],
    redirect_uris: ["https://spa.example/cb"],
  });
  const open = [paths.token, paths.revoke, paths.jwks, paths.metadata];
  const closed = [paths.introspect, "/sign-in", paths.authorize];
  const origins = [
    "null",
    "https://evil.example",
    "https://spa.example.evil.example",
    "http://spa.example",
    "https://spa.example:444",
    "https://SPA.example",
    "https://app.example",
    "https://spa.example/",
  ];
  for (const path of [...open, ...closed])
    for (const origin of ["https://spa.example", ...origins])
      for (const method of ["GET", "POST", "OPTIONS"]) {
        const { headers } = await wire(server, { method, path, headers: { origin } });
        const where = `${method} ${path} from ${origin}`;
        expect(headers, where).not.toHaveProperty("access-control-allow-credentials");
        if (origins.includes(origin) || closed.includes(path))
          expect(headers, where).not.toHaveProperty("access-control-allow-origin");
      }
  for (const path of open) {
    const answer = await wire(server, {
      method: "OPTIONS",
      path,
      headers: { origin: "https://spa.example" },
    });
    expect(answer.headers["access-control-allow-origin"], path).toBe("https://spa.example");
    expect(answer.headers["vary"]).toMatch(/Origin/i);
  }
});
