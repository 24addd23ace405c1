/** What one node changes, another hears of at the commit; and when nobody could hear, as soon as somebody listens again. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresEngine } from "../../src/store/engine/postgres.ts";
import { storeOn, type Store } from "../../src/store/store.ts";
import { CHANNEL } from "../../src/store/versions.ts";
import { databaseAt } from "../support/postgres.ts";
import { options, world } from "./fixture.ts";

let here: Store;
let there: Store;
beforeAll(async () => {
  const address = await databaseAt("postgres-listen");
  here = await world(await postgresEngine(address));
  // Its clock stands still, so that it never asks on its own.
  there = storeOn(await postgresEngine(address), { ...options, steady: () => 0 });
  await there.clients.find("client_1");
});
afterAll(() => Promise.all([here.close(), there.close()]));

async function listeners(): Promise<number[]> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity
    where datname = current_database() and query = ${`LISTEN ${CHANNEL}`} and pid <> pg_backend_pid()`.execute(
    here.engine.read,
  );
  return rows.map((row) => row.pid);
}

const name = async (): Promise<string | undefined> => (await there.clients.find("client_1"))?.client_name;

test("a change is heard at its commit; one that is undone is not", async () => {
  await expect.poll(listeners, { timeout: 10_000 }).toHaveLength(1);
  await expect(
    here.cache.write(async (tx, changed) => {
      await changed("all");
      await tx.updateTable("apps").set({ name: "Undone" }).execute();
      throw new Error("undone");
    }),
  ).rejects.toThrow();
  await here.registry.renameApp("app_1", "Heard");
  await expect.poll(name, { interval: 5, timeout: 5_000 }).toBe("Heard");
});

test("a session that breaks is opened again, and what was said meanwhile is made good", async () => {
  const [pid] = await listeners();
  await sql`select pg_terminate_backend(${pid}::integer)`.execute(here.engine.read);
  await expect.poll(listeners, { timeout: 10_000 }).toHaveLength(0);
  await here.registry.renameApp("app_1", "Missed");
  await expect.poll(name, { interval: 20, timeout: 10_000 }).toBe("Missed");
  await expect.poll(listeners, { timeout: 10_000 }).toHaveLength(1);
  await here.registry.renameApp("app_1", "Heard again");
  await expect.poll(name, { interval: 5, timeout: 5_000 }).toBe("Heard again");
});
