/** `gatehouse audit`: staff, people and apps with what they changed and by which request; export, verify, head. */
import { DatabaseSync } from "node:sqlite";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startNode } from "../../src/cli/serve/node.ts";
import { loadSettings } from "../../src/config/load.ts";
import type { AuditRecord } from "../../src/store/audit/read.ts";
import { verifyAudit } from "../../src/store/audit/verify.ts";
import { sqliteEngine } from "../../src/store/engine/sqlite.ts";
import { inProcess, machineApp, place, type Place } from "../support/cli.ts";
import { getCode, redeem } from "../support/flow.ts";
import { freePort, startServer, type TestServer } from "../support/server.ts";

let at: Place;
beforeAll(async () => {
  at = place();
  await machineApp(at);
});
afterAll(() => at.remove());

async function listed(...argv: string[]): Promise<AuditRecord[]> {
  return (await at.answer("audit", "list", ...argv))["entries"] as AuditRecord[];
}

test("PO-06 what staff does is told with the name of who runs the command, and sealed when the command ends", async () => {
  const all = await listed();
  const made = all.find(({ action }) => action === "app.created");
  expect(made).toMatchObject({
    actor: { type: "cli", id: userInfo().username },
    request_id: null,
    address: null,
  });
  expect(all.filter(({ seq }) => seq === null)).toEqual([]);
});

test("PO-06 the filters: sort of action, actor, target or organisation, since", async () => {
  const apps = await listed("--action", "app");
  expect(apps.map(({ action }) => action)).toEqual(["app.created"]);
  const organisation = apps[0]?.organisation ?? "";
  expect((await listed("--target", organisation)).map(({ action }) => action)).toEqual([
    "organisation.created",
    "app.created",
  ]);
  expect(await listed("--actor", "person")).toEqual([]);
  expect((await listed("--actor", "cli")).length).toBeGreaterThan(2);
  expect(await listed("--since", "2999-01-01")).toEqual([]);
  expect(await listed("--since", "1h", "--limit", "1")).toHaveLength(1);
  // No wildcard of SQL means anything.
  expect(await listed("--action", "%")).toEqual([]);
  for (const wrong of [
    ["--since", "soon"],
    ["--limit", "0"],
  ])
    expect((await at.gatehouse(["audit", "list", ...wrong])).code).toBe(2);
});

test("PO-06 export is one JSON line per entry; HX-03 no secret that was shown is in it", async () => {
  const more = ["--name", "Second", "--type", "machine", "--scope", "bookings:read"];
  const app = await at.answer("app", "create", "--organisation", "Northwind", ...more);
  const clients = app["clients"] as { client_secret: string }[];
  const person = await at.answer("user", "create", "grace");
  const { out } = await at.gatehouse(["audit", "export"]);
  const lines = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as AuditRecord);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, n) => n + 1));
  for (const secret of [...clients.map(({ client_secret }) => client_secret), String(person["password"])])
    expect(out).not.toContain(secret);
  expect(out).not.toContain("argon2");
});

test("PO-06 P7 verify says no after a change by hand, and head is what it asks for", async () => {
  const { head, seq } = await at.answer("audit", "head");
  expect((await at.gatehouse(["audit", "verify", "--head", String(head)])).code).toBe(0);
  const wrongHead = await at.gatehouse(["audit", "verify", "--head", "7"]);
  expect(wrongHead.code).toBe(2);
  const db = new DatabaseSync(join(at.folder, "gatehouse.db"));
  db.exec("update audit_log set actor_id = 'nobody' where action = 'app.created'");
  const heard = await at.gatehouse(["audit", "verify"]);
  expect(heard.code).toBe(1);
  expect(heard.out).toMatch(/^Entry \d+ \([0-9a-f-]{36}\) was changed or moved\.\nThe \d+ entries before it/);
  const doctor = await at.gatehouse(["doctor"]);
  expect(doctor.out).toMatch(/broken +I5 +entry/i);
  db.exec(`update audit_log set actor_id = '${userInfo().username}' where action = 'app.created'`);
  db.close();
  expect(await at.answer("audit", "verify")).toMatchObject({ ok: true, sound: seq, waiting: 0 });
});

test("PO-06 a person and an app are told with the request and where it came from", async () => {
  const server: TestServer = await startServer();
  try {
    const app = await server.addApp({ settings: { refresh_token: "always" } });
    const code = await getCode(server, app);
    await redeem(server, app, code);
    await expect(redeem(server, app, code)).rejects.toThrow("already used");
    const env = {
      GATEHOUSE_ISSUER: server.issuer,
      GATEHOUSE_SECRET: "x".repeat(40),
      GATEHOUSE_DATABASE: server.gatehouse.settings.database,
    };
    const heard = await inProcess(["audit", "list", "--json"], env);
    const { entries } = heard.json() as unknown as { entries: AuditRecord[] };
    const given = entries.find(({ action }) => action === "consent.given");
    const from = { request_id: expect.stringMatching(/^[0-9a-f-]{36}$/), address: "127.0.0.1" };
    expect(given).toMatchObject({ actor: { type: "person", id: server.person.id }, ...from });
    const replayed = entries.filter(({ action }) => action === "code.replayed");
    expect(replayed).toMatchObject([{ actor: { type: "app", id: app.client_id }, ...from }]);
  } finally {
    await server.close();
  }
});

test("PO-06 a node that serves seals what it finds, and what is left when it stops", async () => {
  const own = place();
  try {
    await own.answer("organisation", "create", "--name", "One");
    const { settings, origin } = loadSettings({
      flags: {
        issuer: "http://127.0.0.1:9",
        secret: "y".repeat(40),
        database: own.env["GATEHOUSE_DATABASE"] ?? "",
        port: await freePort(),
        management_port: 0,
      },
      mode: "dev",
    });
    const node = await startNode(settings, origin, () => undefined);
    await node.stop();
    const engine = await sqliteEngine(join(own.folder, "gatehouse.db"));
    expect(await verifyAudit(engine)).toMatchObject({ sound: 1, waiting: 0, wrong: null });
    await engine.close();
  } finally {
    own.remove();
  }
});
