/** The recorder: bounded, exact in its counts, never in the way; what it keeps is trimmed and swept. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Batch, EventsStore, Owner } from "../../src/desk/inspector/ports.ts";
import { createRecorder } from "../../src/http/inspect/recorder.ts";
import type { Seen } from "../../src/http/inspect/seen.ts";
import { sweep } from "../../src/store/sweep.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { eventsOf } from "./watching.ts";

let server: TestServer;
beforeAll(async () => void (server = await startServer({ settings: { inspector_events: 8 } })));
afterAll(() => server.close());

const hour = 3_600_000;

function aSeen(client: string | null, changes: Partial<Seen> = {}): Seen {
  return {
    at: 5 * hour,
    kind: "token",
    method: "POST",
    status: 200,
    client,
    refusal: null,
    grant: "client_credentials",
    scope: null,
    query: "",
    contentType: undefined,
    authorization: undefined,
    body: null,
    agent: undefined,
    fromBrowser: false,
    dpop: false,
    version: undefined,
    challenge: null,
    requestId: "r",
    ...changes,
  };
}

const owner: Owner = {
  appId: "app",
  environment: "test",
  disabled: false,
  redirect_uris: [],
  scopes: [],
  resource: "api",
};

function recorderOn(write: EventsStore["write"]) {
  const batches: Batch[] = [];
  const failures: unknown[] = [];
  const recorder = createRecorder({
    store: {
      owners: (ids: readonly string[]) =>
        Promise.resolve(new Map(ids.filter((id) => id === "known").map((id) => [id, owner]))),
      write: async (batch: Batch) => {
        batches.push(batch);
        await write(batch);
      },
    } as unknown as EventsStore,
    random: { bytes: (size) => new Uint8Array(size) },
    digest: (text) => `digest of ${text}`,
    failed: (error) => void failures.push(error),
  });
  return { recorder, batches, failures };
}

test("a busy client shows examples, and every token is counted, in the hour it was given", async () => {
  const { recorder, batches } = recorderOn(() => Promise.resolve());
  for (let count = 0; count < 1000; count++)
    recorder.note(aSeen("known", { at: count < 400 ? 5 * hour : 6 * hour }));
  for (let count = 0; count < 100; count++)
    recorder.note(aSeen("known", { refusal: "scope_unknown", status: 400 }));
  await recorder.flush();
  const [batch] = batches;
  expect(batch?.events.length).toBe(25);
  expect(batch?.counts.map(({ kind, name, count }) => [kind, name, count])).toEqual([
    ["token", "client_credentials", 400],
    ["token", "client_credentials", 600],
    ["refused", "scope_unknown", 100],
  ]);
  expect(batch?.milestones).toEqual([{ milestone: "first_token", appId: "app", at: 5 * hour }]);
});

test("whoever sprays ids that nobody has costs a bounded amount and stores nothing", async () => {
  const { recorder, batches } = recorderOn(() => Promise.resolve());
  for (let count = 0; count < 20_000; count++)
    recorder.note(aSeen(null, { refusal: "unknown_client", query: `client_id=live_${count}` }));
  await recorder.flush();
  expect(batches[0]).toEqual({ events: [], counts: [], milestones: [] });
  expect(recorder.dropped).toBe(20_000 - 500);
});

test("behind a database that stands still all is counted, of so many clients and no more", async () => {
  const { promise: moves, resolve: move } = Promise.withResolvers<void>();
  const { recorder, batches } = recorderOn(() => moves);
  const all: Promise<void>[] = [];
  for (let round = 0; round < 5; round++) {
    for (let count = 0; count < 10_000; count++) recorder.note(aSeen("known"));
    all.push(recorder.flush());
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (let count = 0; count < 20_000; count++) recorder.note(aSeen(`another ${count}`));
  expect(batches).toHaveLength(1);
  expect(recorder.dropped).toBe(10_001);
  move();
  await Promise.all(all);
  expect(batches.map(({ counts }) => counts[0]?.count)).toEqual([10_000, 40_000]);
});

test("a database that is away loses events, and nothing else", async () => {
  const { recorder, failures } = recorderOn(() => Promise.reject(new Error("away")));
  for (let count = 0; count < 10; count++) recorder.note(aSeen("known"));
  await recorder.flush();
  expect(failures).toHaveLength(1);
  expect(recorder.dropped).toBe(10);
});

test("so many are kept of a client and no more, and after seven days none", async () => {
  const app = await server.addApp();
  const { recorder, store, ports } = server.gatehouse;
  for (let turn = 0; turn < 10; turn++) {
    for (let count = 0; count < 3; count++)
      recorder.note(aSeen(app.client_id, { at: server.clock.now() + turn, requestId: `${turn}` }));
    await recorder.flush();
  }
  const kept = await eventsOf(server, app);
  expect(kept.length).toBeLessThanOrEqual(10);
  expect(kept[0]?.request_id).toBe("9");
  server.clock.advance(7 * 24 * hour + 1000);
  const swept = await sweep(store.engine, ports.clock.now());
  expect(swept?.events).toBe(kept.length);
  expect(await eventsOf(server, app)).toEqual([]);
});
