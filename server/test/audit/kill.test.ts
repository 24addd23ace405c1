/** Reliability 4.13 — `kill -9` between changes: as many entries as changes, none lost that was acknowledged, one whole chain. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { sealAudit } from "../../src/store/audit/seal.ts";
import { verifyAudit } from "../../src/store/audit/verify.ts";
import { sqliteEngine } from "../../src/store/engine/sqlite.ts";
import { checkInvariants } from "../../src/store/invariants.ts";
import { place, T0, world } from "../store/fixture.ts";
import { full, report } from "../support/figures.ts";

const worker = new URL("change-worker.ts", import.meta.url).pathname;
const rounds = full() ? 40 : 4;
// With what each round adds: ten thousand in all.
const each = full() ? 115 : 150;

test(`PO-06 I5 P4 ${rounds} × kill -9 under changes: as many entries as changes`, async () => {
  using here = place();
  const store = await world(await sqliteEngine(here.path));
  const acknowledged = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const child = spawn(process.execPath, [worker, `file:${here.path}`, `${round}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let heard = "";
    child.stdout.on("data", (chunk: Buffer) => {
      heard += chunk.toString();
      // Somewhere in the middle of its work, and each time elsewhere.
      if (heard.split("\n").length > each + 7 * round) child.kill("SIGKILL");
    });
    const [, signal] = (await once(child, "close")) as [number | null, string | null];
    expect(signal).toBe("SIGKILL");
    for (const id of heard.split("\n").slice(0, -1)) acknowledged.add(id);
  }
  const people = await store.engine.read.selectFrom("people").select("id").orderBy("id").execute();
  const told = await store.engine.read
    .selectFrom("audit_log")
    .select("target_id as id")
    .where("action", "=", "person.created")
    .orderBy("target_id")
    .execute();
  const ids = people.map(({ id }) => id);
  expect(told.map(({ id }) => id)).toEqual(ids);
  expect([...acknowledged].filter((id) => !ids.includes(id))).toEqual([]);
  const { waiting, wrong } = await verifyAudit(store.engine);
  expect(wrong).toBeNull();
  await sealAudit(store.engine, T0);
  expect(await verifyAudit(store.engine)).toMatchObject({ waiting: 0, wrong: null });
  expect((await checkInvariants(store.engine, T0)).filter((one) => !one.ok)).toEqual([]);
  report(
    "Audit log: kill -9",
    `${ids.length} changes, ${told.length} entries, ${waiting} unsealed at the end`,
  );
  await store.close();
}, 600_000);
