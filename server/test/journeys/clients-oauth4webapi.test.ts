/** oauth4webapi 3, the strictest reader of answers (RFC 6749 §5, RFC 8414 §3.3, RFC 9207 §2.4): each answer, and each "no", passes its checks. */
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const insecure = { [oauth.allowInsecureRequests]: true } as const;

let server: TestServer;
let as: oauth.AuthorizationServer;
let app: TestApp;
let client: oauth.Client;
let authentication: oauth.ClientAuth;

beforeAll(async () => {
  server = await startServer({ realClock: true });
  const issuer = new URL(server.issuer);
  const response = await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure });
  as = await oauth.processDiscoveryResponse(issuer, response);
  app = await server.addApp();
  client = { client_id: app.client_id };
  authentication = oauth.ClientSecretBasic(app.client_secret);
});
afterAll(() => server.close());

interface Callback {
  parameters: URLSearchParams;
  verifier: string;
}

/** A whole authorization; the answer has been validated: state, iss, exactly one code. */
async function authorize(changes: Record<string, string> = {}): Promise<Callback> {
  const state = oauth.generateRandomState();
  const verifier = oauth.generateRandomCodeVerifier();
  const url = new URL(as.authorization_endpoint ?? "");
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: app.client_id,
    redirect_uri: app.redirect_uri,
    scope: "bookings:read offline_access",
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...changes,
  }).toString();
  const answer = await walk(server, url.href, server.person);
  return { parameters: oauth.validateAuthResponse(as, client, answer, state), verifier };
}

async function exchange({ parameters, verifier }: Callback): Promise<Response> {
  const { redirect_uri } = app;
  return oauth.authorizationCodeGrantRequest(
    as,
    client,
    authentication,
    parameters,
    redirect_uri,
    verifier,
    insecure,
  );
}

test("MD-02 RFC 8414 §3.3: the issuer of the metadata is the issuer that was asked", () => {
  expect(as.issuer).toBe(server.issuer);
  expect(as.authorization_response_iss_parameter_supported).toBe(true);
});

test("AC-01 PK-01 RT-01 AR-16 RFC 6749 §5.1, RFC 9207 §2.4: code, refresh, and an access token of RFC 9068", async () => {
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, await exchange(await authorize()));
  expect(tokens).toMatchObject({ token_type: "bearer", scope: "bookings:read offline_access" });
  const call = new Request("https://api.example/bookings", {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  const claims = await oauth.validateJwtAccessToken(as, call, server.api.identifier, insecure);
  expect(claims.sub).toBe(server.person.id);
  const answer = await oauth.refreshTokenGrantRequest(
    as,
    client,
    authentication,
    tokens.refresh_token ?? "",
    insecure,
  );
  const next = await oauth.processRefreshTokenResponse(as, client, answer);
  expect(next.refresh_token).not.toBe(tokens.refresh_token);
});

test("CC-02 RFC 6749 §4.4.3: client_credentials, with the API named by resource", async () => {
  const parameters = { scope: "bookings:read", resource: server.api.identifier };
  const answer = await oauth.clientCredentialsGrantRequest(as, client, authentication, parameters, insecure);
  const tokens = await oauth.processClientCredentialsResponse(as, client, answer);
  expect(tokens.refresh_token).toBeUndefined();
});

test("RFC 7662 §2.2, RFC 7009 §2.2: introspection and revocation answers are well-formed", async () => {
  const issued = await oauth.clientCredentialsGrantRequest(as, client, authentication, {}, insecure);
  const { access_token } = await oauth.processClientCredentialsResponse(as, client, issued);
  const api = { client_id: server.api.client_id };
  const look = async (): Promise<oauth.IntrospectionResponse> => {
    const secret = oauth.ClientSecretPost(server.api.client_secret);
    const answer = await oauth.introspectionRequest(as, api, secret, access_token, insecure);
    return oauth.processIntrospectionResponse(as, api, answer);
  };
  expect((await look()).active).toBe(true);
  const revoked = await oauth.revocationRequest(as, client, authentication, access_token, insecure);
  await oauth.processRevocationResponse(revoked);
  expect((await look()).active).toBe(false);
});

test("AR-16 RFC 9207 §2.4: the answer of another issuer is noticed, and so is one without iss", async () => {
  const { parameters } = await authorize();
  expect(parameters.get("iss")).toBe(server.issuer);
  for (const iss of ["https://attacker.example", null]) {
    const forged = new URLSearchParams(parameters);
    if (iss === null) forged.delete("iss");
    else forged.set("iss", iss);
    expect(() => oauth.validateAuthResponse(as, client, forged, oauth.skipStateCheck)).toThrow(/iss/);
  }
});

test("AR-10 AR-16 RFC 6749 §4.1.2.1: an error answer carries state and iss as a code does", async () => {
  await expect(authorize({ scope: "bookings:delete" })).rejects.toMatchObject({
    name: "AuthorizationResponseError",
    error: "invalid_scope",
  });
  await expect(authorize({ response_type: "token" })).rejects.toMatchObject({
    error: "unsupported_response_type",
  });
});

test("AC-02 PK-02 TK-03 RFC 6749 §5.2: wrong verifier, replay and unknown code are invalid_grant", async () => {
  const callback = await authorize();
  const refused = async (wrong: Callback): Promise<oauth.ResponseBodyError> => {
    const answer = await exchange(wrong);
    return oauth.processAuthorizationCodeResponse(as, client, answer).then(
      () => expect.unreachable("it was granted"),
      (error: unknown) => error as oauth.ResponseBodyError,
    );
  };
  const invalid = { name: "ResponseBodyError", error: "invalid_grant", status: 400 };
  expect(await refused({ ...callback, verifier: oauth.generateRandomCodeVerifier() })).toMatchObject(invalid);
  expect((await exchange(callback)).status).toBe(200);
  expect(await refused(callback)).toMatchObject(invalid);
});

test("TK-04 RFC 6749 §5.2: a failed Basic is a challenge that parses (RFC 9110 §11.6.1)", async () => {
  const wrong = oauth.ClientSecretBasic("wrong");
  const answer = await oauth.clientCredentialsGrantRequest(as, client, wrong, {}, insecure);
  const refusal = oauth.processClientCredentialsResponse(as, client, answer);
  await expect(refusal).rejects.toMatchObject({
    name: "WWWAuthenticateChallengeError",
    status: 401,
    cause: [{ scheme: "basic", parameters: { realm: "gatehouse" } }],
  });
});
