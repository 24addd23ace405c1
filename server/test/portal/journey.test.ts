/** The way of an outside developer, without JavaScript: sign in, organisation, app, token, 200; then live, secrets, members, end. Each test walks it by itself. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../../src/desk/caller.ts";
import { decideLive } from "../../src/desk/operations/live.ts";
import { perform } from "../../src/desk/perform.ts";
import { newestAudit } from "../../src/store/audit/read.ts";
import { callerOf } from "../desk/world.ts";
import { cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { introspect } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let reviewer: Caller;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  reviewer = await callerOf(server, await server.addPerson("reviewer"), { staff: "reviewer" });
});
afterAll(() => server.close());

interface Client {
  client_id: string;
  client_secret: string;
}

/** Somebody on the way: who, where, and what they have got. */
interface Developer {
  person: TestServer["person"];
  browser: Browser;
  organisation: string;
  app: string;
  test: Client;
}

const codeOf = (page: Page, id: string): string =>
  new RegExp(`<code id="${id}"[^>]*>([^<]*)</code>`).exec(page.html)?.[1] ?? "";
const idIn = (page: Page, what: string): string =>
  new RegExp(`/${what}/(\\w[\\w-]*)`).exec(page.url)?.[1] ?? "";

const shown = (page: Page): Client => ({
  client_id: codeOf(page, "client-id"),
  client_secret: codeOf(page, "client-secret"),
});
const csrfOf = (page: Page): string => /name="csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? "";

async function token({ client_id, client_secret }: Client): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.origin}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

/** A newcomer who has registered an app, and holds its test credentials. */
async function newcomer(username: string): Promise<Developer> {
  const person = await server.addPerson(username);
  const browser = new Browser(server.origin);
  expect((await browser.open("/portal")).html).toContain('id="enter"');
  await consentPage(server, "/sign-in?next=%2Fportal", browser, person);
  let page = await browser.open("/portal");
  expect(page.url).toContain("/portal/organisations/new");
  page = await browser.click(page, "add", { name: "" });
  expect([page.status, page.html.includes('id="problem"')]).toEqual([422, true]);
  page = await browser.click(page, "add", { name: "Pilot Logistics" });
  expect(page.html).toContain('id="done"');
  const organisation = idIn(page, "organisations");
  page = await browser.open(`/portal/organisations/${organisation}/apps/new`);
  const wish = {
    csrf: csrfOf(page),
    client_name: "Parcel Pilot",
    application_type: "machine",
    "scope:bookings:read": "on",
  };
  page = await browser.post(page.url, { ...wish, client_name: "" });
  expect([page.status, page.html.includes('value="machine" checked')]).toEqual([422, true]);
  page = await browser.post(page.url, wish);
  const app = idIn(page, "apps");
  const test = shown(page);
  expect(test.client_secret).toMatch(/^ghs_test_/);
  // The line that is shown is the line that works.
  expect(codeOf(page, "curl-token")).toContain(`client_secret=${test.client_secret}`);
  return { person, browser, organisation, app, test };
}

/** Asks to go live; staff agree, and the developer makes the first live secret. */
async function goLive({ browser, app }: Developer): Promise<Client> {
  let page = await browser.open(`/portal/apps/${app}/go-live`);
  await browser.post(page.url, { csrf: csrfOf(page), purpose: "Prints labels for four depots." });
  await perform(decideLive, server.gatehouse.desk, reviewer, { app, decision: "approved" });
  page = await browser.open(`/portal/apps/${app}`);
  expect(page.html).toContain("Make the first live secret");
  page = await browser.open(`/portal/apps/${app}/live/secrets/new`);
  return shown(await browser.click(page, "make", { label: "depot" }));
}

test("a newcomer has test credentials that work after three forms", async () => {
  const { test: client } = await newcomer("ada-1");
  const answer = await token(client);
  expect(answer["status"]).toBe(200);
  const known = await introspect(server, String(answer["access_token"]));
  expect(known).toMatchObject({ active: true, client_id: client.client_id, scope: "bookings:read" });
});

test("staff decline with a reason, and what was said before is there to be mended", async () => {
  const { browser, app } = await newcomer("ada-2");
  let page = await browser.open(`/portal/apps/${app}/go-live`);
  page = await browser.click(page, "request-live", {});
  expect(page.status).toBe(422);
  page = await browser.post(page.url, { csrf: csrfOf(page), purpose: "Prints labels.\r\nFor parcels." });
  expect(page.html).toContain('id="waiting"');
  expect(page.html).not.toContain('id="request-live"');
  const said = { app, decision: "declined", reason: "Say who uses it." };
  await perform(decideLive, server.gatehouse.desk, reviewer, said);
  page = await browser.open(`/portal/apps/${app}/go-live`);
  expect(page.html).toContain("Say who uses it.");
  expect(page.html).toContain("Prints labels.");
});

test("a staff decision and a first live secret lead to a live token", async () => {
  const live = await goLive(await newcomer("ada-3"));
  expect(live.client_secret).toMatch(/^ghs_live_/);
  expect((await token(live))["status"]).toBe(200);
});

test("secrets are rolled with overlap and ended one by one", async () => {
  const developer = await newcomer("ada-4");
  const { browser, app } = developer;
  const live = await goLive(developer);
  let page = await browser.open(`/portal/apps/${app}/live/secrets/new`);
  page = await browser.post(page.url, { csrf: csrfOf(page), label: "second", life: "d90", overlap: "d1" });
  const second = shown(page);
  for (const client of [live, second]) expect((await token(client))["status"]).toBe(200);
  page = await browser.open(`/portal/apps/${app}/live/secrets`);
  const [end = ""] = [...page.html.matchAll(/href="([^"]*\/secrets\/sec_[^"]*)"/g)].map(([, href]) => href);
  const asked = await browser.open(end);
  expect(asked.html).toContain("<bdi>second</bdi>");
  page = await browser.click(asked, "confirm");
  expect(page.html).toContain('id="done"');
  expect((await token(second))["status"]).toBe(401);
  expect((await token(live))["status"]).toBe(200);
});

test("redirect URIs are explained, and what was typed stays", async () => {
  const { browser, app } = await newcomer("ada-5");
  const path = `/portal/apps/${app}/test/access/change`;
  let page = await browser.open(path);
  const typed = "http://evil.example/cb\nhttps://good.example/cb\ncom.example.app:/cb";
  const fields = {
    csrf: csrfOf(page),
    "grant:authorization_code": "on",
    "scope:bookings:read": "on",
  };
  page = await browser.post(path, { ...fields, redirect_uris: typed });
  expect(page.status).toBe(422);
  for (const uri of typed.split("\n")) expect(page.html).toContain(uri);
  expect(page.html).toContain("Plain http is only possible");
  expect(page.html).toContain("It has to be sent exactly like this");
  page = await browser.post(path, { ...fields, redirect_uris: "https://good.example/cb" });
  expect(page.url).toContain("/test/access?done=access_changed");
  expect(page.html).toContain("https://good.example/cb");
});

test("PO-02 no secret is in any page after the one that showed it", async () => {
  const developer = await newcomer("ada-6");
  const { browser, app, test: client } = developer;
  const live = await goLive(developer);
  const at = [
    "",
    "/settings",
    "/test/credentials",
    "/live/credentials",
    "/test/secrets",
    "/live/secrets",
    "/go-live",
  ];
  for (const path of at) {
    const page = await browser.open(`/portal/apps/${app}${path}`);
    expect(page.status).toBe(200);
    for (const { client_secret } of [client, live])
      expect([path, page.html.includes(client_secret)]).toEqual([path, false]);
  }
  expect(JSON.stringify(server.lines)).not.toMatch(/ghs_(?:test|live)_[\w-]{20}/);
});

test("PO-02 the cookie that carries a new secret opens in no other browser and for no other client", async () => {
  const developer = await newcomer("ada-7");
  const { browser, app } = developer;
  await goLive(developer);
  const csrf = csrfOf(await browser.open(`/portal/apps/${app}/test/secrets/new`));
  const send = (): Promise<Response> =>
    fetch(`${server.origin}/portal/apps/${app}/test/secrets/new`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: `gatehouse=${browser.cookies.get("gatehouse") ?? ""}` },
      body: new URLSearchParams({ csrf, label: "laptop" }),
    });
  const made = await send();
  expect(made.status).toBe(303);
  const once = /gatehouse-once=([^;]*)/.exec(made.headers.get("set-cookie") ?? "")?.[1] ?? "";
  expect(made.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax; Max-Age=60/);
  expect(once).not.toContain("ghs_");
  const shownTo = async (who: Browser, environment: string): Promise<string> => {
    who.cookies.set("gatehouse-once", once);
    return codeOf(await who.open(`/portal/apps/${app}/${environment}/credentials`), "client-secret");
  };
  expect(await shownTo(browser, "live")).toBe("");
  const second = new Browser(server.origin);
  await consentPage(server, "/sign-in", second, developer.person);
  expect(await shownTo(second, "test")).toBe("");
  expect(await shownTo(browser, "test")).toMatch(/^ghs_test_/);
  // It is gone from the browser then, and worth nothing a minute later even if somebody kept it.
  expect(browser.cookies.has("gatehouse-once")).toBe(false);
  server.clock.advance(60_000);
  expect(await shownTo(browser, "test")).toBe("");
});

test("out of service and back, and the end of an app, by its name only", async () => {
  const developer = await newcomer("ada-8");
  const { person, browser, organisation, app } = developer;
  const live = await goLive(developer);
  const service = `/portal/apps/${app}/live/service`;
  let page = await browser.click(await browser.open(service), "confirm");
  expect(page.url).toContain("done=disabled");
  expect((await token(live))["status"]).not.toBe(200);
  page = await browser.click(await browser.open(service), "confirm");
  expect(page.url).toContain("done=enabled");
  expect((await token(live))["status"]).toBe(200);
  const remove = await browser.open(`/portal/apps/${app}/delete`);
  expect((await browser.click(remove, "confirm", { typed: "parcel" })).status).toBe(422);
  page = await browser.click(remove, "confirm", { typed: "Parcel Pilot" });
  expect(page.url).toContain(`${organisation}?done=app_deleted`);
  expect((await token(live))["status"]).not.toBe(200);
  expect((await browser.open(`/portal/apps/${app}`)).status).toBe(404);
  const trail = await newestAudit(server.gatehouse.store.engine, { action: "app.deleted" }, 5);
  expect(trail).toMatchObject([{ actor: { id: person.id }, target: { id: app }, organisation }]);
});
