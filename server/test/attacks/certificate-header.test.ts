/** RFC 9440 §4, RFC 8705 §6.5 — a certificate in a header counts from our own proxy only, and only when it is one certificate. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Settings } from "../../src/config/settings.ts";
import { behindProxy, presents, setToToday, testCertificate } from "../support/certificates.ts";
import { decodeJwt } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post, rawBytes, type Answer } from "../support/wire.ts";

const own = testCertificate("/CN=own", ["DNS.1=app.example"]);
const other = testCertificate("/CN=other");
const servers: TestServer[] = [];
let byHeader: TestServer;
let byPem: TestServer;
let off: TestServer;

async function serve(settings: Partial<Settings>): Promise<TestServer> {
  const server = await startServer({ settings });
  setToToday(server);
  servers.push(server);
  return server;
}

beforeAll(async () => {
  byHeader = await serve(behindProxy);
  byPem = await serve({
    ...behindProxy,
    client_certificate_format: "pem",
    client_certificate_header: "X-SSL-Cert",
  });
  off = await serve({ trusted_proxies: ["127.0.0.1"] });
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

const apps = new Map<TestServer, TestApp>();
async function ask(server: TestServer, headers: Record<string, string>, from?: string): Promise<Answer> {
  const metadata = {
    tls_client_auth_san_dns: "app.example",
    tls_client_certificate_bound_access_tokens: true,
  };
  const app =
    apps.get(server) ?? (await server.addApp({ token_endpoint_auth_method: "tls_client_auth", metadata }));
  apps.set(server, app);
  const fields = { grant_type: "client_credentials", client_id: app.client_id };
  return post(server, "/oauth/token", fields, headers, from === undefined ? {} : { from });
}

test("MD-04 TK-10 nobody but the proxy can say who holds a certificate: from elsewhere the header is air", async () => {
  expect((await ask(byHeader, presents(own))).status).toBe(200);
  for (const from of ["127.0.0.2", "127.1.2.3"]) {
    expect((await ask(byHeader, presents(own), from)).status, from).toBe(401);
    // No forwarding header makes a stranger's connection the proxy's.
    for (const [name, value] of [
      ["x-forwarded-for", "127.0.0.1"],
      ["forwarded", "for=127.0.0.1"],
      ["x-real-ip", "127.0.0.1"],
    ] as const)
      expect((await ask(byHeader, { ...presents(own), [name]: value }, from)).status, name).toBe(401);
  }
  expect((await ask(off, presents(own))).status).toBe(401);
});

test("a certificate of a proxy behind the proxy's X-Forwarded-For is that of the request, not of an address", async () => {
  expect((await ask(byHeader, { ...presents(own), "x-forwarded-for": "198.51.100.1" })).status).toBe(200);
});

const { rfc9440, escaped } = own;
const inner = rfc9440.slice(1, -1);
test.each([
  ["two of them", `${rfc9440}, ${rfc9440}`],
  ["two, another first", `${other.rfc9440}, ${rfc9440}`],
  ["without colons", inner],
  ["parameters", `${rfc9440};a=1`],
  ["base64url", `:${inner.replaceAll("+", "-").replaceAll("/", "_")}-:`],
  ["a byte less", `:${Buffer.from(inner, "base64").subarray(0, -1).toString("base64")}:`],
  ["PEM where the field of RFC 9440 is agreed", escaped],
  ["a text", ":AAAA:"],
  ["nothing between", "::"],
  ["a list", `(${rfc9440})`],
  ["sixteen kilobytes", `:${"A".repeat(9000)}:`],
])("TK-10 a header with %s is no certificate, and no 500", async (_what, value) => {
  expect((await ask(byHeader, { ...presents(own), "client-cert": value })).status).toBe(401);
});

test.each([
  ["two of them", encodeURIComponent(own.pem + own.pem)],
  ["a key behind it", encodeURIComponent(own.pem + own.key)],
  ["a key instead of it", encodeURIComponent(own.key)],
  ["a broken escape", `${escaped}%zz`],
  ["the field of RFC 9440 where PEM is agreed", rfc9440],
  ["no armour", encodeURIComponent(inner)],
])("TK-10 PEM with %s is no certificate, and no 500", async (_what, value) => {
  expect((await ask(byPem, { "x-ssl-cert": escaped, "client-verify": "SUCCESS" })).status).toBe(200);
  expect((await ask(byPem, { "x-ssl-cert": value, "client-verify": "SUCCESS" })).status).toBe(401);
});

test("TK-10 a header that comes twice is none: neither the first nor the last wins", async () => {
  const app = apps.get(byHeader);
  const body = `grant_type=client_credentials&client_id=${app?.client_id ?? ""}`;
  const answer = await rawBytes(
    byHeader,
    [
      "POST /oauth/token HTTP/1.1",
      "Host: x",
      "Connection: close",
      "Content-Type: application/x-www-form-urlencoded",
      `Content-Length: ${body.length}`,
      `Client-Cert: ${rfc9440}`,
      `Client-Cert: ${rfc9440}`,
      "Client-Verify: SUCCESS",
      "",
      body,
    ].join("\r\n"),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});

test("the binding follows the certificate of this request, not the one that was first", async () => {
  const { json } = await ask(byHeader, presents(own));
  expect(decodeJwt(String(json["access_token"])).claims["cnf"]).toEqual({ "x5t#S256": own.thumbprint });
});
