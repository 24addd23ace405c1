/** A relying party that is not of our making: oauth4webapi asks and judges, a browser without JavaScript walks the pages by element id. */
import * as oauth from "oauth4webapi";
import { expect } from "vitest";
import { Browser, type Page } from "../support/browser.ts";
import type { Person } from "../support/flow.ts";
import type { TestApp, TestServer } from "../support/server.ts";

/** The servers here speak http on loopback; nothing else is relaxed. */
export const insecure = { [oauth.allowInsecureRequests]: true } as const;

export type Fields = Record<string, string | null>;

/** One client of one server, as the program that uses it sees both. */
export interface Party {
  server: TestServer;
  app: TestApp;
  as: oauth.AuthorizationServer;
  client: oauth.Client;
  authentication: oauth.ClientAuth;
  mode: "query" | "form_post";
  /** Whoever uses it; a module that signs in twice does so in one browser. */
  browser: Browser;
}

export interface PartyOptions {
  authentication?: (app: TestApp) => oauth.ClientAuth;
  mode?: Party["mode"];
  metadata?: Partial<oauth.Client>;
}

export async function discover(server: Pick<TestServer, "issuer">): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(server.issuer);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
}

export async function party(server: TestServer, app: TestApp, options: PartyOptions = {}): Promise<Party> {
  const authentication = options.authentication ?? bySecret;
  const client: oauth.Client = {
    client_id: app.client_id,
    id_token_signed_response_alg: "RS256",
    ...options.metadata,
    // The clock of the server under test, which only the test moves.
    get [oauth.clockSkew]() {
      return Math.floor(server.clock.now() / 1000) - Math.floor(Date.now() / 1000);
    },
  };
  return {
    server,
    app,
    as: await discover(server),
    client,
    authentication: authentication(app),
    mode: options.mode ?? "query",
    browser: new Browser(server.origin),
  };
}

/** Whoever has none proves itself in another way, and says so. */
const bySecret = ({ client_secret }: TestApp): oauth.ClientAuth =>
  client_secret === "" ? oauth.None() : oauth.ClientSecretBasic(client_secret);

let count = 0;
/** Differs each time, and never by chance. */
export const fresh = (name: string): string => `${name}-${String(++count).padStart(6, "0")}`;

/** The parameters of an authentication request with those of the party's mode; `null` leaves one out. */
export function request(of: Party, changes: Fields = {}): Record<string, string> {
  const all: Fields = {
    response_type: "code",
    client_id: of.app.client_id,
    redirect_uri: of.app.redirect_uri,
    scope: "openid",
    state: fresh("state"),
    nonce: fresh("nonce"),
    ...(of.mode === "form_post" ? { response_mode: "form_post" } : {}),
    ...changes,
  };
  return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null));
}

/** The page on which the browser stands after the request. */
export async function begin(
  of: Party,
  parameters: Record<string, string>,
  method: "GET" | "POST" = "GET",
): Promise<Page> {
  const endpoint = of.as.authorization_endpoint ?? "";
  if (method === "GET") return of.browser.open(`${endpoint}?${new URLSearchParams(parameters).toString()}`);
  return of.browser.post(endpoint, parameters, {
    origin: "https://app.example",
    "sec-fetch-site": "cross-site",
  });
}

/** Which of our pages it is, by the element that a script of the suite would look for. */
export function shows(page: Page): "sign_in" | "consent" | "answer" | "error" {
  if (page.leaves !== null || formPost(page) !== null) return "answer";
  if (page.html.includes('id="submit-login"')) return "sign_in";
  return page.html.includes('id="allow"') ? "consent" : "error";
}

/** Goes on from a page to the answer: signs in and decides where asked. */
export async function finish(
  of: Party,
  page: Page,
  { person = of.server.person, decision = "allow" }: { person?: Person; decision?: "allow" | "deny" } = {},
): Promise<URLSearchParams> {
  const { browser } = of;
  let at = page;
  if (shows(at) === "sign_in")
    at = await browser.click(at, "submit-login", { username: person.username, password: person.password });
  if (shows(at) === "consent") at = await browser.click(at, decision);
  return answerOn(of, at);
}

/** What the app is told, and that it is told at its registered address, in the way that it asked for. */
export function answerOn(of: Party, page: Page): URLSearchParams {
  const posted = formPost(page);
  if (of.mode === "form_post" && posted !== null) {
    expect(posted.action).toBe(of.app.redirect_uri);
    expect(page.headers.get("cache-control")).toContain("no-store");
    return posted.fields;
  }
  if (page.leaves === null) throw new Error(`the flow ended on ${page.url} (${page.status}):\n${page.html}`);
  const url = new URL(page.leaves);
  expect(of.mode, "response_mode").toBe("query");
  const asked = new URL(of.app.redirect_uri);
  expect([url.origin, url.pathname]).toEqual([asked.origin, asked.pathname]);
  // Nothing is told there; the mark keeps a browser from carrying an old fragment along (RFC 9700 §4.1.3).
  expect(url.hash).toMatch(/^(?:#_)?$/);
  return url.searchParams;
}

/** OAuth 2.0 Form Post Response Mode: a form to elsewhere with the answer's parameters as hidden fields. */
function formPost(page: Page): { action: string; fields: URLSearchParams } | null {
  const form = /<form\b[^>]*\baction="(https?:[^"]+)"[^>]*>(.*?)<\/form>/s.exec(page.html);
  if (form === null) return null;
  const fields = new URLSearchParams();
  for (const [, name = "", value = ""] of (form[2] ?? "").matchAll(
    /<input type="hidden" name="([^"]*)" value="([^"]*)"/g,
  ))
    fields.append(name, value.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&"));
  return { action: form[1] ?? "", fields };
}

/** A whole authorization: from the request to the answer's parameters. */
export async function ask(
  of: Party,
  changes: Fields = {},
  method: "GET" | "POST" = "GET",
): Promise<{ sent: Record<string, string>; answer: URLSearchParams }> {
  const sent = request(of, changes);
  return { sent, answer: await finish(of, await begin(of, sent, method)) };
}

/** The error that the app is told, with its state and our name (RFC 6749 §4.1.2.1, RFC 9207 §2.4). */
export function errorIn(of: Party, sent: Record<string, string>, answer: URLSearchParams): string {
  expect(answer.getAll("state")).toEqual(sent["state"] === undefined ? [] : [sent["state"]]);
  expect(answer.getAll("iss")).toEqual([of.server.issuer]);
  expect(answer.has("code")).toBe(false);
  return answer.get("error") ?? "";
}
