/** RS-10 — which rule covers a path, and the tricks by which a path might skip its rule. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileRoutes } from "../src/index.ts";
import type { RouteRule } from "../src/index.ts";
import { call, makeGuard, makeWorld, short, token } from "./support/issuer.ts";

const open = { method: "GET", public: true } as const;
const closed = { method: "GET", scopes: ["admin"] };
/** Public neighbours on every side of the protected routes: whatever slips past one falls into the other. */
const ROUTES: RouteRule[] = [
  { ...open, path: "/" },
  { ...open, path: "/:page" },
  { ...open, path: "/files/*" },
  { ...closed, path: "/admin" },
  { ...closed, path: "/files/secret" },
  { ...closed, path: "/files/secret/:part" },
  { ...closed, path: "/Mixed/Case" },
  { ...open, path: "/users/:id" },
  { ...closed, path: "/users/@me" },
];
const guard = makeGuard(makeWorld(), { routes: ROUTES });
const say = async (path: string): Promise<string> =>
  short(await guard.check({ method: "GET", url: path, headers: new Headers() }));

describe("readings", () => {
  test.each([
    ["/", "pass"],
    ["/about", "pass"],
    ["/about?x=//../;", "pass"],
    ["/About", "pass"],
    ["/caf%C3%A9", "pass"],
    ["/100%25", "pass"],
    ["/a%20b", "pass"],
    ["/files/a/b.txt", "pass"],
    ["/files/a/", "pass"],
    ["/users/7", "pass"],
    ["/users/a%40b.example", "pass"],
    ["https://api.example/about", "pass"],
    ["/admin", "401 no_token"],
    ["/admin?x", "401 no_token"],
    ["/files/secret", "401 no_token"],
    ["/files/secret/1", "401 no_token"],
    ["/users/@me", "401 no_token"],
    ["/Mixed/Case", "401 no_token"],
    // What only a forgiving router would take for the protected route:
    ["/ADMIN", "400 ambiguous_path"],
    ["/aDmin", "400 ambiguous_path"],
    ["/admin/", "403 no_rule"],
    ["/files/secret/", "400 ambiguous_path"],
    ["/files/Secret", "400 ambiguous_path"],
    ["/files/secret/1/", "400 ambiguous_path"],
    ["/files/%C5%BFecret", "400 ambiguous_path"],
    ["/users/%40me", "400 ambiguous_path"],
    ["/mixed/case", "403 no_rule"],
    ["/admin%20", "400 ambiguous_path"],
    // What nobody needs to send:
    ["//admin", "400 ambiguous_path"],
    ["/files//secret", "400 ambiguous_path"],
    ["/files/./secret", "400 ambiguous_path"],
    ["/files/x/../secret", "400 ambiguous_path"],
    ["/files/..", "400 ambiguous_path"],
    ["/files/x/..;/secret", "400 ambiguous_path"],
    ["/files/secret;v=1", "400 ambiguous_path"],
    ["/admin;", "400 ambiguous_path"],
    ["/admin%3B", "400 ambiguous_path"],
    ["/files%2Fsecret", "400 ambiguous_path"],
    ["/files%2fsecret", "400 ambiguous_path"],
    ["/files%5Csecret", "400 ambiguous_path"],
    [String.raw`/files\secret`, "400 ambiguous_path"],
    ["/%61dmin", "400 ambiguous_path"],
    ["/%2561dmin", "400 ambiguous_path"],
    ["/files/%2e%2e/admin", "400 ambiguous_path"],
    ["/files/%2E/secret", "400 ambiguous_path"],
    ["/admin%00", "400 ambiguous_path"],
    ["/admin%0a", "400 ambiguous_path"],
    ["/admin%C2%85", "400 ambiguous_path"],
    ["/admin\u0000", "400 ambiguous_path"],
    ["/admin\n", "400 ambiguous_path"],
    ["/admin ", "400 ambiguous_path"],
    ["/\u00e4", "400 ambiguous_path"],
    ["/admin%", "400 ambiguous_path"],
    ["/admin%4", "400 ambiguous_path"],
    ["/admin%zz", "400 ambiguous_path"],
    ["/%C0%AE", "400 ambiguous_path"],
    ["/%FF", "400 ambiguous_path"],
    ["/%u0061dmin", "400 ambiguous_path"],
    ["/about#/../admin", "400 ambiguous_path"],
    ["/about%23x", "400 ambiguous_path"],
    ["/admin%3Fx", "400 ambiguous_path"],
    ["", "400 ambiguous_path"],
    ["about", "400 ambiguous_path"],
    ["*", "400 ambiguous_path"],
    ["?/about", "400 ambiguous_path"],
    ["https://api.example", "400 ambiguous_path"],
    ["https://api.example?/about", "400 ambiguous_path"],
    [String.raw`https://api.example\@evil/about`, "400 ambiguous_path"],
    ["https://a@api.example/about", "400 ambiguous_path"],
    ["file:///about", "400 ambiguous_path"],
    [`/${"a".repeat(4096)}`, "414 path_too_long"],
    ["/nowhere/at/all", "403 no_rule"],
  ])("RS-10 %s: %s", async (path, expected) => {
    expect(await say(path)).toBe(expected);
  });

  test("RS-10 nothing unlisted passes, with whatever token", async () => {
    expect(short(await call(guard, "GET /no/rule", `Bearer ${token({ scope: "admin" })}`))).toBe(
      "403 no_rule",
    );
    expect(short(await call(guard, "POST /about", `Bearer ${token({ scope: "admin" })}`))).toBe(
      "403 no_rule",
    );
  });
});

/** The path as the most forgiving stack of proxy and router would read it. */
function forgiving(path: string): string {
  let text = path;
  for (let round = 0; round < 2; round += 1) {
    text = text.replace(/%[0-9a-f]{2}/gi, (escape) => {
      const code = Number.parseInt(escape.slice(1), 16);
      return code < 0x80 ? String.fromCharCode(code) : escape;
    });
  }
  const cut = text.split(/[?#\0]/)[0] ?? "";
  const segments: string[] = [];
  for (const raw of cut.replaceAll("\\", "/").split("/")) {
    const segment = (raw.split(";")[0] ?? "").trim();
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment.toLowerCase());
  }
  return `/${segments.join("/")}`;
}

const escapeOne = (character: string): string => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;

function mutate(path: string, step: { at: number; insert?: string; change?: string }): string {
  const at = step.at % (path.length + 1);
  const [before, character, after] = [path.slice(0, at), path.slice(at, at + 1), path.slice(at + 1)];
  if (step.insert !== undefined) return before + step.insert + character + after;
  if (character === "" || character.charCodeAt(0) > 0x7f) return path;
  if (step.change === "upper") return before + character.toUpperCase() + after;
  const escape = escapeOne(character);
  return before + (step.change === "double" ? escape.replace("%", "%25") : escape) + after;
}

describe("mutated paths", () => {
  const targets = ["/admin", "/files/secret", "/files/secret/1", "/users/@me", "/Mixed/Case"];
  const protectedPaths = new Set(targets.map((path) => path.toLowerCase()));
  const BITS = [
    "/",
    "//",
    "/./",
    "/../",
    "/x/../",
    ";",
    ";x=1",
    "%2f",
    "%5c",
    "\\",
    "%00",
    "%2e",
    "?",
    "#",
    "%",
    "%25",
    "%20",
    "\t",
  ];
  const mutation = fc.oneof(
    fc.record({ at: fc.nat(20), insert: fc.constantFrom(...BITS) }),
    fc.record({ at: fc.nat(20), change: fc.constantFrom("upper", "escape", "double") }),
  );

  test("RS-10 no spelling that any router could take for a protected route passes without a token", async () => {
    const mutated = fc
      .tuple(fc.constantFrom(...targets), fc.array(mutation, { maxLength: 4 }))
      .map(([path, steps]) => steps.reduce<string>(mutate, path));
    await fc.assert(
      fc.asyncProperty(mutated, async (path) => {
        fc.pre(protectedPaths.has(forgiving(path)));
        expect(await say(path)).not.toBe("pass");
      }),
      { numRuns: 20_000, seed: 20_261_122, maxSkipsPerRun: 20 },
    );
  });

  test("RS-10 any text at all gets an answer, and never a 500", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), fc.string(), async (path, method) => {
        const verdict = await guard.check({ method, url: `/${path}`, headers: new Headers() });
        expect(verdict.ok ? 200 : verdict.challenge.status).toBeLessThan(500);
      }),
      { numRuns: 5000, seed: 20_261_122 },
    );
  });
});

const find = (routes: RouteRule[], path: string): unknown => {
  const segments = path.slice(1).split("/");
  return compileRoutes(routes).find("GET", { segments, lenient: segments, query: "" });
};

describe("rules", () => {
  test("the most specific rule covers a path, whatever the order", () => {
    const rules: RouteRule[] = [
      { ...open, path: "/a/*" },
      { ...open, path: "/a/:b/c" },
      { ...open, path: "/a/x" },
      { ...open, path: "/:y/x/c" },
    ];
    for (const routes of [rules, rules.toReversed()]) {
      expect(find(routes, "/a/x")).toMatchObject({ path: "/a/x" });
      expect(find(routes, "/a/x/c")).toMatchObject({ path: "/a/:b/c" });
      expect(find(routes, "/a/x/d")).toMatchObject({ path: "/a/*" });
      expect(find(routes, "/b/x/c")).toMatchObject({ path: "/:y/x/c" });
      expect(find(routes, "/a")).toBe("no_rule");
    }
  });

  test.each<[string, RouteRule[]]>([
    ["lower-case method", [{ ...open, method: "get", path: "/" }]],
    ["HEAD", [{ ...open, method: "HEAD", path: "/" }]],
    ["no slash", [{ ...open, path: "a" }]],
    ["trailing slash", [{ ...open, path: "/a/" }]],
    ["double slash", [{ ...open, path: "/a//b" }]],
    ["dots", [{ ...open, path: "/a/.." }]],
    ["star in the middle", [{ ...open, path: "/*/a" }]],
    ["regexp", [{ ...open, path: "/a/:id(\\d+)" }]],
    ["escape", [{ ...open, path: "/a%20b" }]],
    ["query", [{ ...open, path: "/a?b" }]],
    ["neither scopes nor public", [{ method: "GET", path: "/" }]],
    ["public and scopes", [{ ...open, path: "/", scopes: ["a"] }]],
    ["public and person", [{ ...open, path: "/", person: true }]],
    ["two scopes in one", [{ method: "GET", path: "/", scopes: ["a b"] }]],
    [
      "the same twice",
      [
        { ...open, path: "/a/:x" },
        { ...open, path: "/a/:y" },
      ],
    ],
    [
      "the same but for letter case",
      [
        { ...open, path: "/a" },
        { ...open, path: "/A" },
      ],
    ],
    [
      "two stars",
      [
        { ...open, path: "/a/*" },
        { ...open, path: "/A/*" },
      ],
    ],
  ])("an unclear rule (%s) is a TypeError at start", (_name, routes) => {
    expect(() => compileRoutes(routes)).toThrow(TypeError);
  });
});
