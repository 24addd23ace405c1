/** APIs, scopes, versions and tokens in the console: a scope comes, changes and goes; who calls what; tokens end (PO-03). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { deskWorld, type DeskWorld } from "../desk/world.ts";
import { cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { getCode, redeem, refresh } from "../support/flow.ts";
import type { TestServer } from "../support/server.ts";

let world: DeskWorld;
let server: TestServer;
let admin: Browser;

beforeAll(async () => {
  world = await deskWorld();
  server = world.server;
  cheapPasswords(server);
  const person = await server.addPerson("platform-admin");
  await server.gatehouse.store.people.setStaff(person.id, "admin");
  admin = new Browser(server.origin);
  await consentPage(server, "/sign-in", admin, person);
});
afterAll(() => server.close());

const apis = (): string => `/console/apis/${server.api.client_id}`;
const hostile = "<script>alert(1)</script>";

test("a scope is added, changed with its other languages kept, and taken away with what hangs on it shown", async () => {
  const form = await admin.open(`${apis()}/new-scope`);
  const empty = await admin.click(form, "save", { scope: "bookings:print", words_en: "" });
  expect(empty.status).toBe(422);
  expect(empty.html).toMatch(/id="words_en-error"[^>]*>Give the English words too/);
  const twice = await admin.click(form, "save", { scope: "bookings:read", words_en: "x" });
  expect(twice.html).toMatch(/id="scope-error"[^>]*>There is a scope of this name already/);
  const made = await admin.click(form, "save", { scope: "bookings:print", words_en: hostile });
  expect(made.url).toContain("/scopes/bookings%3Aprint");
  expect(made.html).not.toContain(hostile);
  const registry = server.gatehouse.store.registry;
  const words = { en: "Print", nl: "Afdrukken" };
  await registry.putScope(server.api.client_id, { name: "bookings:print", words, person: true });
  const change = await admin.open(`${apis()}/scopes/bookings%3Aprint/change`);
  await admin.click(change, "save", { words_en: "Print bookings", words_de: "Drucken" });
  const [api] = await server.gatehouse.desk.resources();
  expect(api?.scopes.find(({ name }) => name === "bookings:print")?.words).toEqual({
    de: "Drucken",
    en: "Print bookings",
    nl: "Afdrukken",
  });
  const remove = await admin.open(`${apis()}/scopes/bookings%3Aread/remove`);
  expect(remove.html).toMatch(/bookings:read · apps: \d+, consents: \d+/);
  const gone = await admin.open(`${apis()}/scopes/bookings%3Aprint/remove`);
  const done = await admin.click(gone, "confirm");
  expect(done.html).toContain("The permission is gone.");
  expect((await admin.open(`${apis()}/scopes/bookings%3Aprint`)).status).toBe(404);
});

test("an API is added and taken away; one that apps are registered for stays", async () => {
  const form = await admin.open("/console/apis/new");
  const wrong = await admin.click(form, "save", { name: hostile, identifier: "javascript:alert(1)" });
  expect(wrong.status).toBe(422);
  expect(wrong.html).not.toContain(hostile);
  await admin.click(form, "save", { name: "Second", identifier: "https://second.example" });
  const second = (await server.gatehouse.desk.resources()).find(({ name }) => name === "Second");
  const used = await admin.click(await admin.open(`${apis()}/remove`), "confirm");
  expect(used.status).toBe(409);
  const gone = await admin.click(await admin.open(`/console/apis/${second?.id}/remove`), "confirm");
  expect(gone.html).toContain("The API is gone.");
});

test("who calls which version, and when the version goes", async () => {
  const { store } = server.gatehouse;
  const { app } = world.ours;
  const now = store.clock.now();
  const hour = now - (now % 3_600_000);
  const client_id = app.clients[0]?.client_id ?? "";
  const call = { client_id, hour, kind: "call" as const, name: "GET /bookings", lastAt: now };
  await store.events.write({
    events: [],
    milestones: [],
    counts: [{ ...call, version: "2025-03-01", count: 12 }],
  });
  const versions = {
    default: "2026-02-01",
    list: [
      { version: "2025-03-01", status: "deprecated" as const, sunsetAt: "2027-01-31T00:00:00Z" },
      { version: "2026-02-01", status: "stable" as const },
    ],
  };
  const [api] = await server.gatehouse.desk.resources();
  if (api === undefined) throw new Error("no API");
  const document = { title: "Bookings", version: "1", server: null, routes: [], versions };
  const { id, identifier, name, scopes } = api;
  await store.registry.importDocument({ id, identifier, name, scopes, document, force: false });
  const { html } = await admin.open("/console/versions");
  expect(html).toContain("It is retired on <time");
  expect(html).toContain("Calls: 12");
  expect(html).toContain("ours app");
  expect(html).toContain("No app called it.");
});

test("tokens are counted, and end behind a question", async () => {
  const scope = "bookings:read offline_access";
  const app = await server.addApp({ client_name: "Holder", scopes: scope.split(" ") });
  const held = await redeem(server, app, await getCode(server, app, { scope }));
  const page = await admin.open("/console/tokens");
  expect(page.html).toContain("Holder");
  expect(page.html).toContain("Refresh tokens: 1 · opaque access tokens: 0 · JWTs of people: 1");
  expect((await admin.open("/console/tokens?of=person")).html).toContain(server.person.username);
  const ask = await admin.open(`/console/tokens/client/${app.client_id}/end`);
  const done = await admin.click(ask, "confirm");
  expect(done.html).toContain("Every token has ended.");
  expect((await refresh(server, app, String(held.refresh_token))).status).toBe(400);
  const nobody = await admin.click(await admin.open("/console/tokens/person/usr_0/end"), "confirm");
  expect(nobody.status).toBe(404);
});
