/** CVE-2022-39222, hydra consent_csrf, CVE-2026-7571 — a consent belongs to one browser and one request, and is read from our own store. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, cheapPasswords, consentPage, fieldOf } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { authorizeUrl, redeem } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  app = await server.addApp({ client_name: "First App" });
  other = await server.addApp({ client_name: "Second App", redirect_uris: ["https://second.example/cb"] });
});
afterAll(() => server.close());

/** Every test has apps of its own, so that nothing was allowed before. */
async function atConsent(
  person = server.person,
  parameters: Record<string, string> = {},
): Promise<{ app: TestApp; browser: Browser; page: Page }> {
  const own = await server.addApp();
  const browser = new Browser(server.origin);
  return {
    app: own,
    browser,
    page: await consentPage(server, authorizeUrl(server, own, parameters), browser, person),
  };
}

const fieldsOf = (page: Page): Record<string, string> => ({
  pending: fieldOf(page, "pending"),
  csrf: fieldOf(page, "csrf"),
});

describe("UI-02 another browser", () => {
  test("UI-02 gets nothing from a copied consent address, signed in or not", async () => {
    const { browser, page } = await atConsent();
    const stranger = new Browser(server.origin);
    const signedIn = new Browser(server.origin);
    await consentPage(server, "/sign-in", signedIn);
    for (const thief of [stranger, signedIn]) {
      for (const address of [page.url, page.url.replace("/consent", "/sign-in")]) {
        const copied = await thief.open(address);
        expect({ status: copied.status, leaves: copied.leaves }).toEqual({ status: 400, leaves: null });
        expect(copied.html).toContain("pending_gone");
      }
    }
    expect((await browser.click(page, "allow")).leaves).toContain("code=");
  });

  test("UI-02 gets nothing from a copied form, token and all", async () => {
    const { browser, page } = await atConsent();
    const thief = new Browser(server.origin);
    await consentPage(server, "/sign-in", thief);
    for (const decision of ["allow", "deny"]) {
      const answer = await thief.post("/consent", { ...fieldsOf(page), decision });
      expect({ status: answer.status, leaves: answer.leaves }).toEqual({ status: 400, leaves: null });
    }
    const taken = await thief.post("/switch-account", fieldsOf(page));
    expect(taken.status).toBe(400);
    expect((await browser.click(page, "allow")).leaves).toContain("code=");
  });

  test("UI-02 cannot hand its own request to a victim: the victim's yes is not for it", async () => {
    const attacker = new Browser(server.origin);
    const begun = await attacker.open(authorizeUrl(server, app));
    const victim = new Browser(server.origin);
    await consentPage(server, "/sign-in", victim);
    const pending = fieldOf(begun, "pending");
    expect((await victim.open(`/consent?pending=${pending}`)).html).not.toContain('id="allow"');
    const csrf = fieldOf(await victim.open("/connected-apps"), "csrf");
    expect((await victim.post("/consent", { pending, csrf, decision: "allow" })).leaves).toBeNull();
  });
});

test("UI-02 a form of one request decides no other request of the same browser", async () => {
  const { browser, page } = await atConsent();
  const second = await browser.open(authorizeUrl(server, await server.addApp()));
  const crossed = { pending: fieldOf(second, "pending"), csrf: fieldOf(page, "csrf"), decision: "allow" };
  expect((await browser.post("/consent", crossed)).status).toBe(403);
});

test("UI-02 a decision is made once: the second click, the back button and the deny after allow get our page", async () => {
  const { browser, page } = await atConsent();
  expect((await browser.click(page, "allow")).leaves).toContain("code=");
  for (const id of ["allow", "deny"]) {
    const again = await browser.click(page, id);
    expect([again.status, again.leaves]).toEqual([400, null]);
  }
  expect((await browser.open(page.url)).status).toBe(400);
});

test("UI-02 of many clicks at once one is answered", async () => {
  const { browser, page } = await atConsent();
  const clicks = await Promise.all(Array.from({ length: 8 }, () => browser.click(page, "allow")));
  expect(clicks.filter((click) => click.leaves !== null)).toHaveLength(1);
  expect(clicks.filter((click) => click.status === 400)).toHaveLength(7);
});

test("UI-02 only a clear yes is a yes, and what is neither ends nothing", async () => {
  const { browser, page } = await atConsent();
  for (const decision of ["", "ALLOW", "yes", "allow ", "true", "deny,allow"])
    expect((await browser.post("/consent", { ...fieldsOf(page), decision })).leaves).toBeNull();
  expect((await browser.click(page, "allow")).leaves).toContain("code=");
});

test("UI-02 a request that waited too long is over", async () => {
  const { browser, page } = await atConsent();
  server.clock.advance(600_000);
  expect((await browser.click(page, "allow")).status).toBe(400);
});

test("UI-26 two tabs, two apps: each consent answers its own request", async () => {
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser);
  const first = await browser.open(authorizeUrl(server, app, { state: "tab-1", scope: "bookings:read" }));
  const second = await browser.open(
    authorizeUrl(server, other, { state: "tab-2", scope: "bookings:create" }),
  );
  expect(first.html).toContain("First App");
  expect(second.html).toContain("Second App");
  const secondAnswer = new URL((await browser.click(second, "allow")).leaves ?? "");
  const firstAnswer = new URL((await browser.click(first, "deny")).leaves ?? "");
  expect([secondAnswer.host, secondAnswer.searchParams.get("state")]).toEqual(["second.example", "tab-2"]);
  expect([
    firstAnswer.host,
    firstAnswer.searchParams.get("state"),
    firstAnswer.searchParams.get("error"),
  ]).toEqual(["app.example", "tab-1", "access_denied"]);
  expect((await redeem(server, other, secondAnswer.searchParams.get("code") ?? "")).scope).toBe(
    "bookings:create",
  );
});

test("UI-26 two tabs that both wait for sign-in: one sign-in serves both, and each goes on with its own request", async () => {
  const browser = new Browser(server.origin);
  const first = await browser.open(authorizeUrl(server, app, { state: "tab-1", scope: "profile:read" }));
  const second = await browser.open(authorizeUrl(server, other, { state: "tab-2", scope: "profile:read" }));
  const answers: string[] = [];
  for (const tab of [second, first]) {
    const consent = await browser.click(tab, "submit-login", server.person);
    answers.push(
      new URL((await browser.click(consent, "allow")).leaves ?? "").searchParams.get("state") ?? "",
    );
  }
  expect(answers).toEqual(["tab-2", "tab-1"]);
});

const registry = (): TestServer["gatehouse"]["store"]["registry"] => server.gatehouse.store.registry;

describe("UI-27 (CVE-2026-7571) the decision is read again from our own store", () => {
  test("UI-27 fields that the form never had change nothing", async () => {
    const { app: own, browser, page } = await atConsent(server.person, { scope: "bookings:read" });
    const extra = {
      client_id: other.client_id,
      redirect_uri: "https://evil.example/cb",
      scope: "bookings:read bookings:create bookings:delete",
      state: "forged",
      code_challenge: "",
      subject: "usr_eve",
    };
    const answer = await browser.post("/consent", { ...fieldsOf(page), ...extra, decision: "allow" });
    const url = new URL(answer.leaves ?? "");
    expect([url.host, url.searchParams.get("state")]).toEqual(["app.example", "a-state"]);
    expect((await redeem(server, own, url.searchParams.get("code") ?? "")).scope).toBe("bookings:read");
  });

  test.each(["allow", "deny"])(
    "UI-27 a client that was disabled meanwhile gets no answer (%s)",
    async (id) => {
      const { app: own, browser, page } = await atConsent();
      await registry().disableClient(own.client_id, server.clock.now());
      const answer = await browser.click(page, id);
      expect([answer.status, answer.leaves]).toEqual([400, null]);
      expect(answer.html).toContain("authorize_client_unknown");
    },
  );

  test.each(["allow", "deny"])(
    "UI-27 an address that was unregistered meanwhile gets no answer (%s)",
    async (id) => {
      const { app: own, browser, page } = await atConsent();
      await registry().updateClient(own.client_id, { redirect_uris: ["https://app.example/new"] });
      const answer = await browser.click(page, id);
      expect([answer.status, answer.leaves]).toEqual([400, null]);
      expect(answer.html).toContain("redirect_uri_unregistered");
    },
  );

  test("UI-27 a scope that was taken away meanwhile is not granted", async () => {
    const {
      app: own,
      browser,
      page,
    } = await atConsent(server.person, { scope: "bookings:read bookings:create" });
    await registry().updateClient(own.client_id, { scopes: ["bookings:read"] });
    const answer = await browser.click(page, "allow");
    const code = new URL(answer.leaves ?? "").searchParams.get("code") ?? "";
    const { id } = server.person;
    const consent = await server.gatehouse.store.consents.find(id, own.client_id, server.api.identifier);
    expect(consent?.scope).toEqual(["bookings:read"]);
    expect((await redeem(server, own, code)).scope).toBe("bookings:read");
  });
});

test("UI-02 the id of a waiting request is 128 random bits, and is no session", async () => {
  const ids = new Set<string>();
  for (let index = 0; index < 10; index++) {
    const { location } = await ask(server, authorizeUrl(server, app));
    ids.add(new URL(location ?? "", server.origin).searchParams.get("pending") ?? "");
  }
  expect(ids.size).toBe(10);
  for (const id of ids) {
    expect(Buffer.from(id, "base64url")).toHaveLength(16);
    expect((await ask(server, "/connected-apps", { headers: { cookie: `gatehouse=${id}` } })).location).toBe(
      "/sign-in",
    );
  }
});
