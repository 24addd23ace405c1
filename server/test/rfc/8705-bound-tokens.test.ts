/** RFC 8705 §3, §4, §5 — tokens that are bound to the certificate of the connection: issued, refreshed, introspected, and worth nothing over another. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClientMore } from "../../src/oauth/clients/client.ts";
import { behindProxy, presents, setToToday, testCertificate } from "../support/certificates.ts";
import { decodeJwt, getCode, introspect, s256, verifier } from "../support/flow.ts";
import { ath, assertion, assertionFields, clientKey, proof } from "../support/proofs.ts";
import { startServer, type AppOptions, type TestApp, type TestServer } from "../support/server.ts";
import { post, wire, type Answer } from "../support/wire.ts";

const own = testCertificate("/CN=own");
const stranger = testCertificate("/CN=stranger");
const cnf = { "x5t#S256": own.thumbprint };
const metadata: ClientMore = {
  tls_client_certificate_bound_access_tokens: true,
  jwks: { keys: [{ kty: "EC", x5c: own.x5c }] },
};
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ settings: behindProxy });
  setToToday(server);
});
afterAll(() => server.close());

const appOf = (more: AppOptions = {}): Promise<TestApp> =>
  server.addApp({ token_endpoint_auth_method: "self_signed_tls_client_auth", metadata, ...more });
const machine = { grant_type: "client_credentials" };
const ask = (app: TestApp, fields: Record<string, string>, headers = presents(own)): Promise<Answer> =>
  post(server, "/oauth/token", { client_id: app.client_id, ...fields }, headers);
const pkce = { code_challenge: s256(), code_challenge_method: "S256" };

async function codeOf(app: TestApp, scope: string): Promise<Record<string, string>> {
  const code = await getCode(server, app, { scope, ...pkce });
  return { grant_type: "authorization_code", code, redirect_uri: app.redirect_uri, code_verifier: verifier };
}

describe("RFC 8705 §3 cnf", () => {
  test.each(["rfc9068", "passport", "opaque"] as const)(
    "a token of profile %s names the certificate, and introspection says so (§3.2)",
    async (access_token_profile) => {
      const app = await appOf({ settings: { access_token_profile } });
      const { json } = await ask(app, machine);
      expect(json["token_type"]).toBe("Bearer");
      const token = String(json["access_token"]);
      if (access_token_profile !== "opaque") expect(decodeJwt(token).claims["cnf"]).toEqual(cnf);
      expect(await introspect(server, token)).toMatchObject({ active: true, token_type: "Bearer", cnf });
    },
  );

  test("only who asked for it gets it: a certificate alone binds nothing", async () => {
    const app = await appOf({ metadata: { jwks: { keys: [{ kty: "EC", x5c: own.x5c }] } } });
    const { json } = await ask(app, machine);
    expect(decodeJwt(String(json["access_token"])).claims).not.toHaveProperty("cnf");
  });

  test("who asked for it gets no token without: with a secret as well as with an assertion", async () => {
    const key = await clientKey();
    const secret = await server.addApp({ metadata });
    const signed = await server.addApp({
      token_endpoint_auth_method: "private_key_jwt",
      metadata: { ...metadata, jwks: key.jwks },
    });
    const proofs = async (): Promise<[TestApp, Record<string, string>][]> => [
      [secret, { client_secret: secret.client_secret }],
      [signed, assertionFields(await assertion(server, signed, key))],
    ];
    for (const [app, fields] of await proofs()) {
      const without = await ask(app, { ...machine, ...fields }, {});
      expect(without).toMatchObject({ status: 400, json: { error: "invalid_request" } });
    }
    for (const [app, fields] of await proofs())
      expect(
        decodeJwt(String((await ask(app, { ...machine, ...fields })).json["access_token"])).claims["cnf"],
      ).toEqual(cnf);
  });

  test("DP-03 a DPoP proof beside it binds to the key of the proof: one key each", async () => {
    const key = await clientKey();
    const app = await appOf();
    const { json } = await ask(app, machine, { ...presents(own), dpop: await proof(server, key) });
    expect(json["token_type"]).toBe("DPoP");
    expect(decodeJwt(String(json["access_token"])).claims["cnf"]).toEqual({ jkt: key.jkt });
  });
});

describe("RFC 8705 §4 refresh tokens of public clients", () => {
  test("RT-16 are bound to the certificate; another, or none, refreshes nothing and ends nothing", async () => {
    const app = await appOf({
      token_endpoint_auth_method: "none",
      application_type: "native",
      grant_types: ["authorization_code", "refresh_token"],
      settings: { refresh_token: "always" },
    });
    const issued = await ask(app, await codeOf(app, "bookings:read"));
    const refresh_token = String(issued.json["refresh_token"]);
    const again = { grant_type: "refresh_token", refresh_token };
    expect((await ask(app, again, presents(stranger))).json["error"]).toBe("invalid_grant");
    expect((await ask(app, again, {})).json["error"]).toBe("invalid_request");
    const next = await ask(app, again);
    expect(next.status).toBe(200);
    expect(decodeJwt(String(next.json["access_token"])).claims["cnf"]).toEqual(cnf);
  });

  test("a confidential client's are bound by its authentication: after a new certificate they still work", async () => {
    const next = testCertificate("/CN=next");
    const keys = [
      { kty: "EC", x5c: own.x5c },
      { kty: "EC", x5c: next.x5c },
    ];
    const app = await appOf({
      metadata: { ...metadata, jwks: { keys } },
      settings: { refresh_token: "always" },
    });
    const issued = await ask(app, await codeOf(app, "bookings:read"));
    const again = { grant_type: "refresh_token", refresh_token: String(issued.json["refresh_token"]) };
    const answer = await ask(app, again, presents(next));
    expect(decodeJwt(String(answer.json["access_token"])).claims["cnf"]).toEqual({
      "x5t#S256": next.thumbprint,
    });
  });
});

describe("RFC 8705 §3 at our own endpoints", () => {
  test("DP-08 ID-07 userinfo takes it over its own connection only, and not as DPoP", async () => {
    const app = await appOf({ scopes: ["openid"] });
    const { json } = await ask(app, await codeOf(app, "openid"));
    const token = String(json["access_token"]);
    const key = await clientKey();
    const see = async (headers: Record<string, string>, scheme = "Bearer"): Promise<number> =>
      (
        await wire(server, {
          method: "GET",
          path: "/oauth/userinfo",
          headers: { authorization: `${scheme} ${token}`, ...headers },
        })
      ).status;
    expect(await see(presents(own))).toBe(200);
    expect(await see(presents(stranger))).toBe(401);
    expect(await see({})).toBe(401);
    const dpop = await proof(server, key, {
      htm: "GET",
      htu: `${server.issuer}/oauth/userinfo`,
      ath: ath(token),
    });
    expect(await see({ ...presents(own), dpop }, "DPoP")).toBe(401);
  });

  test("RT-16 token exchange needs the certificate of the subject's token", async () => {
    const granted = {
      grant_types: ["authorization_code", "urn:ietf:params:oauth:grant-type:token-exchange"],
    };
    const app = await appOf(granted);
    const keys = [{ kty: "EC", x5c: stranger.x5c }];
    const other = await appOf({ ...granted, metadata: { ...metadata, jwks: { keys } } });
    const { json } = await ask(app, await codeOf(app, "bookings:read"));
    const fields = {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: String(json["access_token"]),
      subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    };
    expect((await ask(other, fields, presents(stranger))).json["error"]).toBe("invalid_grant");
    expect((await ask(app, fields)).status).toBe(200);
  });
});

describe("RFC 8705 §5 a host of its own for certificates", () => {
  test("MD-03 the aliases are listed with it, and a DPoP proof names the address that was asked", async () => {
    const mtls_address = "https://mtls.auth.example/t";
    const one = await startServer({
      settings: { ...behindProxy, mtls_address },
      issuer: "https://auth.example/t",
    });
    setToToday(one);
    const path = "/.well-known/oauth-authorization-server/t";
    const { json } = await wire(one, { method: "GET", path });
    expect(json).toMatchObject({
      tls_client_certificate_bound_access_tokens: true,
      mtls_endpoint_aliases: { token_endpoint: `${mtls_address}/oauth/token` },
    });
    for (const address of Object.values(json["mtls_endpoint_aliases"] as Record<string, string>))
      expect((await wire(one, { method: "DELETE", path: new URL(address).pathname })).status).toBe(405);
    const key = await clientKey();
    const app = await one.addApp({ token_endpoint_auth_method: "self_signed_tls_client_auth", metadata });
    const fields = { ...machine, client_id: app.client_id };
    const send = async (htu: string, headers: Record<string, string>): Promise<Answer> =>
      post(one, "/t/oauth/token", fields, { ...headers, dpop: await proof(one, key, { htu }) });
    expect((await send(`${mtls_address}/oauth/token`, presents(own))).status).toBe(200);
    expect((await send(`${one.issuer}/oauth/token`, presents(own))).json["error"]).toBe("invalid_dpop_proof");
    await one.close();
  });

  test("FAPI 2.0 §5.3.2.1 certificates are one of the two ways, to prove a client and to bind its tokens", async () => {
    const app = await appOf({ metadata: { ...metadata, fapi: "2.0" } });
    const { json } = await ask(app, machine);
    expect(decodeJwt(String(json["access_token"])).claims["cnf"]).toEqual(cnf);
    const unbound = await appOf({ metadata: { jwks: metadata.jwks ?? { keys: [] }, fapi: "2.0" } });
    expect((await ask(unbound, machine)).json["error"]).toBe("invalid_request");
  });
});
