/** RFC 7523 §3, RFC 9449 §11.1, RFC 9126 §4 — what works once works once on two nodes: assertions, DPoP proofs, pushed requests. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser, type Page } from "../support/browser.ts";
import { getCode, s256 } from "../support/flow.ts";
import { caller, kindOf, many, tally, type Caller } from "../support/load.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { assertion, assertionFields, clientKey, proof, type ClientKey } from "../support/proofs.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { JWT_BEARER, trustedIssuer } from "../support/trust.ts";

let server: TestServer;
let key: ClientKey;
let nodes: ServerNode[];
let callers: Caller[];

beforeAll(async () => {
  server = await startServer({ realClock: true });
  key = await clientKey();
  nodes = await Promise.all([startNode(server), startNode(server)]);
  callers = nodes.map((node) => caller(node.port));
});
afterAll(async () => {
  for (const one of callers) one.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
});

const signing = (): Promise<TestApp> =>
  server.addApp({ token_endpoint_auth_method: "private_key_jwt", metadata: { jwks: key.jwks } });
const on = (n: number): Caller => callers[n % 2] as Caller;
const grant = { grant_type: "client_credentials" };

test.each([2, 16, 200])(
  "TK-25 race-jti: one assertion, sent %i times to two nodes: one 200, and no 500 (CVE-2020-5300)",
  async (count) => {
    const fields = { ...grant, ...assertionFields(await assertion(server, await signing(), key)) };
    const answers = await many(count, 32, (n) => on(n).post("/oauth/token", fields));
    const kinds = tally(answers.map(kindOf));
    expect(kinds["200"]).toBe(1);
    // The failures of one client from one address have their own budget.
    expect((kinds["401 invalid_client"] ?? 0) + (kinds["429 invalid_client"] ?? 0)).toBe(count - 1);
  },
);

test.each([2, 16, 200])(
  "DP-02 race-dpop: one proof, sent %i times to two nodes: one token, the rest invalid_dpop_proof",
  async (count) => {
    const { client_id, client_secret } = await server.addApp();
    const dpop = await proof(server, key);
    const fields = { ...grant, client_id, client_secret };
    const answers = await many(count, 32, (n) => on(n).post("/oauth/token", fields, { dpop }));
    expect(tally(answers.map(kindOf))).toEqual({ "200": 1, "400 invalid_dpop_proof": count - 1 });
  },
);

test.each([2, 16, 200])(
  "TK-25 race-jti of a trusted issuer's assertion, sent %i times to two nodes: one token, the rest invalid_grant (RFC 7523 §3)",
  async (count) => {
    const app = await server.addApp({ grant_types: ["authorization_code", JWT_BEARER] });
    await getCode(server, app);
    const issuer = await trustedIssuer(server, [app]);
    const { client_id, client_secret } = app;
    const fields = { grant_type: JWT_BEARER, client_id, client_secret, assertion: await issuer.assertion() };
    const answers = await many(count, 32, (n) => on(n).post("/oauth/token", fields));
    expect(tally(answers.map(kindOf))).toEqual({ "200": 1, "400 invalid_grant": count - 1 });
  },
);

/** The page of the visitor's other tab, at another node: same cookies. */
function elsewhere(visitor: Browser, page: Page, n: number): { browser: Browser; page: Page } {
  const browser = new Browser(nodes[n % 2]?.origin ?? "");
  for (const [name, value] of visitor.cookies) browser.cookies.set(name, value);
  return { browser, page: { ...page, url: page.url.replace(/^http:\/\/[^/]+/, browser.origin) } };
}

test("PR-06 race-par: a request that was pushed at one node is seen at both, and answered once", async () => {
  const app = await server.addApp({
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
  });
  const { client_id, redirect_uri } = app;
  const request = { client_id, redirect_uri, response_type: "code", scope: "bookings:read" };
  const pushed = await on(0).post("/oauth/par", {
    ...request,
    code_challenge: s256(),
    code_challenge_method: "S256",
  });
  const query = new URLSearchParams({ client_id, request_uri: String(pushed.json["request_uri"]) });
  const visitor = new Browser(server.origin);
  const pages: Page[] = [];
  for (let tab = 0; tab < 8; tab += 1) {
    let page = await visitor.open(`${server.origin}/oauth/authorize?${query.toString()}`);
    if (page.html.includes('id="submit-login"'))
      page = await visitor.click(page, "submit-login", server.person);
    pages.push(page);
  }
  const answers = await Promise.all(
    pages.map((one, n) => {
      const { browser, page } = elsewhere(visitor, one, n);
      return browser.click(page, "allow");
    }),
  );
  const codes = answers.filter(({ leaves }) => leaves !== null && new URL(leaves).searchParams.has("code"));
  expect(codes).toHaveLength(1);
  expect(answers.every(({ status }) => status < 500)).toBe(true);
  expect(nodes.flatMap((node) => node.errors())).toEqual([]);
});
