/** RFC 8693 as an app of ours goes through it. */
import { getCode, redeem } from "./flow.ts";
import type { TestApp, TestServer } from "./server.ts";
import { post, type Answer } from "./wire.ts";

export const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
export const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

/** One exchange at the token endpoint; `null` leaves a field out. */
export function exchange(
  server: TestServer,
  app: TestApp,
  subject_token: string,
  fields: Record<string, string | null> = {},
): Promise<Answer> {
  return post(server, "/oauth/token", {
    client_id: app.client_id,
    client_secret: app.client_secret,
    grant_type: EXCHANGE,
    subject_token,
    subject_token_type: ACCESS_TOKEN,
    ...fields,
  });
}

/** An access token that the server's person allowed this app. */
export async function personToken(server: TestServer, app: TestApp, scope: string): Promise<string> {
  return (await redeem(server, app, await getCode(server, app, { scope }))).access_token;
}
