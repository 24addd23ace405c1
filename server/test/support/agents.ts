/** An agent that nobody here knows, and a person who lets it in with limits. */
import { Browser, type Page } from "./browser.ts";
import { authorizeUrl, redeem, s256, verifier, type Tokens } from "./flow.ts";
import type { TestApp, TestServer } from "./server.ts";
import { JSON_TYPE, wire } from "./wire.ts";

/** What the settings of a server with agents are. */
export const agentSettings = {
  mcp: "on",
  registration_scopes: "bookings:read bookings:create offline_access",
} as const;

const redirect_uri = "https://agent.example/cb";

/** Says what a scope of the test's API is for. */
export async function markAs(server: TestServer, name: string, access: "read" | "write"): Promise<void> {
  const words = { en: name === "bookings:read" ? "See your bookings" : "Make bookings" };
  const scope = { name, person: false, words, access };
  await server.gatehouse.store.registry.putScope(server.api.client_id, scope);
}

/** Says which scope of the test's API only reads. */
export async function markReading(server: TestServer): Promise<void> {
  await markAs(server, "bookings:read", "read");
  await markAs(server, "bookings:create", "write");
}

/** Registers itself, with nothing but what is public (RFC 7591). */
export async function registerAgent(server: TestServer, members: object = {}): Promise<TestApp> {
  const { json } = await wire(server, {
    path: "/oauth/register",
    body: JSON.stringify({
      client_name: "Editor",
      redirect_uris: [redirect_uri],
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      ...members,
    }),
    headers: { "content-type": JSON_TYPE },
  });
  if (json["client_id"] === undefined) throw new Error(JSON.stringify(json));
  const { client_id, client_secret = "" } = json as { client_id: string; client_secret?: string };
  return { appId: "", client_id, client_secret, redirect_uri };
}

/** The consent page of a request for these scopes, after a new sign-in. */
export async function consentPage(
  server: TestServer,
  agent: TestApp,
  scope: string,
  browser: Browser = new Browser(server.origin),
): Promise<Page> {
  const challenge = { code_challenge: s256(), code_challenge_method: "S256", scope };
  const page = await browser.open(authorizeUrl(server, agent, challenge));
  return page.html.includes('id="submit-login"') ? browser.click(page, "submit-login", server.person) : page;
}

/** The code that it gets when the person lets it in with these choices of the form. */
export async function allowedCode(
  server: TestServer,
  agent: TestApp,
  choices: Record<string, string> = {},
  scope: string = "bookings:read bookings:create offline_access",
): Promise<string> {
  const browser = new Browser(server.origin);
  const consent = await consentPage(server, agent, scope, browser);
  const answer = await browser.click(consent, "allow", choices);
  return new URL(answer.leaves ?? "").searchParams.get("code") ?? "";
}

/** Lets it in with these choices; answers its tokens. */
export async function letIn(
  server: TestServer,
  agent: TestApp,
  choices: Record<string, string> = {},
  scope?: string,
): Promise<Tokens> {
  const code = await allowedCode(server, agent, choices, scope);
  return redeem(server, agent, code, { code_verifier: verifier });
}
