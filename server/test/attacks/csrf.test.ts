/** RFC 6749 §10.12 — a form counts only when our own page in this browser sent it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, cheapPasswords, consentPage, fieldOf, type Answer } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  app = await server.addApp();
});
afterAll(() => server.close());

const cookieOf = (browser: Browser): string =>
  [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");

/** Posts as a program would: this cookie, these fields, these headers, and nothing else. */
async function send(browser: Browser, path: string, fields: object, headers: object = {}): Promise<Answer> {
  return ask(server, path, {
    method: "POST",
    headers: { cookie: cookieOf(browser), ...headers },
    body: new URLSearchParams(fields as Record<string, string>),
  });
}

interface Form {
  path: string;
  /** A browser at the page that has the form, and its good fields. */
  prepare(): Promise<{ browser: Browser; page: Page; fields: Record<string, string> }>;
  done(answer: Answer): boolean;
}

async function signedIn(): Promise<Browser> {
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser);
  return browser;
}

const forms: Record<string, Form> = {
  "sign-in": {
    path: "/sign-in",
    async prepare() {
      const browser = new Browser(server.origin);
      const page = await browser.open("/sign-in");
      const { username, password } = server.person;
      return { browser, page, fields: { username, password, csrf: fieldOf(page, "csrf") } };
    },
    done: (answer) => answer.location === "/connected-apps",
  },
  "re-authenticate": {
    path: "/re-authenticate",
    async prepare() {
      const browser = await signedIn();
      const page = await browser.open("/re-authenticate");
      return { browser, page, fields: { password: server.person.password, csrf: fieldOf(page, "csrf") } };
    },
    done: (answer) => answer.location === "/connected-apps",
  },
  consent: {
    path: "/consent",
    async prepare() {
      const browser = new Browser(server.origin);
      const url = authorizeUrl(server, await server.addApp());
      const page = await consentPage(server, url, browser);
      const fields = { pending: fieldOf(page, "pending"), csrf: fieldOf(page, "csrf"), decision: "allow" };
      return { browser, page, fields };
    },
    done: (answer) => answer.location?.startsWith("https://app.example/cb?code=") ?? false,
  },
  "switch-account": {
    path: "/switch-account",
    async prepare() {
      const browser = new Browser(server.origin);
      const page = await consentPage(server, authorizeUrl(server, await server.addApp()), browser);
      return { browser, page, fields: { pending: fieldOf(page, "pending"), csrf: fieldOf(page, "csrf") } };
    },
    done: (answer) => answer.location?.startsWith("/sign-in?pending=") ?? false,
  },
  "sign-out": {
    path: "/sign-out",
    async prepare() {
      const browser = await signedIn();
      const page = await browser.open("/sign-out");
      return { browser, page, fields: { csrf: fieldOf(page, "csrf") } };
    },
    done: (answer) => answer.location === "/signed-out",
  },
  "connected-apps/revoke": {
    path: "/connected-apps/revoke",
    async prepare() {
      const browser = await signedIn();
      await browser.click(await browser.open(authorizeUrl(server, await server.addApp())), "allow");
      const page = await browser.open("/connected-apps");
      const consent = /id="disconnect-([^"]+)"/.exec(page.html)?.[1] ?? "";
      return { browser, page, fields: { csrf: fieldOf(page, "csrf"), consent } };
    },
    done: (answer) => answer.location === "/connected-apps",
  },
};

const refused = (answer: Answer): void => {
  expect({ status: answer.status, location: answer.location }).toEqual({ status: 403, location: null });
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(answer.html).toContain("cross_site");
};

describe.each(Object.entries(forms))("the form of %s", (_name, form) => {
  test("UI-01 (RFC 6749 §10.12) without its token, or with another one, is 403 and does nothing", async () => {
    const { browser, fields } = await form.prepare();
    const { csrf = "", ...rest } = fields;
    refused(await send(browser, form.path, rest));
    for (const wrong of ["", "x", csrf.slice(1), `${csrf}A`, csrf.toLowerCase(), "a".repeat(43)])
      refused(await send(browser, form.path, { ...rest, csrf: wrong }));
    // And the same form still works: nothing was spent, nobody was signed out.
    expect(form.done(await send(browser, form.path, fields))).toBe(true);
  });

  test("UI-01 with the token of another browser is 403", async () => {
    const { browser, fields } = await form.prepare();
    const attacker = await form.prepare();
    refused(await send(browser, form.path, { ...fields, csrf: attacker.fields["csrf"] ?? "" }));
  });

  test("UI-01 with the token of another form of this browser is 403", async () => {
    const { browser, fields } = await form.prepare();
    let tried = 0;
    for (const path of ["/sign-out", "/connected-apps", "/sign-in"]) {
      const other = await browser.open(path);
      const token = fieldOf(other, "csrf");
      // Some lead to a page without a form, or to the very form that is tried.
      if (token === "" || other.html.includes(`action="${form.path}"`)) continue;
      expect(token).not.toBe(fields["csrf"]);
      refused(await send(browser, form.path, { ...fields, csrf: token }));
      tried++;
    }
    expect(tried > 0 || form.path === "/sign-in").toBe(true);
  });

  test.each([
    { origin: "https://evil.example" },
    { origin: "http://127.0.0.1.evil.example" },
    { origin: "http://localhost:1" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "nonsense" },
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
  ])("UI-01 from another site (%j) is 403 even with the right token", async (headers) => {
    const { browser, fields } = await form.prepare();
    refused(await send(browser, form.path, fields, headers));
  });

  test("UI-01 sent from our own page works", async () => {
    for (const headers of [{ origin: "null", "sec-fetch-site": "same-origin" }, { origin: server.origin }]) {
      const { browser, fields } = await form.prepare();
      expect(form.done(await send(browser, form.path, fields, headers))).toBe(true);
    }
  });

  test("UI-01 as anything but a form, or with a field twice, does nothing", async () => {
    const { browser, fields } = await form.prepare();
    const headers = { cookie: cookieOf(browser) };
    const json = {
      method: "POST",
      headers: { ...headers, "content-type": "text/plain" },
      body: new URLSearchParams(fields).toString(),
    };
    expect((await ask(server, form.path, json)).status).toBe(415);
    const twice = new URLSearchParams(fields);
    twice.append("csrf", fields["csrf"] ?? "");
    const answer = await ask(server, form.path, { method: "POST", headers, body: twice });
    expect([answer.status, answer.location]).toEqual([400, null]);
  });
});

test("UI-21 login CSRF: another site cannot sign a browser into the attacker's account", async () => {
  const mallory = await server.addPerson("mallory");
  const attacker = new Browser(server.origin);
  const { username, password } = mallory;
  const stolen = { username, password, csrf: fieldOf(await attacker.open("/sign-in"), "csrf") };
  const victim = new Browser(server.origin);
  await victim.open("/sign-in");
  const before = cookieOf(victim);
  for (const headers of [{}, { origin: "https://evil.example", "sec-fetch-site": "cross-site" }]) {
    // With the victim's cookie, and without any, as SameSite=Lax has it.
    for (const browser of [victim, new Browser(server.origin)]) {
      const answer = await send(browser, "/sign-in", stolen, headers);
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
    }
  }
  expect(cookieOf(victim)).toBe(before);
});

test("UI-01 GET decides nothing: no address signs in, allows, disconnects or signs out", async () => {
  const browser = new Browser(server.origin);
  const page = await consentPage(server, authorizeUrl(server, app), browser);
  const pending = fieldOf(page, "pending");
  const csrf = fieldOf(page, "csrf");
  const asked = await browser.open(`/consent?pending=${pending}&csrf=${csrf}&decision=allow`);
  expect([asked.status, asked.leaves, asked.html.includes('id="allow"')]).toEqual([200, null, true]);
  for (const path of ["/switch-account", "/connected-apps/revoke"])
    expect((await browser.open(`${path}?pending=${pending}&csrf=${csrf}`)).status).toBe(405);
  expect((await browser.open("/sign-out?csrf=x")).html).toContain('id="confirm-logout"');
  expect((await browser.open("/connected-apps")).url).toContain("/connected-apps");
});

test("UI-01 AR-02 forced sign-out: a cross-site POST at the authorization endpoint leaves the signed-in browser alone", async () => {
  const browser = await signedIn();
  const { client_id, redirect_uri } = app;
  // A browser sends no SameSite=Lax cookie with another site's POST, and would keep one that it is given.
  const answer = await ask(server, "/oauth/authorize", {
    method: "POST",
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    body: new URLSearchParams({
      client_id,
      redirect_uri,
      response_type: "code",
      scope: "bookings:read",
      state: "ä +&=",
    }),
  });
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(answer.status).toBe(303);
  // What it is led to is a GET, with which the cookie comes again: the person is still signed in, and is asked.
  const page = await browser.open(answer.location ?? "");
  expect(page.html).toContain('id="allow"');
  const left = await browser.click(page, "allow");
  expect(new URL(left.leaves ?? "").searchParams.get("state")).toBe("ä +&=");
});
