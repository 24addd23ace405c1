/** RFC 9449 §8 — nonces of the server, and what a browser page may send and read; judged by oauth4webapi. */
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorizeUrl, walk } from "../support/flow.ts";
import { clientKey, proof, type ClientKey } from "../support/proofs.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;
let key: ClientKey;

beforeAll(async () => {
  server = await startServer();
  key = await clientKey();
  app = await server.addApp();
});
afterAll(() => server.close());

const machine = (dpop: string, as = app, on = server): Promise<Answer> => {
  const { client_id, client_secret } = as;
  return post(on, "/oauth/token", { grant_type: "client_credentials", client_id, client_secret }, { dpop });
};

describe("RFC 9449 §8 nonces of the server", () => {
  test("DP-07 without one: use_dpop_nonce and one DPoP-Nonce header; with it: a token, and the next nonce", async () => {
    const strict = await startServer({ settings: { dpop_nonce: "required" } });
    const client = await strict.addApp();
    const first = await machine(await proof(strict, key), client, strict);
    expect(first.json["error"]).toBe("use_dpop_nonce");
    expect(first.status).toBe(400);
    const nonce = first.headers["dpop-nonce"];
    expect(nonce).toMatch(/^[A-Za-z0-9\-_]{43}$/);
    const good = await machine(await proof(strict, key, { nonce }), client, strict);
    expect(good.status).toBe(200);
    expect(good.headers["dpop-nonce"]).toBe(nonce);
    strict.clock.advance(300_000);
    expect((await machine(await proof(strict, key, { nonce }), client, strict)).status).toBe(200);
    strict.clock.advance(300_000);
    const old = await machine(await proof(strict, key, { nonce }), client, strict);
    expect(old.json["error"]).toBe("use_dpop_nonce");
    expect(old.headers["dpop-nonce"]).not.toBe(nonce);
    await strict.close();
  });

  test("DP-07 a nonce that we never gave is refused even where none is asked for", async () => {
    const answer = await machine(await proof(server, key, { nonce: "mine" }));
    expect(answer.json["error"]).toBe("use_dpop_nonce");
  });

  test("DP-07 oauth4webapi goes the whole way by itself: nonce, code, bound token, refresh", async () => {
    const real = await startServer({ realClock: true, settings: { dpop_nonce: "required" } });
    const client = await real.addApp({ settings: { refresh_token: "always" } });
    const insecure = { [oauth.allowInsecureRequests]: true } as const;
    const issuer = new URL(real.issuer);
    const found = await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure });
    const as = await oauth.processDiscoveryResponse(issuer, found);
    expect(as.dpop_signing_alg_values_supported).toContain("ES256");
    const pair = await oauth.generateKeyPair("ES256");
    const me: oauth.Client = { client_id: client.client_id };
    const handle = oauth.DPoP(me, pair);
    const auth = oauth.ClientSecretPost(client.client_secret);
    const answer = await walk(real, authorizeUrl(real, client), real.person);
    const callback = oauth.validateAuthResponse(as, me, answer, "a-state");
    const options = { DPoP: handle, ...insecure };
    const exchange = (): Promise<Response> =>
      oauth.authorizationCodeGrantRequest(as, me, auth, callback, client.redirect_uri, oauth.nopkce, options);
    const tokens = await oauth
      .processAuthorizationCodeResponse(as, me, await exchange())
      .catch(async (error: unknown) => {
        if (!oauth.isDPoPNonceError(error)) throw error;
        return oauth.processAuthorizationCodeResponse(as, me, await exchange());
      });
    expect(tokens.token_type).toBe("dpop");
    const again = await oauth.refreshTokenGrantRequest(as, me, auth, tokens.refresh_token ?? "", options);
    expect((await oauth.processRefreshTokenResponse(as, me, again)).token_type).toBe("dpop");
    await real.close();
  });
});

test("DP-01 HX-07 a page of a registered origin may send a proof and read the nonce", async () => {
  const origin = "https://spa.example";
  await server.addApp({
    application_type: "browser",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code"],
    redirect_uris: [`${origin}/cb`],
  });
  const answer = await wire(server, { method: "OPTIONS", path: "/oauth/token", headers: { origin } });
  expect(answer.headers["access-control-allow-headers"]).toContain("DPoP");
  expect(answer.headers["access-control-expose-headers"]).toContain("DPoP-Nonce");
});
