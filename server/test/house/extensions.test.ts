/** docs/extending.md — what a company's own program may add, and what it cannot. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loadExtensions } from "../../src/cli/serve/extensions.ts";
import type { AuditEvent, Extensions } from "../../src/oauth/extensions.ts";
import { sealAudit } from "../../src/store/audit/seal.ts";
import { Browser } from "../support/browser.ts";
import { exchange, EXCHANGE, personToken } from "../support/exchange.ts";
import { authorizeUrl, decodeJwt, getCode, introspect, redeem, type Tokens } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
const extensions: Extensions = {};

beforeAll(async () => {
  server = await startServer({ extensions: { ...extensions, audited: (event) => void events.push(event) } });
  app = await server.addApp({ scopes: ["openid", "profile", "bookings:read"] });
});
afterAll(() => server.close());

const events: AuditEvent[] = [];
const hooks = (): Extensions => server.gatehouse.ports.extensions;
beforeEach(() => {
  delete hooks().claims;
  delete hooks().consent;
});

const tokensOf = async (scope: string): Promise<Tokens & { id_token: string }> =>
  (await redeem(server, app, await getCode(server, app, { scope }))) as Tokens & { id_token: string };

async function userinfo(token: string): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${token}` };
  return (await (await fetch(`${server.origin}/oauth/userinfo`, { headers })).json()) as Record<
    string,
    unknown
  >;
}

test("claims are added to access token, introspection, ID token and userinfo, each by its target", async () => {
  hooks().claims = ({ target }) => ({ "urn:x:target": target });
  const { access_token, id_token } = await tokensOf("openid");
  expect(decodeJwt(access_token).claims["urn:x:target"]).toBe("access_token");
  expect(decodeJwt(id_token).claims["urn:x:target"]).toBe("id_token");
  expect(await userinfo(access_token)).toMatchObject({ "urn:x:target": "userinfo", sub: server.person.id });
  const opaque = await server.addApp({ settings: { access_token_profile: "opaque" } });
  const token = (await redeem(server, opaque, await getCode(server, opaque))).access_token;
  expect(await introspect(server, token)).toMatchObject({ "urn:x:target": "access_token" });
});

test("AT-07 a claim of the protocol is never overwritten, removed or made up; the log says so", async () => {
  const evil = {
    sub: "usr_root",
    iss: "x",
    aud: "y",
    scope: "all",
    exp: 9e9,
    sub_type: "client",
    act: { sub: "x" },
  };
  const more = {
    acr: "x",
    cnf: { jkt: "x" },
    authorization_details: [{ type: "x" }],
    status: {},
    env: "test",
  };
  hooks().claims = () => ({ ...evil, ...more, fine: true });
  const { access_token, id_token } = await tokensOf("openid profile");
  for (const token of [access_token, id_token]) {
    const { claims } = decodeJwt(token);
    expect(claims).toMatchObject({ sub: server.person.id, iss: server.issuer, fine: true });
    for (const name of ["act", "cnf", "authorization_details"]) expect(claims).not.toHaveProperty(name);
    expect(claims["exp"]).toBeLessThan(9e9);
  }
  expect(decodeJwt(access_token).claims).toMatchObject({ env: "live", sub_type: "person" });
  const info = await userinfo(access_token);
  expect(info).toMatchObject({ sub: server.person.id, name: "Ada Lovelace", fine: true });
  expect(info).not.toHaveProperty("acr");
  expect(server.lines.filter(({ event }) => event === "extension_claim_dropped").length).toBeGreaterThan(0);
});

test("UI-11 a box that must be ticked: nothing is allowed without it, and its text is inert", async () => {
  const text = "<img src=x onerror=alert(1)>";
  hooks().consent = () => [
    { id: "terms", words: { en: text }, required: true },
    { id: "note", words: { en: "Only a line" }, required: false },
  ];
  const fresh = await server.addApp();
  const browser = new Browser(server.origin);
  const first = await browser.open(authorizeUrl(server, fresh));
  const page = await browser.click(first, "submit-login", server.person);
  expect(page.html).toContain('id="agree-terms"');
  expect(page.html).not.toContain("<img src=x");
  expect(page.html).not.toContain('id="agree-note"');
  const back = await browser.click(page, "allow", { "agree-terms": "" });
  expect(back.status).toBe(400);
  expect(back.html).toContain('id="box-missing"');
  const answer = await browser.click(back, "allow", { "agree-terms": "yes" });
  expect(answer.leaves).toContain("code=");
  const other = await browser.open(authorizeUrl(server, await server.addApp()));
  expect((await browser.click(other, "deny", { "agree-terms": "" })).leaves).toContain("access_denied");
});

test("an extension that fails is a refusal with a name and a line in the log, never a 500", async () => {
  hooks().consent = () => Promise.reject(new Error("boom"));
  const browser = new Browser(server.origin);
  const first = await browser.open(authorizeUrl(server, await server.addApp()));
  const page = await browser.click(first, "submit-login", server.person);
  expect(page.status).toBe(503);
  expect(page.html).not.toContain("boom");
  hooks().consent = () => [{ id: "no id", words: { en: "x" }, required: true }];
  expect((await browser.open(page.url)).status).toBe(503);
  const said = server.lines.filter(({ event }) => event === "extension_failed");
  expect(said.map(({ detail }) => detail)).toContain("consent: Error: boom");
});

test("a policy of exchange can only say no as well", async () => {
  const strict = await startServer({ extensions: { exchangePolicy: () => "exchange_not_permitted" } });
  const open = await startServer({ extensions: { exchangePolicy: () => null } });
  try {
    for (const [one, status] of [
      [strict, 400],
      [open, 200],
    ] as const) {
      const subject = await personToken(one, await one.addApp(), "bookings:read");
      const service = await one.addApp({ grant_types: [EXCHANGE] });
      expect((await exchange(one, service, subject)).status).toBe(status);
      const foreign = await one.addApp({ grant_types: [EXCHANGE], organisation: "org_1" });
      expect((await exchange(one, foreign, "x")).status).toBe(400);
    }
  } finally {
    await strict.close();
    await open.close();
  }
});

test("a policy of exchange that throws is a refusal with a name, and never a yes", async () => {
  const broken = await startServer({
    extensions: { exchangePolicy: () => Promise.reject(new Error("boom")) },
  });
  try {
    const subject = await personToken(broken, await broken.addApp(), "bookings:read");
    const answer = await exchange(broken, await broken.addApp({ grant_types: [EXCHANGE] }), subject);
    expect([answer.status, answer.json["error"]]).toEqual([503, "temporarily_unavailable"]);
    const said = broken.lines.filter(({ event }) => event === "extension_failed");
    expect(said.map(({ detail }) => detail)).toEqual(["exchangePolicy: Error: boom"]);
  } finally {
    await broken.close();
  }
});

test("PO-06 events: every sealed entry once, in order; one that throws does not stop the next", async () => {
  const { store, ports } = server.gatehouse;
  await sealAudit(store.engine, ports.clock.now());
  const follow = await server.gatehouse.follow();
  const { id } = await server.addPerson("eve");
  server.clock.advance(1);
  await store.people.disable(id, ports.clock.now());
  await follow();
  expect(events).toEqual([]);
  await sealAudit(store.engine, ports.clock.now());
  await follow();
  await follow();
  expect(events.map(({ action }) => action)).toEqual(["person.created", "person.disabled"]);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => (events[0]?.seq ?? 0) + index));
});

test("PO-06 an entry that cannot be read is told as damaged, and the next one comes all the same", async () => {
  const { store, ports } = server.gatehouse;
  const follow = await server.gatehouse.follow();
  const { id } = await server.addPerson("mallory");
  await store.people.disable(id, ports.clock.now());
  await store.engine.write((tx) =>
    tx
      .updateTable("audit_log")
      .set({ after: '{"cut' })
      .where("action", "=", "person.created")
      .where("target_id", "=", id)
      .execute(),
  );
  await sealAudit(store.engine, ports.clock.now());
  events.length = 0;
  await follow();
  expect(events.map(({ action }) => action)).toEqual(["person.disabled"]);
  const last = server.lines.findLast(({ event }) => event === "extension_failed");
  expect(String(last?.["detail"])).toMatch(/^audited: DamagedRow: the row of audit entry .+ is damaged$/);
});

test("the module of the setting is loaded; another export is told at start", async () => {
  const example = fileURLToPath(new URL("../../../examples/extensions/extensions.mjs", import.meta.url));
  const loaded = await loadExtensions(example);
  expect(Object.keys(loaded).sort()).toEqual(["audited", "claims", "consent", "exchangePolicy"]);
  expect(await loadExtensions(null)).toEqual({});
  await expect(loadExtensions(join(server.folder, "nothing.mjs"))).rejects.toThrow("cannot be loaded");
  await expect(loadExtensions(join(example, "../../../server/src/lib/clock.ts"))).rejects.toThrow(
    "default export",
  );
});
