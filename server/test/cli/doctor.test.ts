/** `gatehouse doctor`: green when all is well, red for each thing that is broken, and nothing is changed by looking. */
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileFindings } from "../../src/cli/doctor/files.ts";
import { storeFindings } from "../../src/cli/doctor/store.ts";
import { loadSettings } from "../../src/config/load.ts";
import { compose } from "../../src/compose/compose.ts";
import { cliSecret, inProcess, machineApp, place, type Place } from "../support/cli.ts";

let at: Place;
let client_id = "";
beforeAll(async () => {
  at = place();
  client_id = (await machineApp(at)).live.client_id;
  const { settings } = loadSettings({ env: at.env, mode: "serve" });
  const gatehouse = await compose(settings);
  await gatehouse.ring.ensure({ alg: "ES256", rsa_bits: 0, environment: "live" });
  await gatehouse.close();
});
afterAll(() => at.remove());

const file = (): string => join(at.folder, "gatehouse.db");

function sql(text: string): void {
  const db = new DatabaseSync(file(), { enableForeignKeyConstraints: false });
  db.exec(text);
  db.close();
}

async function found(
  env: Record<string, string> = {},
): Promise<{ code: number | null; broken: string[]; said: string }> {
  Object.assign(at.env, env);
  const heard = await at.gatehouse(["doctor", "--json"]);
  const { checks, ok } = heard.json() as {
    ok: boolean;
    checks: { check: string; status: string; sentence: string }[];
  };
  expect(ok).toBe(heard.code === 0);
  const wrong = checks.filter(({ status }) => status === "broken");
  return {
    code: heard.code,
    broken: wrong.map(({ check }) => check),
    said: wrong.map(({ sentence }) => sentence).join("\n"),
  };
}

test("I1–I8 green: exit 0, every invariant is named, and looking changes nothing", async () => {
  const before = readFileSync(file());
  expect(await found()).toEqual({ code: 0, broken: [], said: "" });
  const heard = await at.gatehouse(["doctor"]);
  for (const id of ["I1", "I2", "I3", "I4", "I6", "I7", "I8"])
    expect(heard.out).toMatch(new RegExp(`^ok +${id} `, "m"));
  expect(heard.out).toMatch(/^ok +clock /m);
  expect(readFileSync(file()).equals(before)).toBe(true);
});

/** What breaks a row, what mends it, which check sees it, and what the sentence names. */
const wounds: readonly (readonly [
  name: string,
  wound: () => string,
  cure: () => string,
  check: string,
  names: () => string,
])[] = [
  [
    "I4 a secret in clear",
    () => "update client_secrets set label = hash, hash = 'in clear'",
    () => "update client_secrets set hash = label, label = 'first'",
    "I4",
    () => "client_secrets.hash",
  ],
  [
    "I8 a row whose parent is gone",
    () => "update clients set app_id = 'gone:' || app_id",
    () => "update clients set app_id = substr(app_id, 6)",
    "I8",
    () => "clients points at a missing row",
  ],
  [
    "4.14 a client whose settings nobody can read",
    () => `update clients set settings = '{"pkce":"none"}' where client_id = '${client_id}'`,
    () => "update clients set settings = '{}'",
    "clients",
    () => client_id,
  ],
  [
    "4.14 JSON that is cut off",
    () => `update clients set scopes = '["book' where client_id = '${client_id}'`,
    () => `update clients set scopes = '["bookings:read"]'`,
    "clients",
    () => `${client_id} cannot be used`,
  ],
  [
    "4.12 a sealed key that was changed",
    () => "update signing_keys set private_sealed = private_sealed || 'A'",
    () => "update signing_keys set private_sealed = substr(private_sealed, 1, length(private_sealed) - 1)",
    "keys",
    () => "does not open with this secret",
  ],
  [
    "4.6 a row from the future",
    () => "update signing_keys set created_at = created_at + 3600000",
    () => "update signing_keys set created_at = created_at - 3600000",
    "clock",
    () => "set it",
  ],
];

test.each(wounds)("red: %s; exit 1", async (_name, wound, cure, check, names) => {
  sql(wound());
  const seen = await found();
  sql(cure());
  expect(seen.code).toBe(1);
  expect(seen.broken).toContain(check);
  expect(seen.said).toContain(names());
  expect(seen.said).not.toContain("in clear");
  expect(seen.said).not.toContain('["book');
  expect((await found()).broken).toEqual([]);
});

test("4.12 red: another secret than the one that sealed the keys", async () => {
  const seen = await found({ GATEHOUSE_SECRET: cliSecret.split("").toReversed().join("") });
  expect(seen).toMatchObject({ code: 1, broken: ["keys"] });
  expect((await found({ GATEHOUSE_SECRET: cliSecret })).code).toBe(0);
});

test("HX-05 red: a database that everybody on the machine can read; a warning when its group can", async () => {
  chmodSync(file(), 0o604);
  const seen = await found();
  chmodSync(file(), 0o640);
  const softer = await found();
  const [finding] = fileFindings([file()]);
  chmodSync(file(), 0o600);
  expect(seen).toMatchObject({
    code: 1,
    broken: ["files"],
    said: expect.stringContaining("chmod 600") as string,
  });
  expect(softer.code).toBe(0);
  expect(finding?.status).toBe("warn");
  expect(fileFindings([file()], "win32")).toEqual([]);
});

test("4.17 red: settings that serve would refuse, each with its sentence", async () => {
  const seen = await found({ GATEHOUSE_ISSUER: "http://auth.example.com" });
  expect(seen).toMatchObject({
    code: 1,
    broken: ["settings"],
    said: expect.stringContaining("use https") as string,
  });
  await found({ GATEHOUSE_ISSUER: "http://127.0.0.1:9" });
});

async function said(env: Record<string, string>): Promise<string> {
  return (await inProcess(["doctor"], { ...at.env, ...env })).out;
}

test("8705 a warning when certificates are read and nobody says that they were verified", async () => {
  const on = { GATEHOUSE_CLIENT_CERTIFICATE_FORMAT: "pem", GATEHOUSE_TRUSTED_PROXIES: "10.0.0.1" };
  expect(await said({})).not.toContain("certificates");
  expect(await said(on)).toMatch(/^warn +certificates .*client_certificate_verified_header is not set/m);
  const named = { ...on, GATEHOUSE_CLIENT_CERTIFICATE_VERIFIED_HEADER: "X-Client-Verify" };
  expect(await said(named)).toMatch(/^ok +certificates /m);
});

test("I6 rows past their end are the sweep's: a warning; a stopped clock and an old key are seen", async () => {
  const { settings } = loadSettings({ env: at.env, mode: "serve" });
  sql("insert into throttles (key, expires_at, failures) values ('old', 1, 1)");
  const status = async (check: string, now: number): Promise<string | undefined> =>
    (await storeFindings(settings, { now: () => now })).find((one) => one.check === check)?.status;
  expect(await status("I6", Date.now())).toBe("warn");
  sql("delete from throttles");
  expect(await status("I6", Date.now())).toBe("ok");
  expect(await status("clock", 0)).toBe("broken");
  expect(await status("keys", Date.now() + 366 * 86_400_000)).toBe("warn");
});

test("no database yet is a warning, tables that wait are broken", async () => {
  const empty = place();
  const none = await empty.gatehouse(["doctor"]);
  expect(none).toMatchObject({ code: 0, out: expect.stringMatching(/^warn +database/m) as string });
  new DatabaseSync(join(empty.folder, "gatehouse.db")).close();
  chmodSync(join(empty.folder, "gatehouse.db"), 0o600);
  const bare = await empty.gatehouse(["doctor"]);
  expect(bare).toMatchObject({ code: 1, out: expect.stringContaining("run `gatehouse migrate`") as string });
  empty.remove();
});
