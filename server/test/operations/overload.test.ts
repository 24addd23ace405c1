/** Reliability P8, 4.4, 4.10 — a store that stalls: every answer in time, no queue without bound, and then all is well again. */
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { secretHash } from "../../src/oauth/tokens/secret-token.ts";
import { atOnce } from "../../src/http/limits/at-once.ts";
import { StoreUnavailable } from "../../src/http/trouble.ts";
import { broken } from "../support/broken.ts";
import { caller, type Answer, type Caller } from "../support/load.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const ROOM = 50;
let server: TestServer;
let app: TestApp;
let calls: Caller;

beforeAll(async () => {
  server = await startServer({ settings: { max_requests_at_once: ROOM } });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  calls = caller(Number(new URL(server.origin).port), 400);
});
afterAll(async () => {
  calls.close();
  await server.close();
});

const ask = (): Promise<Answer> =>
  calls.post("/oauth/token", {
    grant_type: "client_credentials",
    client_id: app.client_id,
    client_secret: app.client_secret,
  });
const storm = (size: number): Promise<Answer[]> => Promise.all(Array.from({ length: size }, ask));

/** The first line that answers a head whose body never comes. */
async function headOnly(): Promise<string> {
  const { hostname, port } = new URL(server.origin);
  const socket = connect(Number(port), hostname);
  socket.write("POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n");
  const [heard] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return heard.toString("latin1").split("\r\n")[0] ?? "";
}

test("P8 a stalled store: 400 requests, all answered 503 with Retry-After within 2.5 s, most at once; 200 again when it is back", async () => {
  const { accessTokens } = server.gatehouse.ports;
  const put = accessTokens.put.bind(accessTokens);
  const stall = Promise.withResolvers<void>();
  let inside = 0;
  const answers = await broken(
    accessTokens,
    "put",
    async (row) => {
      inside++;
      await stall.promise;
      await put(row);
    },
    () => storm(400),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 400 }, () => 503));
  expect(answers.filter(({ retryAfter }) => retryAfter === null)).toEqual([]);
  expect(Math.max(...answers.map(({ took }) => took))).toBeLessThan(2_500);
  // Only so many got in; the others heard it at once.
  expect(inside).toBe(ROOM);
  const refused = server.lines.map((line) => line["refusal"]);
  expect(refused.filter((name) => name === "overloaded")).toHaveLength(400 - ROOM);
  expect(refused.filter((name) => name === "store_unavailable")).toHaveLength(ROOM);
  // Those who were answered still hold their place: what stalls is bounded, however long it lasts.
  const again = await storm(20);
  expect(again.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 503));
  expect(inside).toBe(ROOM);
  // Nothing is read of who is refused: reading costs more than the refusal, and he asks again at once.
  expect(await headOnly()).toBe("HTTP/1.1 503 Service Unavailable");
  stall.resolve();
  let back = await ask();
  while (back.status !== 200) back = await ask();
  const later = await storm(ROOM);
  expect(later.filter(({ status }) => status !== 200)).toEqual([]);
});

test("P8 above the bound nobody is told 200 without a row", async () => {
  const answers = await storm(400);
  const told = answers.filter(({ status }) => status === 200);
  const hashes = told.map(({ json }) => secretHash(String(json["access_token"])));
  const rows = await Promise.all(hashes.map((hash) => server.gatehouse.ports.accessTokens.findOpaque(hash)));
  expect(rows.filter((row) => row === null)).toEqual([]);
  expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
});

test("P8 the deadline is an error of the store, and a place is free when the work has ended, not before", async () => {
  const work = atOnce(1, 20);
  const slow = Promise.withResolvers<number>();
  await expect(work.run(() => slow.promise)).rejects.toThrow(StoreUnavailable);
  expect(work.underWay).toBe(1);
  expect(() => work.run(() => 1)).toThrow("overloaded");
  slow.resolve(1);
  await expect.poll(() => work.underWay).toBe(0);
  expect(await work.run(() => 1)).toBe(1);
  const broken = work.run(() => {
    throw new Error("broken");
  });
  await expect(broken).rejects.toThrow("broken");
  expect(work.underWay).toBe(0);
});

test("P8 what arrives in one tick begins together, and each has its own deadline and its own end", async () => {
  const work = atOnce(3, 20);
  const begun: number[] = [];
  const never = Promise.withResolvers<number>();
  const first = work.run(() => begun.push(1));
  const second = work.run(() => (begun.push(2), never.promise));
  expect(begun).toEqual([]);
  expect(await first).toBe(1);
  expect(begun).toEqual([1, 2]);
  await expect(second).rejects.toThrow(StoreUnavailable);
  const third = work.run(() => (begun.push(3), never.promise));
  await expect(third).rejects.toThrow(StoreUnavailable);
  expect(work.underWay).toBe(2);
});
