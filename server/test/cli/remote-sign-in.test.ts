/** `gatehouse login` and `logout`: who is at a server elsewhere, and where the token is kept. */
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { READ, STAFF_SCOPE, WRITE } from "../../src/desk/scopes.ts";
import { ALL, apiWorld, programOf, type ApiWorld } from "../api/world.ts";
import { inProcess, type Said } from "../support/cli.ts";
import { DEVICE, decide } from "../support/device.ts";
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

/** The one file with a token. */
const keptFile = (): string => {
  const tokens = join(folder, "gatehouse", "tokens");
  return join(tokens, readdirSync(tokens)[0] ?? "");
};
const tokenIn = (file: string): string =>
  (JSON.parse(readFileSync(file, "utf8")) as { access_token: string }).access_token;

const statusWith = async (token: string): Promise<number> =>
  (await fetch(`${world.server.issuer}/v1/organisations`, { headers: { authorization: `Bearer ${token}` } }))
    .status;

describe("who is there", () => {
  test("login keeps a token for its owner alone and shows it nowhere; logout ends it", async () => {
    const heard = await inProcess(["login", "--json"], envOf(staff));
    expect(heard.json()).toEqual({
      server: world.server.issuer,
      client_id: staff.client_id,
      scope: expect.stringContaining(STAFF_SCOPE) as string,
      expires_at: expect.any(String) as string,
    });
    const file = keptFile();
    const token = tokenIn(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "gatehouse", "tokens")).mode & 0o777).toBe(0o700);
    expect(heard.out + heard.err).not.toContain(token);
    expect(readFileSync(file, "utf8")).not.toContain(staff.client_secret);
    expect(await statusWith(token)).toBe(200);
    const out = await inProcess(["logout", "--json"], envOf(staff));
    expect(out.json()).toEqual({ server: world.server.issuer, forgotten: true, ended: true });
    expect(await statusWith(token)).toBe(401);
    expect(readdirSync(join(folder, "gatehouse", "tokens"))).toEqual([]);
  });

  test("a token that others can read is not used", async () => {
    await inProcess(["login"], envOf(staff));
    chmodSync(keptFile(), 0o644);
    const heard = await there("app", "list");
    expect([heard.code, heard.err]).toEqual([1, expect.stringContaining("can be read by others")]);
  });

  test("RFC 8628 a person allows it in a browser; what is dangerous needs a fresh sign-in", async () => {
    const { server, ours } = world;
    const app = await programOf(world, "line", ours.organisation.id, [READ, WRITE], [DEVICE]);
    const env = { XDG_CONFIG_HOME: folder, GATEHOUSE_SERVER: server.issuer };
    let said = "";
    let asked = 0;
    const code = await run(["login", "--client-id", app.client_id], {
      env: { ...env, GATEHOUSE_CLIENT_SECRET: "" },
      out: () => undefined,
      err: (text) => void (said += text),
      input: async () => "",
      async wait(milliseconds) {
        server.clock.advance(milliseconds);
        const user_code = /[?&]user_code=([A-Z-]+)/.exec(said)?.[1] ?? "";
        if (asked++ === 1) await decide(server, user_code, { ...server.person, username: "ours-owner" });
      },
    });
    expect([code, asked]).toEqual([0, 2]);
    const client_id = ours.app.clients[0]?.client_id ?? "";
    expect((await inProcess(["app", "list"], env)).out).toContain(client_id);
    expect((await inProcess(["app", "disable", client_id], env)).code).toBe(0);
    expect((await inProcess(["app", "enable", client_id], env)).code).toBe(0);
    server.clock.advance(11 * 60_000);
    const late = await inProcess(["app", "disable", client_id, "--json"], env);
    expect([late.code, late.json()]).toEqual([
      1,
      { error: "This needs a fresh sign-in: run `gatehouse login`, then do it within ten minutes." },
    ]);
  });

  test("nobody: the way in is said", async () => {
    const env = { XDG_CONFIG_HOME: folder, GATEHOUSE_SERVER: world.server.issuer };
    const heard = await inProcess(["app", "list"], env);
    expect([heard.code, heard.err]).toEqual([1, expect.stringContaining("run `gatehouse login --server")]);
  });

  test("a token that ended elsewhere, a secret that is wrong, a server that has no /v1", async () => {
    await inProcess(["login"], envOf(staff));
    const client = await world.server.gatehouse.store.registry.findApp(staff.client_id);
    await world.server.gatehouse.store.registry.disableClient(staff.client_id, world.server.clock.now());
    expect((await there("app", "list")).err).toContain("does not take your token any more");
    await world.server.gatehouse.store.registry.enableClient(client?.clients[0]?.client_id ?? "");
    const wrong = await inProcess(["login"], { ...envOf(staff), GATEHOUSE_CLIENT_SECRET: "ghs_live_wrong" });
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining("invalid_client")]);
  });
});
