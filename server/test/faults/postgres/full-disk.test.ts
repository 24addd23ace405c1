/** Reliability 4.3 — PostgreSQL's disk is full: writes are 503 and no token, reading goes on, and it heals by itself. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths } from "../../../src/oauth/metadata.ts";
import { secretHash } from "../../../src/oauth/tokens/secret-token.ts";
import { report } from "../../support/figures.ts";
import { introspect } from "../../support/flow.ts";
import { caller, kindOf, many, tally, type Answer, type Caller } from "../../support/load.ts";
import { createDatabase } from "../../support/postgres-admin.ts";
import { startCluster, type Cluster } from "../../support/postgres-cluster.ts";
import { startServer, type TestApp, type TestServer } from "../../support/server.ts";
import { broken } from "../afterwards.ts";

/** A disk of a few megabytes needs a mount, and a mount needs root (or a container that allows it). */
const disk = mkdtempSync(join(tmpdir(), "gatehouse-disk-"));
const mounted =
  process.getuid?.() === 0 &&
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=96m", "none", disk]).status === 0;
if (!mounted) console.warn("No small disk can be mounted: the test of a full one is skipped.");
// The log is elsewhere: when that disk is full too, PostgreSQL stops, which other tests are about.
const wal = mkdtempSync(join(tmpdir(), "gatehouse-wal-"));

let cluster: Cluster;
let server: TestServer;
let app: TestApp;
let calls: Caller;

beforeAll(async () => {
  if (!mounted) return;
  chmodSync(wal, 0o777);
  cluster = await startCluster({ folder: disk, walFolder: join(wal, "wal") });
  await createDatabase(cluster.url(""), "full_disk", "template0");
  server = await startServer({ realClock: true, settings: { database: cluster.url("full_disk") } });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  calls = caller(Number(new URL(server.origin).port));
});

afterAll(async () => {
  if (mounted) {
    calls.close();
    await server.close();
    await cluster.stop();
    spawnSync("umount", [disk]);
  }
  for (const folder of [disk, wal]) rmSync(folder, { recursive: true, force: true });
});

const machine = (): Promise<Answer> =>
  calls.post("/oauth/token", {
    grant_type: "client_credentials",
    client_id: app.client_id,
    client_secret: app.client_secret,
  });

test.skipIf(!mounted)(
  "TK-28 4.3 P8 PostgreSQL's disk is full: 503 with Retry-After and no token, reads go on, healed within two seconds",
  async () => {
    const { store } = server.gatehouse;
    const before = await machine();
    expect(before.status).toBe(200);
    const filler = join(disk, "filler");
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(filler, Buffer.alloc(bavail * bsize));
    // What is free inside the tables' own pages still takes some.
    const answers: Answer[] = [];
    for (let wave = 0; wave < 10 || (wave < 100 && answers.every(({ status }) => status === 200)); wave++)
      answers.push(...(await many(100, 32, machine)));
    const counts = tally(answers.map(kindOf));
    expect(Object.keys(counts)).toEqual(["200", "503 temporarily_unavailable"]);
    const rows = await store.engine.read.selectFrom("opaque_tokens").select("hash").execute();
    const known = new Set(rows.map((row) => row.hash));
    for (const { status, json, retryAfter } of answers)
      if (status === 200) expect(known.has(secretHash(String(json["access_token"])))).toBe(true);
      else {
        expect(json).not.toHaveProperty("access_token");
        expect(Number(retryAfter)).toBeGreaterThan(0);
      }
    expect(known.size).toBe(1 + (counts["200"] ?? 0));
    for (const path of [paths.metadata, paths.jwks])
      expect([path, (await fetch(server.origin + path)).status]).toEqual([path, 200]);
    expect(await introspect(server, String(before.json["access_token"]))).toMatchObject({ active: true });
    rmSync(filler);
    const freed = performance.now();
    while ((await machine()).status !== 200) expect(performance.now() - freed).toBeLessThan(2000);
    const healed = performance.now() - freed;
    expect(await broken(server)).toEqual([]);
    report(
      "PostgreSQL's disk full",
      `${answers.length.toLocaleString("en")} requests: ${counts["200"]} × 200 that fitted and were stored, ` +
        `${counts["503 temporarily_unavailable"]} × 503, 0 × 200 without a row; first success ${Math.ceil(healed)} ms after there was room`,
    );
  },
  120_000,
);
