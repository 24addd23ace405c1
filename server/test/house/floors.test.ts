/** The one rule of imports, who may use which package, how long a file may be, and a README at each room's door. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const src = join(root, "server/src");

/** A file may import from its own room or from a room on a lower floor; rooms on one floor do not know each other. */
const floors: Record<string, number> = {
  lib: 0,
  oauth: 1,
  accounts: 1,
  config: 1,
  desk: 2,
  store: 3,
  keys: 3,
  guide: 3,
  outbound: 3,
  mail: 3,
  upstream: 3,
  pages: 4,
  http: 5,
  compose: 6,
  cli: 7,
};

/** Which package may enter which room. What is not listed may not be imported at all. */
const packages: Record<string, readonly string[]> = {
  "@gatehouse/guard": ["oauth", "keys", "desk", "guide", "http", "cli"],
  "@gatehouse/guard/node": ["cli"],
  fastify: ["http", "compose"],
  preact: ["pages"],
  "preact-render-to-string": ["pages"],
  negotiator: ["pages"],
  kysely: ["store"],
  pg: ["store"],
  "node:sqlite": ["store"],
  jose: ["keys"],
  "ipaddr.js": ["outbound"],
  "@node-rs/argon2": ["accounts"],
  "@simplewebauthn/server": ["accounts"],
  otpauth: ["accounts"],
  typebox: ["desk"],
  "typebox/value": ["desk"],
  nodemailer: ["mail"],
  "openid-client": ["upstream"],
  "d3-shape": ["pages"],
  "d3-scale": ["pages"],
  "highlight.js": ["pages"],
  uqr: ["pages"],
  yaml: ["config"],
  pino: ["cli"],
  "prom-client": ["http"],
  "@opentelemetry/api": ["http"],
  commander: ["cli"],
};

const files = globSync("**/*.{ts,tsx}", { cwd: src });
const roomOf = (file: string): string => file.split("/")[0] ?? "";

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), "utf8");
  return [
    ...text.matchAll(/^(?:import|export)\s[^;]*?from\s+"([^"]+)"|^import\s+"([^"]+)"|import\("([^"]+)"\)/gm),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

describe("the house", () => {
  test("there are rooms, and every file is in one", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.map(roomOf).filter((room) => !(room in floors))).toEqual([]);
  });

  test("imports go down the floors only", () => {
    const wrong: string[] = [];
    for (const file of files)
      for (const name of importsOf(file)) {
        if (!name.startsWith(".")) continue;
        const target = roomOf(relative(src, normalize(join(src, dirname(file), name))));
        const own = roomOf(file);
        if (target !== own && (floors[target] ?? 99) >= (floors[own] ?? -1)) wrong.push(`${file} → ${name}`);
      }
    expect(wrong).toEqual([]);
  });

  test("a package enters only the rooms it is meant for; nothing from outside enters oauth", () => {
    const wrong: string[] = [];
    for (const file of files)
      for (const name of importsOf(file)) {
        const builtin = name.startsWith("node:") || builtinModules.includes(name);
        if (name.startsWith(".") || (builtin && name !== "node:sqlite")) continue;
        const [base] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? [name];
        const rooms = packages[name] ?? (base === "@gatehouse/guard" ? [] : packages[base]);
        if (!rooms?.includes(roomOf(file))) wrong.push(`${file} → ${name}`);
      }
    expect(wrong).toEqual([]);
  });

  test("oauth and accounts read no clock, no randomness, no environment of the machine", () => {
    const wrong = files.filter(
      (file) =>
        ["oauth", "accounts", "store", "keys"].includes(roomOf(file)) &&
        /\bDate\.now\(|new Date\(\)|Math\.random\(|process\.env|randomBytes\(|randomUUID\(/.test(
          readFileSync(join(src, file), "utf8"),
        ),
    );
    expect(wrong).toEqual([]);
  });

  test("no file has more than 300 lines", () => {
    const all = globSync(["{guard,server,bench,examples,scripts}/**/*.{ts,tsx,mjs}"], {
      cwd: root,
      exclude: (name) => name.includes("node_modules") || name.includes("dist"),
    });
    const long = all
      .filter((file) => !/node_modules|\/dist\//.test(file))
      .map((file) => [file, readFileSync(join(root, file), "utf8").split("\n").length - 1] as const)
      .filter(([, lines]) => lines > 300);
    expect(all.length).toBeGreaterThan(100);
    expect(long).toEqual([]);
  });

  test("every room has a README of at most 15 lines at its door", () => {
    const rooms = Object.keys(floors).filter((room) => !room.endsWith(".ts") && existsSync(join(src, room)));
    const wrong = rooms.filter((room) => {
      const readme = join(src, room, "README.md");
      return !existsSync(readme) || readFileSync(readme, "utf8").trimEnd().split("\n").length > 15;
    });
    expect(wrong).toEqual([]);
  });

  test("a file opens with a sentence that says what it is", () => {
    const wrong = files.filter(
      (file) => !/^(#!.*\n)?\/\*\*\s?\S/.test(readFileSync(join(src, file), "utf8")),
    );
    expect(wrong).toEqual([]);
  });

  test("a new grant is two edits: no file but its own and the list names a grant_type as code", () => {
    const list = readFileSync(join(src, "oauth/grants/index.ts"), "utf8");
    const grants = globSync("*.ts", { cwd: join(src, "oauth/grants") }).filter(
      (file) => !["grant.ts", "index.ts"].includes(file),
    );
    for (const file of grants) expect(list).toContain(`"./${file}"`);
  });
});
