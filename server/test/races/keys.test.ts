/** Reliability 4.8 — keys rotate every few seconds under load, two nodes sign, and a guard that keeps the key set verifies every token. */
import { createGuard } from "@gatehouse/guard";
import { afterAll, beforeAll, expect, test } from "vitest";
import { full, report } from "../support/figures.ts";
import { decodeJwt, postToken } from "../support/flow.ts";
import { many, tally } from "../support/load.ts";
import { steady } from "../support/rate.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const SECONDS = full() ? 60 : 12;
const PER_SECOND = full() ? 500 : 100;
/** Seconds from one rotation to the next; longer where other tests share the machine. */
const EVERY = full() ? 2 : 4;
/** The guard's clock: fifty seconds of its key set pass in a fifth of one. */
const FASTER = 240;
/**
 * Milliseconds. What is left of `publishAheadMs` when node and guard have learnt of a key is how long a busy machine may
 * stand still before a token names a key that the guard has not seen: with the defaults nine minutes, here one or three seconds.
 */
const keyTimes = { publishAheadMs: EVERY * 900, refreshMs: 200, retireAfterMs: 3_600_000 };

let nodes: TestServer[];
let app: TestApp;

beforeAll(async () => {
  const one = await startServer({ realClock: true, keyTimes });
  const other = await startServer({ realClock: true, keyTimes, folder: one.folder, issuer: one.issuer });
  nodes = [one, other];
  // A day, so that no token ends by the guard's clock.
  app = await one.addApp({
    scopes: ["bookings:read"],
    settings: { signing_alg: "ES256", access_token_seconds: 86_400 },
  });
});

afterAll(async () => {
  for (const node of nodes.toReversed()) await node.close();
});

test(`4.8 AT-10 keys rotated every ${EVERY} seconds for ${SECONDS} s at ${PER_SECOND} tokens a second: a guard with a cached key set refuses none`, async () => {
  const [one, other] = nodes;
  if (one === undefined || other === undefined) throw new Error("no nodes");
  const { client_id, client_secret } = app;
  const began = Date.now();
  let fetches = 0;
  const guard = createGuard({
    issuer: one.issuer,
    audience: one.api.identifier,
    routes: [{ method: "GET", path: "/bookings", scopes: ["bookings:read"] }],
    jwks_uri: `${other.origin}/.well-known/jwks.json`,
    now: () => began + (Date.now() - began) * FASTER,
    fetch: (input, init) => (fetches++, fetch(input, init)),
  });
  const kids = new Set<string>();
  const call = async (n: number): Promise<string> => {
    const fields = { grant_type: "client_credentials", client_id, client_secret };
    const { status, json } = await postToken(n % 2 === 0 ? one : other, fields);
    if (status !== 200) return String(status);
    const token = String(json["access_token"]);
    kids.add(String(decodeJwt(token).header["kid"]));
    const headers = new Headers({ authorization: `Bearer ${token}` });
    const verdict = await guard.check({ method: "GET", url: "/bookings", headers });
    return verdict.ok ? "verified" : verdict.challenge.body.reason;
  };
  const load = steady(PER_SECOND, call);
  let rotations = 0;
  while (Date.now() - began < SECONDS * 1000) {
    rotations += (await one.gatehouse.ring.rotate()).length;
    await new Promise((resolve) => setTimeout(resolve, EVERY * 1000));
  }
  const samples = await load.stop();
  expect(tally(samples.map(({ answer }) => answer))).toEqual({ verified: samples.length });
  expect(rotations).toBeGreaterThanOrEqual(SECONDS / EVERY / 2);
  expect(kids.size).toBeGreaterThanOrEqual(rotations - 1);
  const took = (samples.at(-1)?.ended ?? 0) - (samples[0]?.began ?? 0);
  report(
    "keys rotated every two seconds under load, 2 nodes",
    `${rotations} rotations, ${samples.length.toLocaleString("en")} tokens (${Math.round((samples.length * 1000) / took)} a second) ` +
      `signed by ${kids.size} keys, 0 refused; ${fetches} fetches of the key set`,
  );
}, 180_000);

test("4.8 RS-07 ten thousand tokens that name unknown keys: a guard asks for the key set once", async () => {
  const [one] = nodes;
  if (one === undefined) throw new Error("no node");
  const { client_id, client_secret } = app;
  let fetches = 0;
  const guard = createGuard({
    issuer: one.issuer,
    audience: one.api.identifier,
    routes: [{ method: "GET", path: "/bookings", scopes: ["bookings:read"] }],
    jwks_uri: `${one.origin}/.well-known/jwks.json`,
    fetch: (input, init) => (fetches++, fetch(input, init)),
  });
  const { json } = await postToken(one, { grant_type: "client_credentials", client_id, client_secret });
  const token = String(json["access_token"]);
  const check = (bearer: string) =>
    guard.check({
      method: "GET",
      url: "/bookings",
      headers: new Headers({ authorization: `Bearer ${bearer}` }),
    });
  expect((await check(token)).ok).toBe(true);
  const [, claims = "", signature = ""] = token.split(".");
  const { header } = decodeJwt(token);
  const before = fetches;
  const answers = await many(10_000, 64, async (n) => {
    const named = Buffer.from(JSON.stringify({ ...header, kid: `unknown-${n}` })).toString("base64url");
    const verdict = await check(`${named}.${claims}.${signature}`);
    return verdict.ok ? "verified" : verdict.challenge.body.reason;
  });
  expect(tally(answers)).toEqual({ unknown_key: 10_000 });
  expect(fetches - before).toBeLessThanOrEqual(1);
  // Whoever has a good one is not in anybody's way.
  expect((await check(token)).ok).toBe(true);
  report(
    "10,000 tokens that name unknown keys",
    `${fetches - before} fetches of the key set; a good token passed after them`,
  );
}, 60_000);
