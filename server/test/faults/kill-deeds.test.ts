/** Reliability 4.1 — `kill -9` under consent decisions, registration, revocation, rotation of keys and the portal's writes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foundOrganisation } from "../../src/desk/operations/organisations.ts";
import { perform } from "../../src/desk/perform.ts";
import { newSecret } from "../../src/oauth/tokens/secret-token.ts";
import { sealAudit } from "../../src/store/audit/seal.ts";
import { callerOf } from "../desk/world.ts";
import { consentPage } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { full, report, since } from "../support/figures.ts";
import { postToken } from "../support/flow.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { premadeRefreshTokens } from "../support/premade.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { broken } from "./afterwards.ts";
import { DEEDS, Promised, Unheard, type Doer, type World } from "./deeds.ts";
import { seeded } from "./ledger.ts";

// A start takes longer on PostgreSQL.
const kills = full() ? 200 : process.env["GATEHOUSE_TEST_ENGINE"] === "postgres" ? 3 : 8;
const lines = 12;
/** They rotate under the eyes of a test: a new key signs at once, and an old one is soon forgotten. */
const keyTimes = { publishAheadMs: 50, refreshMs: 20, retireAfterMs: 500 };
const settings = { registration: "token", fresh_seconds: 3600 } as const;

const folder = mkdtempSync(join(tmpdir(), "gatehouse-deeds-"));
const promised = new Promised();
const doers: Doer[] = [];
let server: TestServer;
let app: TestApp;
let owner: TestApp;
let initialToken: string;

beforeAll(async () => {
  server = await startServer({
    realClock: true,
    folder,
    issuer: "http://127.0.0.1:3000",
    settings,
    keyTimes,
  });
  app = await server.addApp({
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
  });
  owner = await server.addApp({ settings: { signing_alg: "ES256" } });
  const { ports, store, desk } = server.gatehouse;
  initialToken = newSecret("ght", "live", ports);
  await ports.registrations.addInitialToken({
    hash: ports.secretDigest(initialToken),
    id: "iat_1",
    organisationId: "org_1",
    label: "pipeline",
    createdAt: Date.now(),
    expiresAt: null,
    uses: null,
  });
  for (let n = 0; n < lines; n++) {
    const person = await server.addPerson(`doer-${n}`);
    await store.people.setStaff(person.id, "admin");
    const visitor = new Browser(server.origin);
    await consentPage(server, "/sign-in", visitor, person);
    const name = `Pilot of ${n}`;
    const { id } = await perform(foundOrganisation, desk, await callerOf(server, person), { name });
    doers.push({ visitor, organisation: id, names: [name], clients: [] });
  }
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What `fetch` throws when the node is gone: in the middle of an answer as well. */
const gone = (error: unknown): boolean => error instanceof TypeError;

let count = 0;
/** Puts a node under load, and kills it up to 5 ms after some answer; all that then hangs is in doubt. */
async function round(node: ServerNode, world: World, chance: () => number): Promise<void> {
  const end = promised.acknowledged + 5 + Math.floor(chance() * 40);
  const after = chance() * 5;
  const ends: ReturnType<typeof node.end>[] = [];
  const line = async (doer: Doer): Promise<void> => {
    for (;;) {
      let roll = chance();
      const [, deed] = DEEDS.find(([share]) => (roll -= share) < 0) ?? DEEDS[0] ?? [];
      try {
        await deed?.(world, doer, count++);
      } catch (error) {
        if (!gone(error) && !(error instanceof Unheard)) throw error;
        promised.inDoubt++;
        if (gone(error)) return;
        continue;
      }
      if (++promised.acknowledged >= end) ends[0] ??= pause(after).then(() => node.end("SIGKILL"));
    }
  };
  await Promise.all(doers.map(line));
  expect(await Promise.all(ends)).toEqual([{ code: null, signal: "SIGKILL" }]);
}

/** Apps without their client, clients without what proves them, names that the log does not know as the last ones. */
async function halves(): Promise<string[]> {
  const { read } = server.gatehouse.store.engine;
  const apps = await read
    .selectFrom("apps")
    .select("id")
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom("clients").select("client_id").whereRef("clients.app_id", "=", "apps.id")),
      ),
    )
    .execute();
  const clients = await read
    .selectFrom("clients")
    .select("client_id")
    .where("token_endpoint_auth_method", "in", ["client_secret_basic", "client_secret_post"])
    .where("disabled_at", "is", null)
    .where("environment", "=", "test")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("client_secrets")
            .select("id")
            .whereRef("client_secrets.client_id", "=", "clients.client_id"),
        ),
      ),
    )
    .execute();
  return [...apps.map(({ id }) => id), ...clients.map(({ client_id }) => client_id)];
}

test(`P3 P4 ${kills} × kill -9 under decisions, registration, revocation, rotation of keys and portal writes: 0 acknowledged lost`, async () => {
  const started = performance.now();
  const chance = seeded(20_261_122);
  const { engine } = server.gatehouse.store;
  const families: World["families"] = [];
  const fresh = (): Promise<ServerNode> => startNode(server, { keyTimes, settings });
  let next = fresh();
  for (let kill = 0; kill < kills; kill++) {
    if (families.length < 100) families.push(...(await premadeRefreshTokens(server, owner, 200)));
    const node = await next;
    // Starting takes longer than dying: the one that follows begins before this one ends.
    next = kill + 1 < kills ? fresh() : next;
    await engine.write((tx) => tx.updateTable("sessions").set({ auth_time: Date.now() }).execute());
    await round(node, { node, app, owner, initialToken, families, promised }, chance);
    expect(await promised.missing(server.gatehouse.store, doers)).toEqual([]);
    expect(await halves()).toEqual([]);
    await sealAudit(engine, Date.now());
    expect(await broken(server)).toEqual([]);
    // The ring has a key that signs, and what it signs is known to the key set.
    const { status } = await postToken(server, {
      grant_type: "client_credentials",
      client_id: owner.client_id,
      client_secret: owner.client_secret,
    });
    expect(status).toBe(200);
  }
  expect(promised.rotations).toBeGreaterThan(0);
  report(
    "kill -9 under decisions, registration, revocation, rotation of keys and portal writes",
    `${kills} kills, ${promised.acknowledged.toLocaleString("en")} answers acknowledged (${promised.codes.length} decisions, ` +
      `${promised.registered.size + promised.removed.length} registrations, ${promised.removed.length} removals, ${promised.families.length} revocations, ` +
      `${promised.rotations} rotations, ${promised.renamed + promised.apps.length} portal writes), 0 lost; ${promised.inDoubt} in doubt, ` +
      `none half done; 0 violations of I1–I8; ${since(started)}`,
  );
}, 1_800_000);
