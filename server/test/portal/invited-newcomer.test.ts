/** PO-09 — where accounts begin by invitation only, the invitation of an organisation lets its newcomer in, and nobody else. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { newestLetter } from "../support/letters.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let owner: Browser;
let organisation = "";
beforeAll(async () => {
  server = await startServer({ settings: { sign_up: "invite_only" } });
  cheapPasswords(server);
  owner = new Browser(server.origin);
  await consentPage(server, "/sign-in", owner);
  const page = await owner.click(await owner.open("/portal/organisations/new"), "add", { name: "Pilot" });
  organisation = /organisations\/(org_[\w-]+)/.exec(page.url)?.[1] ?? "";
});
afterAll(() => server.close());

async function invite(email: string): Promise<string> {
  const page = await owner.open(`/portal/organisations/${organisation}/members/invite`);
  const csrf = /name="csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? "";
  await owner.post(page.url, { csrf, email, role: "developer" });
  return newestLetter(server, email).path;
}

const chosen = { name: "Nadia Newcomer", new_password: "parcels arrive on wednesdays" };

test("PO-09 its letter leads a newcomer through a new account to the organisation, once", async () => {
  const path = await invite("nadia@example.com");
  expect(path).toMatch(/^\/sign-up\/link\?token=/);
  const nadia = new Browser(server.origin);
  const finish = await nadia.click(await nadia.open(path), "submit-link");
  const weak = await nadia.click(finish, "submit-finish", { ...chosen, new_password: "short" });
  expect(weak.status).toBe(400);
  const accept = await nadia.click(weak, "submit-finish", chosen);
  expect(accept.url).toContain("/portal/invitations/accept?secret=");
  const joined = await nadia.click(accept, "accept");
  expect(joined.url).toContain(`/portal/organisations/${organisation}`);
  const other = new Browser(server.origin);
  expect((await other.click(await other.open(path), "submit-link")).status).toBe(400);
});

test("PO-09 whoever has an account is led to sign in; nobody else's address is proven by it", async () => {
  const grace = await server.addPerson("grace");
  await server.gatehouse.store.people.setEmail(grace.id, "grace@example.com", server.clock.now());
  expect(await invite("grace@example.com")).toMatch(/^\/portal\/invitations\/accept\?secret=/);
  const path = await invite("omar@example.com");
  const omar = new Browser(server.origin);
  const finish = await omar.click(await omar.open(path), "submit-link");
  await omar.click(finish, "submit-finish", { ...chosen, email: "victim@example.com" });
  expect(await server.gatehouse.store.people.findBySignInName("victim@example.com")).toBeNull();
  expect(await server.gatehouse.store.people.findBySignInName("omar@example.com")).not.toBeNull();
});

test("UI-10 the link leads to paths of ours only", async () => {
  const path = await invite("zoe@example.com");
  const away = path.replace(/next=[^&]*/, `next=${encodeURIComponent("//evil.example/")}`);
  const zoe = new Browser(server.origin);
  const finish = await zoe.click(await zoe.open(away), "submit-link");
  expect(finish.url).not.toContain("evil");
  const done = await zoe.click(finish, "submit-finish", chosen);
  expect([done.leaves, done.url]).toEqual([null, `${server.origin}/connected-apps`]);
});
