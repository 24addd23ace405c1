/** Migrations (reliability 4.11): killed at each statement, upgraded with living tokens, and refused by an older program. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql, type Kysely } from "kysely";
import { afterAll, expect, test } from "vitest";
import { sha256 } from "../../src/lib/hash.ts";
import { migrate, migrationStatus } from "../../src/store/engine/migrate.ts";
import type { Engine } from "../../src/store/engine/engine.ts";
import { openEngine } from "../../src/store/engine/open.ts";
import { migrations } from "../../src/store/migrations/index.ts";
import { checkInvariants } from "../../src/store/invariants.ts";
import { openStore, storeOn } from "../../src/store/store.ts";
import { databaseIn } from "../support/databases.ts";
import { full, report, since } from "../support/figures.ts";
import { many } from "../support/load.ts";
import { options, T0, world } from "./fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-migrations-"));
const worker = new URL("migration-worker.ts", import.meta.url).pathname;
const engines: Engine[] = [];
afterAll(async () => {
  for (const engine of engines) await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const opened = async (address: string): Promise<Engine> => {
  const engine = await openEngine(address);
  engines.push(engine);
  return engine;
};

async function run(address: string, kill: number): Promise<{ signal: string | null; said: string }> {
  const child = spawn(process.execPath, [worker, address, String(kill)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  return { signal, said };
}

/** Tables with their columns, and indexes: whatever a migration can change; but not the indexes that `next` builds beforehand. */
async function schemaOf(engine: Engine, next: string | undefined): Promise<unknown> {
  const early = new Set(migrations[next ?? ""]?.indexes?.map(({ name }) => name));
  return engine.maintenance(async (db) => {
    const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
    const { rows } = await sql
      .raw<{ name: string; made: string }>(
        engine.remote
          ? "select indexname as name, indexdef as made from pg_indexes where schemaname = 'public' order by indexname"
          : "select name, sql as made from sqlite_master where type = 'index' order by name",
      )
      .execute(db);
    const columns = Object.fromEntries(
      tables.map((table) => [table.name, table.columns.map((one) => [one.name, one.isNullable])]),
    );
    return { columns, indexes: rows.filter(({ name }) => !early.has(name)) };
  });
}

/** What the tables look like after each migration. */
async function schemas(): Promise<unknown[]> {
  const engine = await opened(await databaseIn(folder, "step by step"));
  const after: unknown[] = [];
  for (const name of Object.keys(migrations)) {
    expect(await migrate(engine, name)).toEqual([name]);
    after.push(await schemaOf(engine, undefined));
  }
  return after;
}

test("4.11 a migration killed at a statement leaves all or nothing of itself, what came before it is done, and the next run ends it", async () => {
  const started = performance.now();
  const [names, after] = [Object.keys(migrations), await schemas()];
  const statements = Number((await run(await databaseIn(folder, "whole"), 0)).said);
  expect(statements).toBeGreaterThan(50);
  const step = full() ? 1 : 17;
  const at = Array.from({ length: Math.ceil(statements / step) }, (_, n) => 1 + n * step);
  await many(at.length, 2, async (n) => {
    const address = await databaseIn(folder, `killed at ${at[n]}`);
    expect((await run(address, at[n] ?? 1)).signal).toBe("SIGKILL");
    const engine = await opened(address);
    const states = (await migrationStatus(engine)).map(({ executedAt }) => executedAt !== null);
    const ran = states.filter(Boolean).length;
    // Those before it, and no others.
    expect(states.lastIndexOf(true)).toBe(ran - 1);
    if (ran > 0) expect(await schemaOf(engine, names[ran])).toEqual(after[ran - 1]);
    await migrate(engine);
    expect((await migrationStatus(engine)).every(({ executedAt }) => executedAt !== null)).toBe(true);
    await world(engine);
    expect((await checkInvariants(engine, T0)).filter((one) => !one.ok)).toEqual([]);
    // There are hundreds of them, and PostgreSQL has room for so many sessions.
    engines.splice(engines.indexOf(engine), 1);
    await engine.close();
  });
  report(
    "kill -9 of a migration",
    `killed before each of ${at.length} of ${statements} statements, then run again: sound; ${since(started)}`,
  );
}, 1_800_000);

/** What a database of the first schema held, in its own words. */
const FIRST = [
  `insert into organisations (id, name, created_at) values ('org_1', 'Guests', ${T0})`,
  `insert into apps (id, organisation_id, name, application_type, service_account, created_at) values ('app_1', 'org_1', 'Planner', 'web', 'sa', ${T0})`,
  `insert into resources (id, identifier, name, created_at) values ('api_1', 'https://api.example', 'Bookings', ${T0})`,
  `insert into clients (client_id, app_id, environment, token_endpoint_auth_method, grant_types, redirect_uris, scopes, resource_identifier, settings, consent_version, created_at)
   values ('client_1', 'app_1', 'live', 'client_secret_post', '["refresh_token"]', '[]', '[]', 'https://api.example', '{}', 'v1', ${T0})`,
  `insert into people (id, username, name, password_hash, created_at) values ('usr_1', 'ada', 'Ada', '$argon2id$x', ${T0})`,
  `insert into consents (id, subject, client_id, resource, scope, consent_version, created_at, updated_at) values ('con_1', 'usr_1', 'client_1', 'https://api.example', '[]', 'v1', ${T0}, ${T0})`,
  `insert into codes (hash, client_id, subject, consent_id, scope, resource, environment, auth_time, created_at, expires_at, misses)
   values ('${sha256("code")}', 'client_1', 'usr_1', 'con_1', '[]', 'https://api.example', 'live', ${T0}, ${T0}, ${T0 + 60_000}, 0)`,
  `insert into opaque_tokens (hash, id, client_id, subject, organisation, scope, resource, environment, issued_at, expires_at)
   values ('${sha256("token")}', 'id', 'client_1', 'usr_1', 'org_1', '[]', 'https://api.example', 'live', ${T0}, ${T0 + 600_000})`,
];

test("4.11 what the first schema issued is alive on the newest: codes, opaque and refresh tokens", async () => {
  const engine = await opened(await databaseIn(folder, "upgrade"));
  expect(await migrate(engine, "0001-first")).toEqual(["0001-first"]);
  const sealed = options.sealer.seal("seed", "family:fam_1");
  await engine.write(async (tx) => {
    for (const statement of FIRST) await sql.raw(statement).execute(tx);
    await sql`insert into families (id, client_id, subject, consent_id, scope, resource, environment, seed_sealed, auth_time, created_at, rotated_at, idle_expires_at, expires_at, generation, repeats)
      values ('fam_1', 'client_1', 'usr_1', 'con_1', '[]', 'https://api.example', 'live', ${sealed}, ${T0}, ${T0}, ${T0}, ${T0 + 60_000}, ${T0 + 60_000}, 4, 0)`.execute(
      tx,
    );
  });
  expect((await migrate(engine)).length).toBeGreaterThan(1);
  const store = storeOn(engine, options);
  const limits = { idleMs: 60_000, overlapMs: 60_000, repeats: 8 };
  expect(await store.families.find("fam_1")).toMatchObject({ seed: "seed", authentication: null });
  expect(await store.families.rotate("fam_1", 4, T0 + 1, limits, null)).toEqual({
    outcome: "rotated",
    generation: 5,
  });
  expect(await store.accessTokens.findOpaque(sha256("token"))).toMatchObject({ revokedAt: null });
  expect(await store.codes.find(sha256("code"))).toMatchObject({ redeemedAt: null, authentication: null });
  expect(await store.clients.find("client_1")).not.toBeNull();
  expect((await checkInvariants(engine, T0 + 1)).filter((one) => !one.ok)).toEqual([]);
});

async function add(db: Kysely<unknown>, column: string): Promise<void> {
  await db.schema.alterTable("people").addColumn(column, "text").execute();
}

test("4.11 a migration that fails is undone and named, and so are those before it, which stay", async () => {
  const database = await databaseIn(folder, "broken");
  const engine = await opened(database);
  await migrate(engine, "0001-first");
  migrations["0001-later"] = { up: (db) => add(db, "later") };
  migrations["0002-broken"] = {
    async up(db) {
      await add(db, "never");
      await add(db, "never");
    },
  };
  try {
    await expect(migrate(engine)).rejects.toThrow(
      /migration 0002-broken failed and was undone; what came before it is done \(0001-later\): .*never/,
    );
    const [first, later, broken] = await migrationStatus(engine);
    expect([first, later].every((one) => one?.executedAt != null)).toBe(true);
    expect(broken).toEqual({ name: "0002-broken", executedAt: null });
    await expect(openStore({ ...options, database })).rejects.toThrow("migration 0002-broken failed");
    delete migrations["0002-broken"];
    expect(await migrate(engine)).toHaveLength(Object.keys(migrations).length - 2);
  } finally {
    delete migrations["0001-later"];
    delete migrations["0002-broken"];
  }
});

test("4.11 a program that is older than the database refuses it with a sentence, and changes nothing", async () => {
  const database = await databaseIn(folder, "newer");
  const engine = await opened(database);
  await migrate(engine);
  await engine.write((tx) =>
    sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01T00:00:00.000Z')`.execute(
      tx,
    ),
  );
  const sentence = "it was made by a newer Gatehouse (this one does not know 9999-later); run that version";
  await expect(openStore({ ...options, database })).rejects.toThrow(sentence);
  await expect(migrationStatus(engine)).rejects.toThrow(sentence);
});
