/** RFC 9700 §4.1, CVE-2026-3872, CVE-2026-7504 — the catalogue of near misses: none of them is ever redirected to. */
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askAuthorize, cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const base = "https://app.example/cb";

/** What may be put between, before or after the parts of a path so that some parser reads another one. */
const pathConfusions = [
  "/FAKE",
  "%2FFAKE",
  "/..%2FFAKE",
  "/../FAKE",
  "/%2e%2e/FAKE",
  "/%2e%2e%2FFAKE",
  "/..%252FFAKE",
  "/%252e%252e%252FFAKE",
  "/FAKE/..",
  "/FAKE/%2e%2e",
  "/FAKE%2F..",
  "/;/../../FAKE",
  "/..;/FAKE",
  "/..;/..;/FAKE",
  "%3B%2F..%2FFAKE",
  ";/../FAKE",
  "%0A%0D/../../FAKE",
  "%00/../FAKE",
  "/.%2e/FAKE",
  "\\..\\FAKE",
  "%5C..%5CFAKE",
  "%5c%2e%2e%5cFAKE",
  "/%c0%ae%c0%ae/FAKE",
  "?/../FAKE",
  "%3F/../FAKE",
  "%23/../FAKE",
].map((confusion) => base + confusion);

const confusedHosts = [
  "https://app.example@evil.example/cb",
  "https://app.example:x@evil.example/cb",
  "https://evil.example#app.example/cb",
  "https://evil.example?app.example/cb",
  "https://evil.example/app.example/cb",
  "https://evil.example\\app.example/cb",
  "https://app.example%00.evil.example/cb",
  "https://app.example%2eevil.example/cb",
  "https://app.example%40evil.example/cb",
  "https://app.example\\@evil.example/cb",
  "https://app.example.evil.example/cb",
  "https://evil-app.example/cb",
  "https://app.examplex/cb",
  "//evil.example/cb",
  "///evil.example/cb",
  "/\\evil.example/cb",
  "https:/app.example/cb",
  "https:app.example/cb",
  "https:\\\\app.example\\cb",
  "https:///app.example/cb",
  "ht\ttps://app.example/cb",
  "ht\ntps://app.example/cb",
  "\u0000https://app.example/cb",
  "https://app。example/cb",
  "https://app．example/cb",
  "https://ａpp.example/cb",
  "https://аpp.example/cb",
  "https://xn--pp-7kc.example/cb",
  "https://app.exa\u00admple/cb",
  "https://app.example\u200b/cb",
  "https://[fe80::1%25eth0]/cb",
  "https://2130706433/cb",
  "https://0177.0.0.1/cb",
  "https://0x7f000001/cb",
  "https://app.example:443/cb",
  "https://app.example:0/cb",
  "https://app.example:/cb",
  "https://app.example:99999/cb",
  "https://app.example:443@evil.example/cb",
  `https://app.example/${"a".repeat(4000)}`,
  `${base}#fragment`,
  `${base}#`,
  `${base}?code=x&state=y&iss=z`,
  `${base}?`,
  `${base}&`,
  `${base} `,
  `${base}\t`,
  `${base}\r\nX: y`,
  `${base},https://evil.example/`,
  `${base} https://evil.example/`,
  `["${base}"]`,
  "null",
  "undefined",
  "*",
  "https://*",
  "urn:ietf:wg:oauth:2.0:oob",
];

let server: TestServer;
const apps: TestApp[] = [];
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  apps.push(await server.addApp({ redirect_uris: [base] }));
  apps.push(await server.addApp({ redirect_uris: [base, "https://app.example/", "https://app.example"] }));
});
afterAll(() => server.close());

/** The bytes of the query as they are: no library encodes them on the way. */
async function raw(path: string): Promise<{ status: number; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.origin);
    const sent = request({ hostname, port, path, headers: { accept: "text/html" } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, location: response.headers.location });
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe.each(["as a parameter's value", "unencoded in the query"])("%s", (how) => {
  test.each([...pathConfusions, ...confusedHosts])("AZ-02 AZ-06 AZ-16 redirect-corpus: %j", async (uri) => {
    for (const app of apps) {
      for (const parameters of [{}, { response_type: "token" }]) {
        if (how.startsWith("as")) {
          const answer = await askAuthorize(server, app, { ...parameters, redirect_uri: uri });
          expect([answer.status, answer.location]).toEqual([400, null]);
          continue;
        }
        // What no request line can hold is not sent.
        if (/[^\x21-\x7e]/.test(uri)) continue;
        const { pathname, search } = new URL(
          authorizeUrl(server, app, { ...parameters, redirect_uri: null }),
        );
        const { status, location } = await raw(`${pathname}${search}&redirect_uri=${uri}`);
        // Unencoded, `#` ends what a program sends and `&` ends the value: what is left may be the registered string.
        const left = uri.split(/[&]/)[0];
        if (left === base) expect(location ?? "").not.toContain("evil");
        else expect({ status, location }).toEqual({ status: 400, location: undefined });
      }
    }
  });
});

test("AZ-20 (CVE-2026-9689, Doorkeeper #1851) redirect-pollution: every response parameter comes once, whatever the request brings", async () => {
  const app = await server.addApp({ redirect_uris: [`${base}?tenant=1`] });
  const noise = { code: "evil", error: "evil", iss: "https://evil.example", error_description: "evil" };
  const refused = await askAuthorize(server, app, {
    ...noise,
    response_type: "x",
    state: "s&code=evil&state=2#f",
  });
  const query = new URL(refused.location ?? "").searchParams;
  for (const name of ["error", "error_description", "state", "iss", "tenant"])
    expect(query.getAll(name)).toHaveLength(1);
  expect(query.getAll("code")).toEqual([]);
  expect(refused.location).not.toContain("evil.example");
});

test("AZ-17 redirect-at-completion: the target is matched again when the decision is made", async () => {
  const app = await server.addApp();
  const browser = new Browser(server.origin);
  const page = await consentPage(server, authorizeUrl(server, app), browser);
  await server.gatehouse.store.registry.updateClient(app.client_id, {
    redirect_uris: ["https://app.example/new"],
  });
  const answer = await browser.click(page, "deny");
  expect([answer.status, answer.leaves]).toEqual([400, null]);
});
