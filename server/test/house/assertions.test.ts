/** Every assertion of ours, and every document that we speak, has a test that names it; assertions have one that runs on both engines unless there is no database in it. */
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import config from "../../../vitest.config.ts";
import { testIndex } from "../../src/cli/docs/test-titles.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const { assertions, clauses } = testIndex(root);

/** What the server says that it speaks. */
const documents = [
  ..."6749 6750 7009 7521 7523 7591 7592 7636 7662 8252 8414 8628 8693 8705 8707 9068 9101 9126 9207 9396 9449 9470 9700 9728"
    .split(" ")
    .map((number) => `RFC ${number}`),
  "OpenID Connect Core 1.0",
  "OpenID Connect RP-Initiated Logout 1.0",
  "OpenID Connect Back-Channel Logout 1.0",
  "FAPI 2.0 Security Profile",
  "Model Context Protocol, authorization (2026-07-28)",
  "OAuth Client ID Metadata Document",
  "Token Status List",
];

/** How many there are of each kind; they are numbered from 01. */
const kinds = {
  // The authorization endpoint, PKCE, pages, the token endpoint and its grants, access tokens, the guard.
  AZ: 22,
  AR: 30,
  PK: 15,
  UI: 27,
  TK: 30,
  AC: 16,
  RT: 17,
  CC: 7,
  AT: 12,
  RS: 15,
  // Introspection, revocation, metadata, registration, pushed requests, DPoP, OpenID Connect, logout.
  IN: 9,
  RV: 11,
  MD: 8,
  DR: 16,
  PR: 10,
  DP: 8,
  ID: 11,
  LO: 6,
  // Portal and commands; transport.
  PO: 10,
  HX: 10,
} as const;

/** These are about the server, its database included. */
const onBoth: readonly (keyof typeof kinds)[] = ["IN", "RV", "MD", "DR", "PR", "DP", "ID", "LO"];

/** Why an assertion is in no title. */
const without: Readonly<Record<string, string>> = {
  "AZ-09": "the id is a row of the table in 6749-redirect-registration.test.ts",
  "AZ-15": "the id is a row of the table in 6749-redirect-registration.test.ts",
  "UI-12": "not built: pages load no picture of a stranger",
};

const idsOf = (kind: keyof typeof kinds): string[] =>
  Array.from({ length: kinds[kind] }, (_, at) => `${kind}-${String(at + 1).padStart(2, "0")}`);

function filesOfPostgres(): ReadonlySet<string> {
  const projects = (config.test?.projects ?? []) as {
    test: { name: string; include: string[]; exclude: string[] };
  }[];
  const { include = [], exclude = [] } =
    projects.find(({ test: { name } }) => name === "postgres")?.test ?? {};
  const files = globSync(include, { cwd: root, exclude }).map((file) => file.replaceAll("\\", "/"));
  // The parts of the store's suite are run by a file of each engine.
  return new Set([...files, ...globSync("server/test/store/parts/*.ts", { cwd: root })]);
}

test.each(documents)("%s has tests in the index", (document) => {
  const files = [...clauses].filter(([clause]) => clause === document || clause.startsWith(`${document} `));
  expect(files.length).toBeGreaterThan(0);
});

describe("assertions", () => {
  test.each(Object.keys(kinds) as (keyof typeof kinds)[])("each of %s is in the title of a test", (kind) => {
    const missing = idsOf(kind).filter((id) => !assertions.has(id) && !(id in without));
    expect(missing).toEqual([]);
  });

  test("what is said to be in no title is in none", () => {
    expect(Object.keys(without).filter((id) => assertions.has(id))).toEqual([]);
  });

  test("no title names one that does not exist", () => {
    const known = new Set((Object.keys(kinds) as (keyof typeof kinds)[]).flatMap(idsOf));
    const unknown = [...assertions.keys()].filter((id) => id.slice(0, 2) in kinds && !known.has(id));
    expect(unknown).toEqual([]);
  });

  test.each(onBoth)("each of %s runs on SQLite and on PostgreSQL", (kind) => {
    const both = filesOfPostgres();
    const lacking = idsOf(kind).filter(
      (id) => ![...(assertions.get(id) ?? [])].some((file) => both.has(file)),
    );
    expect(lacking).toEqual([]);
  });
});
