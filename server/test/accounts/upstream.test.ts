/** Sign-in with the company's own identity provider: another Gatehouse, which knows nothing of ours. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { authorizeUrl, walk } from "../support/flow.ts";
import { freePort, startServer, type TestServer } from "../support/server.ts";

let provider: TestServer;
/** One server for each policy. */
const servers: Record<string, TestServer> = {};

beforeAll(async () => {
  provider = await startServer({ realClock: true });
  for (const federated_accounts of ["create", "link_by_email", "existing"] as const) {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const app = await provider.addApp({
      redirect_uris: [`${origin}/sign-in/upstream`],
      scopes: ["openid", "email", "profile"],
    });
    servers[federated_accounts] = await startServer({
      realClock: true,
      port,
      settings: {
        federated_accounts,
        upstream_issuer: provider.issuer,
        upstream_client_id: app.client_id,
        upstream_client_secret: app.client_secret,
        upstream_label: "Northwind ID",
      },
    });
  }
});
afterAll(async () => {
  for (const server of [...Object.values(servers), provider]) await server.close();
});

const at = (policy: string): TestServer => servers[policy] as TestServer;

/** Somebody the provider knows, with a verified address or without. */
async function employee(name: string, email: string | null): Promise<TestServer["person"]> {
  const person = await provider.addPerson(name);
  await provider.gatehouse.store.people.setEmail(person.id, email, email === null ? null : 1);
  return person;
}

/** Through the provider up to the address that the browser is sent back to. */
async function through(
  server: TestServer,
  person: TestServer["person"],
  browser: Browser,
  path = "/sign-in/upstream/start",
): Promise<string> {
  const away = await browser.open(path);
  expect(away.leaves?.startsWith(`${provider.issuer}/oauth/authorize?`)).toBe(true);
  const back = await walk(provider, away.leaves ?? "", person);
  expect(back.origin).toBe(server.origin);
  return back.href;
}
async function signIn(
  server: TestServer,
  person: TestServer["person"],
  browser = new Browser(server.origin),
): Promise<Page> {
  return browser.open(await through(server, person, browser));
}

test("somebody new gets an account, and has the same one ever after", async () => {
  const server = at("create");
  const person = await employee("grace", "grace@northwind.example");
  expect((await new Browser(server.origin).open("/sign-in")).html).toContain("Continue with Northwind ID");
  for (let time = 0; time < 2; time++)
    expect((await signIn(server, person)).url).toBe(`${server.origin}/connected-apps`);
  const own = await server.gatehouse.store.people.findBySignInName("grace@northwind.example");
  expect(own).toMatchObject({ username: "grace@northwind.example", staff: null });
  const [session] = await server.gatehouse.store.sessions.list(own?.id ?? "", Date.now());
  expect(session?.amr).toEqual(["pwd"]);
});

test("the app that waits still waits afterwards", async () => {
  const server = at("create");
  const app = await server.addApp();
  const browser = new Browser(server.origin);
  const page = await browser.open(authorizeUrl(server, app));
  const path = /href="([^"]*upstream\/start[^"]*)"/.exec(page.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  expect(path).toContain("?pending=");
  const person = await employee("hedy", null);
  const consent = await browser.open(await through(server, person, browser, path));
  expect((await browser.click(consent, "allow")).leaves).toMatch(/^https:\/\/app\.example\/cb\?code=/);
});

describe("an account that was there", () => {
  test("portal-prehijack: is never taken over by its address alone", async () => {
    const server = at("create");
    await server.gatehouse.store.people.setEmail(server.person.id, "ada@northwind.example", Date.now());
    const page = await signIn(server, await employee("ada2", "ada@northwind.example"));
    expect(page.url).toContain("federated=failed");
    expect(page.html).toContain("could not be signed in that way");
  });

  test("is linked where the setting says so and both sides proved the address", async () => {
    const server = at("link_by_email");
    const { people } = server.gatehouse.store;
    await people.setEmail(server.person.id, "ada@linked.example", Date.now());
    const page = await signIn(server, await employee("ada3", "ada@linked.example"));
    expect(page.html).toContain(server.person.username);
    const bob = await server.addPerson("bob");
    await people.setEmail(bob.id, "bob@linked.example", null);
    expect((await signIn(server, await employee("bob3", "bob@linked.example"))).url).toContain("failed");
  });

  test("is needed where the setting says so", async () => {
    const page = await signIn(at("existing"), await employee("ivan", "ivan@northwind.example"));
    expect(page.url).toContain("federated=failed");
  });

  test("UI-16 that was disabled stays outside", async () => {
    const server = at("create");
    const person = await employee("judy", "judy@northwind.example");
    await signIn(server, person);
    const own = await server.gatehouse.store.people.findBySignInName("judy@northwind.example");
    await server.gatehouse.store.people.disable(own?.id ?? "", Date.now());
    expect((await signIn(server, person)).url).toContain("federated=failed");
  });
});

describe("UI-21 an answer", () => {
  test("is nothing in another browser, a second time, or with another state or issuer", async () => {
    const server = at("create");
    const person = await employee("kate", "kate@northwind.example");
    const mine = new Browser(server.origin);
    const back = await through(server, person, mine);
    const thief = new Browser(server.origin);
    await thief.open("/sign-in");
    expect((await thief.open(back)).html).toContain("proof_gone");
    const done = await mine.open(back);
    expect(done.url).toBe(`${server.origin}/connected-apps`);
    const again = new Browser(server.origin);
    for (const [name, value] of mine.cookies) again.cookies.set(name, value);
    expect((await again.open(back)).html).toContain("proof_gone");
    const other = new Browser(server.origin);
    const url = new URL(await through(server, person, other));
    url.searchParams.set("iss", "https://evil.example");
    expect((await other.open(url.href)).url).toContain("federated=failed");
    expect((await ask(server, "/sign-in/upstream?code=x&state=y")).html).toContain("proof_gone");
    expect((await ask(server, "/sign-in/upstream")).html).toContain("proof_gone");
  });

  test("that says no leads back to sign-in", async () => {
    const server = at("create");
    const person = await employee("liz", null);
    const browser = new Browser(server.origin);
    const away = await browser.open("/sign-in/upstream/start");
    const back = await walk(provider, away.leaves ?? "", person, "deny");
    expect((await browser.open(back.href)).url).toContain("federated=failed");
    // Why is in the log, by code, and under the name that the page shows.
    const line = server.lines.findLast(({ event }) => event === "federated_failed");
    expect(line).toMatchObject({ way: "upstream", reason: expect.stringContaining("access_denied") });
    expect(JSON.stringify(line)).not.toMatch(/code=|state=|eyJ/);
  });
});

test("PO-03 a person of the provider proves there anew who they are: a session there is not enough", async () => {
  const server = at("create");
  const person = await employee("ruth", null);
  const browser = new Browser(server.origin);
  await browser.open(await through(server, person, browser));
  const again = await browser.open("/re-authenticate?next=%2Faccount%2Fsecurity");
  const path = /href="([^"]*upstream\/start[^"]*)"/.exec(again.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const away = await browser.open(path);
  const asked = new URL(away.leaves ?? "").searchParams;
  expect([asked.get("prompt"), asked.get("max_age")]).toEqual(["login", "0"]);
  // Signed in over there already, and asked all the same.
  const there = new Browser(provider.origin);
  await there.click(await there.open("/sign-in"), "submit-login", person);
  expect((await there.open(away.leaves ?? "")).html).toContain('id="submit-login"');
  const back = await walk(provider, away.leaves ?? "", person, "allow", there);
  expect((await browser.open(back.href)).url).toBe(`${server.origin}/account/security`);
  expect((await browser.open("/account/two-step")).url).not.toContain("/re-authenticate");
});

test("a provider that cannot be reached is no trouble of ours", async () => {
  const server = await startServer({
    settings: {
      upstream_issuer: `http://127.0.0.1:${await freePort()}`,
      upstream_client_id: "x",
      upstream_client_secret: "y",
    },
  });
  const page = await new Browser(server.origin).open("/sign-in/upstream/start");
  expect([page.status, page.url.includes("federated=failed")]).toEqual([200, true]);
  await server.close();
});

test("where there is no provider there is nothing", async () => {
  for (const path of [
    "/sign-in/upstream/start",
    "/sign-in/upstream",
    "/sign-in/handover/start",
    "/sign-in/handover",
  ])
    expect((await ask(provider, path)).status).toBe(404);
});
