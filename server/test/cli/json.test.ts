/** `--json`: every command answers one document of a known shape; a command without a shape here fails. */
import { userShapes } from "./user-shapes.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgram } from "../../src/cli/program.ts";
import { tripType } from "../support/details.ts";
import { JWT_BEARER } from "../support/trust.ts";
import { inProcess, machineApp, place, type Place } from "../support/cli.ts";

let at: Place;
let client_id = "";
let organisation = "";
let initialToken = "";
let trusted = "";
const keys = ["--jwks-uri", "https://two.example/jwks", "--without-consent", "--client"];
beforeAll(async () => {
  at = place();
  const { app, live } = await machineApp(at, "--grant", `client_credentials,${JWT_BEARER}`);
  trusted = String((await at.answer("trust", "add", "https://two.example", ...keys, live.client_id))["id"]);
  client_id = live.client_id;
  organisation = (app["organisation"] as { id: string }).id;
  const registering = ["registration-token", "create", "--organisation", organisation];
  initialToken = String((await at.answer(...registering))["id"]);
  writeFileSync(join(at.folder, "type.json"), JSON.stringify(tripType));
  writeFileSync(join(at.folder, "claims.json"), '{"nickname":"Countess"}');
  writeFileSync(join(at.folder, "password"), "correct horse battery\n");
});
afterAll(() => at.remove());

const text = expect.any(String) as string;
const number = expect.any(Number) as number;
const list = expect.any(Array) as unknown[];
const api = {
  id: expect.stringMatching(/^api_/) as string,
  identifier: "https://api.example",
  name: "Bookings",
  access_token_profile: null,
  introspection: true,
  scopes: list,
  authorization_details_types: [],
};
const client = {
  client_id: text,
  environment: text,
  status: "active",
  token_endpoint_auth_method: text,
  grant_types: list,
  redirect_uris: [],
  scope: text,
  resource: text,
  settings: {},
  metadata: {},
  preset: null,
  api_version: null,
  created_at: text,
  disabled_at: null,
  secrets: list,
};
const app = {
  id: expect.stringMatching(/^app_/) as string,
  client_name: text,
  application_type: "machine",
  organisation: { id: text, name: text, verified_at: null },
  created_at: text,
  suspended_at: null,
  suspended_why: null,
};
const scope = { name: "extra:read", words: { en: "More", "pt-BR": "Mais" }, person: false };

const document = fileURLToPath(new URL("../../../examples/openapi.json", import.meta.url));

/** What each command answers, in an order in which each can work. */
const shapes: readonly (readonly [command: string, args: () => readonly string[], shape: object])[] = [
  ["version", () => [], { version: text, node: text }],
  ["login", () => [], { error: "Name the server with --server or GATEHOUSE_SERVER." }],
  ["logout", () => [], { error: "Name the server with --server or GATEHOUSE_SERVER." }],
  ["init", () => [join(at.folder, "new")], { config: text, secret: text }],
  ["organisation create", () => ["--name", "Other"], { id: text, name: "Other", verified_at: null }],
  ["organisation list", () => [], { organisations: list }],
  [
    "registration-token create",
    () => ["--organisation", organisation],
    { id: text, initial_access_token: text, uses: 1, expires_at: text },
  ],
  ["registration-token end", () => [initialToken], { id: text, ended: true }],
  [
    "trust add",
    () => ["https://one.example", ...keys, client_id],
    {
      id: expect.stringMatching(/^tis_/) as string,
      issuer: "https://one.example",
      jwks_uri: "https://two.example/jwks",
      audience: null,
      subject: "id",
      clients: list,
      consent: "waived",
      created_at: text,
    },
  ],
  ["trust list", () => [], { issuers: list }],
  ["trust remove", () => [trusted], { id: text, removed: true }],
  ["organisation verify", () => ["Other"], { id: text, name: "Other", verified_at: text }],
  [
    "api create",
    () => ["--identifier", "https://two.example", "--name", "Two", "--profile", "opaque"],
    {
      ...api,
      identifier: "https://two.example",
      name: "Two",
      access_token_profile: "opaque",
      client_id: text,
      client_secret: text,
    },
  ],
  ["api list", () => [], { apis: list }],
  ["api show", () => ["https://api.example"], api],
  ["api rotate-secret", () => ["https://api.example"], { ...api, client_id: text, client_secret: text }],
  [
    "scope add",
    () => ["extra:read", "--words", "en=More", "--words", "pt-BR=Mais", "--api", "https://api.example"],
    { api: "https://api.example", scope },
  ],
  ["scope list", () => ["--api", "https://api.example"], { api: "https://api.example", scopes: list }],
  [
    "scope remove",
    () => ["extra:read", "--api", "https://api.example"],
    { api: "https://api.example", removed: "extra:read" },
  ],
  [
    "api set-detail-type",
    () => [join(at.folder, "type.json"), "--api", "https://api.example"],
    { api: "https://api.example", type: tripType },
  ],
  [
    "api remove-detail-type",
    () => ["trip", "--api", "https://api.example"],
    { api: "https://api.example", removed: "trip" },
  ],
  [
    "api import",
    () => [document, "--identifier", "https://two.example"],
    { api: { id: text, identifier: "https://two.example" }, outcome: "changed", changes: list, warnings: [] },
  ],
  ["api check", () => [document, "--offline"], { ok: true, routes: 4, scopes: 2, causes: [] }],
  ["guide", () => [], { company: text, title: text, sections: list, reader: null }],
  [
    "app create",
    () => [
      "--name",
      "B",
      "--organisation",
      organisation,
      "--type",
      "machine",
      "--scope",
      "bookings:read",
      "--api",
      "https://api.example",
    ],
    {
      ...app,
      clients: [
        { ...client, client_secret: text },
        { ...client, client_secret: text },
      ],
    },
  ],
  ["app list", () => [], { apps: list }],
  ["app show", () => [client_id], { ...app, clients: [client, client] }],
  [
    "app rotate-secret",
    () => [client_id],
    { client_id: text, client_secret: text, secret_id: text, others_end_at: text },
  ],
  ["app update", () => [client_id, "--scope", "bookings:read"], { clients: [client] }],
  ["app disable", () => [client_id], { clients: [{ ...client, status: "disabled", disabled_at: text }] }],
  ["app usage", () => [client_id], { usage: [] }],
  ["app enable", () => [client_id], { clients: [client] }],
  ...userShapes(() => at.folder),
  ["key list", () => [], { keys: [] }],
  ["key rotate", () => [], { made: [] }],
  ["key import", () => [join(at.folder, "none")], { error: text }],
  ["key revoke", () => ["none"], { error: "There is no such key." }],
  ["migrate", () => [], { ran: [], migrations: list }],
  ["audit list", () => [], { entries: list }],
  ["audit verify", () => [], { ok: true, sound: number, waiting: 0, wrong: null }],
  ["audit head", () => [], { head: text, seq: number, hash: text, sealed_at: text }],
  ["verify", () => [], { ok: true, checks: list }],
  ["backup", () => [join(at.folder, "copy.db")], { file: text, form: "sqlite", bytes: number }],
  ["restore", () => [join(at.folder, "copy.db")], { error: text }],
  ["storage move", () => [], { error: "Give --to postgres://USER:PASSWORD@HOST/NAME." }],
  ["config", () => [], { settings: expect.any(Object) as object, problems: [] }],
  ["doctor", () => [], { ok: true, checks: list }],
  ["docs", () => [], { error: "Give --write or --check." }],
];
/** They go on running (serve.test.ts reads their line), or answer one document per line (audit.test.ts). */
const runs = ["dev", "serve", "audit export"];

test.each(shapes)("%s", async (command, args, shape) => {
  const heard = await at.gatehouse([...command.split(" "), ...args(), "--json"]);
  expect(heard.json()).toEqual(shape);
  expect(heard.code === 0).toBe(!("error" in shape));
  // A "no" is a sentence on standard error too; an answer leaves it silent.
  expect(heard.err === "").toBe(!("error" in shape));
});

test("every command has its shape above", async () => {
  const leaves = (command: Command, name: string): string[] =>
    command.commands.length === 0
      ? [name.trim()]
      : command.commands.flatMap((child) => leaves(child, `${name} ${child.name()}`));
  const io = {
    env: {},
    out: () => undefined,
    err: () => undefined,
    wait: async () => undefined,
    input: async () => "",
  };
  const all = leaves(await createProgram(io, () => undefined), "");
  expect(all.length).toBeGreaterThan(25);
  expect(all.sort()).toEqual([...shapes.map(([command]) => command), ...runs].sort());
});

test("wrong use is exit code 2, one sentence on standard error, and with --json a document", async () => {
  const cases: readonly (readonly [argv: string[], sentence: string])[] = [
    [["ap"], "unknown command 'ap' (Did you mean one of api, app?)"],
    [["app", "lst"], "unknown command 'lst' (Did you mean list?)"],
    [
      ["app", "list", "--organization", "x"],
      "unknown option '--organization' (Did you mean --organisation?)",
    ],
    [["app", "show"], "missing required argument 'app'"],
    [["key", "revoke", "a", "b"], "too many arguments for 'revoke'. Expected 1 argument but got 2"],
    [["user", "create", "ada", "--password", "secret"], "unknown option '--password'"],
    [
      ["app", "create", "--type", "server"],
      "option '--type <type>' argument 'server' is invalid. Allowed choices are web, native, browser, machine.",
    ],
    [["docs", "--write", "--check"], "Give --write or --check."],
  ];
  for (const [argv, sentence] of cases) {
    const plain = await inProcess(argv);
    expect(plain).toMatchObject({ code: 2, out: "" });
    expect(plain.err).toContain(`gatehouse: ${sentence}`);
    expect(plain.err.trimEnd().split("\n")).toHaveLength(1);
    const json = await inProcess([...argv, "--json"]);
    expect(json.code).toBe(2);
    expect((json.json() as { error: string }).error).toContain(sentence);
  }
});

test("what was not foreseen: the stack on standard error for whoever mends it, a sentence in the document", async () => {
  const env = new Proxy<Record<string, string>>(
    {},
    {
      get: () => {
        throw new TypeError("a mistake of ours");
      },
    },
  );
  const heard = await inProcess(["config", "--json"], env);
  expect(heard.code).toBe(1);
  expect(heard.json()).toEqual({ error: "This was not foreseen; please report it with the lines above." });
  expect(heard.err).toMatch(/^\s+at /m);
});

test("help is exit code 0 on standard output, and says what the exit codes mean", async () => {
  for (const argv of [["--help"], ["help", "app"], ["app", "create", "--help"]])
    expect(await inProcess(argv)).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringContaining("Usage: gatehouse") as string,
    });
  expect((await inProcess(["--help"])).out).toContain(
    "Exit codes: 0 done, 1 refused or failed, 2 wrong use.",
  );
  const nothing = await inProcess([]);
  expect(nothing).toMatchObject({ code: 2, out: "" });
});
