/** `gatehouse --server`: the command line at a server elsewhere, over its management API: the same words, answers and exit codes. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request as forward, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createProgram } from "../../src/cli/program.ts";
import { keep, readKept } from "../../src/cli/remote/kept.ts";
import { nameOf, REMOTE, refuseElsewhere } from "../../src/cli/remote/where.ts";
import { READ } from "../../src/desk/scopes.ts";
import { ALL, apiWorld, programOf, type ApiWorld } from "../api/world.ts";
import { inProcess, type Said } from "../support/cli.ts";
import { postToken } from "../support/flow.ts";
import type { TestApp } from "../support/server.ts";

let world: ApiWorld;
let staff: TestApp;
let folder: string;
beforeAll(async () => {
  world = await apiWorld();
  staff = await programOf(world, "remote-staff", world.ours.organisation.id, ALL);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-remote-"));
  return () => rmSync(folder, { recursive: true, force: true });
});
afterAll(() => world.server.close());

const envOf = (app: TestApp, server: string = world.server.issuer): Record<string, string> => ({
  XDG_CONFIG_HOME: folder,
  GATEHOUSE_SERVER: server,
  GATEHOUSE_CLIENT_ID: app.client_id,
  GATEHOUSE_CLIENT_SECRET: app.client_secret,
});

/** One command at the server, as a program of staff. */
const there = (...argv: string[]): Promise<Said> => inProcess(argv, envOf(staff));
async function answer(...argv: string[]): Promise<Record<string, unknown>> {
  const heard = await there(...argv, "--json");
  if (heard.code !== 0) throw new Error(`${argv.join(" ")}: ${heard.err}`);
  return heard.json();
}

test("every command that works elsewhere does, and answers as it does here", async () => {
  const client = {
    environment: "test",
    status: "active",
    scope: "bookings:read",
    secrets: expect.any(Array) as unknown,
  };
  const machine = ["--type", "machine", "--scope", "bookings:read", "--environment", "test"];
  const app = await answer("app", "create", "--name", "Made afar", "--organisation", "ours", ...machine);
  expect(app).toMatchObject({ client_name: "Made afar", clients: [client] });
  const id = String(app["id"]);
  const [{ client_id, client_secret } = { client_id: "", client_secret: "" }] = app["clients"] as TestApp[];
  expect(client_secret).toMatch(/^ghs_test_/);
  expect(await answer("app", "show", id)).toMatchObject({ id, clients: [{ client_id }] });
  expect(await answer("app", "show", client_id)).toMatchObject({ id });
  const listed = (await answer("app", "list", "--organisation", "ours"))["apps"] as { id: string }[];
  expect(listed.map((one) => one.id)).toContain(id);
  expect((await answer("app", "list"))["apps"]).toContainEqual(expect.objectContaining({ id }));
  expect(await answer("app", "rotate-secret", client_id, "--overlap", "1h")).toEqual({
    client_id,
    client_secret: expect.stringMatching(/^ghs_test_/) as string,
    secret_id: expect.stringMatching(/^sec_/) as string,
    others_end_at: new Date(world.server.clock.now() + 3_600_000).toISOString(),
  });
  expect(await answer("app", "update", client_id, "--scope", "bookings:read,bookings:create")).toMatchObject({
    clients: [{ scope: "bookings:read bookings:create" }],
  });
  const { server } = world;
  await postToken(server, { grant_type: "client_credentials", client_id, client_secret });
  const [row] = (await answer("app", "usage", id, "--days", "1"))["usage"] as object[];
  expect(row).toMatchObject({ client_id, environment: "test", kind: "token", count: 1 });
  expect((await there("app", "usage", client_id)).out).toMatch(/^ENVIRONMENT +WHAT/);
  expect(await answer("app", "disable", id)).toMatchObject({ clients: [{ status: "disabled" }] });
  expect(await answer("app", "enable", id)).toMatchObject({ clients: [{ status: "active" }] });

  const theirs = { id: world.theirs.organisation.id, name: "theirs", verified_at: null };
  expect((await answer("organisation", "list"))["organisations"]).toContainEqual(theirs);
  expect(await answer("organisation", "verify", "theirs")).toMatchObject({
    verified_at: expect.any(String) as string,
  });
  expect(await answer("organisation", "verify", "theirs", "--undo")).toEqual(theirs);
  // A program is no person, who could own what it founds.
  expect((await there("organisation", "create", "--name", "New")).code).toBe(1);

  const users = (await answer("user", "list"))["users"] as { username: string }[];
  expect(users.map(({ username }) => username)).toContain("stranger");
  expect(await answer("user", "disable", "stranger")).toMatchObject({
    disabled_at: expect.any(String) as string,
  });
  expect(await answer("user", "enable", "stranger")).toMatchObject({ disabled_at: null, locale: null });
  expect(await answer("user", "end-sessions", "theirs-viewer")).toEqual({ ended: 0 });

  expect(await answer("scope", "list")).toMatchObject({ api: world.server.api.identifier });
  const trips = { name: "trips:read", words: { en: "See trips" }, person: false, access: "read" };
  const added = await answer("scope", "add", "trips:read", "--words", "en=See trips", "--reads");
  expect(added).toEqual({ api: world.server.api.identifier, scope: trips });
  expect(await answer("scope", "remove", "trips:read")).toMatchObject({ removed: "trips:read" });
  await world.server.gatehouse.ring.ensure({ alg: "ES256", rsa_bits: 0, environment: "test" });
  const keys = (await answer("key", "list"))["keys"] as { kid: string; alg: string }[];
  const { kid = "" } = keys.find(({ alg }) => alg === "ES256") ?? {};
  expect(keys.find((key) => key.kid === kid)).not.toHaveProperty("rsa_bits");
  expect((await answer("key", "rotate"))["made"]).not.toEqual([]);
  expect(await answer("key", "revoke", kid)).toMatchObject({ revoked: [kid] });

  const entries = (await answer("audit", "list", "--action", "key", "--limit", "2"))["entries"] as object[];
  expect(entries).toHaveLength(2);
  expect(entries[0]).toHaveProperty("hash");
  const exported = (await there("audit", "export", "--action", "app.created")).out.trim().split("\n");
  expect(exported.map((line) => (JSON.parse(line) as { action: string }).action)).toContain("app.created");
});

test("text is for people, and holds no token", async () => {
  const { token } = world.asker("admin");
  const heard = await there("app", "list");
  expect(heard.out).toMatch(/^APP +ORGANISATION +ENVIRONMENT/);
  expect(heard.err).toBe("");
  expect(heard.out).not.toContain(token);
});

const metadata = (origin: string): object => ({
  issuer: origin,
  token_endpoint: `${origin}/token`,
  revocation_endpoint: `${origin}/revoke`,
});

describe("which server", () => {
  test.each([
    ["http://auth.example.com", "over https only"],
    ["ftp://auth.example.com", "Give --server as an address"],
    ["https://ada:secret@auth.example.com", "Give --server as an address"],
    ["nonsense", "Give --server as an address"],
  ])("%s is refused", async (server, sentence) => {
    const heard = await inProcess(["app", "list", "--server", server], { XDG_CONFIG_HOME: folder });
    expect([heard.code, heard.err]).toEqual([2, expect.stringContaining(sentence)]);
  });

  test("certificates are checked, whatever the environment of Node says", async () => {
    const env = { ...envOf(staff), NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    expect((await inProcess(["app", "list"], env)).err).toContain("nobody would check who answers");
  });

  test.each<[string, (origin: string) => object]>([
    ["of another issuer", (origin) => ({ ...metadata(origin), issuer: "https://auth.example.com" })],
    [
      "that leads elsewhere",
      (origin) => ({ ...metadata(origin), token_endpoint: "https://evil.example/token" }),
    ],
  ])("metadata %s is believed by nobody, and no secret is sent", async (_, document) => {
    let secrets = 0;
    const between = await listening((request, response) => {
      if (request.method === "POST") secrets++;
      response.end(JSON.stringify(document(`http://${request.headers.host}`)));
    });
    const heard = await inProcess(["login"], envOf(staff, between.origin));
    between.server.close();
    expect([heard.code, heard.err]).toEqual([1, expect.stringContaining("is no Gatehouse of this address")]);
    expect(secrets).toBe(0);
  });

  test("a token follows no redirect", async () => {
    let followed = 0;
    const between = await listening((request, response) => {
      if (request.url === "/elsewhere") followed++;
      response.writeHead(307, { location: "/elsewhere" }).end("{}");
    });
    keep({ env: { XDG_CONFIG_HOME: folder } }, between.origin, {
      client_id: "c",
      access_token: "t",
      expiresAt: Date.now() + 3_600_000,
      refresh_token: null,
      scope: READ,
    });
    const heard = await inProcess(["app", "list"], envOf(staff, between.origin));
    between.server.close();
    expect([heard.code, heard.err]).toEqual([1, expect.stringContaining("status 307")]);
    expect(followed).toBe(0);
  });

  test("what creates is sent again under one key when its answer was lost, and done once", async () => {
    let lost = 0;
    const keys = new Set<unknown>();
    const between = await listening((request, response) => {
      const to = new URL(request.url ?? "/", world.server.origin);
      const { method, headers } = request;
      const passed = forward(to, { method, headers }, (answered) => {
        if (method === "POST" && to.pathname.startsWith("/v1")) keys.add(headers["idempotency-key"]);
        if (method === "POST" && to.pathname.startsWith("/v1") && lost++ === 0) {
          answered.resume().on("end", () => request.socket.destroy());
          return;
        }
        response.writeHead(answered.statusCode ?? 0, answered.headers);
        answered.pipe(response);
      });
      request.pipe(passed);
    });
    // The token is of the server behind; only the way to it is another.
    await inProcess(["login"], envOf(staff));
    const io = { env: { XDG_CONFIG_HOME: folder } };
    const kept = readKept(io, world.server.issuer);
    if (kept === null) throw new Error("no token");
    keep(io, between.origin, kept);
    const made = ["app", "create", "--name", "Once", "--organisation", world.ours.organisation.id];
    const heard = await inProcess([...made, "--type", "machine", "--scope", "bookings:read"], {
      XDG_CONFIG_HOME: folder,
      GATEHOUSE_SERVER: between.origin,
    });
    between.server.closeAllConnections();
    between.server.close();
    expect([heard.code, heard.err, lost, keys.size]).toEqual([0, "", 2, 1]);
    const apps = (await answer("app", "list", "--organisation", "ours"))["apps"] as { client_name: string }[];
    expect(apps.filter(({ client_name }) => client_name === "Once")).toHaveLength(1);
  });
});

async function listening(
  work: Parameters<typeof createServer>[1],
): Promise<{ server: Server; origin: string }> {
  const server = createServer(work);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve());
  });
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("a no of the server is a sentence, with the option that was wrong", async () => {
  const scopes = ["--type", "machine", "--scope", "none"];
  const wrong = await there("app", "create", "--name", "X", "--organisation", "ours", ...scopes);
  expect([wrong.code, wrong.out, wrong.err]).toEqual([1, "", expect.stringContaining("--scope: ")]);
  const none = await there("app", "show", "app_none");
  expect([none.code, none.err]).toEqual([1, expect.stringContaining("There is no such thing")]);
});

test("every other command says why it works on this machine only", async () => {
  const io = {
    env: {},
    out: () => undefined,
    err: () => undefined,
    wait: async () => undefined,
    input: async () => "",
  };
  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
  const all = leaves(await createProgram(io, () => undefined));
  const refused = all.filter((command) => {
    try {
      refuseElsewhere(command, "https://auth.example.com");
      return false;
    } catch (error) {
      expect((error as Error).message).toMatch(/^`gatehouse [a-z -]+` cannot be done at https:\/\/auth/);
      return true;
    }
  });
  const names = new Set(all.map(nameOf));
  expect([...REMOTE].filter((name) => !names.has(name))).toEqual([]);
  expect(refused.length).toBe(all.length - REMOTE.size - 6);
});

test("a command of this machine does nothing at all when a server is named", async () => {
  const heard = await there("backup", join(folder, "copy.db"));
  expect([heard.code, heard.err]).toEqual([2, expect.stringContaining("it copies the database itself")]);
});
