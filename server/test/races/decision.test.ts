/** RFC 6749 §4.1.1 — one authorization request is answered once, however often and on however many nodes it is decided. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "../../src/store/invariants.ts";
import { Browser, type Page } from "../support/browser.ts";
import { authorizeUrl, redeem } from "../support/flow.ts";
import { report } from "../support/figures.ts";
import { many, tally } from "../support/load.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
let nodes: ServerNode[];

beforeAll(async () => {
  server = await startServer({ realClock: true });
  // A public app: it is asked for every time, so that there is something to decide.
  app = await server.addApp({
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
  });
  nodes = await Promise.all([startNode(server), startNode(server)]);
});

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
});

/** The same visitor's other tab, at another node: same cookies. */
function tab(visitor: Browser, n: number): Browser {
  const other = new Browser(nodes[n % 2]?.origin ?? "");
  for (const [name, value] of visitor.cookies) other.cookies.set(name, value);
  return other;
}

/** The page that stands where it was fetched, so that a click on it goes to the tab's own node. */
const at = (browser: Browser, page: Page): Page => ({
  ...page,
  url: page.url.replace(/^http:\/\/[^/]+/, browser.origin),
});

const challenge = {
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  code_challenge_method: "S256",
};

async function consentPage(visitor: Browser): Promise<Page> {
  let page = await visitor.open(authorizeUrl(server, app, challenge));
  if (page.html.includes('id="submit-login"'))
    page = await visitor.click(page, "submit-login", server.person);
  expect(page.html).toContain('id="allow"');
  return page;
}

const outcomeOf = (page: Page): string => {
  const answer = page.leaves === null ? null : new URL(page.leaves).searchParams;
  if (answer?.has("code") === true) return "code";
  return answer?.get("error") ?? `${page.status}`;
};

test("P1 'Allow' sent 60 times at once to two nodes: one code, the others a page that says it has ended (RFC 6749 §4.1.1)", async () => {
  const visitor = new Browser(server.origin);
  const page = await consentPage(visitor);
  const before = await server.gatehouse.store.engine.read.selectFrom("codes").select("hash").execute();
  const answers = await many(60, 30, (n) => {
    const browser = tab(visitor, n);
    return browser.click(at(browser, page), "allow");
  });
  expect(tally(answers.map(outcomeOf))).toEqual({ "400": 59, code: 1 });
  const after = await server.gatehouse.store.engine.read.selectFrom("codes").select("hash").execute();
  expect(after.length - before.length).toBe(1);
  const won = answers.find((answer) => answer.leaves !== null);
  const code = new URL(won?.leaves ?? "").searchParams.get("code") ?? "";
  const code_verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  expect(await redeem(server, app, code, { code_verifier })).toMatchObject({ token_type: "Bearer" });
  report("one consent decision, sent 60 times to 2 nodes", "1 code, 59 × a page that says it has ended");
});

test("P1 one tab allows while another denies: the app hears one answer, fifteen times over", async () => {
  const visitor = new Browser(server.origin);
  for (let round = 0; round < 15; round++) {
    const page = await consentPage(visitor);
    const answers = await Promise.all(
      ["allow", "deny", "deny", "allow"].map((decision, n) => {
        const browser = tab(visitor, n + round);
        return browser.click(at(browser, page), decision);
      }),
    );
    const outcomes = answers.map(outcomeOf);
    expect(outcomes.filter((one) => one === "code" || one === "access_denied")).toHaveLength(1);
    expect(outcomes.filter((one) => one === "400")).toHaveLength(3);
  }
});

test("P1 two tabs with a request each: both are answered, and neither takes the other's", async () => {
  const visitor = new Browser(server.origin);
  const pages = [await consentPage(visitor), await consentPage(visitor)];
  const answers = await Promise.all(
    pages.map((page, n) => {
      const browser = tab(visitor, n);
      return browser.click(at(browser, page), "allow");
    }),
  );
  const codes = answers.map((answer) => new URL(answer.leaves ?? "").searchParams.get("code"));
  expect(new Set(codes).size).toBe(2);
  // Two "yes" at once are one consent, not two.
  const consents = await server.gatehouse.store.consents.list(server.person.id);
  expect(consents.filter((consent) => consent.client_id === app.client_id)).toHaveLength(1);
  const results = await checkInvariants(server.gatehouse.store.engine, Date.now());
  expect(results.filter((one) => !one.ok)).toEqual([]);
  expect(nodes.flatMap((node) => node.errors())).toEqual([]);
});
