/** The way of an outside developer, without JavaScript: sign in, organisation, app, token, 200; then live, secrets, members, end. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { decideLive } from "../../src/desk/operations/live.ts";
import { perform } from "../../src/desk/perform.ts";
import { newestAudit } from "../../src/store/audit/read.ts";
import { callerOf } from "../desk/world.ts";
import { cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { introspect } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  browser = new Browser(server.origin);
});
afterAll(() => server.close());

const codeOf = (page: Page, id: string): string =>
  new RegExp(`<code id="${id}"[^>]*>([^<]*)</code>`).exec(page.html)?.[1] ?? "";
const idIn = (page: Page, what: string): string =>
  new RegExp(`/${what}/(\\w[\\w-]*)`).exec(page.url)?.[1] ?? "";

async function token(client_id: string, client_secret: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.origin}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const secrets: string[] = [];
let app = "";
let organisation = "";
let live = "";

test("a newcomer has test credentials that work after three forms", async () => {
  const door = await browser.open("/portal");
  expect(door.html).toContain('id="enter"');
  await consentPage(server, "/sign-in?next=%2Fportal", browser);
  let page = await browser.open("/portal");
  expect(page.url).toContain("/portal/organisations/new");
  page = await browser.click(page, "add", { name: "" });
  expect([page.status, page.html.includes('id="problem"')]).toEqual([422, true]);
  page = await browser.click(page, "add", { name: "Pilot Logistics" });
  expect(page.html).toContain('id="done"');
  organisation = idIn(page, "organisations");
  page = await browser.open(`/portal/organisations/${organisation}/apps/new`);
  const csrf = /name="csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? "";
  const wish = {
    csrf,
    client_name: "Parcel Pilot",
    application_type: "machine",
    "scope:bookings:read": "on",
  };
  page = await browser.post(page.url, { ...wish, client_name: "" });
  expect([page.status, page.html.includes('value="machine" checked')]).toEqual([422, true]);
  page = await browser.post(page.url, wish);
  app = idIn(page, "apps");
  const [client_id, client_secret] = [codeOf(page, "client-id"), codeOf(page, "client-secret")];
  expect(client_secret).toMatch(/^ghs_test_/);
  secrets.push(client_secret);
  // The line that is shown is the line that works.
  expect(codeOf(page, "curl-token")).toContain(`client_secret=${client_secret}`);
  const answer = await token(client_id, client_secret);
  expect(answer["status"]).toBe(200);
  const known = await introspect(server, String(answer["access_token"]));
  expect(known).toMatchObject({ active: true, client_id, scope: "bookings:read" });
});

test("a staff decision and a first live secret lead to a live token", async () => {
  let page = await browser.open(`/portal/apps/${app}/go-live`);
  page = await browser.click(page, "request-live", {});
  expect(page.status).toBe(422);
  const csrf = /name="csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? "";
  page = await browser.post(page.url, { csrf, purpose: "Prints labels.\r\nFor parcels." });
  expect(page.html).toContain('id="waiting"');
  expect(page.html).not.toContain('id="request-live"');
  const { desk } = server.gatehouse;
  const reviewer = await callerOf(server, await server.addPerson("reviewer"), { staff: "reviewer" });
  await perform(decideLive, desk, reviewer, { app, decision: "declined", reason: "Say who uses it." });
  page = await browser.open(`/portal/apps/${app}/go-live`);
  expect(page.html).toContain("Say who uses it.");
  // What was said before is there to be mended.
  expect(page.html).toContain("Prints labels.");
  await browser.click(page, "request-live", {});
  const again = /name="csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? "";
  await browser.post(page.url, { csrf: again, purpose: "Prints labels for four depots." });
  await perform(decideLive, desk, reviewer, { app, decision: "approved" });
  page = await browser.open(`/portal/apps/${app}`);
  expect(page.html).toContain("Make the first live secret");
  page = await browser.open(`/portal/apps/${app}/live/secrets/new`);
  page = await browser.click(page, "make", { label: "depot" });
  const [client_id, client_secret] = [codeOf(page, "client-id"), codeOf(page, "client-secret")];
  live = client_id;
  secrets.push(client_secret);
  expect(client_secret).toMatch(/^ghs_live_/);
  expect((await token(client_id, client_secret))["status"]).toBe(200);
});

test("secrets are rolled with overlap and ended one by one", async () => {
  let page = await browser.open(`/portal/apps/${app}/live/secrets/new`);
  const csrf = /name="csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? "";
  page = await browser.post(page.url, { csrf, label: "second", life: "d90", overlap: "d1" });
  const second = codeOf(page, "client-secret");
  secrets.push(second);
  for (const client_secret of [secrets[1] ?? "", second])
    expect((await token(live, client_secret))["status"]).toBe(200);
  page = await browser.open(`/portal/apps/${app}/live/secrets`);
  const [end = ""] = [...page.html.matchAll(/href="([^"]*\/secrets\/sec_[^"]*)"/g)].map(([, href]) => href);
  const asked = await browser.open(end);
  expect(asked.html).toContain("<bdi>second</bdi>");
  page = await browser.click(asked, "confirm");
  expect(page.html).toContain('id="done"');
  expect((await token(live, second))["status"]).toBe(401);
  expect((await token(live, secrets[1] ?? ""))["status"]).toBe(200);
});

test("redirect URIs are explained, and what was typed stays", async () => {
  const path = `/portal/apps/${app}/test/access/change`;
  let page = await browser.open(path);
  const csrf = /name="csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? "";
  const typed = "http://evil.example/cb\nhttps://good.example/cb\ncom.example.app:/cb";
  const fields = { csrf, "grant:authorization_code": "on", "scope:bookings:read": "on" };
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
    for (const secret of secrets) expect([path, page.html.includes(secret)]).toEqual([path, false]);
  }
  expect(JSON.stringify(server.lines)).not.toMatch(/ghs_(?:test|live)_[\w-]{20}/);
});

test("PO-02 the cookie that carries a new secret opens in no other browser and for no other client", async () => {
  const page = await browser.open(`/portal/apps/${app}/test/secrets/new`);
  const csrf = /name="csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? "";
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
  await consentPage(server, "/sign-in", second);
  expect(await shownTo(second, "test")).toBe("");
  expect(await shownTo(browser, "test")).toMatch(/^ghs_test_/);
  // It is gone from the browser then, and worth nothing a minute later even if somebody kept it.
  expect(browser.cookies.has("gatehouse-once")).toBe(false);
  server.clock.advance(60_000);
  expect(await shownTo(browser, "test")).toBe("");
});

test("out of service and back, and the end of an app, by its name only", async () => {
  const service = `/portal/apps/${app}/live/service`;
  let page = await browser.click(await browser.open(service), "confirm");
  expect(page.url).toContain("done=disabled");
  expect((await token(live, secrets[1] ?? ""))["status"]).not.toBe(200);
  page = await browser.click(await browser.open(service), "confirm");
  expect(page.url).toContain("done=enabled");
  expect((await token(live, secrets[1] ?? ""))["status"]).toBe(200);
  const remove = await browser.open(`/portal/apps/${app}/delete`);
  expect((await browser.click(remove, "confirm", { typed: "parcel" })).status).toBe(422);
  page = await browser.click(remove, "confirm", { typed: "Parcel Pilot" });
  expect(page.url).toContain(`${organisation}?done=app_deleted`);
  expect((await token(live, secrets[1] ?? ""))["status"]).not.toBe(200);
  expect((await browser.open(`/portal/apps/${app}`)).status).toBe(404);
  const trail = await newestAudit(server.gatehouse.store.engine, { action: "app.deleted" }, 5);
  expect(trail).toMatchObject([{ actor: { id: server.person.id }, target: { id: app }, organisation }]);
});
