/** PO-09 — members by invitation: the letter, the right person, once; roles, leaving, the last owner. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import type { Letter } from "../../src/mail/ports.ts";

let server: TestServer;
let ada: Browser;
let members = "";
const letters: Letter[] = [];

beforeAll(async () => {
  server = await startServer({
    mail: {
      send: async (letter) => void letters.push(letter),
      sendDue: async () => undefined,
      close: async () => undefined,
    },
  });
  cheapPasswords(server);
  ada = await signedIn("ada");
  const page = await ada.click(await ada.open("/portal/organisations/new"), "add", { name: "Pilot" });
  members = `/portal/organisations/${/organisations\/(org_[\w-]+)/.exec(page.url)?.[1] ?? ""}/members`;
});
afterAll(() => server.close());

async function signedIn(username: string, email: string | null = null): Promise<Browser> {
  const person = await server.addPerson(username);
  if (email !== null) await server.gatehouse.store.people.setEmail(person.id, email, server.clock.now());
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser, person);
  return browser;
}

async function invite(email: string, role: string): Promise<string> {
  const page = await ada.open(`${members}/invite`);
  const csrf = /name="csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? "";
  const sent = await ada.post(page.url, { csrf, email, role });
  expect(sent.url).toContain("done=invited");
  const link = /http\S+/.exec(letters.at(-1)?.text ?? "")?.[0] ?? "";
  expect(link.startsWith(`${server.issuer}/portal/invitations/accept?secret=`)).toBe(true);
  return link;
}

test("PO-09 the link of the letter joins the person whose verified address it is, by a button, once", async () => {
  const link = await invite("Grace@Example.com", "developer");
  expect(letters.at(-1)).toMatchObject({ to: "grace@example.com" });
  expect(letters.at(-1)?.subject).toContain("Pilot");
  const eve = await signedIn("eve", "eve@example.com");
  const other = await eve.open(link);
  expect([other.status, other.html.includes("Pilot")]).toEqual([403, false]);
  const unproven = await signedIn("grace");
  expect((await unproven.open(link)).status).toBe(403);
  const grace = await signedIn("grace", "grace@example.com");
  const asked = await grace.open(link);
  expect([asked.status, asked.html.includes("Pilot")]).toEqual([200, true]);
  // Looking is not joining.
  expect((await grace.open(members)).status).toBe(404);
  const joined = await grace.click(asked, "accept");
  expect(joined.url).toContain("done=joined");
  expect((await grace.open(members)).status).toBe(200);
  expect((await grace.open(link)).status).toBe(410);
  expect((await grace.open(`${members}/invite`)).status).toBe(403);
});

test("PO-09 an invitation that was taken back, or is a week old, is over", async () => {
  const link = await invite("kay@example.com", "viewer");
  const page = await ada.open(members);
  const withdraw = /href="([^"]*\/invitations\/inv_[^"]*)"/.exec(page.html)?.[1] ?? "";
  expect((await ada.click(await ada.open(withdraw), "confirm")).url).toContain("done=withdrawn");
  const kay = await signedIn("kay", "kay@example.com");
  expect((await kay.open(link)).status).toBe(410);
  expect((await kay.open("/portal/invitations/accept?secret=nothing")).status).toBe(410);
  expect((await kay.open("/portal/invitations/accept")).status).toBe(410);
});

test("ownership is handed over: make somebody an owner, then step back or leave", async () => {
  const page = await ada.open(members);
  const ids = [...page.html.matchAll(/id="member-(usr_[\w-]+)"/g)].map(([, id]) => id ?? "");
  const grace = ids.find((id) => id !== server.person.id) ?? "";
  const roleForm = async (who: Browser, id: string, role: string) => {
    const form = await who.open(`${members}/${id}`);
    const csrf = /name="csrf" value="([^"]*)"/.exec(form.html)?.[1] ?? "";
    return who.post(form.url, { csrf, role });
  };
  const alone = await roleForm(ada, server.person.id, "viewer");
  expect([alone.status, alone.html.includes('id="problem"')]).toEqual([409, true]);
  const leaving = members.replace(/members$/, "leave");
  expect((await ada.click(await ada.open(leaving), "confirm")).status).toBe(409);
  expect((await roleForm(ada, grace, "owner")).url).toContain("done=role_set");
  expect((await roleForm(ada, grace, "king")).status).toBe(422);
  await ada.click(await ada.open(leaving), "confirm");
  expect((await ada.open(members)).status).toBe(404);
});
