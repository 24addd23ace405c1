/** Reliability 4.11 — a million rows are migrated while somebody writes: nobody waits longer than a blink, and what lived lives. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { migrate } from "../../src/store/engine/migrate.ts";
import { openEngine } from "../../src/store/engine/open.ts";
import { migrations } from "../../src/store/migrations/index.ts";
import { databaseIn } from "../support/databases.ts";
import { full, report } from "../support/figures.ts";
import { T0 } from "./fixture.ts";

const rows = full() ? 1_000_000 : 20_000;
const worker = new URL("write-worker.ts", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "gatehouse-locks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PARENTS = [
  `insert into organisations (id, name, created_at) values ('org_1', 'Guests', ${T0})`,
  `insert into apps (id, organisation_id, name, application_type, service_account, created_at) values ('app_1', 'org_1', 'Planner', 'web', 'sa', ${T0})`,
  `insert into resources (id, identifier, name, created_at) values ('api_1', 'https://api.example', 'Bookings', ${T0})`,
  `insert into clients (client_id, app_id, environment, token_endpoint_auth_method, grant_types, redirect_uris, scopes, resource_identifier, settings, consent_version, created_at)
   values ('client_1', 'app_1', 'live', 'client_secret_post', '["refresh_token"]', '[]', '[]', 'https://api.example', '{}', 'v1', ${T0})`,
];
const NUMBERS = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})`;
const TOKENS = `insert into opaque_tokens (hash, id, client_id, organisation, scope, resource, environment, issued_at, expires_at)
  ${NUMBERS} select 'hash of forty-three characters, nearly ' || i, 'id ' || i, 'client_1', 'org_1', '[]', 'https://api.example', 'live', ${T0}, ${T0 + 600_000} from n`;

test(`4.11 ${rows.toLocaleString("en")} rows: every migration after the first, while somebody writes`, async () => {
  const address = await databaseIn(folder, "many rows");
  const engine = await openEngine(address);
  expect(await migrate(engine, "0001-first")).toEqual(["0001-first"]);
  await engine.maintenance(async (db) => {
    for (const statement of [...PARENTS, TOKENS]) await sql.raw(statement).execute(db);
  });
  const writer = spawn(process.execPath, [worker, address], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(writer, "close");
  let said = "";
  await new Promise<void>((resolve) => {
    writer.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      resolve();
    });
  });
  // What a write takes when nothing else is done.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const began = Date.now();
  const ran = await migrate(engine);
  writer.stdin.end();
  await ended;
  const writes = JSON.parse(said.split("\n")[1] ?? "[]") as [began: number, took: number][];
  const longestOf = (some: typeof writes): number => Math.max(...some.map(([, took]) => took));
  const alone = writes.filter(([at, took]) => at + took < began);
  const longest = longestOf(writes.filter(([at, took]) => at + took >= began));
  expect(ran).toHaveLength(Object.keys(migrations).length - 1);
  const counted = await sql<{ n: number }>`select count(*) as n from opaque_tokens`.execute(engine.read);
  expect(counted.rows[0]?.n).toBe(rows);
  await engine.close();
  report(
    "migrations on a million rows",
    `${rows.toLocaleString("en")} rows, ${ran.length} migrations in one go while somebody writes: the longest write took ${Math.ceil(longest)} ms ` +
      `(${Math.ceil(longestOf(alone))} ms before they began)`,
  );
}, 300_000);
