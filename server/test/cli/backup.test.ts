/** `gatehouse backup`, `restore`, `verify`: under load, into another place, and what is refused (reliability P7, 4.12). */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditRecord } from "../../src/store/audit/read.ts";
import { full, report, since } from "../support/figures.ts";
import { caller, kindOf } from "../support/load.ts";
import { inProcess, place, type Place } from "../support/cli.ts";
import { startNode } from "../support/nodes.ts";
import { premadeRefreshTokens } from "../support/premade.ts";
import { startServer, testSecret, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
const spots: Place[] = [];

/** Another machine: an empty place with the same secret. */
function elsewhere(env: Record<string, string> = {}): Place {
  const made = place({ GATEHOUSE_SECRET: testSecret, ...env });
  spots.push(made);
  return made;
}

let home: Place;
beforeAll(async () => {
  server = await startServer({ realClock: true });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  home = elsewhere({ GATEHOUSE_DATABASE: server.gatehouse.settings.database });
});
afterAll(async () => {
  await server.close();
  for (const one of spots) one.remove();
});

const file = (name: string): string => join(home.folder, name);
const client = () => ({ client_id: app.client_id, client_secret: app.client_secret });

/** Refreshes at a node as fast as it is answered, until it is told to end; answers how many answers there were, all of them 200. */
async function underLoad(tokens: { token: string }[]): Promise<() => Promise<number>> {
  const node = await startNode(server);
  const calls = caller(node.port, tokens.length);
  const end = new AbortController();
  let heard = 0;
  const line = async (first: string): Promise<void> => {
    for (let held = first; !end.signal.aborted;) {
      const answer = await calls.post("/oauth/token", {
        ...client(),
        grant_type: "refresh_token",
        refresh_token: held,
      });
      expect(kindOf(answer)).toBe("200");
      held = String(answer.json["refresh_token"]);
      heard++;
    }
  };
  const lines = Promise.all(tokens.map(({ token }) => line(token)));
  return async () => {
    end.abort();
    await lines;
    calls.close();
    await node.end("SIGTERM");
    return heard;
  };
}

test.each([[[]], [["--portable"]]])(
  "4.12 P7 a backup under load %j restored elsewhere is sound",
  async (more) => {
    const started = performance.now();
    const end = await underLoad(await premadeRefreshTokens(server, app, 6));
    const rounds = full() ? 20 : 3;
    for (let n = 0; n < rounds; n++) {
      const name = file(`${more.length}-${n}.backup`);
      expect(await home.gatehouse(["backup", name, ...more])).toMatchObject({ code: 0, err: "" });
      expect(statSync(name).mode & 0o777).toBe(0o600);
      const there = elsewhere();
      expect(await there.gatehouse(["restore", name])).toMatchObject({ code: 0, err: "" });
      const verified = await there.gatehouse(["verify", "--json"]);
      expect(verified.json()["checks"]).not.toContainEqual(expect.objectContaining({ status: "broken" }));
      expect(verified.code).toBe(0);
    }
    report(
      `backup under load${more.length > 0 ? " (portable)" : ""}`,
      `${rounds} backups during ${await end()} refreshes, each restored elsewhere and sound; ${since(started)}`,
    );
  },
);

test("4.12 after a restore: a token renewed since is refused, one not renewed goes on, an access token of before has ended", async () => {
  const [renewed, waiting] = await premadeRefreshTokens(server, app, 2);
  const here = caller(Number(new URL(server.origin).port));
  const access = await here.post("/oauth/token", {
    ...client(),
    grant_type: "client_credentials",
    scope: "bookings:read",
  });
  expect((await home.gatehouse(["backup", file("before"), "--portable"])).code).toBe(0);
  const next = await here.post("/oauth/token", {
    ...client(),
    grant_type: "refresh_token",
    refresh_token: renewed?.token ?? "",
  });
  expect(next.status).toBe(200);
  here.close();
  const there = elsewhere();
  expect((await there.gatehouse(["restore", file("before")])).code).toBe(0);
  const later = await startServer({
    realClock: true,
    settings: { database: there.env["GATEHOUSE_DATABASE"] ?? "" },
  });
  const calls = caller(Number(new URL(later.origin).port));
  const refreshed = async (refresh_token: unknown) =>
    kindOf(
      await calls.post("/oauth/token", {
        ...client(),
        grant_type: "refresh_token",
        refresh_token: String(refresh_token),
      }),
    );
  expect(await refreshed(next.json["refresh_token"])).toBe("400 invalid_grant");
  expect(await refreshed(waiting?.token)).toBe("200");
  const basic = Buffer.from(`${later.api.client_id}:${later.api.client_secret}`).toString("base64");
  const asked = await calls.post(
    "/oauth/introspect",
    { token: String(access.json["access_token"]) },
    { authorization: `Basic ${basic}` },
  );
  expect(asked.json).toEqual({ active: false });
  calls.close();
  expect(JSON.stringify(later.lines)).not.toContain("reuse");
  await later.close();
});

test.each([[[]], [["--portable"]]])(
  "4.12 restore --sign-out-everyone ends every family as well, says so in the audit log, and the chain holds %j",
  async (more) => {
    const [held] = await premadeRefreshTokens(server, app, 1);
    const name = file(`out${more.length}`);
    expect((await home.gatehouse(["backup", name, ...more])).code).toBe(0);
    const there = elsewhere();
    const said = await there.gatehouse(["restore", name, "--sign-out-everyone", "--json"]);
    expect(said.json()).toMatchObject({ signed_out_everyone: true });
    expect((await there.gatehouse(["audit", "verify"])).code).toBe(0);
    const [entry] = (await there.answer("audit", "list", "--action", "database"))["entries"] as AuditRecord[];
    const after = { families_ended: expect.any(Number) as number };
    expect(entry).toMatchObject({ action: "database.signed_out", actor: { type: "cli" }, after });
    const later = await startServer({
      realClock: true,
      settings: { database: there.env["GATEHOUSE_DATABASE"] ?? "" },
    });
    const calls = caller(Number(new URL(later.origin).port));
    const fields = { ...client(), grant_type: "refresh_token", refresh_token: held?.token ?? "" };
    expect(kindOf(await calls.post("/oauth/token", fields))).toBe("400 invalid_grant");
    calls.close();
    await later.close();
  },
);

async function headOf(at: Place): Promise<string> {
  return String((await at.answer("audit", "head"))["head"]);
}

test("PO-06 4.12 audit verify holds after a restore: a head of before the backup is there, one of after it is missing", async () => {
  const before = await headOf(home);
  expect((await home.gatehouse(["backup", file("heads")])).code).toBe(0);
  await server.addPerson("after-the-backup");
  const after = await headOf(home);
  const there = elsewhere();
  expect((await there.gatehouse(["restore", file("heads")])).code).toBe(0);
  expect((await there.gatehouse(["audit", "verify", "--head", before])).code).toBe(0);
  const missing = await there.gatehouse(["audit", "verify", "--head", after]);
  expect(missing.code).toBe(1);
});

test("verify says no with another secret, and when a row was changed by hand", async () => {
  expect((await home.gatehouse(["backup", file("sound")])).code).toBe(0);
  const there = elsewhere();
  expect((await there.gatehouse(["restore", file("sound")])).code).toBe(0);
  const other = await inProcess(["verify"], { ...there.env, GATEHOUSE_SECRET: `${testSecret}-another` });
  expect(other).toMatchObject({ code: 1, err: "" });
  expect(other.out).toMatch(/broken +families +\d+ of \d+ families do not open/);
  const db = new DatabaseSync(join(there.folder, "gatehouse.db"));
  db.exec("update families set generation = 0");
  db.close();
  const wrong = await there.gatehouse(["verify"]);
  expect(wrong.code).toBe(1);
  expect(wrong.out).toMatch(/broken +I2 /);
});

test("what is there is not overwritten: neither a file by a backup, nor a database by a restore, unless it is said", async () => {
  writeFileSync(file("taken"), "mine");
  const taken = await home.gatehouse(["backup", file("taken")]);
  expect(taken).toMatchObject({ code: 1, err: expect.stringContaining("exists already") });
  expect(readFileSync(file("taken"), "utf8")).toBe("mine");
  expect((await home.gatehouse(["backup", file("whole")])).code).toBe(0);
  const there = elsewhere();
  expect((await there.gatehouse(["restore", file("whole")])).code).toBe(0);
  const twice = await there.gatehouse(["restore", file("whole")]);
  expect(twice).toMatchObject({ code: 1, err: expect.stringContaining("--force-empty") });
  expect(await there.gatehouse(["restore", file("whole"), "--force-empty"])).toMatchObject({
    code: 0,
    err: "",
  });
  expect((await there.gatehouse(["verify"])).code).toBe(0);
});

test.each([
  ["nothing", null, "cannot be read"],
  ["no backup", "hello", "cannot be restored: a line of this backup is not JSON"],
])("a file that is %s is refused in a sentence", async (name, text, why) => {
  if (text !== null) writeFileSync(file(name), text);
  const there = elsewhere();
  expect(await there.gatehouse(["restore", file(name)])).toMatchObject({
    code: 1,
    err: expect.stringContaining(why),
  });
});

test("a damaged embedded backup is refused", async () => {
  expect((await home.gatehouse(["backup", file("torn")])).code).toBe(0);
  const bytes = readFileSync(file("torn"));
  writeFileSync(file("torn"), bytes.subarray(0, bytes.length / 2));
  const there = elsewhere();
  const said = await there.gatehouse(["restore", file("torn")]);
  expect(said.code).toBe(1);
  expect(said.err).toMatch(/damaged/);
});
