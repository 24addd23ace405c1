/** openid-client 6 against a whole server: discovery (RFC 8414), code with PKCE (RFC 7636), refresh, client credentials, introspection, revocation. */
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ realClock: true });
});
afterAll(() => server.close());

const methods = {
  client_secret_post: client.ClientSecretPost,
  client_secret_basic: client.ClientSecretBasic,
} as const;
type Method = keyof typeof methods;

/** Finds out everything from the issuer alone, as its users do. */
async function discover(app: TestApp, authentication: client.ClientAuth): Promise<client.Configuration> {
  return client.discovery(new URL(server.issuer), app.client_id, undefined, authentication, {
    algorithm: "oauth2",
    execute: [client.allowInsecureRequests],
  });
}

/** The code flow with PKCE, `state` and `iss` checked by the library. */
async function codeFlow(
  config: client.Configuration,
  app: TestApp,
  scope: string,
): Promise<Awaited<ReturnType<typeof client.authorizationCodeGrant>>> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: app.redirect_uri,
    scope,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: expectedState,
  });
  const callback = await walk(server, url.href, server.person);
  return client.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedState });
}

describe.each(Object.keys(methods) as Method[])("openid-client with %s", (method) => {
  test(`AC-01 PK-01 RT-01 MD-01 RFC 6749 §4.1, §6: discovery, PKCE and refresh with ${method}`, async () => {
    const app = await server.addApp({ token_endpoint_auth_method: method });
    const config = await discover(app, methods[method](app.client_secret));
    expect(config.serverMetadata().supportsPKCE()).toBe(true);
    const tokens = await codeFlow(config, app, "bookings:read offline_access");
    expect(tokens).toMatchObject({ token_type: "bearer", scope: "bookings:read offline_access" });
    const next = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
    expect(next.access_token).not.toBe(tokens.access_token);
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    const last = await client.refreshTokenGrant(config, next.refresh_token ?? "", { scope: "bookings:read" });
    expect(last.scope).toBe("bookings:read");
  });

  test(`CC-02 RFC 6749 §4.4: client_credentials with ${method}`, async () => {
    const app = await server.addApp({ token_endpoint_auth_method: method });
    const config = await discover(app, methods[method](app.client_secret));
    const tokens = await client.clientCredentialsGrant(config, { scope: "bookings:create" });
    expect(tokens.scope).toBe("bookings:create");
    expect(tokens.refresh_token).toBeUndefined();
    expect(tokens.expiresIn()).toBeGreaterThan(0);
  });
});

test("AC-09 RT-06 RFC 6749 §2.1: a public native app on a free loopback port gets rotated refresh tokens", async () => {
  const app = await server.addApp({
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
    redirect_uris: ["http://127.0.0.1/callback"],
    settings: { pkce: "s256_required" },
  });
  const config = await discover(app, client.None());
  const listening = { ...app, redirect_uri: "http://127.0.0.1:49152/callback" };
  const tokens = await codeFlow(config, listening, "bookings:read offline_access");
  const next = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
  expect(next.refresh_token).not.toBe(tokens.refresh_token);
});

test("RFC 7662 §2, RFC 7009 §2: the API introspects what the client then revokes", async () => {
  const app = await server.addApp();
  const config = await discover(app, client.ClientSecretPost(app.client_secret));
  const { access_token } = await client.clientCredentialsGrant(config, { scope: "bookings:read" });
  const { client_id, client_secret } = server.api;
  const api = await discover({ ...app, client_id }, client.ClientSecretBasic(client_secret));
  const seen = await client.tokenIntrospection(api, access_token);
  expect(seen).toMatchObject({ active: true, client_id: app.client_id, scope: "bookings:read" });
  await client.tokenRevocation(config, access_token);
  expect(await client.tokenIntrospection(api, access_token)).toEqual({ active: false });
});

test("AR-17 RFC 6749 §4.1.2.1: a person's no is the library's AuthorizationResponseError", async () => {
  const app = await server.addApp();
  const config = await discover(app, client.ClientSecretPost(app.client_secret));
  const expectedState = client.randomState();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: app.redirect_uri,
    scope: "bookings:read",
    state: expectedState,
  });
  const callback = await walk(server, url.href, server.person, "deny");
  await expect(client.authorizationCodeGrant(config, callback, { expectedState })).rejects.toMatchObject({
    name: "AuthorizationResponseError",
    error: "access_denied",
  });
});

test("TK-04 RFC 6749 §5.2: a wrong secret reaches the library's user as invalid_client, with a challenge", async () => {
  const app = await server.addApp();
  const config = await discover(app, client.ClientSecretPost("wrong"));
  const refusal = await client.clientCredentialsGrant(config).then(
    () => expect.unreachable("it was granted"),
    (error: unknown) => error as client.WWWAuthenticateChallengeError,
  );
  expect(refusal).toMatchObject({ status: 401, cause: [{ scheme: "basic" }] });
  expect(await refusal.response.json()).toMatchObject({ error: "invalid_client" });
});
