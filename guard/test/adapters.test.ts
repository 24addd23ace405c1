/** The adapters over real sockets: they translate, and no router's forgiveness opens what a rule closes. */
import * as fc from "fast-check";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expressGuard } from "../src/for/express.ts";
import { honoGuard } from "../src/for/hono.ts";
import { onExpress, onFastify, onHono, onNode, ROUTES, VERSIONS } from "./support/apis.ts";
import type { Running } from "./support/apis.ts";
import { makeGuard, makeWorld, MACHINE, token } from "./support/issuer.ts";
import { express } from "./support/frameworks.ts";
import { listen, send } from "./support/socket.ts";

const good = token();
const bearer = `Authorization: Bearer ${good}`;

const TRICKS = [
  "/ADMIN",
  "/Admin",
  "/admin/",
  "//admin",
  "/admin//",
  "/./admin",
  "/x/../admin",
  "/%61dmin",
  "/%2561dmin",
  "/admin;",
  "/admin;x=1",
  "/admin%00",
  "/admin%20",
  "/admin%2f",
  "/%2fadmin",
  "/%2e/admin",
  "/files/../admin",
  "/files/%2e%2e/admin",
  "/files/..%2fadmin",
  "/files/Secret",
  "/files/secret/",
  "/files//secret",
  "/files/./secret",
  "/files/secret;v",
  "/files/%73ecret",
  "/files%2fsecret",
  "/FILES/secret",
  "/v1/Admin",
  "/v1/admin/",
  "/V1/admin",
  "/v1//admin",
  "//v1/admin",
  "/v1/%61dmin",
  "/v1/./admin",
  String.raw`/files\secret`,
  String.raw`\admin`,
  "/admin#",
  "/about#/../admin",
  "http://x/admin",
  "http://x/ADMIN",
  "HTTP://X//admin",
  "http://x?/../admin",
  "//x/admin",
  "/admin?",
  "/admin?/../about",
  "/bookings/",
  "/Bookings",
  "/BOOKINGS?",
  "/%62ookings",
  "/me/",
  "/ME",
];

describe.each([
  ["express", onExpress],
  ["fastify", onFastify],
  ["hono", onHono],
  ["node", onNode],
])("%s", (_name, start) => {
  let api: Running;
  beforeAll(async () => {
    api = await start(makeGuard(makeWorld(), { routes: ROUTES, versions: VERSIONS }));
  });
  afterAll(async () => api.close());

  test("RS-01 a good token reaches the handler, with access, version and headers", async () => {
    const answer = await send(api.port, "GET /bookings?page=2", [bearer]);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ handler: "bookings", person: "person-1", version: "1" });
    expect(answer.headers.get("x-version")).toBe("1");
  });

  test("RS-02 no token: the whole challenge arrives, the handler does not run", async () => {
    const before = api.ran.protected;
    const answer = await send(api.port, "GET /bookings");
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe(
      'Bearer realm="https://api.example", scope="bookings:read"',
    );
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(JSON.parse(answer.body)).toMatchObject({ status: 401, reason: "no_token" });
    expect(api.ran.protected).toBe(before);
  });

  test("RS-05 two Authorization headers, in any letter case and order: 400", async () => {
    for (const pair of [
      [bearer, bearer],
      [bearer, "authorization: Bearer x"],
      ["AUTHORIZATION: Basic eDp5", bearer],
    ]) {
      const answer = await send(api.port, "GET /bookings", pair);
      expect(answer.status).toBe(400);
      expect(answer.headers.get("www-authenticate")).toContain('error="invalid_request"');
    }
  });

  test("RS-05 a token in the query: 400", async () => {
    expect((await send(api.port, `GET /bookings?access_token=${good}`)).status).toBe(400);
    expect((await send(api.port, `GET /bookings?access_token=${good}`, [bearer])).status).toBe(400);
  });

  test("RS-09 RS-11 a machine on a person's route 403; overrides change nothing; HEAD is checked", async () => {
    const machine = `Authorization: Bearer ${token({ ...MACHINE, jti: "m" })}`;
    expect((await send(api.port, "GET /me", [machine])).status).toBe(403);
    const readOnly = `Authorization: Bearer ${token({ scope: "bookings:read" })}`;
    expect(
      (await send(api.port, "POST /bookings", [readOnly, "X-HTTP-Method-Override: GET", "Content-Length: 0"]))
        .status,
    ).toBe(403);
    expect((await send(api.port, "HEAD /bookings")).status).toBe(401);
    expect((await send(api.port, "HEAD /bookings", [bearer])).status).toBe(200);
  });

  test("RS-10 public routes are open, others are not there", async () => {
    expect((await send(api.port, "GET /health")).status).toBe(200);
    expect((await send(api.port, "GET /files/a/b")).status).toBe(200);
    expect((await send(api.port, "PUT /health", ["Content-Length: 0"])).status).toBe(403);
    expect((await send(api.port, "GET /no/rule", [bearer])).status).toBe(403);
  });

  test.each(TRICKS)("RS-10 GET %s without a token runs no protected handler", async (path) => {
    const before = api.ran.protected;
    for (const method of ["GET", "HEAD"]) await send(api.port, `${method} ${path}`);
    expect(api.ran.protected).toBe(before);
  });

  test("RS-10 nor does any mixture of them, and nothing answers 500", async () => {
    const before = api.ran.protected;
    const bit = fc.constantFrom(
      "/",
      "//",
      "/.",
      "/..",
      ";",
      "%2f",
      "%5c",
      "\\",
      "%00",
      "%2e",
      "?",
      "#",
      "%61",
      "A",
      "%20",
      "%c5%bf",
      "%e2%84%aa",
    );
    const path = fc
      .array(fc.oneof(fc.constantFrom("admin", "files", "secret", "v1", "bookings", "me"), bit), {
        maxLength: 7,
      })
      .map((parts) => `/${parts.join("")}`);
    await fc.assert(
      fc.asyncProperty(path, async (target) => {
        const { status } = await send(api.port, `GET ${target}`);
        expect(status).toBeLessThan(500);
        expect(api.ran.protected).toBe(before);
      }),
      { numRuns: 400, seed: 20_261_122 },
    );
  });
});

test.each([
  ["express", onExpress],
  ["fastify", onFastify],
  ["node", onNode],
])("RS-10 %s: a target in absolute form is refused, even for a public route", async (_name, start) => {
  const api = await start(makeGuard(makeWorld(), { routes: ROUTES }));
  expect((await send(api.port, "GET http://x/health")).status).toBe(400);
  await api.close();
});

describe("rewritten URLs", () => {
  test("RS-10 Express: the path that the router will use is checked, not the one that came", async () => {
    const app = express();
    app.use((req, _res, next) => {
      req.url = "/admin";
      next();
    });
    app.use(expressGuard(makeGuard(makeWorld(), { routes: ROUTES })));
    app.get("/admin", (_req, res) => res.json("admin"));
    const api = await listen(app);
    expect((await send(api.port, "GET /about")).status).toBe(401);
    await api.close();
  });

  test("RS-10 Hono: an app that routes on another path than the URL's is refused", async () => {
    const app = new Hono({ getPath: () => "/admin" });
    app.use(honoGuard(makeGuard(makeWorld(), { routes: ROUTES })));
    app.get("/admin", (c) => c.text("admin"));
    expect((await app.request("http://api.example/about")).status).toBe(400);
  });
});
