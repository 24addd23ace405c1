/** CVE-2018-1000088, GHSA-9x4v-xfq5-m8x5 — what somebody else wrote is text on our pages, never markup, and never looks like our own words. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, askAuthorize, cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { attributesOf, tagsOf } from "../house/markup.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
});
afterAll(() => server.close());

const payloads = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  "</title><script>alert(1)</script>",
  "</textarea><iframe src=//evil.example>",
  "<a href=javascript:alert(1)>x</a>",
  "&lt;script&gt;&#60;b&#62;",
  "{{constructor.constructor('alert(1)')()}}",
  "--><meta http-equiv=refresh content=0;url=//evil.example>",
];

/** Every tag of the page is one of ours, no attribute runs anything, and every address is our own. */
function expectInert(html: string): void {
  for (const tag of tagsOf(html)) {
    expect(tag.name).not.toMatch(/^(?:script|img|iframe|object|embed|textarea|base|style)$/);
    for (const [name, value] of attributesOf(tag)) {
      expect(name).not.toMatch(/^(?:on|style$|src|http-equiv$|formaction$)/);
      if (/^(?:href|action)$/.test(name)) expect(value).toMatch(/^[/#](?![/\\])/);
    }
  }
}

describe.each(payloads)("UI-11 %j", (payload) => {
  test("UI-11 as the name of an app is text on sign-in, consent and connected apps", async () => {
    const app = await server.addApp({ client_name: payload });
    const browser = new Browser(server.origin);
    expectInert((await browser.open(authorizeUrl(server, app))).html);
    const consent = await consentPage(server, authorizeUrl(server, app), browser);
    expect(consent.html).toContain('id="allow"');
    expectInert(consent.html);
    expect((await browser.click(consent, "allow")).leaves).toContain("code=");
    expectInert((await browser.open("/connected-apps")).html);
  });

  test("UI-11 as the name of an organisation, of a person, of an API and as a scope's words", async () => {
    const { registry } = server.gatehouse.store;
    const key = Buffer.from(payload).toString("hex").slice(0, 12);
    await registry.createOrganisation({ id: `org_${key}`, name: payload, verifiedAt: null });
    await registry.putScope(server.api.client_id, {
      name: "bookings:read",
      person: false,
      words: { en: payload },
    });
    const app = await server.addApp({ organisation: `org_${key}` });
    const { people } = server.gatehouse.store;
    await people.create({
      id: `usr_${key}`,
      username: `${payload}${key}`,
      name: payload,
      passwordHash: "x",
      locale: null,
      createdAt: 0,
      disabledAt: null,
      email: null,
      emailVerifiedAt: null,
      staff: null,
    });
    const browser = new Browser(server.origin);
    const person = { username: `${payload}${key}`, password: server.person.password };
    const consent = await consentPage(server, authorizeUrl(server, app), browser, person);
    expect(consent.html).toContain('id="allow"');
    expectInert(consent.html);
    for (const path of ["/", "/sign-out", "/connected-apps"]) expectInert((await browser.open(path)).html);
  });

  test("UI-11 HX-10 in every parameter of a request, in a typed user name, in a path and in a header", async () => {
    const app = await server.addApp();
    const names = [
      "client_id",
      "redirect_uri",
      "scope",
      "state",
      "error",
      "error_description",
      "ui_locales",
      "login_hint",
      "request_uri",
      "response_type",
    ];
    for (const name of names) {
      const browser = new Browser(server.origin, {
        "accept-language": payload.replaceAll(/[^\x20-\x7e]/g, ""),
        referer: "https://evil.example/",
      });
      expectInert((await browser.open(authorizeUrl(server, app, { [name]: payload }))).html);
      expectInert((await ask(server, `/consent?${name}=${encodeURIComponent(payload)}`)).html);
      expectInert((await ask(server, `/sign-in?pending=${encodeURIComponent(payload)}`)).html);
    }
    const browser = new Browser(server.origin);
    const page = await browser.open("/sign-in");
    expectInert((await browser.click(page, "submit-login", { username: payload, password: "x" })).html);
    expectInert((await ask(server, `/${encodeURIComponent(payload)}`)).html);
  });
});

describe("UI-11 a name that pretends", () => {
  test.each([
    ["right-to-left override", "Trip\u202erennalP", "TriprennalP"],
    ["zero-width letters", "Goo\u200bgle\u2060 \ufeffInc", "Google Inc"],
    ["isolates", "\u2066Trip\u2069 Planner", "Trip Planner"],
    ["line breaks", "Trip\nPlanner\r\nby us", "Trip Planner by us"],
    ["a tower of accents", `Tri${"\u0301".repeat(500)}p`, null],
  ])("UI-11 with %s is one calm line", async (_what, client_name, shown) => {
    const app = await server.addApp({ client_name });
    const consent = await consentPage(server, authorizeUrl(server, app));
    expect(consent.html).toContain('id="allow"');
    expect(consent.html).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\u0301{4}/);
    if (shown !== null) expect(consent.html).toContain(`<bdi>${shown}</bdi>`);
  });

  test("UI-11 of 10 kB is cut, and what matters stays on the page", async () => {
    const app = await server.addApp({ client_name: "long ".repeat(2000) });
    const consent = await consentPage(server, authorizeUrl(server, app));
    expect(consent.html.length).toBeLessThan(20_000);
    expect(consent.html).toMatch(/<bdi>(?:long ){10,16}[^<]*…<\/bdi>/);
    expect(consent.html).toContain("https://app.example");
  });

  test("UI-11 cannot be nothing", async () => {
    const app = await server.addApp({ client_name: "\u200b\u202e" });
    expect((await consentPage(server, authorizeUrl(server, app))).html).toContain("<bdi>Unnamed app</bdi>");
  });
});

describe("UI-08 (OAuth 2.1 §7.9) the consent page says", () => {
  test("UI-08 who asks, who makes it, whether that was checked, what for, for how long, and where it leads", async () => {
    const { registry } = server.gatehouse.store;
    await registry.putScope(server.api.client_id, {
      name: "bookings:read",
      person: false,
      words: { en: "See your bookings" },
    });
    const scope = "bookings:read offline_access";
    const app = await server.addApp({ redirect_uris: ["https://xn--bcher-kva.example/cb"] });
    const { html } = await consentPage(server, authorizeUrl(server, app, { scope }));
    for (const words of [
      "Trip Planner",
      "Northwind Travel",
      "Verified by",
      "See your bookings",
      "Bookings",
      "Lasting access",
      "1 hour",
      "https://xn--bcher-kva.example",
      "Ada Lovelace",
    ])
      expect(html.replaceAll("\u00a0", " ")).toContain(words);
    const { html: brief } = await consentPage(server, authorizeUrl(server, app));
    expect(brief.replaceAll("\u00a0", " ")).toContain("This access ends after 1 hour");
    await registry.createOrganisation({ id: "org_new", name: "Nobody knows", verifiedAt: null });
    const unknown = await server.addApp({ organisation: "org_new", environment: "test" });
    const { html: unverified } = await consentPage(server, authorizeUrl(server, unknown));
    for (const words of ["Not verified by", "has not checked who runs this app", "test environment"])
      expect(unverified).toContain(words);
  });
});

test("HX-10 a JSON answer at the same address reflects nothing either", async () => {
  const app = await server.addApp();
  const url = authorizeUrl(server, app, { scope: payloads[0] ?? "" });
  const dry = await ask(server, url, { headers: { accept: "application/json" } });
  expect(dry.headers.get("content-type")).toMatch(/^application\/json/);
  expect(dry.html).not.toContain("<script");
  expect((await askAuthorize(server, app, { state: payloads[0] ?? "", scope: "x" })).html).toBe("");
});
