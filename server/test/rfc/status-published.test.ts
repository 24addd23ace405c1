/** Token Status List §8 — lists are built once per change, whoever asks how often; and asking takes a place like any other request. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { bitOf, placeIn } from "../support/status.ts";
import { post, wire } from "../support/wire.ts";

const ROOM = 10;
let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  server = await startServer({ settings: { max_requests_at_once: ROOM } });
  app = await server.addApp();
});
afterAll(() => server.close());

const own = (): { client_id: string; client_secret: string } => ({
  client_id: app.client_id,
  client_secret: app.client_secret,
});
const issued = async (): Promise<string> =>
  String(
    (await post(server, "/oauth/token", { ...own(), grant_type: "client_credentials" })).json["access_token"],
  );
const get = (path: string, headers: Record<string, string> = {}) =>
  wire(server, { method: "GET", path, headers });

test("a list is built once for all who ask, again after a withdrawal, and again after half a minute", async () => {
  const { status } = server.gatehouse.ports;
  const [token, other] = [await issued(), await issued()];
  const path = new URL(placeIn(token).uri).pathname;
  const built = vi.spyOn(status, "list");
  const answers = [await get(path), ...(await Promise.all([get(path), get(path)])), await get(path)];
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(built).toHaveBeenCalledTimes(1);
  const etag = answers[0]?.headers.etag ?? "";
  expect(await get(path, { "if-none-match": etag })).toMatchObject({ status: 304, text: "" });
  expect(built).toHaveBeenCalledTimes(1);
  // What is withdrawn is there for the very next who asks.
  await post(server, "/oauth/revoke", { ...own(), token });
  expect([await bitOf(server, token), await bitOf(server, other)]).toEqual([1, 0]);
  expect((await get(path, { "if-none-match": etag })).status).toBe(200);
  expect(built).toHaveBeenCalledTimes(2);
  server.clock.advance(30_000);
  await get(path);
  expect(built).toHaveBeenCalledTimes(3);
  built.mockRestore();
});

test("lists that cannot be are not looked for, and what failed is tried again", async () => {
  const { status } = server.gatehouse.ports;
  await issued();
  const built = vi.spyOn(status, "list");
  for (const list of ["1", "4096", "999999999"])
    expect((await get(`/oauth/status/${list}`)).status).toBe(404);
  expect(built).not.toHaveBeenCalled();
  server.clock.advance(30_000);
  built.mockRejectedValueOnce(new Error("the disk is gone"));
  expect((await get("/oauth/status/0")).status).toBeGreaterThanOrEqual(500);
  expect((await get("/oauth/status/0")).status).toBe(200);
  const all = vi.spyOn(status, "lists");
  for (let time = 0; time < 3; time++)
    expect((await get("/oauth/status")).json).toMatchObject({ status_lists: [{}] });
  expect(all.mock.calls.length).toBeLessThanOrEqual(1);
  vi.restoreAllMocks();
});

test("P8 asking for changes takes a place among the requests under way; waiting for them takes none", async () => {
  const { status } = server.gatehouse.ports;
  const { cursor } = (await get("/oauth/status/changes")).json as { cursor: string };
  // More wait than there are places; all are told, and others are served meanwhile.
  const path = `/oauth/status/changes?after=${cursor}&wait=25`;
  const waiting = Array.from({ length: ROOM * 3 }, () => get(path));
  expect((await get("/oauth/status/changes")).status).toBe(200);
  const token = await issued();
  await post(server, "/oauth/revoke", { ...own(), token });
  for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(200);

  const stall = Promise.withResolvers<void>();
  const changes = status.changes.bind(status);
  let inside = 0;
  const spy = vi.spyOn(status, "changes").mockImplementation(async (after, now) => {
    inside++;
    await stall.promise;
    return changes(after, now);
  });
  let refused = 0;
  const asking = Array.from({ length: ROOM * 3 }, async (_, n) => {
    // Each after a cursor of its own, so that none is another's question.
    const answer = await get(`/oauth/status/changes?after=${n}&wait=0`);
    if (answer.status === 503 && ++refused === ROOM * 2) stall.resolve();
  });
  await Promise.all(asking);
  expect([inside, refused]).toEqual([ROOM, ROOM * 2]);
  spy.mockRestore();
});
