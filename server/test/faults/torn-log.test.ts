/** Reliability 4.2 — power loss: the write-ahead log is cut, or torn, at any byte; the file opens, and only the tail is lost. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "../../src/store/invariants.ts";
import { sqliteEngine } from "../../src/store/engine/sqlite.ts";
import { secretHash } from "../../src/oauth/tokens/secret-token.ts";
import { full, report, since } from "../support/figures.ts";
import { postToken, refresh } from "../support/flow.ts";
import { premadeCodes, premadeRefreshTokens } from "../support/premade.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { seeded } from "./ledger.ts";

const cuts = full() ? 1000 : 100;

interface Heard {
  /** Digest of the access token that was answered. */
  hash: string;
  /** How long the log was when the answer had come: the answer must be found in a log of that length. */
  logged: number;
}

let server: TestServer;
let app: TestApp;
let database: Buffer;
let log: Buffer;
/** Length of the log before the first answer. */
let from: number;
const heard: Heard[] = [];

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  const file = join(server.folder, "gatehouse.db");
  const { engine } = server.gatehouse.store;
  const codes = await premadeCodes(server, app, 40);
  const chains = await premadeRefreshTokens(server, app, 5);
  // What was done before is in the main file; from here on everything stays in the log.
  await engine.maintenance((db) => sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db));
  await engine.write((tx) => sql`PRAGMA wal_autocheckpoint = 0`.execute(tx));
  from = statSync(`${file}-wal`).size;
  const note = (answer: { status: number; json: Record<string, unknown> }): void => {
    expect(answer.status).toBe(200);
    const hash = secretHash(String(answer.json["access_token"]));
    heard.push({ hash, logged: statSync(`${file}-wal`).size });
  };
  const client = { client_id: app.client_id, client_secret: app.client_secret };
  const { redirect_uri } = app;
  for (const [n, code] of codes.entries()) {
    note(await postToken(server, { ...client, grant_type: "client_credentials" }));
    note(await postToken(server, { ...client, grant_type: "authorization_code", code, redirect_uri }));
    const chain = chains[n % chains.length];
    if (chain === undefined) continue;
    const answer = await refresh(server, app, chain.token);
    chain.token = String(answer.json["refresh_token"]);
    note(answer);
  }
  const copy = join(server.folder, "copy.db");
  copyFileSync(file, copy);
  copyFileSync(`${file}-wal`, `${copy}-wal`);
  [database, log] = [readFileSync(copy), readFileSync(`${copy}-wal`)];
});

afterAll(() => server.close());

/** Opens what a crash left and answers the digests of the access tokens in it. */
async function survivors(bytes: Buffer): Promise<Set<string>> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-cut-"));
  const file = join(folder, "gatehouse.db");
  try {
    writeFileSync(file, database);
    writeFileSync(`${file}-wal`, bytes);
    const engine = await sqliteEngine(file);
    const results = await checkInvariants(engine, server.clock.now());
    const rows = await engine.read.selectFrom("opaque_tokens").select("hash").execute();
    await engine.close();
    expect(results.filter((one) => !one.ok)).toEqual([]);
    return new Set(rows.map((row) => row.hash));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test(`P3 P4 4.2 the log cut or torn at ${cuts} points: it opens, I1–I8 hold, and only what came after the cut is missing`, async () => {
  const started = performance.now();
  const chance = seeded(42);
  expect(log.length).toBeGreaterThan(from);
  let missing = 0;
  for (let cut = 0; cut < cuts; cut++) {
    const at = from + Math.floor(chance() * (log.length - from + 1));
    // Every third time the rest is not gone but noise, as a disk leaves it that wrote out of order.
    const noise = Buffer.from(Array.from({ length: 4096 }, () => Math.floor(chance() * 256)));
    const torn = cut % 3 === 2 ? Buffer.concat([log.subarray(0, at), noise]) : log.subarray(0, at);
    const found = await survivors(torn);
    const present = heard.map(({ hash }) => found.has(hash));
    const first = present.indexOf(false);
    const count = first === -1 ? heard.length : first;
    // A prefix, no gaps; and as long as the cut allows, no shorter.
    expect(present.slice(count)).toEqual(present.slice(count).map(() => false));
    expect(count).toBe(heard.filter(({ logged }) => logged <= at).length);
    if (count < heard.length) missing++;
  }
  expect(missing).toBeGreaterThan(cuts / 2);
  report(
    "write-ahead log cut or torn at random bytes",
    `${cuts.toLocaleString("en")} cuts: all opened, 0 violations of I1–I8, 0 answers lost that were in the log before the cut; ${since(started)}`,
  );
}, 300_000);
