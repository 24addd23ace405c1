/** RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §2.1, §2.6 — which redirect URIs can exist at all, and that a bad one in the database is not used either. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registrationTrouble } from "../../src/oauth/checks/redirect-uri.ts";
import { askAuthorize, expectAccepted, expectOurPage } from "../support/answers.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const bad: [id: string, uri: string][] = [
  ["AZ-09", "https://app.example/cb#fragment"],
  ["AZ-09", "https://app.example/cb#"],
  ["AZ-10", "http://app.example/cb"],
  ["AZ-10", "http://10.0.0.1/cb"],
  ["AZ-10", "http://127.0.0.2/cb"],
  ["AZ-10", "http://localhost.evil.test/cb"],
  ["AZ-10", "http://[::2]/cb"],
  ["AZ-13", "javascript:alert(1)"],
  ["AZ-13", "JaVaScRiPt:alert(1)"],
  ["AZ-13", "javascript://app.example/%0aalert(1)"],
  ["AZ-13", "data:text/html,x"],
  ["AZ-13", "vbscript:x"],
  ["AZ-13", "file:///etc/passwd"],
  ["AZ-13", "blob:https://app.example/1"],
  ["AZ-13", "about:blank"],
  ["AZ-13", "view-source:https://app.example/"],
  ["AZ-13", " javascript:alert(1)"],
  ["AZ-13", "\tjavascript:alert(1)"],
  ["AZ-13", "java\nscript:alert(1)"],
  ["AZ-13", "java\tscript:alert(1)"],
  ["AZ-13", "\u0001javascript:alert(1)"],
  ["AZ-14", "myapp:/cb"],
  ["AZ-14", "myapp://cb"],
  ["AZ-14", "com.example.:/cb"],
  ["AZ-14", "Com.Example.App:/cb"],
  ["AZ-15", "https://*.app.example/cb"],
  ["AZ-15", "https://app.example/*"],
  ["AZ-15", "https://app.example/(.*)"],
  ["AZ-15", "https://app.example/^cb$"],
  ["AZ-16", "https://a@app.example/cb"],
  ["AZ-16", "https://a:b@app.example/cb"],
  ["AZ-16", "https://@app.example/cb"],
  ["AZ-16", "https://a@b@app.example/cb"],
  ["AZ-16", "https://app.example\\@evil.example/cb"],
  ["AZ-16", "com.example.app://a@host/cb"],
  ["AZ-20", "https://app.example/cb?state=1"],
  ["AZ-20", "https://app.example/cb?x=1&code=2"],
  ["AZ-20", "https://app.example/cb?c%6fde=2"],
  ["AZ-20", "https://app.example/cb?error=x"],
  ["AZ-20", "https://app.example/cb?iss="],
  ["AZ-20", "com.example.app:/cb?state=1"],
  ["AZ-06", "https://app.example:443/cb"],
  ["AZ-06", "https://APP.example/cb"],
  ["AZ-06", "https://app.example/x/../cb"],
  ["AZ-06", "https://app.example/%2e%2e/cb"],
  ["AZ-06", "https:/app.example/cb"],
  ["AZ-06", "https:app.example/cb"],
  ["AZ-06", "https:///app.example/cb"],
  ["AZ-19", "https://app.example/c b"],
  ["AZ-19", "https://app.example/c\r\nb"],
  ["AZ-19", "https://app.example/c\0b"],
  ["AZ-19", "https://app.example/cé"],
  ["AZ-19", `https://app.example/${"x".repeat(2048)}`],
  ["AZ-02", "//app.example/cb"],
  ["AZ-02", "/cb"],
  ["AZ-02", ""],
];

describe.each(["web", "native", "browser", "machine"] as const)("of a %s app", (application_type) => {
  test.each(bad)("%s %j cannot be registered", (_id, uri) => {
    expect(registrationTrouble(uri, application_type)).toMatch(/^[A-Z][^\n]+\.$/);
  });
});

test.each(bad)("%s %j is not redirected to even when the database holds it", async (_id, uri) => {
  const app = await server.addApp({ redirect_uris: [uri], application_type: "native" });
  if (uri !== "" && !/\0/.test(uri)) {
    const sent = await askAuthorize(server, app, { redirect_uri: uri });
    expectOurPage(sent, "redirect_uri_unregistered");
    const wrong = await askAuthorize(server, app, { redirect_uri: uri, response_type: "token" });
    expectOurPage(wrong, "redirect_uri_unregistered");
  }
  const omitted = await askAuthorize(server, app, { redirect_uri: null });
  expect({ location: omitted.location, status: omitted.status }).toEqual({ location: null, status: 400 });
});

test.each([
  ["web", "https://app.example"],
  ["web", "https://app.example/cb?x=1"],
  ["web", "https://app.example:8443/cb"],
  ["web", "https://xn--bcher-kva.example/cb"],
  ["web", "http://127.0.0.1:3000/cb"],
  ["web", "http://localhost:3000/cb"],
  ["native", "http://127.0.0.1/cb"],
  ["native", "http://[::1]/cb"],
  ["native", "com.example.app:/cb"],
  ["native", "com.example.app://cb"],
] as const)("AZ-10 AZ-14 (RFC 8252 §7) a %s app may register %s", (application_type, uri) => {
  expect(registrationTrouble(uri, application_type)).toBeNull();
});

test("AZ-14 (RFC 8252 §7.1) a private scheme is for native apps only", () => {
  expect(registrationTrouble("com.example.app:/cb", "web")).not.toBeNull();
  expect(registrationTrouble("com.example.app:/cb", "browser")).not.toBeNull();
});

describe("the loopback interface (RFC 8252 §7.3)", () => {
  let native: TestApp;
  beforeAll(async () => {
    native = await server.addApp({
      application_type: "native",
      token_endpoint_auth_method: "none",
      settings: { pkce: "optional" },
      redirect_uris: ["http://127.0.0.1/cb", "http://[::1]/cb", "http://localhost/cb", "com.example.app:/cb"],
    });
  });
  const challenge = {
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  };

  test.each([
    "http://127.0.0.1/cb",
    "http://127.0.0.1:51004/cb",
    "http://127.0.0.1:1/cb",
    "http://127.0.0.1:65535/cb",
    "http://[::1]:51004/cb",
    "http://localhost:51004/cb",
    "com.example.app:/cb",
  ])("AZ-11 the port may vary: %s", async (redirect_uri) => {
    expectAccepted(await askAuthorize(server, native, { redirect_uri, ...challenge }));
  });

  test.each([
    "http://attacker@127.0.0.1:1/cb",
    "http://a:b@127.0.0.1:1/cb",
    "http://127.0.0.1:1@evil.example/cb",
    "http://127.0.0.1:51004/cb?x=1",
    "http://127.0.0.1:51004/cb/",
    "http://127.0.0.1:51004/other",
    "http://127.0.0.1:51004/x/../cb",
    "http://127.0.0.1:51004",
    "http://127.0.0.1:51004/cb#x",
    "http://127.0.0.1:0/cb",
    "http://127.0.0.1:/cb",
    "http://127.0.0.1:65536/cb",
    "http://127.0.0.1:99999/cb",
    "http://127.0.0.1:123456/cb",
    "http://127.0.0.1:-1/cb",
    "http://127.0.0.1: 1/cb",
    "http://127.0.0.1:1e3/cb",
    "http://127.0.0.1:00081/cb",
    "https://127.0.0.1:51004/cb",
    "http://127.0.0.2:51004/cb",
    "http://127.1:51004/cb",
    "http://2130706433:51004/cb",
    "http://0x7f.0.0.1:51004/cb",
    "http://0.0.0.0:51004/cb",
    "http://[::1]:51004/other",
    "http://[::ffff:127.0.0.1]:51004/cb",
    "http://[0:0:0:0:0:0:0:1]:51004/cb",
    "http://localhost.evil.test:51004/cb",
    "http://localhost.evil.test/cb",
    "http://localhostevil.test/cb",
    "http://localhost.:51004/cb",
    "http://127.0.0.1.evil.test:51004/cb",
    "HTTP://127.0.0.1:51004/cb",
    "com.example.app:51004/cb",
    "com.example.app://127.0.0.1:51004/cb",
  ])("AZ-12 and nothing else: %s", async (redirect_uri) => {
    expectOurPage(
      await askAuthorize(server, native, { redirect_uri, ...challenge }),
      "redirect_uri_unregistered",
    );
  });

  test("AZ-12 (RFC 8252 §8.3) only a native app may vary the port of localhost", async () => {
    const web = await server.addApp({
      redirect_uris: ["http://localhost:3000/cb", "http://127.0.0.1:3000/cb"],
    });
    expectAccepted(await askAuthorize(server, web, { redirect_uri: "http://localhost:3000/cb" }));
    expectAccepted(await askAuthorize(server, web, { redirect_uri: "http://127.0.0.1:4000/cb" }));
    const varied = await askAuthorize(server, web, { redirect_uri: "http://localhost:4000/cb" });
    expectOurPage(varied, "redirect_uri_unregistered");
  });

  test("AZ-12 the port of https never varies", async () => {
    const web = await server.addApp({ redirect_uris: ["https://127.0.0.1/cb", "https://app.example/cb"] });
    for (const redirect_uri of ["https://127.0.0.1:51004/cb", "https://app.example:51004/cb"])
      expectOurPage(await askAuthorize(server, web, { redirect_uri }), "redirect_uri_unregistered");
  });
});
