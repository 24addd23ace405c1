/** For every route, set of scopes and kind of token the guard's verdict is the one that the OpenAPI document tells. */
import {
  array,
  asyncProperty,
  assert,
  boolean,
  constantFrom,
  option,
  record,
  subarray,
  uniqueArray,
} from "fast-check";
import { expect, test } from "vitest";
import { fromOpenAPI } from "../src/index.ts";
import { call, MACHINE, makeGuard, makeWorld, short, token } from "./support/issuer.ts";

const SCOPES = ["read", "write", "delete", "profile"];
const METHODS = ["get", "put", "post", "delete", "patch"];
const PATHS = ["/bookings", "/bookings/{id}", "/bookings/{id}/guests", "/me", "/health"];

interface Operation {
  method: string;
  path: string;
  /** Sets of scopes, one of which is needed; null: everybody. */
  ways: string[][] | null;
  person: boolean;
}

const operation = record<Operation>({
  method: constantFrom(...METHODS),
  path: constantFrom(...PATHS),
  ways: option(array(subarray(SCOPES), { minLength: 1, maxLength: 3 }), { freq: 4 }),
  person: boolean(),
});

function documentOf(operations: readonly Operation[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path, ways, person } of operations)
    (paths[path] ??= {})[method] =
      ways === null
        ? { security: [] }
        : { security: ways.map((oauth) => ({ oauth })), ...(person ? { "x-gatehouse-person": true } : {}) };
  const scopes = Object.fromEntries(SCOPES.map((name) => [name, name]));
  const flows = { authorizationCode: { authorizationUrl: "/a", tokenUrl: "/t", scopes } };
  return {
    openapi: "3.0.3",
    info: { title: "T", version: "1" },
    components: { securitySchemes: { oauth: { type: "oauth2", flows } } },
    paths,
  };
}

/** What a reader of the document expects, in their own words and not in the guard's. */
function documented(found: Operation | undefined, scopes: readonly string[], person: boolean): string {
  if (found === undefined) return "403 no_rule";
  if (found.ways === null) return "pass";
  if (found.person && !person) return "403 person_required";
  return found.ways.some((way) => way.every((scope) => scopes.includes(scope)))
    ? "pass"
    : "403 insufficient_scope";
}

const operations = uniqueArray(operation, {
  selector: ({ method, path }) => `${method} ${path}`,
  maxLength: 12,
});

test("RS-04 the guard's verdict is the documented verdict, for every route, scope set and kind of token", async () => {
  const world = makeWorld();
  await assert(
    asyncProperty(operations, subarray(SCOPES), boolean(), async (all, scopes, person) => {
      const guard = makeGuard(world, fromOpenAPI(documentOf(all)));
      const jwt = `Bearer ${token({ scope: scopes.join(" "), ...(person ? {} : MACHINE) })}`;
      for (const path of PATHS)
        for (const method of METHODS) {
          const found = all.find((each) => each.method === method && each.path === path);
          const line = `${method.toUpperCase()} ${path.replace("{id}", "b1")}`;
          expect(short(await call(guard, line, jwt)), line).toBe(documented(found, scopes, person));
          const open = found?.ways === null;
          expect((await call(guard, line, null)).ok, `${line} without a token`).toBe(open);
        }
    }),
    { seed: 4, numRuns: 60 },
  );
});

test("RS-04 one changed security entry changes the verdict of its route and of no other", async () => {
  const world = makeWorld();
  const before: Operation[] = PATHS.map((path) => ({ method: "get", path, ways: [["read"]], person: false }));
  const after = before.map((each) => (each.path === "/me" ? { ...each, ways: [["write"]] } : each));
  const jwt = `Bearer ${token({ scope: "read" })}`;
  const verdicts = async (all: Operation[]): Promise<string[]> => {
    const guard = makeGuard(world, fromOpenAPI(documentOf(all)));
    return Promise.all(
      PATHS.map(async (path) => short(await call(guard, `GET ${path.replace("{id}", "b1")}`, jwt))),
    );
  };
  expect(await verdicts(before)).toEqual(PATHS.map(() => "pass"));
  expect(await verdicts(after)).toEqual(
    PATHS.map((path) => (path === "/me" ? "403 insufficient_scope" : "pass")),
  );
});
