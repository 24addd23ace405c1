/** PO-01, PO-05, PO-09 — who a browser is to the desk follows from its session and the store, and from nothing it sends. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserOf } from "../../src/http/account/browser.ts";
import type { SignedInBrowser } from "../../src/http/account/fresh.ts";
import type { HttpContext } from "../../src/http/context.ts";
import { callerOf } from "../../src/http/desk/caller.ts";
import { byPerson } from "../../src/lib/actor.ts";
import type { Caller } from "../../src/desk/caller.ts";
import { cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let context: HttpContext;
beforeAll(async () => {
  server = await startServer();
  const { accounts, desk, ports } = server.gatehouse;
  context = { accounts, desk, ports, secure: false, base: "", freshMs: 600_000 } as HttpContext;
  cheapPasswords(server);
});
afterAll(() => server.close());

async function caller(browser: Browser): Promise<Caller> {
  const cookie = `gatehouse=${browser.cookies.get("gatehouse") ?? ""}`;
  const request = { headers: { cookie }, id: "req_1", ip: "192.0.2.1" } as Parameters<typeof browserOf>[1];
  return callerOf(context, request, (await browserOf(context, request)) as SignedInBrowser);
}

test("PO-01 the memberships of this moment, the freshness of the session, the request for the audit log", async () => {
  const { desk } = server.gatehouse;
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser);
  const { id } = server.person;
  expect(await caller(browser)).toEqual({
    person: { id, name: "Ada Lovelace", email: null },
    roles: new Map(),
    staff: null,
    fresh: true,
    writes: true,
    by: byPerson(id, { requestId: "req_1", address: "192.0.2.1" }),
  });
  await desk.organisations.found({ id: "org_ada", name: "Ada's" }, id, byPerson(id));
  await server.gatehouse.store.people.setStaff(id, "reviewer");
  server.clock.advance(600_000);
  const later = await caller(browser);
  expect([...later.roles]).toEqual([["org_ada", "owner"]]);
  expect([later.staff, later.fresh]).toEqual(["reviewer", false]);
});

test("PO-09 an address that nobody proved is no address", async () => {
  const { people } = server.gatehouse.store;
  const { id, username, password } = await server.addPerson("grace");
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser, { username, password });
  await people.setEmail(id, "grace@example.com", null);
  expect((await caller(browser)).person?.email).toBeNull();
  await people.setEmail(id, "grace@example.com", server.clock.now());
  expect((await caller(browser)).person?.email).toBe("grace@example.com");
});
