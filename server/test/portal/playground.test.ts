/** RFC 6749 §4.1, §4.4 — the playground without JavaScript: both flows, step by step, through the real endpoints, and the classic mistakes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "../support/browser.ts";
import { allow, begin, newest, playing, type Playing } from "./playing.ts";

let world: Playing;
let browser: Browser;
beforeAll(async () => {
  world = await playing();
  browser = await world.as("developer");
});
afterAll(() => world.close());

describe("a person allows the app", () => {
  let page: Page;

  test("the way back is registered with consent, visibly, and only then a run can begin", async () => {
    const { paths, app, callback } = world;
    page = await browser.open(paths.playground(app.id));
    expect(page.html).toContain('id="register-address"');
    expect(page.html).not.toContain('id="start-code"');
    const refused = await browser.open(`${paths.startPlayground(app.id)}?flow=code`);
    expect((await browser.click(refused, "confirm")).status).toBe(409);
    page = await browser.click(await browser.open(`${paths.playgroundAddress(app.id)}?to=add`), "confirm");
    expect(page.html).toContain('id="start-code"');
    const access = await browser.open(paths.access(app.id, "test"));
    expect(access.html).toContain(callback);
  });

  test("the request is shown before it is sent, and the browser comes back with a code", async () => {
    page = await begin(world, browser, "code");
    for (const text of ["code_challenge_method", "S256", "state", world.client_id, "RFC 7636 §4.2"])
      expect(page.html).toContain(text);
    page = await allow(browser, page);
    expect(page.url).toBe(`${world.server.origin}${world.paths.playground(world.app.id)}#now`);
    expect(newest(page)).toContain("Came back");
    expect(newest(page)).toContain("RFC 9207 §2");
  });

  test("mistakes at the token endpoint are answered with the error and the inspector's diagnosis", async () => {
    for (const [mistake, error, cause] of [
      ["no_verifier", "invalid_grant", /code_verifier/],
      ["other_redirect", "invalid_grant", /ends in a slash/],
      ["wrong_secret", "invalid_client", /secret/],
    ] as const) {
      page = await browser.click(page, `break-${mistake}`);
      expect(newest(page)).toContain(error);
      expect(newest(page)).toMatch(cause);
      expect(newest(page)).toContain("notice-warn");
    }
  });

  test("the code becomes a token, which the API takes, and which the server explains, renews and ends", async () => {
    page = await browser.click(page, "next-step");
    expect(newest(page)).toContain(">200<");
    for (const name of ["access_token", "refresh_token", "token_type", "expires_in"])
      expect(newest(page)).toContain(name);
    page = await browser.click(page, "next-step");
    expect(world.calls.at(-1)?.url).toBe("/bookings");
    expect(world.calls.at(-1)?.headers.authorization).toMatch(/^Bearer \S{20,}$/);
    expect(world.calls.at(-1)?.headers.cookie).toBeUndefined();
    page = await browser.click(page, "next-step");
    expect(newest(page)).toContain("active");
    page = await browser.click(page, "next-step");
    expect(newest(page)).toContain("Renew the token");
    page = await browser.click(page, "next-step");
    expect(newest(page)).toContain("Give the token back");
    page = await browser.click(page, "do-introspect");
    expect(newest(page)).toContain("&quot;active&quot;:false");
    page = await browser.click(page, "break-no_token");
    expect(newest(page)).toContain("401");
    expect(newest(page)).toContain("WWW-Authenticate");
  });

  test("a used code is refused, and ends what it gave", async () => {
    page = await allow(browser, page, "do-authorize");
    page = await browser.click(page, "next-step");
    page = await browser.click(page, "break-used_code");
    expect(newest(page)).toContain("invalid_grant");
    page = await browser.click(page, "do-introspect");
    expect(newest(page)).toContain("&quot;active&quot;:false");
  });

  test("mistakes at the authorization endpoint: our own page without a redirect, or an answer to the address", async () => {
    page = await begin(world, browser, "code");
    page = await browser.click(page, "break-other_redirect");
    expect(newest(page)).toContain("HTTP 400");
    expect(newest(page)).toContain("A page for people");
    expect(newest(page)).toMatch(/ends in a slash/);
    page = await browser.click(page, "break-unknown_scope");
    expect(newest(page)).toContain("HTTP 303");
    expect(newest(page)).toContain("invalid_scope");
    page = await browser.click(page, "break-no_challenge");
    expect(newest(page)).toContain("invalid_request");
    expect(newest(page)).toMatch(/PKCE|code_challenge/);
  });

  test("a person who denies: the error comes back, and the next sign-in has another state", async () => {
    const before = stateIn(page);
    const asked = await browser.click(page, "next-step");
    page = asked.html.includes('id="deny"') ? await browser.click(asked, "deny") : asked;
    expect(stateIn(page)).not.toBe(before);
  });
});

const stateIn = ({ html }: Page): string =>
  /next-step.*?<code><bdi>state<\/bdi><\/code>.*?<bdi>([^<]*)/s.exec(html)?.[1] ?? "";

test("the app for itself: a token, and no refresh token", async () => {
  let page = await begin(world, browser, "machine");
  page = await browser.click(page, "break-unknown_scope");
  expect(newest(page)).toContain("invalid_scope");
  page = await browser.click(page, "next-step");
  expect(newest(page)).toContain("access_token");
  expect(page.html).not.toContain('id="do-refresh"');
  page = await browser.click(page, "end-run");
  expect(page.html).toContain('id="done"');
  expect(page.html).toContain('id="start-machine"');
});

test("the inspector and the numbers know of it, like of any other request", async () => {
  const page = await browser.open(world.paths.inspector(world.app.id));
  expect(page.html).toContain("redirect_uri_unregistered");
  const usage = await browser.open(world.paths.usage(world.app.id));
  expect(usage.html).toContain("client_credentials");
});

test("an app without a secret runs with PKCE alone, and without an address of the API the line is shown", async () => {
  const other = await playing({ api: false, type: "browser" });
  try {
    const developer = await other.as("developer");
    let page = await begin(other, developer, "code");
    page = await allow(developer, page);
    expect(page.html).not.toContain("break-wrong_secret");
    page = await developer.click(page, "next-step");
    expect(newest(page)).toContain(">200<");
    expect(page.html).toContain('id="curl-call"');
    expect(page.html).not.toContain('id="do-introspect"');
  } finally {
    await other.close();
  }
});
