/** Token Status List — blocks for many clients at once: few transactions, no place given twice, none to who was disabled. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { LIST_SIZE, listOf } from "../../src/oauth/status/places.ts";
import type { Engine } from "../../src/store/engine/engine.ts";
import { openEngine } from "../../src/store/engine/open.ts";
import { leases } from "../../src/store/status/leases.ts";
import { databaseIn } from "../support/databases.ts";
import { T0, world } from "./fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-leases-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("1,000 clients on two nodes get blocks of their own, each in one list, by few transactions", async () => {
  const address = await databaseIn(folder, "leases");
  const [one, other] = [await openEngine(address), await openEngine(address)];
  await world(one);
  await one.write((tx) => sql`update clients set disabled_at = 1 where client_id = 'client_1'`.execute(tx));
  // The rest of a list that is too short for a batch, and for some of its blocks.
  await one.write((tx) => sql`update status_head set next = ${LIST_SIZE - 100}`.execute(tx));
  let transactions = 0;
  const counted = (engine: Engine): Engine => ({
    ...engine,
    writeBeside: (work) => {
      transactions++;
      return engine.writeBeside(work);
    },
  });
  const [left, right] = [leases(counted(one)), leases(counted(other))];
  const counts = Array.from({ length: 1000 }, (_, n) => (n % 100 === 0 ? 4096 : 16));
  const firsts = await Promise.all(
    counts.map((count, n) => (n % 2 === 0 ? left : right)({ client_id: `many_${n}`, count, expires_at: T0 })),
  );
  const blocks = firsts.map((first, n) => ({ first: first ?? -1, end: (first ?? -1) + (counts[n] ?? 0) }));
  const ordered = blocks.toSorted((a, b) => a.first - b.first);
  expect(ordered[0]?.first).toBeGreaterThanOrEqual(LIST_SIZE);
  expect(ordered.every(({ first, end }) => listOf(first) === listOf(end - 1))).toBe(true);
  expect(ordered.every(({ first }, n) => n === 0 || first >= (ordered[n - 1]?.end ?? 0))).toBe(true);
  expect(transactions).toBeLessThan(50);
  const refused = left({ client_id: "client_1", count: 16, expires_at: T0 });
  const served = left({ client_id: "many_1", count: 16, expires_at: T0 });
  expect(await refused).toBeNull();
  expect(await served).toBeGreaterThan(0);
  const rows = await sql<{
    n: number;
  }>`select count(*) as n from status_blocks where client_id like 'many_%'`.execute(one.read);
  expect(rows.rows[0]?.n).toBe(1001);
  await one.close();
  await other.close();
});
