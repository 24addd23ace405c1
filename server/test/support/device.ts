/** RFC 8628 as a device and a person go through it. */
import { Browser, type Page } from "./browser.ts";
import type { Person } from "./flow.ts";
import type { TestApp, TestServer } from "./server.ts";
import { post, type Answer } from "./wire.ts";

export const DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

export interface Codes {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
}

type Server = Pick<TestServer, "origin" | "fastify">;

const credentials = ({ client_id, client_secret }: TestApp): Record<string, string | null> => ({
  client_id,
  client_secret: client_secret || null,
});

/** POST /oauth/device. */
export function askCodes(
  server: TestServer,
  app: TestApp,
  fields: Record<string, string | null> = {},
): Promise<Answer> {
  return post(server, "/oauth/device", { ...credentials(app), scope: "bookings:read", ...fields });
}

export async function newCodes(
  server: TestServer,
  app: TestApp,
  fields: Record<string, string | null> = {},
): Promise<Codes> {
  const answer = await askCodes(server, app, fields);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json as unknown as Codes;
}

/** One question of the device at the token endpoint. */
export function poll(
  server: TestServer,
  app: TestApp,
  device_code: string,
  fields: Record<string, string | null> = {},
): Promise<Answer> {
  return post(server, "/oauth/token", { ...credentials(app), grant_type: DEVICE, device_code, ...fields });
}

/** Types the code, and signs in where asked: ends on the consent page, or where the code was not taken. */
export async function type(
  server: Server,
  user_code: string,
  person: Person,
  browser: Browser = new Browser(server.origin),
): Promise<Page> {
  let page = await browser.open("/device");
  page = await browser.click(page, "submit-code", { user_code });
  if (page.html.includes('id="submit-login"'))
    page = await browser.click(page, "submit-login", {
      username: person.username,
      password: person.password,
    });
  return page;
}

/** Types the code and decides. */
export async function decide(
  server: Server,
  user_code: string,
  person: Person,
  decision: "allow" | "deny" = "allow",
  browser: Browser = new Browser(server.origin),
): Promise<Page> {
  return browser.click(await type(server, user_code, person, browser), decision);
}
