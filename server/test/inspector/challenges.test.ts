/** PK-12 (RFC 9700 §2.1.1) — a program that sends one code_challenge again and again hears of it; nobody learns the challenge. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { words } from "../../src/pages/words/index.ts";
import { deskWorld, type DeskWorld } from "../desk/world.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, s256 } from "../support/flow.ts";
import type { TestApp, TestServer } from "../support/server.ts";
import { post } from "../support/wire.ts";
import { eventsOf } from "./watching.ts";

const TEN_MINUTES = 10 * 60_000;

let world: DeskWorld;
let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  world = await deskWorld();
  ({ server } = world);
});
afterAll(() => server.close());

/** An authorization request as far as consent; it is written down when this resolves. */
async function open(url: string): Promise<void> {
  const { recorder } = server.gatehouse;
  const note = recorder.note.bind(recorder);
  // Events of one millisecond have no order.
  server.clock.advance(1);
  // It is noted after its answer has left.
  const { promise: noted, resolve } = Promise.withResolvers<void>();
  recorder.note = (seen) => resolve(note(seen));
  const answer = await fetch(url, { redirect: "manual" });
  expect(answer.headers.get("location")).toContain("/sign-in?pending=");
  await noted;
  recorder.note = note;
  await recorder.flush();
}

const pkce = (verifier: string): Record<string, string> => ({
  code_challenge: s256(verifier),
  code_challenge_method: "S256",
});

const begin = (verifier: string, of: TestApp = app): Promise<void> =>
  open(authorizeUrl(server, of, pkce(verifier)));

/** What the newest event of each request says, the oldest first. */
const repeats = async (of: TestApp = app): Promise<(number | undefined)[]> =>
  (await eventsOf(server, of)).map(({ facts }) => facts.challenge_repeated).toReversed();

test("PK-12 a new challenge each time is as it should be; one that comes a fourth time in ten minutes is told", async () => {
  app = await server.addApp({ environment: "test" });
  for (let n = 0; n < 5; n++) await begin(`one of its own ${n}`);
  for (let n = 0; n < 3; n++) await begin("the same");
  expect(await repeats()).toEqual(Array.from({ length: 8 }));
  await begin("the same");
  await begin("the same");
  expect((await repeats()).slice(8)).toEqual([4, 5]);
  // Ten minutes later it is a new count.
  server.clock.advance(TEN_MINUTES);
  await begin("the same");
  expect((await repeats()).at(-1)).toBe(undefined);
});

test("PK-12 what was pushed (RFC 9126) counts, and what another app sends does not", async () => {
  app = await server.addApp({ environment: "test" });
  const other = await server.addApp({ environment: "test" });
  const { client_id, client_secret, redirect_uri } = app;
  for (let n = 0; n < 3; n++) await begin("pushed", other);
  for (let n = 0; n < 3; n++) await begin("pushed");
  const request = { response_type: "code", redirect_uri, scope: "bookings:read", ...pkce("pushed") };
  const pushed = await post(server, "/oauth/par", { client_id, client_secret, ...request });
  const query = new URLSearchParams({ client_id, request_uri: String(pushed.json["request_uri"]) });
  await open(`${server.origin}/oauth/authorize?${query.toString()}`);
  expect((await repeats()).at(-1)).toBe(4);
  expect(await repeats(other)).not.toContain(4);
});

test("PK-12 overview and inspector warn the members of the app", async () => {
  const client_id = world.ours.app.clients[0]?.client_id ?? "";
  const ours = {
    client_id,
    client_secret: "",
    appId: world.ours.app.id,
    redirect_uri: "https://app.example/cb",
  };
  const browser = new Browser(server.origin);
  const door = `/sign-in?next=${encodeURIComponent(`/portal/apps/${ours.appId}`)}`;
  const username = "ours-viewer";
  const overview = await browser.click(await browser.open(door), "submit-login", {
    username,
    password: server.person.password,
  });
  const said = words("en").health.challenge_repeated;
  expect(overview.html).not.toContain(said);
  for (let n = 0; n < 4; n++) await begin("the same", ours);
  expect((await browser.open(`/portal/apps/${ours.appId}`)).html).toContain(said);
  expect((await browser.open(`/portal/apps/${ours.appId}/inspector`)).html).toContain(said);
});

test("PK-12 PK-11 what is kept of a challenge is a keyed digest, and no answer tells even that", async () => {
  app = await server.addApp({ environment: "test" });
  for (let n = 0; n < 4; n++) await begin("kept");
  const rows = await server.gatehouse.store.engine.read
    .selectFrom("events")
    .selectAll()
    .where("client_id", "=", app.client_id)
    .execute();
  const digests = new Set(rows.map(({ challenge }) => challenge));
  expect(digests.size).toBe(1);
  const [digest] = digests;
  expect(digest).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify(rows)).not.toContain(s256("kept"));
  // Without the key nobody can try a challenge against it.
  expect(digest).not.toBe(s256(s256("kept")));
  expect(digest).not.toBe(s256(`${app.client_id} ${s256("kept")}`));
  expect(JSON.stringify(await eventsOf(server, app))).not.toContain(digest ?? "");
});
