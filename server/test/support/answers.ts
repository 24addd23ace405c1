/** What the authorization endpoint answered, and the two shapes that RFC 6749 §4.1.2.1 allows a "no" to have. */
import { expect } from "vitest";
import { Browser, type Page } from "./browser.ts";
import { authorizeUrl, type Person } from "./flow.ts";
import type { TestApp, TestServer } from "./server.ts";

export interface Answer {
  status: number;
  location: string | null;
  headers: Headers;
  html: string;
}

/** One request, no redirect followed. `path` may be an absolute URL. */
export async function ask(
  server: Pick<TestServer, "origin">,
  path: string,
  init: RequestInit = {},
): Promise<Answer> {
  const response = await fetch(new URL(path, server.origin), {
    redirect: "manual",
    ...init,
    headers: { accept: "text/html", ...(init.headers as Record<string, string> | undefined) },
  });
  return {
    status: response.status,
    location: response.headers.get("location"),
    headers: response.headers,
    html: await response.text(),
  };
}

/** GET at the authorization endpoint, with `extra` appended to the query as it is. */
export async function askAuthorize(
  server: TestServer,
  app: Pick<TestApp, "client_id" | "redirect_uri">,
  parameters: Record<string, string | null> = {},
  extra: string = "",
): Promise<Answer> {
  return ask(server, authorizeUrl(server, app, parameters) + extra);
}

/** "Error page": ours, no redirect, no Location, and the refusal's name for the developer. */
export function expectOurPage(answer: Answer, refusal: string, status: number = 400): void {
  expect({ status: answer.status, location: answer.location }).toEqual({ status, location: null });
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(answer.html).toContain(`<bdi>${refusal}</bdi>`);
}

/** "To client": 303 to exactly the registered URI with error, state and iss. */
export function expectToClient(
  answer: Answer,
  server: TestServer,
  error: string,
  state: string | null = "a-state",
  redirect_uri: string = "https://app.example/cb",
): URL {
  expect(answer.status, answer.html).toBe(303);
  const location = answer.location ?? "";
  expect(location.startsWith(`${redirect_uri}${redirect_uri.includes("?") ? "&" : "?"}error=`)).toBe(true);
  const url = new URL(location);
  expect(url.searchParams.getAll("error")).toEqual([error]);
  expect(url.searchParams.getAll("state")).toEqual(state === null ? [] : [state]);
  expect(url.searchParams.getAll("iss")).toEqual([server.issuer]);
  expect(url.searchParams.has("code")).toBe(false);
  return url;
}

/** The request was good: the browser is led on to our own pages. */
export function expectAccepted(answer: Answer): void {
  expect(answer.status, answer.html).toBe(303);
  expect(answer.location).toMatch(/^\/(?:sign-in|consent)\?pending=[A-Za-z0-9_-]{22}$/);
}

/** The consent page of this request, in a browser where the person has just signed in. */
export async function consentPage(
  server: TestServer,
  url: string,
  browser: Browser = new Browser(server.origin),
  person: Person = server.person,
): Promise<Page> {
  let page = await browser.open(url);
  if (page.html.includes('id="submit-login"'))
    page = await browser.click(page, "submit-login", {
      username: person.username,
      password: person.password,
    });
  return page;
}

/** The value of a hidden or visible input of the page's last form that has it. */
export function fieldOf(page: Pick<Page, "html">, name: string): string {
  const found = [...page.html.matchAll(/<input\b[^>]*>/g)].findLast(([tag]) =>
    tag.includes(`name="${name}"`),
  );
  return /\bvalue="([^"]*)"/.exec(found?.[0] ?? "")?.[1] ?? "";
}

/** Passwords without the work of a real hash: counts who was asked for, and knows only "right". */
export function cheapPasswords(
  server: TestServer,
  right: string = server.person.password,
): { asked: string[] } {
  const asked: string[] = [];
  server.gatehouse.accounts.passwords = {
    hash: async (password) => `cheap ${password}`,
    verify: async (hash, password) => {
      asked.push(hash);
      return password === right;
    },
  };
  return { asked };
}
