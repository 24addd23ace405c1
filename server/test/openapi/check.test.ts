/** `gatehouse api check`: every kind of drift between a document, what is imported, the routes of a program and a running guard. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGuard, fromOpenAPI } from "@gatehouse/guard";
import { guarded } from "@gatehouse/guard/node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inProcess, place, type Place } from "../support/cli.ts";

const example = fileURLToPath(new URL("../../../examples/openapi.json", import.meta.url));
const document = JSON.parse(readFileSync(example, "utf8")) as Record<string, unknown>;
const { routes } = fromOpenAPI(document);

let at: Place;
beforeEach(() => {
  at = place();
});
afterEach(() => at.remove());

/** The causes that `check` lists for the example document. */
async function causes(...more: string[]): Promise<string[]> {
  const said = await inProcess(["api", "check", example, "--offline", "--json", ...more]);
  const { ok, causes: list } = said.json() as { ok: boolean; causes: string[] };
  expect([ok, said.code]).toEqual(list.length === 0 ? [true, 0] : [false, 1]);
  return list;
}

function written(list: object): string {
  const path = join(at.folder, "routes.json");
  writeFileSync(path, JSON.stringify(list));
  return path;
}

test("a document that is right is no drift, and needs neither settings nor database", async () => {
  const said = await inProcess(["api", "check", example, "--offline"]);
  expect(said).toMatchObject({ code: 0, out: "No drift: 4 routes, 2 scopes.\n" });
});

describe("--routes", () => {
  test("the rules of the very document are no drift", async () => {
    expect(await causes("--routes", written(routes))).toEqual([]);
    expect(await causes("--routes", written({ routes }))).toEqual([]);
  });

  test("RS-04 an undocumented, a missing, an unguarded and a differently guarded route are told", async () => {
    const drifted = [
      { method: "GET", path: "/bookings", scopes: [] },
      { method: "POST", path: "/bookings", public: true },
      { method: "GET", path: "/me", scopes: [], person: true },
      { method: "DELETE", path: "/bookings/:id", scopes: ["bookings:delete"] },
    ];
    expect(await causes("--routes", written(drifted))).toEqual([
      "GET /bookings is guarded for any token; the document says bookings:read.",
      "POST /bookings is guarded for nothing; the document says bookings:create.",
      "DELETE /bookings/:id is not in the document.",
      "GET /health is in the document and not in the API.",
    ]);
  });

  test("a list that is none is told", async () => {
    const said = await inProcess(["api", "check", example, "--offline", "--routes", written([{ path: 1 }])]);
    expect(said.code).toBe(1);
    expect(said.err).toContain("is no JSON list of routes such as");
  });
});

const guardOf = (rules: typeof routes): ReturnType<typeof createGuard> =>
  createGuard({
    issuer: "http://127.0.0.1:9",
    audience: "https://api.example",
    routes: rules,
    resource: true,
  });

const behind = (rules: typeof routes): Server => {
  const guard = guardOf(rules);
  const well = guard.protectedResource;
  return createServer(
    guarded(guard, (request, response) =>
      response.end(JSON.stringify(request.url === well?.path ? well?.document : { ok: true })),
    ),
  );
};

describe("--server", () => {
  let server: Server;
  afterEach(() => void server.close());

  async function listen(made: Server): Promise<string> {
    server = made;
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve());
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  test("the example behind its guard is no drift", async () => {
    expect(await causes("--server", await listen(behind(routes)))).toEqual([]);
  });

  test("RS-04 a route whose guard was forgotten, and one that is guarded too much", async () => {
    const rules = routes.map((rule) => {
      if (rule.path === "/bookings" && rule.method === "GET")
        return { method: "GET", path: "/bookings", public: true };
      return rule.path === "/health" ? { method: "GET", path: "/health", scopes: [] } : rule;
    });
    expect(await causes("--server", await listen(behind(rules)))).toEqual([
      "GET /bookings is not guarded as documented: without a token it answers 200 instead of 401.",
      "GET /health is public in the document; without a token it answers 401.",
      "No rule of the running guard needs bookings:read.",
    ]);
  });

  test("RS-04 an API without a guard", async () => {
    const open = createServer((_request, response) => void response.end("{}"));
    expect(await causes("--server", await listen(open))).toEqual([
      "A path that is not in the document answers 200: default deny is not on.",
      "GET /bookings is not guarded as documented: without a token it answers 200 instead of 401.",
      "GET /me is not guarded as documented: without a token it answers 200 instead of 401.",
    ]);
  });

  test("an API that is not there", async () => {
    const origin = await listen(behind(routes));
    await new Promise((resolve) => server.close(resolve));
    expect(await causes("--server", origin)).toEqual([`${origin} cannot be reached.`]);
  });
});

test("what is imported is compared too: nothing yet, the same, and then another catalogue", async () => {
  const check = async (): Promise<{ code: number | null; out: string }> =>
    at.gatehouse(["api", "check", example]);
  await at.answer("api", "create", "--identifier", "https://api.example", "--name", "Bookings");
  expect((await check()).out).toContain("Nothing was imported for Bookings yet: run gatehouse api import.");
  await at.answer("api", "import", example);
  expect((await check()).code).toBe(0);
  await at.answer("scope", "add", "bookings:read", "--words", "en=Something else");
  const drifted = await check();
  expect(drifted.code).toBe(1);
  expect(drifted.out).toContain("What is imported for Bookings differs:\n  ~ scope bookings:read");
});
