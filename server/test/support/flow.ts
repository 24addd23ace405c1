/** The code flow as a developer's program and a person in a browser go through it. */
import { createHash } from "node:crypto";
import { Browser } from "./browser.ts";
import type { TestApp, TestServer } from "./server.ts";

export interface Person {
  username: string;
  password: string;
}

/** The authorization URL; `null` leaves a parameter out. */
export function authorizeUrl(
  server: Pick<TestServer, "origin">,
  app: Pick<TestApp, "client_id" | "redirect_uri">,
  parameters: Record<string, string | null> = {},
): string {
  const all: Record<string, string | null> = {
    response_type: "code",
    client_id: app.client_id,
    redirect_uri: app.redirect_uri,
    scope: "bookings:read",
    state: "a-state",
    ...parameters,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) if (value !== null) query.append(name, value);
  return `${server.origin}/oauth/authorize?${query.toString()}`;
}

/** Signs in where asked, decides where asked, and answers the URL at which the app gets its answer. */
export async function walk(
  server: Pick<TestServer, "origin">,
  url: string,
  person: Person,
  decision: "allow" | "deny" = "allow",
  browser: Browser = new Browser(server.origin),
): Promise<URL> {
  let page = await browser.open(url);
  if (page.html.includes('id="submit-login"'))
    page = await browser.click(page, "submit-login", {
      username: person.username,
      password: person.password,
    });
  if (page.html.includes(`id="${decision}"`)) page = await browser.click(page, decision);
  if (page.leaves === null) throw new Error(`the flow ended on ${page.url} (${page.status}):\n${page.html}`);
  return new URL(page.leaves);
}

/** A code of this app for the server's person. */
export async function getCode(
  server: Pick<TestServer, "origin"> & { person: Person },
  app: TestApp,
  parameters: Record<string, string | null> = {},
  person: Person = server.person,
): Promise<string> {
  const answer = await walk(server, authorizeUrl(server, app, parameters), person);
  const code = answer.searchParams.get("code");
  if (code === null) throw new Error(`no code in ${answer.href}`);
  return code;
}

/** POST /oauth/token as a form; `null` leaves a field out. */
export async function postToken(
  server: Pick<TestServer, "origin">,
  fields: Record<string, string | null>,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; json: Record<string, unknown> }> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== null) body.append(name, value);
  const response = await fetch(`${server.origin}/oauth/token`, { method: "POST", body, headers });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: JSON.parse(text) as Record<string, unknown>,
  };
}

export interface Tokens {
  access_token: string;
  refresh_token?: string;
  scope: string;
  expires_in: number;
  token_type: string;
}

/** Exchanges a code with the app's own credentials; throws unless it works. */
export async function redeem(
  server: Pick<TestServer, "origin">,
  app: TestApp,
  code: string,
  extra: Record<string, string | null> = {},
): Promise<Tokens> {
  const answer = await postToken(server, {
    grant_type: "authorization_code",
    client_id: app.client_id,
    client_secret: app.client_secret || null,
    redirect_uri: app.redirect_uri,
    code,
    ...extra,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.json));
  return answer.json as unknown as Tokens;
}

export async function refresh(
  server: Pick<TestServer, "origin">,
  app: TestApp,
  refresh_token: string,
  extra: Record<string, string | null> = {},
): ReturnType<typeof postToken> {
  return postToken(server, {
    grant_type: "refresh_token",
    client_id: app.client_id,
    client_secret: app.client_secret || null,
    refresh_token,
    ...extra,
  });
}

/** Introspection by the API itself. */
export async function introspect(
  server: Pick<TestServer, "origin" | "api">,
  token: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.origin}/oauth/introspect`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${server.api.client_id}:${server.api.client_secret}`).toString("base64")}`,
    },
    body: new URLSearchParams({ token }),
  });
  return (await response.json()) as Record<string, unknown>;
}

export const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/** RFC 7636 §4.2. */
export function s256(text: string = verifier): string {
  return createHash("sha256").update(text).digest("base64url");
}

function readPart(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
}

/** Header and claims of a JWT, unverified. */
export function decodeJwt(token: string): {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
} {
  const [header = "", claims = ""] = token.split(".");
  return { header: readPart(header), claims: readPart(claims) };
}
