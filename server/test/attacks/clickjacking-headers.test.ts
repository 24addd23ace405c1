/** RFC 9700 §4.16, OAuth 2.1 §7.11 — every page, errors included, can be framed by nobody and loads nothing of anybody else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
const pages: { what: string; status: number; headers: Headers; html: string }[] = [];
const add = (what: string, page: { status: number; headers: Headers; html: string }): void =>
  void pages.push({ what, ...page });

beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  const app = await server.addApp();
  const browser = new Browser(server.origin);
  const cookie = (): string => `gatehouse=${browser.cookies.get("gatehouse") ?? ""}`;
  add("home", await browser.open("/"));
  add("sign-in", await browser.open(authorizeUrl(server, app)));
  add(
    "wrong password",
    await browser.click(await browser.open("/sign-in"), "submit-login", { username: "ada", password: "x" }),
  );
  add("consent", await consentPage(server, authorizeUrl(server, app), browser));
  add("connected apps", await browser.open("/connected-apps"));
  add("sign-out", await browser.open("/sign-out"));
  add("signed out", await browser.open("/signed-out"));
  add("our refusal", await browser.open(authorizeUrl(server, { ...app, client_id: "nobody" })));
  add("403", await browser.post("/sign-out", {}));
  add("404", await browser.open("/nowhere"));
  add("405", await ask(server, "/consent", { method: "PUT", headers: { cookie: cookie() } }));
  add(
    "413",
    await ask(server, "/sign-in", { method: "POST", body: new URLSearchParams({ x: "y".repeat(70_000) }) }),
  );
  add("414", await browser.open(`/oauth/authorize?x=${"y".repeat(9000)}`));
  add("415", await ask(server, "/sign-in", { method: "POST", body: "x" }));
  add("expired", await browser.open("/consent?pending=none"));
  add("malformed", await browser.open("/sign-in?pending=%zz"));
});
afterAll(() => server.close());

test("UI-05 there is a page of every kind to look at", () => {
  expect(pages.map((page) => page.status)).toEqual([
    200, 200, 401, 200, 200, 200, 200, 400, 403, 404, 405, 413, 414, 415, 400, 400,
  ]);
  for (const page of pages) expect(page.html, page.what).toMatch(/^<!doctype html>/);
});

test("UI-05 (OAuth 2.1 §7.11) no page can be framed: X-Frame-Options and frame-ancestors", () => {
  for (const { what, headers } of pages) {
    expect(headers.get("x-frame-options"), what).toBe("DENY");
    expect(headers.get("content-security-policy"), what).toContain("frame-ancestors 'none'");
  }
});

test("UI-06 the policy allows no script at all, and forms lead to us (and, on the way to an app, to its origin)", () => {
  const ours =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  const withApp = ours.replace("form-action 'self'", "form-action 'self' https://app.example");
  for (const { what, headers, html } of pages) {
    const expected = what === "consent" || what === "sign-in" ? withApp : ours;
    expect(headers.get("content-security-policy"), what).toBe(expected);
    expect(html).not.toMatch(
      /<script|\son\w+=|<style|\sstyle=|javascript:|<iframe|<object|<embed|<base|http-equiv/i,
    );
  }
});

test("UI-07 (RFC 9700 §4.2.4) no referrer leaves, and nothing is loaded from elsewhere", () => {
  for (const { what, headers, html } of pages) {
    expect(headers.get("referrer-policy"), what).toBe("no-referrer");
    for (const [, address] of html.matchAll(/\s(?:src|href|action|srcset|poster)="([^"]*)"/g))
      expect(address, what).toMatch(/^[/#](?![/\\])/);
  }
});

test("UI-22 HX-02 no page is stored, sniffed, or says what it runs on", () => {
  for (const { what, headers } of pages) {
    expect(headers.get("cache-control"), what).toBe("no-store");
    expect(headers.get("x-content-type-options"), what).toBe("nosniff");
    expect(headers.get("cross-origin-opener-policy"), what).toBe("same-origin");
    expect(headers.get("permissions-policy"), what).not.toBeNull();
    expect([headers.get("server"), headers.get("x-powered-by")], what).toEqual([null, null]);
    expect(headers.get("content-type"), what).toBe("text/html; charset=utf-8");
  }
});

describe("UI-06 the origin in form-action is the app's, and cannot hold more policy", () => {
  test.each([
    ["https://app.example:8443/a;b", "https://app.example:8443"],
    ["https://app.example/;script-src*", null],
    ["https://app.example/;script-src'unsafe-inline'", "https://app.example"],
    ["http://127.0.0.1:3000/cb", "http://127.0.0.1:3000"],
    ["com.example.app:/cb;script-src", "com.example.app:"],
  ])("UI-06 %s", async (redirect_uri, origin) => {
    const app = await server.addApp({ redirect_uris: [redirect_uri], application_type: "native" });
    const answer = await new Browser(server.origin).open(authorizeUrl(server, app));
    const policy = answer.headers.get("content-security-policy") ?? "";
    const expected = origin === null ? "form-action 'self'" : `form-action 'self' ${origin}`;
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      expected,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
  });
});
