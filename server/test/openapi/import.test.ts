/** `gatehouse api import`: what would change is shown first, what is wrong is told with its line, the second time nothing happens. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { place, type Place } from "../support/cli.ts";

const yaml = `openapi: 3.0.3
info:
  title: Bookings
  version: 1.8.0
servers:
  - url: https://api.example/v1
components:
  securitySchemes:
    login:
      type: oauth2
      x-gatehouse-scopes:
        bookings:read:
          words: { de: Ihre Buchungen ansehen }
      flows:
        authorizationCode:
          authorizationUrl: https://login.example/oauth/authorize
          tokenUrl: https://login.example/oauth/token
          scopes:
            bookings:read: See your bookings
            openid: Know that it is you
paths:
  /bookings:
    get:
      summary: List the bookings
      security:
        - login: [bookings:read]
`;

let at: Place;
beforeEach(() => {
  at = place();
});
afterEach(() => at.remove());

/** Writes the document, changed, and answers its path. */
function file(change: (text: string) => string = (text) => text): string {
  const path = join(at.folder, "openapi.yaml");
  writeFileSync(path, change(yaml));
  return path;
}
const create = (path: string): Promise<Record<string, unknown>> =>
  at.answer("api", "import", path, "--identifier", "https://api.example");

test("a document makes an API; the same document again changes nothing", async () => {
  const path = file();
  const made = await create(path);
  expect(made).toMatchObject({
    outcome: "created",
    api: { identifier: "https://api.example" },
    warnings: [],
  });
  const [api] = (await at.answer("api", "list"))["apis"] as { name: string; scopes: object[] }[];
  expect(api).toMatchObject({
    name: "Bookings",
    scopes: [
      {
        name: "bookings:read",
        person: false,
        words: { en: "See your bookings", de: "Ihre Buchungen ansehen" },
      },
    ],
  });
  expect(await create(path)).toMatchObject({ outcome: "same", changes: [] });
  const { entries } = (await at.answer("audit", "list", "--action", "resource")) as { entries: object[] };
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ action: "resource.imported", actor: { type: "cli" } });
});

test("--dry-run shows what would change, before anything has", async () => {
  await create(file());
  const changed = file((text) =>
    text
      .replace("See your bookings", "See all your bookings")
      .replace("- login: [bookings:read]", "- login: []\n      x-gatehouse-person: true"),
  );
  const said = await at.gatehouse(["api", "import", changed, "--dry-run"]);
  expect(said.out).toBe(
    [
      `${changed}:19: no route needs the scope bookings:read.`,
      "~ scope bookings:read",
      '    words: {"de":"Ihre Buchungen ansehen","en":"See your bookings"} → {"de":"Ihre Buchungen ansehen","en":"See all your bookings"}',
      '    access: "read" → "write"',
      "~ route GET /v1/bookings",
      '    scopes: ["bookings:read"] → []',
      "    person: false → true",
      "Nothing was changed: this was a dry run.\n",
    ].join("\n"),
  );
  expect(await at.answer("api", "import", file())).toMatchObject({ outcome: "same" });
});

test("a scope that apps are assigned stays, unless --force says that it goes", async () => {
  await create(file());
  const app = ["--name", "Planner", "--organisation", "Northwind", "--type", "machine"];
  await at.answer("app", "create", ...app, "--scope", "bookings:read");
  const renamed = file((text) => text.replaceAll("bookings:read", "bookings:list"));
  const refused = await at.gatehouse(["api", "import", renamed]);
  expect(refused.code).toBe(1);
  expect(refused.err).toBe(
    "gatehouse: Nothing was changed: apps are assigned scopes that would go: bookings:read (2). Keep them, or give --force.\n",
  );
  expect(await at.answer("api", "import", renamed, "--force")).toMatchObject({ outcome: "changed" });
});

test.each<[what: string, change: (text: string) => string, says: RegExp]>([
  [
    "no words",
    (text) => text.replace(": See your bookings", ': ""'),
    /openapi\.yaml:19: .*: say in English what bookings:read allows/,
  ],
  [
    "no security",
    (text) => text.replace(/ {6}security:\n.*\n/, ""),
    /openapi\.yaml:23: paths › \/bookings › get: nothing says who may call this/,
  ],
  [
    "an undeclared scope",
    (text) => text.replace("[bookings:read]", "[bookings:raed]"),
    /openapi\.yaml:25: .*the scope "bookings:raed" is declared nowhere in login/,
  ],
  ["broken YAML", (text) => text.replace("title: Bookings", "title: [Bookings"), /openapi\.yaml:4: /],
  [
    "a key twice",
    (text) => text.replace("  version: 1.8.0", "  version: 1.8.0\n  version: 1.9.0"),
    /openapi\.yaml:5: Map keys must be unique/,
  ],
  ["another format", () => "swagger: '2.0'\n", /openapi\.yaml:1: openapi: this is no OpenAPI document/],
  [
    "aliases upon aliases",
    () =>
      [
        "a: &a [x,x,x,x,x,x,x,x,x,x]",
        ..."bcdefgh"
          .split("")
          .map((name, n) => `${name}: &${name} [${Array(10).fill(`*${"abcdefg"[n]}`).join(",")}]`),
      ].join("\n"),
    /its aliases cannot be followed/,
  ],
])("%s is told with its line", async (_what, change, says) => {
  const refused = await at.gatehouse(["api", "import", file(change), "--identifier", "https://api.example"]);
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(says);
  expect((await at.answer("api", "list"))["apis"]).toEqual([]);
});

test("which API is meant is never guessed", async () => {
  const path = file();
  await create(path);
  await at.answer("api", "create", "--identifier", "https://two.example", "--name", "Two");
  const other = await at.gatehouse([
    "api",
    "import",
    path,
    "--api",
    "https://two.example",
    "--identifier",
    "https://api.example",
  ]);
  expect(other.err).toContain("The identifier of Two is https://two.example, not https://api.example.");
  const missing = await at.gatehouse(["api", "import", join(at.folder, "none.yaml")]);
  expect(missing.err).toContain("none.yaml: there is no such file.");
});
