/** PO-06 — docs/audit.md: a role that can only add to the audit log serves all the same. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sealAudit } from "../../src/store/audit/seal.ts";
import { verifyAudit } from "../../src/store/audit/verify.ts";
import { postgresEngine } from "../../src/store/engine/postgres.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { databaseAt } from "../support/postgres.ts";
import { options, T0, world } from "./fixture.ts";

const role = "gatehouse_only_adds";
let owner: Store;
let serving: Store;
beforeAll(async () => {
  const address = await databaseAt("postgres-audit");
  owner = await world(await postgresEngine(address));
  await owner.engine.maintenance(async (db) => {
    await sql`CREATE ROLE ${sql.id(role)} LOGIN PASSWORD 'x'`.execute(db);
    await sql`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${sql.id(role)}`.execute(
      db,
    );
    await sql`REVOKE UPDATE, DELETE, TRUNCATE ON audit_log, audit_chain FROM ${sql.id(role)}`.execute(db);
  });
  const url = new URL(address);
  url.username = role;
  url.password = "x";
  serving = await openStore({ ...options, database: url.href });
});
afterAll(() => Promise.all([serving.close(), owner.close()]));

test("PO-06 the role changes things, writes entries and seals them, and cannot change or delete one", async () => {
  const before = (await verifyAudit(serving.engine)).sound;
  expect(await serving.registry.renameApp("app_1", "Other")).toBe(true);
  await sealAudit(serving.engine, T0);
  expect(await verifyAudit(serving.engine)).toMatchObject({ waiting: 0, wrong: null });
  expect((await verifyAudit(serving.engine)).sound).toBeGreaterThan(before);
  for (const statement of [
    sql`update audit_log set actor_id = 'x'`,
    sql`delete from audit_log`,
    sql`update audit_chain set hash = 'x'`,
    sql`delete from audit_chain`,
    sql`truncate audit_log`,
  ])
    await expect(serving.engine.write((tx) => statement.execute(tx))).rejects.toThrow();
  expect(await verifyAudit(owner.engine)).toMatchObject({ waiting: 0, wrong: null });
});
