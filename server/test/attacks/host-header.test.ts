/** What a caller says about our own address changes nothing (CVE-2025-64101, CVE-2026-29067): the issuer is configured. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorizeUrl } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { form, FORM, wire, type Answer, type Wire } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer({ issuer: "https://auth.example" });
  app = await server.addApp();
});
afterAll(() => server.close());

const spoofs: Record<string, string>[] = [
  { host: "evil.example" },
  { host: "evil.example:443" },
  { host: "auth.example@evil.example" },
  { host: "auth.example.evil.example" },
  { host: "auth.example", "x-forwarded-host": "evil.example" },
  { "x-forwarded-host": "evil.example", "x-forwarded-proto": "http", "x-forwarded-port": "81" },
  { forwarded: "for=1.2.3.4;host=evil.example;proto=http" },
  { "x-forwarded-prefix": "/evil", "x-original-url": "/evil", "x-rewrite-url": "/evil" },
  { "x-host": "evil.example", "x-forwarded-server": "evil.example", "x-http-host-override": "evil.example" },
];

const requests = (): Record<string, Wire> => ({
  metadata: { method: "GET", path: "/.well-known/oauth-authorization-server" },
  keys: { method: "GET", path: "/.well-known/jwks.json" },
  home: { method: "GET", path: "/" },
  "sign-in": { method: "GET", path: "/sign-in", headers: { cookie: `__Host-gatehouse=${"A".repeat(43)}` } },
  "not found": { method: "GET", path: "/nowhere" },
  error: { body: "grant_type=x", headers: { "content-type": FORM } },
  "to the app": { method: "GET", path: pathOf({ response_type: "token" }) },
});

function pathOf(parameters: Record<string, string>): string {
  const url = new URL(authorizeUrl(server, app, parameters));
  return url.pathname + url.search;
}

/** What must not differ; the request id differs always. */
const shown = ({ status, headers, text }: Answer): unknown => ({
  status,
  text: text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID"),
  headers: { ...headers, date: "", "x-request-id": "" },
});

/** A passkey's challenge is new each time. */
const calm = (answer: Parameters<typeof shown>[0]): unknown =>
  JSON.parse(JSON.stringify(shown(answer)).replaceAll(/challenge&quot;:&quot;[\w-]+/g, "challenge"));

describe.each(spoofs)("%j", (spoof) => {
  test("MD-04 UI-24 not one byte of metadata, keys, pages, errors and redirects changes", async () => {
    for (const [name, request] of Object.entries(requests())) {
      const plain = await wire(server, request);
      const spoofed = await wire(server, { ...request, headers: { ...request.headers, ...spoof } });
      expect(calm(spoofed), name).toEqual(calm(plain));
      expect(JSON.stringify(spoofed), name).not.toContain("evil");
    }
  });

  test("MD-04 cookie and next address of an authorization request are ours", async () => {
    const answer = await wire(server, { method: "GET", path: pathOf({}), headers: spoof });
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toMatch(/^\/sign-in\?pending=/);
    expect(answer.headers["set-cookie"]?.join()).toMatch(
      /^__Host-gatehouse=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  test("MD-02 AT-02 a token names the configured issuer", async () => {
    const { client_id, client_secret } = app;
    const body = form({ grant_type: "client_credentials", client_id, client_secret });
    const { json } = await wire(server, { body, headers: { "content-type": FORM, ...spoof } });
    const claims = Buffer.from(String(json["access_token"]).split(".")[1] ?? "", "base64url").toString();
    expect(JSON.parse(claims)).toMatchObject({ iss: "https://auth.example" });
  });
});

test("RS-11 a method override is not obeyed", async () => {
  for (const name of ["x-http-method-override", "x-http-method", "x-method-override"]) {
    const answer = await wire(server, {
      method: "GET",
      path: "/oauth/token?_method=POST",
      headers: { [name]: "POST" },
    });
    expect(answer.status).toBe(405);
  }
});
