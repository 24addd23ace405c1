/** RFC 8705 §2 — tls_client_auth and self_signed_tls_client_auth: whom a certificate proves, and whom it does not. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FetchedDocument } from "../../src/oauth/ports.ts";
import type { ClientMore } from "../../src/oauth/clients/client.ts";
import { behindProxy, presents, setToToday, testCertificate } from "../support/certificates.ts";
import { assertion, assertionFields, clientKey } from "../support/proofs.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic, post, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
let site: FetchedDocument = { outcome: "refused", why: "unreachable" };
const own = testCertificate("/C=DE/O=Acme, Inc./CN=booking app", [
  "DNS.1=app.example",
  "DNS.2=*.wild.example",
  "URI.1=https://app.example/a,b",
  "URI.2=spiffe://example/app",
  "IP.1=192.0.2.7",
  "IP.2=2001:db8::7",
  "email.1=app@app.example",
]);
const stranger = testCertificate("/C=DE/O=Acme, Inc./CN=another app", ["DNS.1=another.example"]);

beforeAll(async () => {
  server = await startServer({ settings: behindProxy, outbound: { json: async () => site } });
  setToToday(server);
});
afterAll(() => server.close());
beforeEach(() => server.clock.advance(60_000));

type Method = "tls_client_auth" | "self_signed_tls_client_auth";
const appOf = (token_endpoint_auth_method: Method, metadata: ClientMore): Promise<TestApp> =>
  server.addApp({ token_endpoint_auth_method, metadata });
const grant = { grant_type: "client_credentials" };
const ask = (
  { client_id }: TestApp,
  headers: Record<string, string>,
  more: Record<string, string> = {},
): Promise<Answer> => post(server, "/oauth/token", { ...grant, client_id, ...more }, headers);

const named: [string, ClientMore, boolean][] = [
  ["its subject", { tls_client_auth_subject_dn: "CN=booking app,O=Acme\\, Inc.,C=DE" }, true],
  [
    "its subject, written otherwise",
    { tls_client_auth_subject_dn: "cn=booking app, 2.5.4.10=Acme\\2C Inc., c=DE" },
    true,
  ],
  [
    "its subject the other way round",
    { tls_client_auth_subject_dn: "C=DE,O=Acme\\, Inc.,CN=booking app" },
    false,
  ],
  ["a part of its subject", { tls_client_auth_subject_dn: "CN=booking app" }, false],
  ["another case", { tls_client_auth_subject_dn: "CN=Booking App,O=Acme\\, Inc.,C=DE" }, false],
  ["a host", { tls_client_auth_san_dns: "app.example" }, true],
  ["another host", { tls_client_auth_san_dns: "pp.example" }, false],
  ["a host below", { tls_client_auth_san_dns: "x.app.example" }, false],
  ["all hosts below", { tls_client_auth_san_dns: ".example" }, false],
  ["a host of its wildcard", { tls_client_auth_san_dns: "x.wild.example" }, false],
  ["its common name as a host", { tls_client_auth_san_dns: "booking app" }, false],
  ["a URI with a comma", { tls_client_auth_san_uri: "https://app.example/a,b" }, true],
  ["another URI", { tls_client_auth_san_uri: "spiffe://example/app" }, true],
  ["the beginning of a URI", { tls_client_auth_san_uri: "https://app.example/a" }, false],
  ["an IPv4 address", { tls_client_auth_san_ip: "192.0.2.7" }, true],
  ["an IPv6 address, written otherwise", { tls_client_auth_san_ip: "2001:db8:0::7" }, true],
  ["another address", { tls_client_auth_san_ip: "192.0.2.8" }, false],
  ["a mailbox", { tls_client_auth_san_email: "app@app.example" }, true],
  ["another mailbox", { tls_client_auth_san_email: "root@app.example" }, false],
  ["two names", { tls_client_auth_san_dns: "app.example", tls_client_auth_san_ip: "192.0.2.7" }, false],
  ["no name", {}, false],
];

describe("RFC 8705 §2.1 a name under an authority", () => {
  test.each(named)("TK-10 registered by %s", async (_what, metadata, proves) => {
    const app = await appOf("tls_client_auth", metadata);
    const answer = await ask(app, presents(own));
    expect(answer.status).toBe(proves ? 200 : 401);
    expect(answer.json["error"]).toBe(proves ? undefined : "invalid_client");
    expect((await ask(app, presents(stranger))).status).toBe(401);
  });

  test.each(["FAILED:self signed certificate", "NONE", "", "success", "SUCCESS, SUCCESS", "0"])(
    "TK-10 a certificate that the proxy calls %j proves nothing: anybody can write that name",
    async (verify) => {
      const app = await appOf("tls_client_auth", { tls_client_auth_san_dns: "app.example" });
      expect((await ask(app, presents(own, verify))).status).toBe(401);
      expect((await ask(app, { "client-cert": own.rfc9440 })).status).toBe(401);
      expect((await ask(app, presents(own))).status).toBe(200);
    },
  );
});

const jwk = { kty: "EC" };
const serve = (x5c: readonly string[]): void =>
  void (site = { outcome: "fetched", json: { keys: [{ ...jwk, x5c }] }, maxAgeMs: null });

describe("RFC 8705 §2.2 the certificate itself", () => {
  test.each([
    ["in x5c", { ...jwk, x5c: own.x5c }, true],
    ["by x5t#S256", { ...jwk, "x5t#S256": own.thumbprint }, true],
    [
      "in x5c of another, with its x5t#S256 beside it",
      { ...jwk, x5c: stranger.x5c, "x5t#S256": own.thumbprint },
      false,
    ],
    ["as the second of a chain", { ...jwk, x5c: [...stranger.x5c, ...own.x5c] }, false],
    ["by nothing but a key", jwk, false],
    ["by broken x5c", { ...jwk, x5c: "x" }, false],
  ])("TK-10 registered %s", async (_what, key, proves) => {
    const app = await appOf("self_signed_tls_client_auth", { jwks: { keys: [key] } });
    // No authority stands for it, and none is asked for.
    expect((await ask(app, presents(own, "FAILED"))).status).toBe(proves ? 200 : 401);
    if (proves) expect((await ask(app, presents(stranger, "SUCCESS"))).status).toBe(401);
  });

  test("TK-10 it is found at jwks_uri, and a new one as soon as it is there", async () => {
    serve(own.x5c);
    const app = await appOf("self_signed_tls_client_auth", { jwks_uri: "https://app.example.com/keys" });
    expect((await ask(app, presents(own))).status).toBe(200);
    serve(stranger.x5c);
    server.clock.advance(30_000);
    expect((await ask(app, presents(stranger))).status).toBe(200);
    expect((await ask(app, presents(own))).status).toBe(401);
  });

  test("TK-10 a certificate counts in its own time only", async () => {
    const app = await appOf("self_signed_tls_client_auth", { jwks: { keys: [{ ...jwk, x5c: own.x5c }] } });
    const early = await startServer({ settings: behindProxy, folder: server.folder, issuer: server.issuer });
    expect(
      (await post(early, "/oauth/token", { ...grant, client_id: app.client_id }, presents(own))).status,
    ).toBe(401);
    setToToday(early);
    expect(
      (await post(early, "/oauth/token", { ...grant, client_id: app.client_id }, presents(own))).status,
    ).toBe(200);
    early.clock.advance(2 * 86_400_000);
    expect(
      (await post(early, "/oauth/token", { ...grant, client_id: app.client_id }, presents(own))).status,
    ).toBe(401);
    await early.close();
  });
});

describe("RFC 6749 §2.3 one method, the registered one", () => {
  test("TK-10 TK-06 neither a secret nor an assertion proves it, and a certificate beside them does not help", async () => {
    const key = await clientKey();
    const jwks = { keys: [...key.jwks.keys, { kty: "EC", x5c: own.x5c }] };
    const app = await appOf("self_signed_tls_client_auth", { jwks });
    const { client_secret } = app;
    expect((await ask(app, presents(own), { client_secret })).status).toBe(401);
    const header = { ...presents(own), authorization: basic(app.client_id, client_secret) };
    expect((await post(server, "/oauth/token", grant, header)).status).toBe(401);
    expect((await ask(app, presents(own), assertionFields(await assertion(server, app, key)))).status).toBe(
      401,
    );
    expect((await ask(app, {})).status).toBe(401);
    expect((await post(server, "/oauth/token", grant, presents(own))).status).toBe(401);
  });

  test.each(["client_secret_post", "private_key_jwt", "none"] as const)(
    "TK-10 a certificate does not prove a client of %s",
    async (token_endpoint_auth_method) => {
      const metadata = {
        jwks: { keys: [{ kty: "EC", x5c: own.x5c }] },
        tls_client_auth_san_dns: "app.example",
      };
      const app = await server.addApp({ token_endpoint_auth_method, metadata });
      const answer = await ask(app, presents(own));
      // A public client needs no proof, and gets no machine token for one.
      expect(answer.json["error"]).toBe(
        token_endpoint_auth_method === "none" ? "unauthorized_client" : "invalid_client",
      );
    },
  );

  test("TK-05 an unknown client and a wrong certificate are one answer", async () => {
    const app = await appOf("tls_client_auth", { tls_client_auth_san_dns: "app.example" });
    const wrong = await ask(app, presents(stranger));
    const unknown = await ask({ ...app, client_id: "live_unknown" }, presents(stranger));
    expect(wrong.text).toBe(unknown.text);
    expect(wrong.headers["www-authenticate"]).toBe(unknown.headers["www-authenticate"]);
  });

  test("IN-01 RV-06 PR-01 it works at introspection, revocation, PAR and the device endpoint", async () => {
    const app = await server.addApp({
      token_endpoint_auth_method: "tls_client_auth",
      grant_types: ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"],
      metadata: { tls_client_auth_san_dns: "app.example" },
    });
    const { client_id, redirect_uri } = app;
    const fields = { client_id, token: "x", redirect_uri, response_type: "code", scope: "bookings:read" };
    for (const path of ["/oauth/introspect", "/oauth/revoke", "/oauth/par", "/oauth/device"]) {
      const known = ["introspect", "revoke"].some((name) => path.endsWith(name))
        ? { client_id, token: "x" }
        : fields;
      expect((await post(server, path, known, presents(own))).status, path).toBeLessThan(300);
      expect((await post(server, path, known, presents(stranger))).status, path).toBe(401);
    }
  });

  test("a disabled client, and one whose row names two things, are proven by nothing", async () => {
    const app = await appOf("tls_client_auth", { tls_client_auth_san_dns: "app.example" });
    await server.gatehouse.store.registry.disableClient(app.client_id, server.clock.now());
    expect((await ask(app, presents(own))).status).toBe(401);
  });
});

test("MD-03 without a header for it tls_client_auth is neither listed nor possible; without certificates none is", async () => {
  const metadata = { tls_client_auth_san_dns: "app.example" };
  for (const [settings, listed] of [
    [{ ...behindProxy, client_certificate_verified_header: null }, ["self_signed_tls_client_auth"]],
    [{}, []],
  ] as const) {
    const { client_certificate_verified_header: _none, ...given } = {
      client_certificate_verified_header: null,
      ...settings,
    };
    const one = await startServer({ settings: given });
    setToToday(one);
    const document = (await wire(one, { method: "GET", path: "/.well-known/oauth-authorization-server" }))
      .json;
    const methods = document["token_endpoint_auth_methods_supported"] as string[];
    expect(methods.filter((method) => method.includes("tls"))).toEqual(listed);
    const app = await one.addApp({ token_endpoint_auth_method: "tls_client_auth", metadata });
    expect(
      (await post(one, "/oauth/token", { ...grant, client_id: app.client_id }, presents(own))).status,
    ).toBe(401);
    await one.close();
  }
});
