/** Reliability 4.11 — changes of tables beside somebody who reads them for long: traffic never stands behind the change. */
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Engine } from "../../src/store/engine/engine.ts";
import { migrate, migrationStatus } from "../../src/store/engine/migrate.ts";
import { openEngine } from "../../src/store/engine/open.ts";
import { migrations } from "../../src/store/migrations/index.ts";
import { StoreUnavailable } from "../../src/store/unavailable.ts";
import { databaseIn } from "../support/databases.ts";

/** `engine`, and how often a change of tables was begun on it. */
function counting(engine: Engine): { engine: Engine; begun: () => number } {
  let begun = 0;
  const alter: Engine["alter"] = (db, work) =>
    engine.alter(db, (tx) => {
      begun++;
      return work(tx);
    });
  return { engine: { ...engine, alter }, begun: () => begun };
}

test("4.11 while a backup reads a table, a migration of it waits without keeping anybody in line, and then runs", async () => {
  const address = await databaseIn("/", "alter");
  const [node, other] = [await openEngine(address), await openEngine(address)];
  await migrate(node, "0001-first");
  const { engine, begun } = counting(other);
  const read = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const backup = node.snapshot(async (db) => {
    await sql`select * from clients`.execute(db);
    held.resolve();
    await read.promise;
  });
  await held.promise;
  const migrating = migrate(engine);
  // Each of these would end with 503 behind somebody who waits for the table.
  for (let last = 0; last < 8; last = begun())
    await node.write((tx) => sql`update clients set disabled_at = 1`.execute(tx));
  // Each migration before the one that needs the table is done, and whoever asks is told.
  const done = (await migrationStatus(node)).filter(({ executedAt }) => executedAt !== null);
  expect(done.map(({ name }) => name)).toEqual(["0001-first", "0002-versions"]);
  read.resolve();
  await backup;
  expect(await migrating).toContain("0003-openid");
  await node.close();
  await other.close();
});

test("4.11 an index that a kill has left half built is built anew, and one that is whole is left alone", async () => {
  const engine = await openEngine(await databaseIn("/", "half an index"));
  await migrate(engine, "0048-letters");
  const name = "opaque_tokens_of_subject";
  const known = async (): Promise<unknown> =>
    (
      await sql`select indexrelid as id, indisvalid as valid from pg_index where indexrelid = to_regclass(${name})`.execute(
        engine.read,
      )
    ).rows[0];
  await engine.maintenance(async (db) => {
    await sql`create index ${sql.ref(name)} on opaque_tokens (subject)`.execute(db);
    // As a process leaves it that ends between the two passes of CREATE INDEX CONCURRENTLY.
    await sql`update pg_index set indisvalid = false where indexrelid = to_regclass(${name})`.execute(db);
  });
  expect(await migrate(engine, "0049-opaque-partial")).toEqual(["0049-opaque-partial"]);
  const built = await known();
  expect(built).toMatchObject({ valid: true });
  await engine.maintenance((db) =>
    engine.index(db, { name, table: "opaque_tokens", column: "subject", partial: true }),
  );
  expect(await known()).toEqual(built);
  await engine.close();
});

test.each([2, 3])(
  "4.11 %i nodes that start at once on an empty database: each migration is run by one",
  async (count) => {
    const address = await databaseIn("/", `${count} at once`);
    const nodes = await Promise.all(Array.from({ length: count }, () => openEngine(address)));
    const ran = await Promise.all(nodes.map((node) => migrate(node)));
    expect(ran.flat().toSorted()).toEqual(Object.keys(migrations).toSorted());
    await Promise.all(nodes.map((node) => node.close()));
  },
);

test("4.11 an index whose table somebody else holds is tried again, and then built", async () => {
  const engine = await openEngine(await databaseIn("/", "held"));
  await migrate(engine, "0048-letters");
  const [held, tried, free] = [
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
  ];
  const holding = engine.write(async (tx) => {
    await sql`lock table opaque_tokens in share update exclusive mode`.execute(tx);
    held.resolve();
    await free.promise;
  });
  await held.promise;
  const index = {
    name: "opaque_tokens_of_subject",
    table: "opaque_tokens",
    column: "subject",
    partial: true,
  };
  let waits = 0;
  const building = engine.maintenance(async (db) => {
    await sql`set lock_timeout = 1`.execute(db);
    const counted = db.withPlugin({
      transformQuery: ({ node }) => {
        // Each try asks first whether the index is there.
        if (++waits > 3) tried.resolve();
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    await engine.index(counted, index);
  });
  await Promise.race([tried.promise, building]);
  free.resolve();
  await holding;
  await building;
  expect(await engine.problems()).toEqual([]);
  await engine.close();
});

test("4.11 a migration whose index cannot be built says that one may be left", async () => {
  const engine = await openEngine(await databaseIn("/", "left"));
  await migrate(engine, "0048-letters");
  const full: Engine = {
    ...engine,
    index: () => Promise.reject(new StoreUnavailable("the database is full")),
  };
  await expect(migrate(full)).rejects.toThrow(
    "migration 0049-opaque-partial failed and was undone, but an index of it may be left for the next run (opaque_tokens_of_subject, opaque_tokens_of_family); nothing else was changed: the database is full",
  );
  await engine.close();
});
