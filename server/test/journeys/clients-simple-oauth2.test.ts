/** simple-oauth2 5: form and JSON bodies, credentials in the header and in the body (RFC 6749 §2.3.1, §3.2). */
import { AuthorizationCode, ClientCredentials } from "simple-oauth2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { introspect, s256, verifier, walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  server = await startServer({ realClock: true });
  app = await server.addApp();
});
afterAll(() => server.close());

const ways = [
  { bodyFormat: "form", authorizationMethod: "header" },
  { bodyFormat: "form", authorizationMethod: "body" },
  { bodyFormat: "json", authorizationMethod: "header" },
  { bodyFormat: "json", authorizationMethod: "body" },
  { bodyFormat: "form", authorizationMethod: "header", credentialsEncodingMode: "loose" },
] as const;

type Config = ConstructorParameters<typeof ClientCredentials>[0];

function config(options: (typeof ways)[number], secret: string = app.client_secret): Config {
  return { client: { id: app.client_id, secret }, auth: { tokenHost: server.origin }, options };
}

describe.each(ways)("simple-oauth2: $bodyFormat, credentials in the $authorizationMethod", (options) => {
  test("AC-01 PK-01 RT-01 RFC 6749 §4.1, §6: code with PKCE, refresh, revoke", async () => {
    const client = new AuthorizationCode(config(options));
    const { redirect_uri } = app;
    const url = client.authorizeURL({
      redirect_uri,
      scope: ["bookings:read", "offline_access"],
      state: "<simple> & état",
      code_challenge: s256(),
      code_challenge_method: "S256",
    });
    const answer = await walk(server, url, server.person);
    expect(answer.searchParams.get("state")).toBe("<simple> & état");
    const code = answer.searchParams.get("code");
    const access = await client.getToken({ code, redirect_uri, code_verifier: verifier });
    expect(access.expired()).toBe(false);
    const next = await access.refresh();
    expect(next.token["refresh_token"]).not.toBe(access.token["refresh_token"]);
    expect(await introspect(server, String(next.token["access_token"]))).toMatchObject({ active: true });
    await next.revoke("refresh_token");
    await expect(next.refresh()).rejects.toMatchObject({ output: { statusCode: 400 } });
  });

  test("CC-03 RFC 6749 §4.4: client_credentials, and a wrong secret", async () => {
    const { token } = await new ClientCredentials(config(options)).getToken({ scope: "bookings:read" });
    expect(token).toMatchObject({ token_type: "Bearer", scope: "bookings:read" });
    const wrong = new ClientCredentials(config(options, "wrong"));
    await expect(wrong.getToken({})).rejects.toMatchObject({
      output: { statusCode: 401 },
      data: { payload: { error: "invalid_client" } },
    });
  });
});
