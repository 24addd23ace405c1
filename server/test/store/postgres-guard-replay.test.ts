/** RFC 9449 §11.1 — two nodes of an API with one PostgreSQL: a proof that one has seen is refused by the other. */
import { createGuard, postgresReplays, REPLAY_TABLE, type Guard, type ReplayStore } from "@gatehouse/guard";
import { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseAt } from "../support/postgres.ts";
import { ath, clientKey, proof } from "../support/proofs.ts";
import { startServer } from "../support/server.ts";
import { post } from "../support/wire.ts";

let pools: Pool[];

beforeAll(async () => {
  const connectionString = await databaseAt("guard-replay", true);
  pools = [new Pool({ connectionString }), new Pool({ connectionString })];
  await pools[0]?.query(REPLAY_TABLE);
});
afterAll(() => Promise.all(pools.map((pool) => pool.end())));

const nodes = (now: () => number): ReplayStore[] => pools.map((pool) => postgresReplays(pool, now));

test("DP-02 of twenty claims at two nodes at once one wins; another key is free", async () => {
  const both = nodes(() => 1_000);
  const claims = Array.from({ length: 20 }, async (_, n) => both[n % 2]?.claim("key one", 2_000));
  expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
  expect(await both[1]?.claim("key two", 2_000)).toBe(true);
});

async function rows(): Promise<number> {
  return (await pools[0]?.query("select 1 from gatehouse_replays"))?.rows.length ?? 0;
}

test("what has ended may be claimed again, and is swept", async () => {
  let time = 10_000;
  const [here, there] = nodes(() => time);
  expect(await here?.claim("short", 11_000)).toBe(true);
  time = 10_999;
  expect(await there?.claim("short", 12_000)).toBe(false);
  time = 11_000;
  expect(await there?.claim("short", 12_000)).toBe(true);
  time = 100_000;
  expect(await here?.claim("later", 200_000)).toBe(true);
  await expect.poll(rows).toBe(1);
});

test("DP-02 a proof that one node has taken is refused by the other, and one that cannot be remembered is not believed", async () => {
  const server = await startServer();
  const key = await clientKey();
  const app = await server.addApp({ grant_types: ["client_credentials"] });
  const fields = {
    grant_type: "client_credentials",
    client_id: app.client_id,
    client_secret: app.client_secret,
  };
  const answer = await post(server, "/oauth/token", fields, { dpop: await proof(server, key) });
  const token = String(answer.json["access_token"]);
  const now = (): number => server.clock.now();
  const guardOf = (replay: ReplayStore): Guard =>
    createGuard({
      issuer: server.issuer,
      audience: server.api.identifier,
      routes: [{ method: "GET", path: "/bookings", scopes: [] }],
      dpop: { origin: "https://api.example", replay },
      now,
    });
  const claims = { htm: "GET", htu: "https://api.example/bookings", ath: ath(token) };
  const statusAt = async (guard: Guard, dpop: string): Promise<number> => {
    const headers = new Headers({ authorization: `DPoP ${token}`, dpop });
    const verdict = await guard.check({ method: "GET", url: "/bookings", headers });
    return verdict.ok ? 200 : verdict.challenge.status;
  };
  const [here, there] = nodes(now).map(guardOf);
  if (here === undefined || there === undefined) throw new Error("two nodes");
  const once = await proof(server, key, claims);
  expect([await statusAt(here, once), await statusAt(there, once)]).toEqual([200, 401]);
  const away = guardOf(postgresReplays({ query: () => Promise.reject(new Error("away")) }, now));
  expect(await statusAt(away, await proof(server, key, claims))).toBe(503);
  await server.close();
});
