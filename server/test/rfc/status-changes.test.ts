/** The changes that guards listen to: in order, once, from where one left off, at once, and anew after a restore. */
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { afterRestore } from "../../src/store/copies/after-restore.ts";
import { postToken } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { bitOf, placeIn } from "../support/status.ts";
import { post, wire } from "../support/wire.ts";

interface Page {
  cursor: string;
  more: boolean;
  reset: boolean;
  floor: number;
  size: number;
  withdrawn: [number, number, number][];
}

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp();
});
afterAll(() => server.close());

const client = (): { client_id: string; client_secret: string } => ({
  client_id: app.client_id,
  client_secret: app.client_secret,
});

async function revoked(): Promise<number> {
  const token = await issued();
  await post(server, "/oauth/revoke", { ...client(), token });
  return placeIn(token).idx;
}

const issued = async (): Promise<string> =>
  String((await postToken(server, { ...client(), grant_type: "client_credentials" })).json["access_token"]);

async function changes(after: string | null = null, wait = 0): Promise<Page> {
  const query = new URLSearchParams({ ...(after === null ? {} : { after }), wait: String(wait) });
  const answer = await wire(server, { method: "GET", path: `/oauth/status/changes?${query}` });
  expect(answer.status).toBe(200);
  return answer.json as unknown as Page;
}

const firsts = ({ withdrawn }: Page): number[] => withdrawn.map(([first]) => first);

const path = (after: string): string => `/oauth/status/changes?after=${after}&wait=25`;

test("what was withdrawn is told once, in its order, from where one left off", async () => {
  const one = await revoked();
  const all = await changes();
  expect(all).toMatchObject({ more: false, reset: true, floor: 0, size: 131_072 });
  expect(firsts(all)).toContain(one);
  const [two, three] = [await revoked(), await revoked()];
  const next = await changes(all.cursor);
  expect(next).toMatchObject({ more: false, reset: false });
  expect(firsts(next)).toEqual([two, three]);
  expect(firsts(await changes(next.cursor))).toEqual([]);
});

test("who waits is told at the revocation, not at the end of the wait", async () => {
  const { cursor } = await changes();
  const waiting = changes(cursor, 25);
  const place = await revoked();
  const told = performance.now();
  expect(firsts(await waiting)).toEqual([place]);
  expect(performance.now() - told).toBeLessThan(10_000);
});

test("who waits does not keep the server from ending", async () => {
  const own = await startServer();
  const { cursor } = (await wire(own, { method: "GET", path: path("") })).json as unknown as Page;
  const arrived = once(own.fastify.server, "request");
  const waiting = wire(own, { method: "GET", path: path(cursor) });
  await arrived;
  await own.close();
  expect(((await waiting).json as unknown as Page).withdrawn).toEqual([]);
});

test("a query that cannot be read is refused; a cursor of ours that is not known begins anew", async () => {
  for (const query of ["wait=soon", "wait=-1", "wait=100", "wait=1&wait=2", "after=a&after=b"])
    expect(
      (await wire(server, { method: "GET", path: `/oauth/status/changes?${query}` })).json,
      query,
    ).toMatchObject({ error: "invalid_request" });
  for (const after of ["x", "9.1.1.1", "0.999999.0.0", "1e3.0.0.0"])
    expect(await changes(after)).toMatchObject({ reset: true });
});

test("more than a page comes in pages, nothing missing and nothing twice", async () => {
  const start = await changes();
  const { engine } = server.gatehouse.store;
  await engine.write(async (tx) => {
    const { seq } = await tx
      .updateTable("status_head")
      .set((eb) => ({ seq: eb("seq", "+", 1) }))
      .returning("seq")
      .executeTakeFirstOrThrow();
    const expires_at = server.clock.now() + 60_000;
    for (let from = 0; from < 2500; from += 500)
      await tx
        .insertInto("status_withdrawn")
        .values(
          Array.from({ length: 500 }, (_, n) => ({ first: 50_000 + from + n, count: 1, seq, expires_at })),
        )
        .execute();
  });
  const seen: number[] = [];
  let page = await changes(start.cursor);
  for (;;) {
    seen.push(...firsts(page));
    if (!page.more) break;
    page = await changes(page.cursor);
  }
  expect(seen).toEqual(Array.from({ length: 2500 }, (_, n) => 50_000 + n));
});

test("after a restore every JWT of before is withdrawn, and listeners begin anew", async () => {
  const before = await issued();
  const { cursor } = await changes();
  expect(await bitOf(server, before)).toBe(0);
  const { engine } = server.gatehouse.store;
  await engine.write((tx) => afterRestore(tx, server.clock.now(), () => true));
  const page = await changes(cursor);
  expect(page).toMatchObject({ reset: true, withdrawn: [] });
  expect(page.floor).toBeGreaterThan(placeIn(before).idx);
  expect(await bitOf(server, before)).toBe(1);
});
