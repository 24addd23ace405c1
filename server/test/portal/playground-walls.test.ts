/** UI-01, UI-02, PO-01, PO-03, HX-03, HX-05 — the walls of the playground: whose run it is, what leaves it, and when it ends. */
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sweep } from "../../src/store/sweep.ts";
import { ask, fieldOf } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { callerOf } from "../desk/world.ts";
import { allow, begin, newest, playing, type Playing } from "./playing.ts";

let world: Playing;
let browser: Browser;
beforeEach(async () => {
  world = await playing();
  browser = await world.as("developer");
});
afterEach(() => world.close());

const MINUTE = 60_000;
const own = (): string => world.paths.playground(world.app.id);
const cookieOf = (one: Browser): string => `gatehouse=${one.cookies.get("gatehouse") ?? ""}`;

/** The answer on its way: the address that the browser was told to go to, before it went there. */
async function onItsWay(one: Browser = browser): Promise<string> {
  const page = await begin(world, one, "code");
  const sent = await ask(world.server, own(), {
    method: "POST",
    headers: { cookie: cookieOf(one) },
    body: new URLSearchParams({ csrf: fieldOf(page, "csrf"), do: "authorize" }),
  });
  const consent = await one.open(sent.location ?? "");
  const answered = await ask(world.server, "/consent", {
    method: "POST",
    headers: { cookie: cookieOf(one) },
    body: new URLSearchParams({
      csrf: fieldOf(consent, "csrf"),
      pending: fieldOf(consent, "pending"),
      decision: "allow",
    }),
  });
  expect(answered.location).toContain(`${world.callback}?code=`);
  return answered.location ?? "";
}

const stepsIn = ({ html }: Page): number => html.match(/<details id="exchange-\d+"/g)?.length ?? 0;

test("UI-02 an answer is taken only in the session that began the run, once, and only from this server", async () => {
  const location = await onItsWay();
  const code = new URL(location).searchParams.get("code") ?? "";
  // The same person in another session, and somebody else: neither login CSRF nor a copied link leads anywhere.
  await world.server.addPerson("stranger");
  for (const one of [await world.as("developer"), await world.as("stranger")]) {
    const page = await one.open(location);
    expect([page.status, page.html.includes("pending_gone")]).toEqual([400, true]);
    expect((await one.open(own())).html).not.toContain("Came back");
  }
  // Nobody signed in: not even a sign-in that would carry the code on.
  const nobody = await ask(world.server, location);
  expect([nobody.status, nobody.location]).toEqual([400, null]);
  const wrong = new URL(location);
  for (const [name, value] of [
    ["iss", "https://evil.example"],
    ["state", "another"],
  ] as const) {
    const changed = new URL(wrong);
    changed.searchParams.set(name, value);
    expect((await browser.open(changed.href)).status).toBe(400);
  }
  expect((await browser.open(`${location.replace(/#.*/, "")}&state=x`)).status).toBe(400);
  // Still there for whom it is.
  const page = await browser.open(location);
  expect(newest(page)).toContain("Came back");
  expect(page.url).not.toContain(code);
  expect((await browser.open(location)).status).toBe(400);
});

test("UI-02 an answer reaches no run that was ended or replaced", async () => {
  const location = await onItsWay();
  await begin(world, browser, "machine");
  expect((await browser.open(location)).status).toBe(400);
});

test("PO-01 a run is its owner's: another member of the organisation sees none of it and moves nothing", async () => {
  const { server, paths, app } = world;
  const page = await allow(browser, await begin(world, browser, "code"));
  const colleague = await server.addPerson("colleague");
  const { desk } = server.gatehouse;
  const owner = await callerOf(server, await server.addPerson("developer"));
  const now = desk.clock.now();
  const invitation = {
    id: "inv_x",
    email: "c@example.com",
    role: "developer",
    createdAt: now,
    expiresAt: now + 1,
  } as const;
  await desk.organisations.invite({ ...invitation, organisation: app.organisation.id, hash: "x" }, owner.by);
  await desk.organisations.accept("x", colleague.id, now, owner.by);
  const other = await world.as("colleague");
  const seen = await other.open(paths.playground(app.id));
  expect([seen.status, stepsIn(seen)]).toEqual([200, 0]);
  const form = await begin(world, other, "machine");
  await other.click(form, "end-run");
  expect(stepsIn(await browser.open(own()))).toBe(stepsIn(page));
  expect(newest(await browser.click(page, "next-step"))).toContain(">200<");
});

test("PO-01 whoever is a member no more, or may only look, takes no further step", async () => {
  const { server, app } = world;
  const page = await begin(world, browser, "machine");
  const second = await server.addPerson("second");
  const developer = await server.addPerson("developer");
  const { organisations } = server.gatehouse.desk;
  const { by } = await callerOf(server, developer);
  const organisation = app.organisation.id;
  const now = server.clock.now();
  const invitation = {
    id: "inv_y",
    email: "s@example.com",
    role: "owner",
    createdAt: now,
    expiresAt: now + 1,
  } as const;
  await organisations.invite({ ...invitation, organisation, hash: "y" }, by);
  await organisations.accept("y", second.id, now, by);
  await organisations.setRole(organisation, developer.id, "viewer", by);
  const seen = await browser.click(page, "next-step");
  expect([stepsIn(seen), seen.status]).toEqual([0, 403]);
  expect((await browser.open(`${world.paths.startPlayground(app.id)}?flow=machine`)).status).toBe(403);
  await organisations.setRole(organisation, developer.id, null, by);
  expect((await browser.click(page, "next-step")).status).toBe(404);
});

test("UI-01 a step without the token of this page in this browser is refused, and sends nothing", async () => {
  const page = await begin(world, browser, "machine");
  const other = fieldOf(await (await world.as("developer")).open(world.paths.newOrganisation), "csrf");
  for (const csrf of ["", other]) {
    expect((await browser.post(own(), { csrf, do: "token" })).status).toBe(403);
  }
  const csrf = fieldOf(page, "csrf");
  const away = await browser.post(own(), { csrf, do: "token" }, { origin: "https://evil.example" });
  expect(away.status).toBe(403);
  expect(stepsIn(await browser.open(own()))).toBe(0);
});

test("only what is offered can be sent, to no address but the API's own", async () => {
  let page = await begin(world, browser, "machine");
  const csrf = fieldOf(page, "csrf");
  for (const wish of ["call", "token:used_code", "token:__proto__", "revoke", "", "authorize"])
    expect((await browser.post(own(), { csrf, do: wish })).status).toBe(409);
  page = await browser.click(page, "next-step");
  for (const route of ["//evil.example/", "@evil.example", "/bookings/1", "/../x"])
    await browser.post(own(), { csrf, do: "call", route });
  expect(world.calls.map(({ url }) => url)).toEqual(Array(4).fill("/bookings"));
});

test("two clicks at once send once", async () => {
  const page = await begin(world, browser, "machine");
  const csrf = fieldOf(page, "csrf");
  const answers = await Promise.all([1, 2, 3].map(() => browser.post(own(), { csrf, do: "token" })));
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
  expect(stepsIn(await browser.open(own()))).toBe(1);
});

test("PO-03 a run ends by itself after fifteen minutes, and its secret with it; the sweep leaves nothing", async () => {
  const { server, client_id } = world;
  const page = await begin(world, browser, "machine");
  const { engine, registry } = server.gatehouse.store;
  const labels = async (): Promise<string[]> =>
    (await registry.findApp(client_id))?.clients[0]?.secrets.map(({ label }) => label) ?? [];
  expect(await labels()).toContain("Playground");
  const secret = /client_secret=(ghs_test_[\w-]+)/.exec(page.html)?.[1] ?? "";
  const token = (): Promise<Response> =>
    fetch(`${server.origin}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret: secret }),
    });
  expect((await token()).status).toBe(200);
  server.clock.advance(15 * MINUTE);
  expect((await token()).status).toBe(401);
  const late = await browser.click(page, "next-step");
  expect(late.html).toContain('id="start-machine"');
  await sweep(engine, server.clock.now());
  expect(await labels()).not.toContain("Playground");
  expect(await engine.read.selectFrom("playground_runs").selectAll().execute()).toEqual([]);
});

test("PO-03 ending a run ends its secret at once, also when the proof of who one is has grown old", async () => {
  const { server, client_id } = world;
  const page = await begin(world, browser, "machine");
  const secret = /client_secret=(ghs_test_[\w-]+)/.exec(page.html)?.[1] ?? "";
  server.clock.advance(11 * MINUTE);
  expect((await browser.click(page, "end-run")).html).toContain('id="done"');
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret: secret });
  expect((await fetch(`${server.origin}/oauth/token`, { method: "POST", body })).status).toBe(401);
});

test("HX-03 HX-05 no secret, code, verifier or token of a run is in a log, an event, an address or a row in clear", async () => {
  const { server } = world;
  let page = await allow(browser, await begin(world, browser, "code"));
  const urls = [page.url];
  for (const id of [
    "break-no_verifier",
    "break-wrong_secret",
    "next-step",
    "next-step",
    "do-refresh",
    "break-used_code",
  ]) {
    page = await browser.click(page, id);
    urls.push(page.url);
  }
  const found = new Set<string>();
  for (const pattern of [
    /(?:client_secret|code_verifier|refresh_token|token)=([\w.-]{20,})/g,
    /[?&;](?:amp;)?code=([\w.-]{20,})/g,
    /&quot;(?:access_token|refresh_token)&quot;:&quot;([\w.-]{20,})/g,
  ])
    for (const [, value] of page.html.matchAll(pattern)) found.add(value ?? "");
  expect(found.size).toBeGreaterThanOrEqual(6);
  await server.gatehouse.recorder.flush();
  const { engine } = server.gatehouse.store;
  const tables = engine.remote
    ? sql<{ name: string }>`select tablename as name from pg_tables where schemaname = current_schema()`
    : sql<{ name: string }>`select name from sqlite_schema where type = 'table'`;
  const { rows } = await tables.execute(engine.read);
  const dump: unknown[] = [];
  for (const { name } of rows)
    dump.push((await sql`select * from ${sql.table(name)}`.execute(engine.read)).rows);
  const everything = JSON.stringify([dump, server.lines, urls]);
  for (const value of found) expect(everything).not.toContain(value);
});
