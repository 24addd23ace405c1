/** RFC 8705 over real TLS — a proxy that ends it, Gatehouse and a guarded API behind it, and oauth4webapi as the client. */
import { once } from "node:events";
import { createServer, request as plain, type IncomingMessage, type Server } from "node:http";
import { createServer as createTls, request as overTls } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGuard } from "@gatehouse/guard";
import { guarded } from "@gatehouse/guard/node";
import { testCertificate, type TestCertificate } from "../support/certificates.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const front = testCertificate("/CN=front", ["IP.1=127.0.0.1"]);
const own = testCertificate("/CN=own");
const stranger = testCertificate("/CN=stranger");

let server: TestServer;
let api: Server;
let app: TestApp;
/** Where each name of the proxy leads. */
const behind = new Map<string, number>();

/** Ends TLS, asks for a certificate, and says which one it got; what the client says of it goes nowhere. */
const proxy = createTls(
  { key: front.key, cert: front.pem, requestCert: true, rejectUnauthorized: false },
  (incoming, answer) => {
    const { raw } = (incoming.socket as TLSSocket).getPeerCertificate(false) as { raw?: Buffer };
    const { "client-cert": _forged, ...headers } = incoming.headers;
    const certified =
      raw === undefined ? headers : { ...headers, "client-cert": `:${raw.toString("base64")}:` };
    const isApi = incoming.url?.startsWith("/bookings") === true;
    const port = behind.get(isApi ? "api" : "server");
    const sent = plain({
      host: "127.0.0.1",
      port,
      method: incoming.method,
      path: incoming.url,
      headers: certified,
    });
    sent.on("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    incoming.pipe(sent);
  },
);

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: BodyInit | null | undefined;
}

/** fetch, as a program with this certificate has it. */
const fetchWith =
  (certificate: TestCertificate | null) =>
  async (url: string, { method = "GET", headers = {}, body }: Asked = {}): Promise<Response> => {
    const sent = overTls(url, {
      method,
      headers,
      ca: front.pem,
      agent: false,
      ...(certificate === null ? {} : { key: certificate.key, cert: certificate.pem }),
    });
    sent.end(body instanceof URLSearchParams ? body.toString() : undefined);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
    const received = Object.entries(response.headers).map(
      ([name, value]) => [name, String(value)] as [string, string],
    );
    return new Response(Buffer.concat(chunks), { status: response.statusCode ?? 0, headers: received });
  };

beforeAll(async () => {
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const issuer = `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  server = await startServer({
    realClock: true,
    issuer,
    settings: { trusted_proxies: ["127.0.0.1"], client_certificate_format: "rfc9440" },
  });
  behind.set("server", Number(new URL(server.origin).port));
  app = await server.addApp({
    token_endpoint_auth_method: "self_signed_tls_client_auth",
    metadata: {
      jwks: { keys: [{ kty: "EC", x5c: own.x5c }] },
      tls_client_certificate_bound_access_tokens: true,
    },
  });
  const guard = createGuard({
    issuer,
    audience: server.api.identifier,
    routes: [{ method: "GET", path: "/bookings", scopes: ["bookings:read"] }],
    mtls: { trustedProxies: ["127.0.0.1"] },
    fetch: (input) => fetchWith(null)(input instanceof Request ? input.url : input.toString()),
  });
  api = createServer(guarded(guard, (_request, response) => void response.end("passed")));
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
  behind.set("api", (api.address() as AddressInfo).port);
});
afterAll(async () => {
  for (const one of [proxy, api]) {
    one.closeAllConnections();
    one.close();
  }
  await server.close();
});

test("TK-10 RS-08 the certificate of the handshake proves the client, binds its token, and opens the API; no other does", async () => {
  const issuer = new URL(server.issuer);
  const options = { [oauth.customFetch]: fetchWith(own) };
  const discovered = await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...options });
  const as = await oauth.processDiscoveryResponse(issuer, discovered);
  expect(as.tls_client_certificate_bound_access_tokens).toBe(true);
  const client = { client_id: app.client_id };
  const ask = (by: TestCertificate | null): Promise<Response> =>
    oauth.clientCredentialsGrantRequest(
      as,
      client,
      oauth.TlsClientAuth(),
      { scope: "bookings:read" },
      { [oauth.customFetch]: fetchWith(by) },
    );
  const { access_token } = await oauth.processClientCredentialsResponse(as, client, await ask(own));
  expect([(await ask(stranger)).status, (await ask(null)).status]).toEqual([401, 401]);

  const call = async (by: TestCertificate | null, more: Record<string, string> = {}): Promise<number> => {
    const headers = { authorization: `Bearer ${access_token}`, ...more };
    return (await fetchWith(by)(`${server.issuer}/bookings`, { headers })).status;
  };
  expect(await call(own)).toBe(200);
  expect([await call(stranger), await call(null)]).toEqual([401, 401]);
  // What a client writes into the proxy's header is not what the API reads.
  expect(await call(stranger, { "client-cert": own.rfc9440 })).toBe(401);
});
