/** One document, three readers: what the guard enforces, what the guide says and what the consent page asks change together. */
import { compileRoutes, fromOpenAPI, readOpenApi } from "@gatehouse/guard";
import { assert, boolean, constantFrom, property, record, subarray, uniqueArray } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiOf } from "../../src/cli/openapi/read.ts";
import { guideFacts, type GuideFacts } from "../../src/guide/facts.ts";
import { guideOf } from "../../src/guide/guide.ts";
import { plain } from "../../src/guide/text.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";

const SCOPES = ["bookings:read", "bookings:list", "profile:read"];
const PERSON = "profile:read";
const words: Record<string, string> = {
  "bookings:read": "See one booking",
  "bookings:list": "List your bookings",
  "profile:read": "See your name",
};

interface Operation {
  method: string;
  path: string;
  scopes: string[];
  open: boolean;
  person: boolean;
}

function documentOf(operations: readonly Operation[]): Record<string, unknown> {
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path, scopes, open, person } of operations)
    (paths[path] ??= {})[method] = open
      ? { security: [] }
      : { security: [{ login: scopes }], ...(person ? { "x-gatehouse-person": true } : {}) };
  const machine = Object.fromEntries(
    SCOPES.filter((name) => name !== PERSON).map((name) => [name, words[name]]),
  );
  const flows = {
    authorizationCode: {
      authorizationUrl: "/a",
      tokenUrl: "/t",
      scopes: { ...machine, [PERSON]: words[PERSON] },
    },
    clientCredentials: { tokenUrl: "/t", scopes: machine },
  };
  return {
    openapi: "3.1.0",
    info: { title: "Bookings", version: "1" },
    components: { securitySchemes: { login: { type: "oauth2", flows } } },
    paths,
  };
}

let server: TestServer;
let facts: GuideFacts;
beforeAll(async () => {
  server = await startServer();
  const { settings, ports } = server.gatehouse;
  facts = await guideFacts(settings, ports, ["en"], null);
});
afterAll(() => server?.close());

/** The row of a route in the guide's table: needs, and whether a machine's token works. */
function rowsOf(from: GuideFacts): Map<string, [needs: string, machine: string]> {
  const section = guideOf(from).sections.find(({ id }) => id === "routes");
  const tables = section?.blocks.filter((block) => block.kind === "table") ?? [];
  const rows = tables.filter(({ head }) => head[0] === "Route").flatMap((table) => table.rows);
  return new Map(
    rows
      .map((row) => row.map(plain))
      .map(([route = "", , needs = "", machine = ""]) => [route, [needs, machine]]),
  );
}

const operation = record<Operation>({
  method: constantFrom("get", "post", "delete"),
  path: constantFrom("/bookings", "/bookings/{id}", "/me"),
  scopes: subarray(SCOPES),
  open: boolean(),
  person: boolean(),
});

test("for every document the guide's rows are the guard's rules", () => {
  assert(
    property(
      uniqueArray(operation, { selector: ({ method, path }) => method + path, maxLength: 9 }),
      (all) => {
        const document = documentOf(all);
        const { scopes, document: stored } = apiOf(readOpenApi(document), () => "");
        const [api] = facts.apis;
        if (api === undefined) throw new Error("no API");
        const rows = rowsOf({ ...facts, apis: [{ ...api, scopes, document: stored }] });
        const rules = compileRoutes(fromOpenAPI(document).routes).routes;
        expect(rows.size).toBe(rules.length);
        for (const rule of rules) {
          const row = rows.get(`${rule.method} ${rule.path.replaceAll(/:(\w+)/g, "{$1}")}`);
          const told = rule.public ? "no token" : rule.scopes.join(", ") || "any token";
          const machine = rule.public ? "not needed" : rule.person ? "no: needs a person" : "yes";
          expect(row).toEqual([told, machine]);
        }
      },
    ),
    { seed: 19, numRuns: 100 },
  );
});

test("one changed security entry changes the rule, the guide and, with its words, the consent page", async () => {
  const { store, ports, settings } = server.gatehouse;
  const { identifier, client_id: id } = server.api;
  const app = await server.addApp({ scopes: SCOPES });
  const list = { method: "get", path: "/bookings", open: false, person: false };

  async function imported(scope: string): Promise<{ rule: unknown; row: unknown; asks: string }> {
    const input = documentOf([{ ...list, scopes: [scope] }]);
    const { scopes, document } = apiOf(readOpenApi(input), () => "");
    await store.registry.importDocument({ id, identifier, name: "Bookings", scopes, document, force: true });
    const [rule] = fromOpenAPI(input).routes;
    const row = rowsOf(await guideFacts(settings, ports, ["en"], null)).get("GET /bookings")?.[0];
    const browser = new Browser(server.origin);
    const signIn = await browser.open(authorizeUrl(server, app, { scope }));
    const page = signIn.html.includes('id="submit-login"')
      ? await browser.click(signIn, "submit-login", server.person)
      : signIn;
    return { rule: rule?.scopes, row, asks: page.html };
  }

  const before = await imported("bookings:read");
  expect(before).toMatchObject({ rule: ["bookings:read"], row: "bookings:read" });
  expect(before.asks).toContain("See one booking");
  const after = await imported("bookings:list");
  expect(after).toMatchObject({ rule: ["bookings:list"], row: "bookings:list" });
  expect(after.asks).toContain("List your bookings");
  expect(after.asks).not.toContain("See one booking");
});
