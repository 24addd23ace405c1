/** Reliability 4.4, P3 — the primary dies under load and its synchronous replica takes over: nothing acknowledged is lost. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync, chmodSync, chownSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { report } from "../../support/figures.ts";
import { caller, type Caller } from "../../support/load.ts";
import { startNode, type ServerNode } from "../../support/nodes.ts";
import { createDatabase } from "../../support/postgres-admin.ts";
import { startCluster, type Cluster } from "../../support/postgres-cluster.ts";
import { premadeCodes, premadeRefreshTokens } from "../../support/premade.ts";
import { startProxy, type Proxy } from "../../support/proxy.ts";
import { startServer, type TestApp, type TestServer } from "../../support/server.ts";
import { askAgain, broken, lost } from "../afterwards.ts";
import { Ledger, seeded, Unheard } from "../ledger.ts";

const lines = 24;
const folder = mkdtempSync(join(tmpdir(), "gatehouse-replica-"));

let primary: Cluster;
let replica: Cluster;
/** The address that everybody knows; whoever is primary stands behind it. */
let address: Proxy;
let server: TestServer;
let app: TestApp;
let nodes: ServerNode[];
let callers: Caller[];

async function onceMore<T>(of: Cluster, work: (db: Client) => Promise<T>): Promise<T> {
  const db = new Client(of.url("postgres"));
  await db.connect();
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}

/** A base backup by the low-level way (PostgreSQL's manual, §25.3.4), which needs no program beside the server itself. */
async function copyOf(of: Cluster): Promise<void> {
  chmodSync(folder, 0o755);
  const data = join(folder, "data");
  await onceMore(of, async (db) => {
    await db.query("select pg_backup_start('replica', true)");
    expect(spawnSync("cp", ["-a", of.data, data]).status).toBe(0);
    rmSync(join(data, "postmaster.pid"));
    const { rows } = await db.query<{ labelfile: string }>("select labelfile from pg_backup_stop()");
    const follow = `host=127.0.0.1 port=${of.port} user=postgres password=test application_name=replica`;
    const files = {
      backup_label: rows[0]?.labelfile ?? "",
      "standby.signal": "",
      "postgresql.auto.conf": `primary_conninfo = '${follow}'\n`,
    };
    const { uid, gid } = statSync(of.data);
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(data, name), text);
      chownSync(join(data, name), uid, gid);
    }
  });
}

beforeAll(async () => {
  primary = await startCluster({ settings: { wal_level: "replica", max_wal_senders: "4" } });
  await createDatabase(primary.url(""), "replica", "template0");
  await copyOf(primary);
  replica = await startCluster({ folder, existing: true, standby: true });
  await onceMore(primary, async (db) => {
    await db.query("alter system set synchronous_standby_names = 'replica'");
    await db.query("select pg_reload_conf()");
    for (;;) {
      const { rows } = await db.query<{ sync_state: string }>("select sync_state from pg_stat_replication");
      if (rows[0]?.sync_state === "sync") return;
    }
  });
  address = await startProxy(primary.port);
  const database = primary.url("replica").replace(`:${primary.port}/`, `:${address.port}/`);
  server = await startServer({ realClock: true, settings: { database } });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  nodes = await Promise.all([startNode(server), startNode(server)]);
  callers = nodes.map((node) => caller(node.port, lines));
});

afterAll(async () => {
  for (const one of callers) one.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
  await address.close();
  await replica.stop();
  await primary.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("P3 P4 4.4 the primary dies and its synchronous replica is promoted under load: 0 acknowledged answers lost", async () => {
  const chance = seeded(7);
  const families = await premadeRefreshTokens(server, app, lines);
  const chains = families.map(({ familyId, token }) => ({ familyId, held: token, inDoubt: false }));
  const ledger = new Ledger(chains, await premadeCodes(server, app, 2_000), true);
  const before = Promise.withResolvers<void>();
  const after = Promise.withResolvers<void>();
  const over = new AbortController();
  let promoted = Number.POSITIVE_INFINITY;
  const line = async (_: unknown, n: number): Promise<void> => {
    while (!over.signal.aborted) {
      try {
        await ledger.step(app, callers[n % callers.length] as Caller, n, chance());
        if (ledger.acknowledged >= 200) before.resolve();
        if (ledger.acknowledged >= promoted + 200) after.resolve();
      } catch (error) {
        if (!(error instanceof Unheard)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  const all = Promise.all(Array.from({ length: lines }, line));
  await Promise.race([before.promise, all]);
  await primary.crash();
  const died = performance.now();
  await onceMore(replica, (db) => db.query("select pg_promote()"));
  address.upstream = replica.port;
  address.reset();
  promoted = ledger.acknowledged;
  await Promise.race([after.promise, all]);
  const took = performance.now() - died;
  over.abort();
  await all;
  expect(await lost(server, ledger)).toBe(0);
  expect(await broken(server)).toEqual([]);
  const again = await askAgain(server, app, callers[0] as Caller, ledger);
  expect(await broken(server)).toEqual([]);
  report(
    "replica promoted under load",
    `${ledger.acknowledged.toLocaleString("en")} answers acknowledged, 0 lost; ${ledger.inDoubt.toLocaleString("en")} × 503 or in doubt, of them ` +
      `${again.recovered} refreshes recovered and ${again.ended} codes spent unheard and then ended; 200 answers from the replica ${(took / 1000).toFixed(1)} s after the primary's end`,
  );
}, 120_000);
