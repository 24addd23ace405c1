/** The staff console over HTTP: who comes in, what staff do there, and the files that it gives (PO-01, PO-03, PO-06, PO-07). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeClient } from "../../src/desk/operations/clients.ts";
import { requestLive } from "../../src/desk/operations/live.ts";
import { perform } from "../../src/desk/perform.ts";
import { csvOf } from "../../src/http/console/csv.ts";
import { consoleRoutes } from "../../src/http/console/routes.ts";
import { deskWorld, type DeskWorld } from "../desk/world.ts";
import { cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { getCode, redeem, refresh } from "../support/flow.ts";
import type { TestServer } from "../support/server.ts";

let world: DeskWorld;
let server: TestServer;
let admin: Browser;
let reviewer: Browser;
let outsider: Browser;

async function signedIn(username: string, staff: "reviewer" | "admin" | null): Promise<Browser> {
  const person = await server.addPerson(username);
  if (staff !== null) await server.gatehouse.store.people.setStaff(person.id, staff);
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser, person);
  return browser;
}

/** Sends the form of the page with what was typed. */
function submit(browser: Browser, page: Page, typed: Record<string, string> = {}): Promise<Page> {
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? "";
  const seen = /name="seen" value="([^"]+)"/.exec(page.html)?.[1]?.replaceAll("&quot;", '"');
  return browser.post(page.url, { csrf, ...(seen === undefined ? {} : { seen }), ...typed });
}

async function act(browser: Browser, path: string, typed: Record<string, string> = {}): Promise<Page> {
  const page = await browser.open(path);
  expect(page.status, page.html).toBe(200);
  return submit(browser, page, typed);
}

beforeAll(async () => {
  world = await deskWorld();
  server = world.server;
  cheapPasswords(server);
  admin = await signedIn("console-admin", "admin");
  reviewer = await signedIn("console-reviewer", "reviewer");
  outsider = await signedIn("console-outsider", null);
});
afterAll(() => server.close());

/** A page as it is for every request. */
const withoutRequest = (html: string): string => html.replaceAll(/<bdi>[^<]*<\/bdi>/g, "");

/** Addresses with ids of things that are there. */
function addresses(method: "GET" | "POST"): string[] {
  const { app, organisation } = world.ours;
  const ids: Record<string, string> = {
    app: app.id,
    organisation: organisation.id,
    person: world.ours.owner.person?.id ?? "",
    client_id: app.clients[0]?.client_id ?? "",
    api: server.api.client_id,
    scope: "bookings:read",
  };
  return consoleRoutes
    .filter(({ methods }) => methods.includes(method))
    .map(({ path }) => path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? "nothing"));
}

describe("PO-01 who comes in", () => {
  test("nobody but staff: every address is one where nothing is", async () => {
    for (const path of addresses("GET")) expect((await outsider.open(path)).status, path).toBe(404);
    for (const path of addresses("POST")) expect((await outsider.post(path, {})).status, path).toBe(404);
    const nowhere = await outsider.open("/console/nothing-here");
    const there = await outsider.open("/console");
    expect(withoutRequest(there.html)).toBe(withoutRequest(nowhere.html));
  });

  test("somebody who is not signed in is asked to, and a former member of staff is out at once", async () => {
    const page = await new Browser(server.origin).open("/console/people");
    expect(page.url).toContain("/sign-in");
    const former = await signedIn("console-former", "admin");
    expect((await former.open("/console")).status).toBe(200);
    const row = await server.gatehouse.store.people.findByUsername("console-former");
    await server.gatehouse.store.people.setStaff(row?.id ?? "", null);
    expect((await former.open("/console")).status).toBe(404);
  });

  test("every page shows a reviewer what an admin sees, and no page has an error", async () => {
    const plain = addresses("GET").filter((path) => !addresses("POST").includes(path));
    for (const path of plain) {
      expect((await reviewer.open(path)).status, path).toBe(200);
      expect((await admin.open(path)).status, path).toBe(200);
    }
  });

  test("a reviewer cannot do what admins do", async () => {
    const path = `/console/people/${world.ours.viewer.person?.id}/disable`;
    const answer = await act(reviewer, path);
    expect(answer.status).toBe(403);
    expect((await reviewer.open("/console/keys")).html).not.toContain("/console/keys/rotate");
  });
});

test("PO-03 a dangerous page asks for a fresh proof first, and so does its form", async () => {
  const stale = await signedIn("console-stale", "admin");
  const path = `/console/apps/${world.ours.app.id}/suspend`;
  const page = await stale.open(path);
  server.clock.advance(600_000);
  expect((await stale.open(path)).url).toContain("/re-authenticate");
  expect((await submit(stale, page, { reason: "x" })).url).toContain("/re-authenticate");
  const app = await server.gatehouse.desk.registry(world.admin.by).findApp(world.ours.app.id);
  expect(app?.suspendedAt).toBeNull();
  admin = await signedIn("console-admin-2", "admin");
  reviewer = await signedIn("console-reviewer-2", "reviewer");
});

test("a form of another page, or without its token, is refused", async () => {
  const { organisation, app } = world.ours;
  const page = await admin.open(`/console/organisations/${organisation.id}/verify`);
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? "";
  for (const sent of [{}, { csrf: "x" }])
    expect((await admin.post(page.url, sent)).status).toBeGreaterThanOrEqual(400);
  const elsewhere = await admin.post(`/console/apps/${app.id}/suspend`, { csrf, reason: "x" });
  expect(elsewhere.status).toBeGreaterThanOrEqual(400);
});

test("an app asks for live access, a reviewer declines with a reason and approves the next time", async () => {
  const { desk } = server.gatehouse;
  const path = `/console/apps/${world.ours.app.id}/decision`;
  const ask = async (): Promise<unknown> =>
    perform(requestLive, desk, world.ours.owner, { app: world.ours.app.id, answers: { use: "=1+1" } });
  await ask();
  expect((await reviewer.open("/console")).html).toContain(path);
  const silent = await act(reviewer, path, { decision: "declined" });
  expect([silent.status, silent.html.includes('id="reason-error"')]).toEqual([422, true]);
  const nothing = await act(reviewer, path);
  expect([nothing.status, nothing.html.includes("decision-error")]).toEqual([422, true]);
  await act(reviewer, path, { decision: "declined", reason: "Say what it is for." });
  expect((await reviewer.open(path)).status).toBe(409);
  await ask();
  // The developer changes it while the reviewer looks at it.
  const looked = await reviewer.open(path);
  const { app: ours, owner } = world.ours;
  const client_id = ours.clients[0]?.client_id ?? "";
  await perform(changeClient, desk, owner, { client_id, redirect_uris: ["https://other.example/cb"] });
  const moved = await submit(reviewer, looked, { decision: "approved" });
  expect(moved.status).toBe(409);
  expect(moved.html).toContain("The redirect URIs changed since you looked.");
  expect(moved.html).toContain("https://other.example/cb");
  for (const seen of ["", "null", "[]", "{}", "x"])
    expect((await submit(reviewer, looked, { decision: "approved", seen })).status).toBeGreaterThanOrEqual(
      400,
    );
  await act(reviewer, path, { decision: "approved" });
  const app = await desk.registry(world.admin.by).findApp(world.ours.app.id);
  expect(app?.clients.map(({ environment }) => environment).toSorted()).toEqual(["live", "test"]);
  // Live, it asks for more: the reviewer sees what is new, apart from what somebody has approved before.
  const more = ["https://other.example/cb", "https://third.example/cb"];
  await perform(changeClient, desk, owner, { client_id, redirect_uris: more });
  await ask();
  const { html } = await reviewer.open(path);
  expect(/id="new-uris">(.*?)<\/ul>/s.exec(html)?.[1]?.match(/https:[^<]+/g)).toEqual([more[1]]);
  expect(html).not.toContain('id="new-scopes"');
  expect(looked.html).not.toContain('id="additions"');
  await act(reviewer, path, { decision: "declined", reason: "Whose host is that?" });
});

test("verify, rename, disable, enable, end sessions", async () => {
  const { desk, store } = server.gatehouse;
  const organisation = `/console/organisations/${world.theirs.organisation.id}`;
  expect((await act(reviewer, `${organisation}/verify`)).html).toContain('id="done"');
  expect((await desk.organisations.find(world.theirs.organisation.id))?.verifiedAt).not.toBeNull();
  expect((await act(admin, `${organisation}/rename`, { name: "" })).status).toBe(422);
  await act(admin, `${organisation}/rename`, { name: "Renamed Ltd" });
  const renamed = await desk.organisations.find(world.theirs.organisation.id);
  expect([renamed?.name, renamed?.verifiedAt]).toEqual(["Renamed Ltd", null]);

  const victim = await signedIn("console-victim", null);
  const row = await store.people.findByUsername("console-victim");
  const person = `/console/people/${row?.id}`;
  expect((await victim.open("/portal/organisations/new")).status).toBe(200);
  await act(admin, `${person}/end-sessions`);
  expect((await victim.open("/portal/organisations/new")).url).toContain("/sign-in");
  await act(admin, `${person}/disable`);
  expect((await store.people.find(row?.id ?? ""))?.disabledAt).not.toBeNull();
  await act(admin, `${person}/enable`);
  expect((await store.people.find(row?.id ?? ""))?.disabledAt).toBeNull();
});

test("a consent is seen with its person and ended with its tokens", async () => {
  const app = await server.addApp({ scopes: ["bookings:read", "offline_access"] });
  const tokens = await redeem(
    server,
    app,
    await getCode(server, app, { scope: "bookings:read offline_access" }),
  );
  const path = `/console/people/${server.person.id}`;
  const page = await admin.open(path);
  const found = new RegExp(`${path}/consents/[^"]+`).exec(page.html)?.[0] ?? "";
  await act(admin, found);
  const again = await refresh(server, app, tokens.refresh_token ?? "");
  expect(again.status).toBe(400);
});

test("keys are rotated and revoked", async () => {
  expect((await act(admin, "/console/keys/rotate")).status).toBe(200);
  const next = (await server.gatehouse.ring.describe()).find(({ phase }) => phase === "next");
  await act(admin, `/console/keys/${next?.kid}/revoke`);
  const revoked = (await server.gatehouse.ring.describe()).find(({ kid }) => kid === next?.kid);
  expect(revoked?.phase).toBe("revoked");
});

describe("PO-07 files", () => {
  test("no cell is a formula, whatever is in it; a number stays one", () => {
    const cells = ["=1+1", "+1", "-1", "@x", "\tx", 'say "hi", =2', null, -3];
    const csv = (values: typeof cells): string =>
      csvOf(
        ["cell"],
        values.map((cell) => ({ cell })),
      );
    for (const cell of ["\n=1", " =1", "\u00a0+1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "|cmd", "%0A"])
      expect(csv([cell]).split("\r\n")[1], JSON.stringify(cell)).toBe(`"'${cell}"`);
    const text = csv(cells);
    expect(text).toBe(
      ["cell", `"'=1+1"`, `"'+1"`, `"'-1"`, `"'@x"`, `"'\tx"`, `"say ""hi"", =2"`, "", "-3", ""].join("\r\n"),
    );
  });

  test("PO-06 the audit log as CSV and as JSON, with the filter of the page", async () => {
    await act(admin, `/console/apps/${world.theirs.app.id}/suspend`, { reason: "=cmd" });
    const page = await admin.open(`/console/audit?target=${world.theirs.app.id}&action=app.suspended`);
    expect(page.html).toContain("app.suspended");
    const paths = ["csv", "json"].map(
      (kind) =>
        new RegExp(`href="([^"]+export.${kind}[^"]*)"`).exec(page.html)?.[1]?.replaceAll("&amp;", "&") ?? "",
    );
    const [csv, json] = await Promise.all(paths.map((path) => admin.open(path)));
    expect(csv?.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(csv?.headers.get("content-disposition")).toBe('attachment; filename="audit.csv"');
    expect(csv?.html.trimEnd().split("\r\n")).toHaveLength(2);
    const entries = JSON.parse(json?.html ?? "[]") as { action: string; after: unknown }[];
    expect(entries.map(({ action }) => action)).toEqual(["app.suspended"]);
    await act(admin, `/console/apps/${world.theirs.app.id}/resume`);
  });

  test("what cannot be a day, or a cursor of ours, is told", async () => {
    expect((await admin.open("/console/audit?since=yesterday")).status).toBe(422);
    expect((await admin.open("/console/audit?cursor=x.y")).status).toBe(422);
  });
});

test("settings are shown with their doc, and never a secret", async () => {
  const { html } = await reviewer.open("/console/settings");
  expect(html).toContain("(set, not shown)");
  expect(html).not.toContain(server.gatehouse.settings.secret ?? "no secret");
});
