/** The pages of inspector and usage as members see them, and nobody else; without a script. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { deskWorld, type DeskWorld } from "../desk/world.ts";
import { Browser, type Page } from "../support/browser.ts";
import { post } from "../support/wire.ts";

let world: DeskWorld;
let browser: Browser;
beforeAll(async () => {
  world = await deskWorld();
  const { client_id = "" } = world.ours.app.clients[0] ?? {};
  await post(world.server, "/oauth/token", {
    client_id,
    client_secret: "wrong",
    grant_type: "client_credentials",
  });
  await post(world.server, "/oauth/token?client_secret=x", { client_id });
  browser = await signedIn("ours-viewer");
});
afterAll(() => world.server.close());

async function signedIn(username: string): Promise<Browser> {
  const own = new Browser(world.server.origin);
  const page = await own.open(`${world.server.origin}/portal`);
  const door = /href="(\/sign-in[^"]*)"/.exec(page.html)?.[1] ?? "";
  const form = await own.open(world.server.origin + door.replaceAll("&amp;", "&"));
  await own.click(form, "submit-login", { username, password: "correct horse battery" });
  return own;
}

const open = (path: string, as: Browser = browser): Promise<Page> =>
  as.open(`${world.server.origin}/portal/apps/${world.ours.app.id}${path}`);

test("the inspector shows each request with cause and fix, filtered as asked", async () => {
  const page = await open("/inspector");
  expect(page.status).toBe(200);
  expect(page.html).toContain("A secret was sent in the address");
  expect(page.html).toMatch(/<details id="event-/);
  expect(page.html).toContain("What to do");
  expect((await open("/inspector?outcome=ok")).html).not.toMatch(/<details id="event-/);
  expect((await open("/inspector?kind=token&environment=test")).html).toMatch(/<details id="event-/);
  // What is no choice of ours is ignored, and a cursor that we did not give is a page that says so.
  expect((await open("/inspector?kind=<b>&outcome=x")).status).toBe(200);
  expect((await open("/inspector?cursor=x")).status).toBe(422);
});

test("it reloads for whoever asks for it, and for nobody else", async () => {
  const url = `${world.server.origin}/portal/apps/${world.ours.app.id}/inspector`;
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  expect((await fetch(url, { headers: { cookie } })).headers.get("refresh")).toBeNull();
  expect((await fetch(`${url}?live=1`, { headers: { cookie } })).headers.get("refresh")).toBe("5");
});

test("usage counts what was refused, and says why", async () => {
  const page = await open("/usage?days=30");
  expect(page.status).toBe(200);
  expect(page.html).toContain("secret_in_query");
});

test("the overview tells of a secret in an address", async () => {
  expect((await open("")).html).toContain("A secret was sent in an address");
});

test("PO-01 for others there is no such page", async () => {
  const stranger = await signedIn("theirs-owner");
  for (const path of ["/inspector", "/usage"]) expect((await open(path, stranger)).status).toBe(404);
});

test("the funnel is for staff", async () => {
  const answer = await browser.open(`${world.server.origin}/console/funnel`);
  expect(answer.status).toBe(404);
  const { person } = world.reviewer;
  await world.server.gatehouse.store.people.setStaff(person?.id ?? "", "reviewer");
  const staff = await signedIn("reviewer");
  const page = await staff.open(`${world.server.origin}/console/funnel`);
  expect(page.html).toContain("First successful call");
});
