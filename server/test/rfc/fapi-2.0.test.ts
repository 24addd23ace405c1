/** FAPI 2.0 Security Profile — one switch on a client: pushed, signed for, bound to a key, and nothing less; judged by openid-client and jose. */
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, expectToClient } from "../support/answers.ts";
import { authorizeUrl, decodeJwt, s256, verifier, walk } from "../support/flow.ts";
import { assertion, assertionFields, clientKey, proof, type ClientKey } from "../support/proofs.ts";
import { startServer, type AppOptions, type TestApp, type TestServer } from "../support/server.ts";
import { post, type Answer } from "../support/wire.ts";

let server: TestServer;
let key: ClientKey;
let app: TestApp;

const scopes = ["openid", "bookings:read", "offline_access"];
const fapi = (of: ClientKey, more: AppOptions["settings"] = {}): AppOptions => ({
  token_endpoint_auth_method: "private_key_jwt",
  scopes,
  // All that the profile must win over.
  settings: {
    pkce: "optional",
    refresh_token: "always",
    signing_alg: "RS256",
    code_seconds: 600,
    access_token_profile: "passport",
    fractional_times: true,
    ...more,
  },
  metadata: { jwks: of.jwks, fapi: "2.0" },
});

beforeAll(async () => {
  server = await startServer();
  key = await clientKey("PS256");
  app = await server.addApp(fapi(key));
});
afterAll(() => server.close());

type Fields = Record<string, string | null>;
const proven = async (changes: Record<string, unknown> = {}, by = key, as = app): Promise<Fields> =>
  assertionFields(await assertion(server, as, by, changes));
const pushFields: Fields = {
  response_type: "code",
  scope: scopes.join(" "),
  state: "s",
  code_challenge: s256(),
  code_challenge_method: "S256",
};
const push = async (fields: Fields = {}, as = app): Promise<Answer> =>
  post(server, "/oauth/par", {
    ...pushFields,
    redirect_uri: as.redirect_uri,
    ...(await proven()),
    ...fields,
  });

async function code(fields: Fields = {}): Promise<string> {
  const { json } = await push(fields);
  const query = new URLSearchParams({
    client_id: app.client_id,
    request_uri: String(json["request_uri"]),
  });
  const answer = await walk(server, `${server.origin}/oauth/authorize?${query.toString()}`, server.person);
  expect(answer.searchParams.get("iss")).toBe(server.issuer);
  return answer.searchParams.get("code") ?? "";
}
const dpop = (): Promise<string> => proof(server, key);
const token = async (fields: Fields, header: string | null): Promise<Answer> =>
  post(server, "/oauth/token", { ...(await proven()), ...fields }, header === null ? {} : { dpop: header });
const redeem = async (header: string | null, fields: Fields = {}): Promise<Answer> =>
  token(
    {
      grant_type: "authorization_code",
      code: await code(),
      redirect_uri: app.redirect_uri,
      code_verifier: verifier,
      ...fields,
    },
    header,
  );

describe("FAPI 2.0 §5.3.2 what is refused", () => {
  test("PR-09 an authorization request that was not pushed", async () => {
    const direct = await ask(server, authorizeUrl(server, app, { scope: "openid" }));
    expectToClient(direct, server, "invalid_request");
  });

  test.each<[string, Fields]>([
    ["no challenge", { code_challenge: null, code_challenge_method: null }],
    ["a plain challenge", { code_challenge: verifier, code_challenge_method: "plain" }],
    ["no redirect_uri", { redirect_uri: null }],
  ])("PK-13 PR-01 a push with %s", async (_what, fields) => {
    expect((await push(fields)).json["error"]).toBe("invalid_request");
  });

  test("TK-25 assertions for the token endpoint, the PAR endpoint, or a list: the issuer alone is meant", async () => {
    for (const aud of [`${server.issuer}/oauth/token`, `${server.issuer}/oauth/par`, [server.issuer]])
      expect((await push(await proven({ aud }))).json["error"], String(aud)).toBe("invalid_client");
    expect((await push()).status).toBe(201);
  });

  test("TK-26 RS256, although the key could, and secrets, although there is one", async () => {
    const rsa = await clientKey("RS256");
    const weak = await server.addApp(fapi(rsa));
    expect((await push(await proven({}, rsa, weak), weak)).json["error"]).toBe("invalid_client");
    const secret = await server.addApp({ ...fapi(key), token_endpoint_auth_method: "client_secret_post" });
    const { client_id, client_secret } = secret;
    const fields = { grant_type: "client_credentials", client_id, client_secret };
    expect((await post(server, "/oauth/token", fields, { dpop: await dpop() })).status).toBe(401);
    const rs256 = await redeem(await proof(server, rsa));
    expect(rs256.json["error"]).toBe("invalid_dpop_proof");
  });

  test("DP-08 a bearer token: every token request carries a proof", async () => {
    expect((await redeem(null)).json["error"]).toBe("invalid_request");
    expect((await token({ grant_type: "client_credentials" }, null)).json["error"]).toBe("invalid_request");
  });

  test("AR-21 a code after 60 s, whatever the settings say", async () => {
    const late = await code();
    server.clock.advance(60_000);
    expect((await redeem(await dpop(), { code: late })).json["error"]).toBe("invalid_grant");
  });
});

describe("FAPI 2.0 §5.3.2 what is given", () => {
  test("DP-03 AT-12 a bound token of RFC 9068, signed with PS256, with whole seconds", async () => {
    const { json } = await redeem(await dpop());
    expect(json).toMatchObject({ token_type: "DPoP", expires_in: 3600 });
    const { header, claims } = decodeJwt(String(json["access_token"]));
    expect(header).toMatchObject({ alg: "PS256", typ: "at+jwt" });
    expect(claims).toMatchObject({ cnf: { jkt: key.jkt }, aud: server.api.identifier });
    expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(3600);
    const keys = createRemoteJWKSet(new URL(`${server.issuer}/.well-known/jwks.json`));
    const now = { currentDate: new Date(server.clock.now()) };
    await jwtVerify(String(json["access_token"]), keys, { ...now, algorithms: ["PS256"] });
    expect(decodeProtectedHeader(String(json["id_token"])).alg).toBe("PS256");
  });

  test("RT-10 the refresh token is not rotated: the same works again and again (FAPI 2.0 §5.3.2.1 item 9)", async () => {
    const { refresh_token } = (await redeem(await dpop())).json;
    const fields = { grant_type: "refresh_token", refresh_token: String(refresh_token) };
    for (let turn = 0; turn < 3; turn += 1) {
      server.clock.advance(120_000);
      const next = await token(fields, await dpop());
      expect(next.json["refresh_token"]).toBe(refresh_token);
      expect(next.json["token_type"]).toBe("DPoP");
    }
    expect((await token(fields, null)).json["error"]).toBe("invalid_request");
    await post(server, "/oauth/revoke", { token: String(refresh_token), ...(await proven()) });
    expect((await token(fields, await dpop())).json["error"]).toBe("invalid_grant");
  });
});

test("DP-07 PR-01 TK-25 openid-client goes the whole way: PAR, private_key_jwt, DPoP with nonces, ID token, userinfo", async () => {
  const real = await startServer({ realClock: true, settings: { dpop_nonce: "required" } });
  const own = await clientKey("ES256");
  const registered = await real.addApp(fapi(own));
  const config = await client.discovery(
    new URL(real.issuer),
    registered.client_id,
    { id_token_signed_response_alg: "PS256" },
    client.PrivateKeyJwt({ key: own.privateKey, kid: "client-key" }),
    { execute: [client.allowInsecureRequests] },
  );
  const handle = client.getDPoPHandle(config, await client.randomDPoPKeyPair("ES256"));
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedNonce = client.randomNonce();
  const parameters = {
    redirect_uri: registered.redirect_uri,
    scope: scopes.join(" "),
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    nonce: expectedNonce,
    state: "s",
  };
  const to = await client.buildAuthorizationUrlWithPAR(config, parameters, { DPoP: handle });
  expect([...to.searchParams.keys()].sort()).toEqual(["client_id", "request_uri"]);
  const callback = await walk(real, to.href, real.person);
  const checks = { pkceCodeVerifier, expectedNonce, expectedState: "s" };
  const tokens = await client.authorizationCodeGrant(config, callback, checks, undefined, { DPoP: handle });
  expect(tokens.token_type).toBe("dpop");
  expect(tokens.claims()?.sub).toBe(real.person.id);
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, real.person.id, { DPoP: handle });
  expect(userinfo.sub).toBe(real.person.id);
  const next = await client.refreshTokenGrant(config, tokens.refresh_token ?? "", undefined, {
    DPoP: handle,
  });
  expect(next.token_type).toBe("dpop");
  await real.close();
});
