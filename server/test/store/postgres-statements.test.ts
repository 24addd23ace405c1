/** No statement works on one engine only: each prepared one is prepared on both; the others run in the conformance suite. */
import { sql } from "kysely";
import { expect, test } from "vitest";
import { migrate } from "../../src/store/engine/migrate.ts";
import { postgresEngine } from "../../src/store/engine/postgres.ts";
import { MEMORY, sqliteEngine } from "../../src/store/engine/sqlite.ts";
import { preparedTexts } from "../../src/store/prepared.ts";
// Loads every file that prepares something.
import "../../src/store/store.ts";
import { databaseAt } from "../support/postgres.ts";

test("every prepared statement is one on PostgreSQL", async () => {
  const engine = await postgresEngine(await databaseAt("statements"));
  const texts = preparedTexts(engine.read, ["every engine", "remote engines"]);
  expect(texts.length).toBeGreaterThan(15);
  await engine.maintenance(async (db) => {
    for (const [n, text] of texts.entries()) await sql.raw(`PREPARE s${n} AS ${text}`).execute(db);
  });
  await engine.close();
});

test("every prepared statement but those for remote engines is one on SQLite", async () => {
  const engine = await sqliteEngine(MEMORY);
  await migrate(engine);
  const texts = preparedTexts(engine.read, ["every engine"]);
  expect(texts.length).toBeGreaterThan(14);
  for (const text of texts) await sql.raw(`EXPLAIN ${text}`).execute(engine.read);
  await engine.close();
});
