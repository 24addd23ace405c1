/** What a server loads before it can give tokens, and that everything which it loads later can be loaded. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Help } from "commander";
import { expect, test } from "vitest";
import { commands } from "../../src/cli/commands/index.ts";
import { processIo } from "../../src/cli/io.ts";
import { createProgram } from "../../src/cli/program.ts";
import { protocolRoutes } from "../../src/http/protocol-routes.ts";
import { routes } from "../../src/http/routes.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const src = join(root, "server/src");
const textOf = (file: string): string => readFileSync(join(src, file), "utf8");

/** Files and packages that a file loads before it runs itself. */
function loadedBy(file: string): string[] {
  return [...textOf(file).matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from\s+"([^"]+)"/gm)].map(
    ([, name = ""]) => (name.startsWith(".") ? relative(src, join(src, dirname(file), name)) : name),
  );
}

function loadedFrom(...waiting: string[]): Set<string> {
  const seen = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (existsSync(join(src, next))) waiting.push(...loadedBy(next));
  }
  return seen;
}

test("a token needs no page, no word, no schema and nobody else's provider: none is loaded at the start", () => {
  const loaded = [...loadedFrom("cli/commands/serve.ts", "http/app.ts")];
  expect(loaded).toContain("http/oauth/token.ts");
  expect(loaded).toContain("fastify");
  const early =
    /^(?:preact|typebox|openid-client|nodemailer|yaml|highlight\.js|otpauth|@simplewebauthn|@opentelemetry|@node-rs|pages\/words\/index|pages\/.*tsx|desk\/operations|guide|http\/(?:portal|console)\/routes)/;
  expect(loaded.filter((name) => early.test(name))).toEqual([]);
});

test("a command needs what it needs: no other command, no store and no server is loaded with the program", () => {
  const loaded = [...loadedFrom("cli/run.ts"), ...loadedFrom("cli/io.ts")];
  expect(loaded).toContain("cli/commands/index.ts");
  const early =
    /^(?:kysely|fastify|pino|prom-client|jose|(?:store\/engine|compose|http|keys|pages|guide)\/|cli\/commands\/(?!index))/;
  expect(loaded.filter((name) => early.test(name))).toEqual([]);
});

test("what every command is shown as is what it is", async () => {
  const io = { ...processIo, out: () => undefined, err: () => undefined };
  const program = await createProgram(io, () => undefined);
  const usual = new Help();
  expect(program.commands.map((command) => usual.subcommandTerm(command))).toEqual(
    commands.map(({ shown }) => shown),
  );
});

/** As a module it brings Node's `fetch` along: `lib/node-http.ts` says what that costs. */
test.each(["server/src", "guard/src"])("%s takes nothing but types from node:http", (folder) => {
  const files = globSync("**/*.{ts,tsx}", { cwd: join(root, folder) });
  const taking = files.filter((file) =>
    /^import (?!type\b)[^;]*?from "node:(?:http|https)"/m.test(
      readFileSync(join(root, folder, file), "utf8"),
    ),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(taking).toEqual([]);
});

/** Files by their place under src, packages by name. `yaml` is fetched by require, because settings are read in one go. */
const later = new Set([
  "yaml",
  ...globSync("**/*.{ts,tsx}", { cwd: src }).flatMap((file) =>
    [...textOf(file).matchAll(/import\("([^"]+)"\)/g)].map(([, name = ""]) =>
      name.startsWith(".") ? relative(src, join(src, dirname(file), name)) : name,
    ),
  ),
]);

test("there are parts that are loaded later", () => {
  expect(later).toContain("http/wing-of-people.ts");
});

test.each([...later])("what is loaded later can be loaded: %s", async (name) => {
  const place = existsSync(join(src, name)) ? join(src, name) : name;
  expect(Object.keys((await import(place)) as object)).not.toEqual([]);
});

test("an address is at hand from the start or comes later, never both: the first would answer for the second", () => {
  const first = new Set(protocolRoutes.map(({ path }) => path));
  expect(routes.map(({ path }) => path).filter((path) => first.has(path))).toEqual([]);
});
