/** The guide over HTTP: safe markup, one script of ours, the reader's own test apps and nobody else's, text for programs. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { byPerson } from "../../src/lib/actor.ts";
import { copyScript } from "../../src/pages/copy-script.ts";
import { guideScript } from "../../src/pages/guide/script.ts";
import { guideStylesheet } from "../../src/pages/guide/stylesheet.ts";
import { LOCALES, words } from "../../src/pages/words/index.ts";
import { attributesOf, tagsOf, textOf } from "../house/markup.ts";
import { Browser } from "../support/browser.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(2)>`;

let server: TestServer;
let own: TestApp;
let live: TestApp;
let foreign: TestApp;
beforeAll(async () => {
  server = await startServer();
  const { desk, store } = server.gatehouse;
  const { id } = server.person;
  await desk.organisations.found({ id: "org_ada", name: "Ada's" }, id, byPerson(id));
  await store.registry.createOrganisation({ id: "org_other", name: "Others" });
  own = await server.addApp({ organisation: "org_ada", environment: "test", client_name: "My planner" });
  live = await server.addApp({ organisation: "org_ada", environment: "live" });
  foreign = await server.addApp({ organisation: "org_other", environment: "test" });
});
afterAll(() => server?.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(server.origin + path, { headers });

/** A browser in which the server's person is signed in. */
async function signedIn(): Promise<Browser> {
  const browser = new Browser(server.origin);
  await browser.click(await browser.open("/sign-in"), "submit-login", {
    username: server.person.username,
    password: server.person.password,
  });
  return browser;
}

describe("the page", () => {
  test.each(LOCALES)("UI-06 UI-07 safe and whole markup in %s", async (locale) => {
    const answer = await get("/guide", { "accept-language": locale });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'self'",
    );
    const html = await answer.text();
    const tags = tagsOf(html);
    const attributes = tags.flatMap((tag) => [...attributesOf(tag)]);
    const scripts = tags.filter(({ name }) => name === "script").map(attributesOf);
    expect(scripts.map((tag) => tag.get("src"))).toEqual([copyScript.path, guideScript.path]);
    expect(html).not.toMatch(/<script[^>]*>[^<]/);
    expect(attributes.filter(([key]) => /^(?:on|style$)/.test(key))).toEqual([]);
    const addresses = attributes
      .filter(([key]) => /^(?:href|src|action)$/.test(key))
      .map(([, value]) => value);
    expect(addresses.filter((value) => !/^[/#](?!\/)/.test(value))).toEqual([]);
    const ids = attributes.filter(([key]) => key === "id").map(([, value]) => value);
    expect(new Set(ids).size).toBe(ids.length);
    expect(addresses.filter((value) => value.startsWith("#") && !ids.includes(value.slice(1)))).toEqual([]);
    const levels = tags.filter(({ name }) => /^h[1-4]$/.test(name)).map(({ name }) => Number(name[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
    const labels = new Set(
      tags.filter(({ name }) => name === "label").map((tag) => attributesOf(tag).get("for")),
    );
    const inputs = tags.filter(({ name }) => name === "input").map(attributesOf);
    expect(inputs.filter((input) => !labels.has(input.get("id")))).toEqual([]);
    expect(html).toContain(`<html lang="${locale}">`);
    expect(textOf(html)).toContain(words(locale).guide.sections.authorize);
  });

  test("what it loads is there, for ever under that name", async () => {
    for (const { path, body } of [guideStylesheet, guideScript]) {
      const answer = await get(path);
      expect(await answer.text()).toBe(body);
      expect(answer.headers.get("cache-control")).toContain("immutable");
    }
    expect(guideStylesheet.body).not.toMatch(/url\(|@import|expression/i);
  });

  test("home leads to it; ?language= chooses which samples are shown", async () => {
    expect(await (await get("/")).text()).toContain('href="/guide"');
    const checked = async (query: string): Promise<string | undefined> => {
      const html = await (await get(`/guide${query}`)).text();
      return tagsOf(html)
        .filter(({ name }) => name === "input")
        .map(attributesOf)
        .find((input) => input.has("checked"))
        ?.get("value");
    };
    expect(await checked("")).toBe("curl");
    expect(await checked("?language=go")).toBe("go");
    expect(await checked("?language=%22%3E")).toBe("curl");
  });

  test("HX-10 what an API's document says is a value, and never markup", async () => {
    const { store } = server.gatehouse;
    const { client_id: id, identifier } = server.api;
    const before = await store.resources.findById(id);
    const route = { method: "GET", path: "/a", scopes: [], person: false, public: false };
    const document = {
      title: hostile,
      version: "1",
      server: null,
      routes: [{ ...route, summary: hostile, tags: [hostile] }],
      versions: null,
    };
    const scopes = [...(before?.scopes ?? []), { name: "x", words: { en: hostile }, person: false }];
    await store.registry.importDocument({ id, identifier, name: "", scopes, document, force: true });
    const html = await (await get("/guide")).text();
    expect(html).toContain("alert(1)");
    expect(html).not.toMatch(/<script>|<img/);
    tagsOf(html);
  });
});

describe("PO-01 whose values stand in the samples", () => {
  test("PO-01 nobody's for a visitor", async () => {
    const html = await (await get(`/guide?app=${own.appId}`)).text();
    expect(html).toContain("YOUR_CLIENT_ID");
    for (const app of [own, live, foreign]) expect(html).not.toContain(app.client_id);
  });

  test("PO-01 those of a member's own test app; never live ones, another organisation's, or a secret", async () => {
    const browser = await signedIn();
    for (const query of ["", `?app=${own.appId}`, `?app=${foreign.appId}`, `?app=${live.appId}`]) {
      const { html, status } = await browser.open(`/guide${query}`);
      expect(status).toBe(200);
      expect(html).toContain(own.client_id);
      expect(html).toContain("My planner");
      expect(html).toContain("YOUR_CLIENT_SECRET");
      expect(html).not.toContain("YOUR_CLIENT_ID");
      for (const hidden of [own.client_secret, live.client_id, foreign.client_id])
        expect(html).not.toContain(hidden);
    }
    // What was drawn for her is drawn for nobody else.
    expect(await (await get("/guide")).text()).not.toContain(own.client_id);
    expect(await (await get("/guide.md")).text()).not.toContain(own.client_id);
  });

  test("PO-01 a disabled app's no more", async () => {
    const { registry } = server.gatehouse.store;
    await registry.disableClient(own.client_id, server.clock.now());
    const { html } = await (await signedIn()).open("/guide");
    expect(html).not.toContain(own.client_id);
    await registry.enableClient(own.client_id);
  });
});

test.each([
  ["/guide.md", "text/markdown", "# Bookings Inc. integration guide\n"],
  ["/llms.txt", "text/plain", "# Bookings Inc. integration guide\n"],
] as const)("RFC 9110 §13.1.2 %s for programs, with an ETag", async (path, type, begins) => {
  const answer = await get(path);
  expect(answer.headers.get("content-type")).toBe(`${type}; charset=utf-8`);
  expect((await answer.text()).startsWith(begins)).toBe(true);
  const etag = answer.headers.get("etag") ?? "";
  expect((await get(path, { "if-none-match": etag })).status).toBe(304);
});

test("an issuer with a path: every address of the page lies below it", async () => {
  const below = await startServer({ issuer: "https://login.example/auth" });
  try {
    const html = await (await fetch(`${below.origin}/auth/guide`)).text();
    const paths = tagsOf(html).map(
      (tag) => attributesOf(tag).get("href") ?? attributesOf(tag).get("src") ?? "#",
    );
    expect(paths.filter((path) => !path.startsWith("#") && !path.startsWith("/auth/"))).toEqual([]);
    expect(html).toContain("https://login.example/auth/oauth/token");
  } finally {
    await below.close();
  }
});
