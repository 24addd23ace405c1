/** RFC 9126 and RFC 9101 — pushed and signed authorization requests. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { ask, expectAccepted, expectOurPage, expectToClient } from "../support/answers.ts";
import { redeem, walk } from "../support/flow.ts";
import {
  assertion,
  assertionFields,
  clientKey,
  proof,
  requestObject,
  secondsOf,
  type ClientKey,
} from "../support/proofs.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;
let other: TestApp;
let signing: TestApp;
let key: ClientKey;

beforeAll(async () => {
  server = await startServer();
  key = await clientKey();
  app = await server.addApp();
  other = await server.addApp();
  signing = await server.addApp({
    metadata: { jwks: key.jwks, request_object_signing_alg: "ES256" },
  });
});
afterAll(() => server.close());

type Fields = Record<string, string | null>;
const request = (as: TestApp): Fields => ({
  response_type: "code",
  redirect_uri: as.redirect_uri,
  scope: "bookings:read",
  state: "pushed-state",
});
const push = (fields: Fields = {}, as = app, headers: Record<string, string> = {}): Promise<Answer> =>
  post(
    server,
    "/oauth/par",
    { client_id: as.client_id, client_secret: as.client_secret || null, ...request(as), ...fields },
    headers,
  );
const pushed = async (fields: Fields = {}, as = app): Promise<string> =>
  String((await push(fields, as)).json["request_uri"]);
const url = (fields: Record<string, string>, as = app): string =>
  `${server.origin}/oauth/authorize?${new URLSearchParams({ client_id: as.client_id, ...fields }).toString()}`;

describe("RFC 9126 §2 the endpoint", () => {
  test("PR-01 PR-04 201 with an unguessable request_uri and expires_in, never stored by anybody", async () => {
    const answer = await push();
    expect(answer.status).toBe(201);
    expect(answer.json["request_uri"]).toMatch(/^urn:ietf:params:oauth:request_uri:[A-Za-z0-9\-_]{43}$/);
    expect(answer.json["expires_in"]).toBe(90);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(await pushed()).not.toBe(answer.json["request_uri"]);
  });

  test("PR-01 it authenticates like the token endpoint: secret, assertion, public by its id, nobody else", async () => {
    expect((await push({ client_secret: "wrong" })).status).toBe(401);
    expect((await push({ client_secret: null })).status).toBe(401);
    const by = await server.addApp({
      token_endpoint_auth_method: "private_key_jwt",
      metadata: { jwks: key.jwks },
    });
    for (const aud of [server.issuer, `${server.issuer}/oauth/token`, `${server.issuer}/oauth/par`]) {
      const proofs = assertionFields(await assertion(server, by, key, { aud }));
      expect((await push({ client_secret: null, ...proofs }, by)).status, aud).toBe(201);
    }
    const open = await server.addApp({ token_endpoint_auth_method: "none", application_type: "native" });
    const challenge = { code_challenge: "c".repeat(43), code_challenge_method: "S256" };
    expect((await push(challenge, open)).status).toBe(201);
  });

  test("PR-02 request_uri inside a push is refused, of whatever kind", async () => {
    for (const request_uri of [await pushed(), "https://app.example/request"])
      expect((await push({ request_uri })).json["error"]).toBe("invalid_request");
  });

  test("PR-08 other methods are 405, a large body 413", async () => {
    const answer = await wire(server, { method: "GET", path: "/oauth/par" });
    expect({ status: answer.status, allow: answer.headers.allow }).toEqual({ status: 405, allow: "POST" });
    expect((await push({ state: "s".repeat(70_000) })).status).toBe(413);
  });

  test("PR-08 too many of one client are 429, and it hears when to come back (RFC 9126 §2.3)", async () => {
    const busy = await server.addApp({ settings: { client_requests_per_minute: 3 } });
    const { client_id, client_secret, redirect_uri } = busy;
    const fields = { client_id, client_secret, redirect_uri, response_type: "code", scope: "bookings:read" };
    const answers = [];
    for (let n = 0; n < 4; n++) answers.push(await post(server, "/oauth/par", fields));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
    expect(Number(answers[3]?.headers["retry-after"])).toBeGreaterThan(0);
  });

  test("PR-01 what the browser would be refused is refused here, as JSON (RFC 9126 §2.3)", async () => {
    const wrong: [Fields, string][] = [
      [{ redirect_uri: "https://evil.example/cb" }, "invalid_request"],
      [{ response_type: "token" }, "unsupported_response_type"],
      [{ scope: "unknown" }, "invalid_scope"],
      [{ resource: "https://elsewhere.example" }, "invalid_target"],
      [{ code_challenge: "short", code_challenge_method: "S256" }, "invalid_request"],
    ];
    for (const [fields, error] of wrong) {
      const answer = await push(fields);
      expect({ status: answer.status, error: answer.json["error"] }).toEqual({ status: 400, error });
    }
  });
});

describe("RFC 9126 §4 the browser", () => {
  test("PR-07 the pushed parameters count, everything beside them is ignored", async () => {
    const request_uri = await pushed();
    const beside = { state: "evil", redirect_uri: "https://evil.example/cb", scope: "bookings:create" };
    const answer = await walk(server, url({ request_uri, ...beside }), server.person);
    expect(`${answer.origin}${answer.pathname}`).toBe(app.redirect_uri);
    expect(answer.searchParams.get("state")).toBe("pushed-state");
    const tokens = await redeem(server, app, answer.searchParams.get("code") ?? "");
    expect(tokens.scope).toBe("bookings:read");
  });

  test("PR-06 looking and reloading do not use it up; the first answer does", async () => {
    const request_uri = await pushed();
    const browser = new Browser(server.origin);
    for (let visit = 0; visit < 3; visit += 1)
      expect((await browser.open(url({ request_uri }))).html).toContain('id="submit-login"');
    await walk(server, url({ request_uri }), server.person, "allow", browser);
    expectOurPage(await ask(server, url({ request_uri })), "request_uri_invalid");
  });

  test("PR-06 of two tabs with one pushed request one gets an answer, a denial included", async () => {
    const fresh = await server.addApp();
    const request_uri = await pushed({}, fresh);
    const [first, second] = [new Browser(server.origin), new Browser(server.origin)];
    const open = async (browser: Browser) =>
      browser.click(await browser.open(url({ request_uri }, fresh)), "submit-login", server.person);
    const [one, two] = [await open(first), await open(second)];
    expect((await first.click(one, "deny")).leaves).toContain("access_denied");
    const late = await second.click(two, "allow");
    expect({ status: late.status, leaves: late.leaves }).toEqual({ status: 400, leaves: null });
  });

  test("PR-03 PR-05 PR-10 another client's, an expired and an unknown one: our page, and never a redirect", async () => {
    const request_uri = await pushed();
    const { redirect_uri } = app;
    const page = async (fields: Record<string, string>, as = app): Promise<void> =>
      expectOurPage(
        await ask(server, url({ redirect_uri, response_type: "code", ...fields }, as)),
        "request_uri_invalid",
      );
    await page({ request_uri }, other);
    await page({ request_uri: `${request_uri}x` });
    await page({ request_uri: "urn:ietf:params:oauth:request_uri:" });
    expectAccepted(await ask(server, url({ request_uri })));
    expectOurPage(
      await ask(server, `${url({ request_uri })}&request_uri=${request_uri}`),
      "request_uri_invalid",
    );
    server.clock.advance(90_000);
    await page({ request_uri });
  });

  test("PR-05 the person may take longer than the request_uri lives, once the page is open", async () => {
    const browser = new Browser(server.origin);
    const page = await browser.open(url({ request_uri: await pushed() }));
    server.clock.advance(300_000);
    const consent = await browser.click(page, "submit-login", server.person);
    const last = consent.leaves === null ? await browser.click(consent, "allow") : consent;
    expect(last.leaves).toContain("code=");
  });

  test("PR-09 a client that must push, and a server where all must, refuse the direct request", async () => {
    const strict = await server.addApp({ metadata: { require_pushed_authorization_requests: true } });
    const direct = await ask(server, url(request(strict) as Record<string, string>, strict));
    expectToClient(direct, server, "invalid_request", "pushed-state");
    expectAccepted(await ask(server, url({ request_uri: await pushed({}, strict) }, strict)));
    const all = await startServer({ settings: { require_pushed_authorization_requests: true } });
    const one = await all.addApp();
    const query = new URLSearchParams({
      ...(request(one) as Record<string, string>),
      client_id: one.client_id,
    });
    expectToClient(
      await ask(all, `/oauth/authorize?${query.toString()}`),
      all,
      "invalid_request",
      "pushed-state",
    );
    const document = await wire(all, { method: "GET", path: "/.well-known/oauth-authorization-server" });
    expect(document.json["require_pushed_authorization_requests"]).toBe(true);
    await all.close();
  });

  test("DP-05 a proof at the push binds the code; a dpop_jkt beside it must be the same key (RFC 9449 §10.1)", async () => {
    const htu = `${server.issuer}/oauth/par`;
    const stranger = await clientKey();
    const differs = await push({ dpop_jkt: stranger.jkt }, app, { dpop: await proof(server, key, { htu }) });
    expect(differs.json["error"]).toBe("invalid_dpop_proof");
    const { json } = await push({ dpop_jkt: key.jkt }, app, { dpop: await proof(server, key, { htu }) });
    const answer = await walk(server, url({ request_uri: String(json["request_uri"]) }), server.person);
    const code = answer.searchParams.get("code") ?? "";
    const { client_id, client_secret, redirect_uri } = app;
    const fields = { grant_type: "authorization_code", code, client_id, client_secret, redirect_uri };
    expect((await post(server, "/oauth/token", fields)).json["error"]).toBe("invalid_grant");
    const good = await post(server, "/oauth/token", fields, { dpop: await proof(server, key) });
    expect(good.json["token_type"]).toBe("DPoP");
  });
});

const now = (): number => secondsOf(server);
const object = (changes: Record<string, unknown> = {}, header: Record<string, unknown> = {}, by = key) =>
  requestObject(server, signing, by, changes, header);

describe("RFC 9101 a signed request", () => {
  test("PR-07 its parameters count alone (RFC 9101 §6.3)", async () => {
    const beside = { state: "evil", redirect_uri: "https://evil.example/cb", response_type: "token" };
    const answer = await walk(server, url({ request: await object(), ...beside }, signing), server.person);
    expect(`${answer.origin}${answer.pathname}`).toBe(signing.redirect_uri);
    expect(answer.searchParams.get("state")).toBe("signed-state");
  });

  test("PR-01 it can be pushed too, and the numbers and objects of OpenID Connect are read", async () => {
    const signedRequest = await object({ max_age: 600, claims: { userinfo: { name: null } } });
    const { client_id, client_secret } = signing;
    const answer = await post(server, "/oauth/par", { client_id, client_secret, request: signedRequest });
    expect(answer.status).toBe(201);
    expectAccepted(await ask(server, url({ request_uri: String(answer.json["request_uri"]) }, signing)));
  });

  const wrong: [string, () => Promise<string>][] = [
    ["iss of another", () => object({ iss: other.client_id })],
    ["client_id of another", () => object({ client_id: other.client_id })],
    ["no client_id", () => object({ client_id: undefined })],
    ["aud of another server", () => object({ aud: "https://elsewhere.example" })],
    ["no aud", () => object({ aud: undefined })],
    ["expired", () => object({ exp: now() })],
    ["no exp", () => object({ exp: undefined })],
    ["nbf ahead", () => object({ nbf: now() + 120 })],
    ["a sub, as an assertion has", () => object({ sub: signing.client_id })],
    ["a request inside", () => object({ request: "x" })],
    ["a request_uri inside", () => object({ request_uri: "x" })],
    ["typ of a proof", () => object({}, { typ: "dpop+jwt" })],
    ["a key in the header", () => object({}, { jwk: key.publicJwk })],
    ["signed by a stranger", async () => object({}, {}, await clientKey())],
    ["another algorithm", async () => object({}, {}, await clientKey("PS256"))],
    [
      "alg none",
      async () => {
        const claims = (await object()).split(".")[1] ?? "";
        return `${Buffer.from('{"alg":"none"}').toString("base64url")}.${claims}.`;
      },
    ],
    ["no JWT", async () => "x"],
  ];
  test.each(wrong)("PR-10 %s: our page, and never a redirect", async (_what, make) => {
    const fields = { ...(request(signing) as Record<string, string>), request: await make() };
    expectOurPage(await ask(server, url(fields, signing)), "request_object_invalid");
  });

  test("TK-25 a request object proves no client, an assertion is no request (RFC 9101 §10.8)", async () => {
    const by = await server.addApp({
      token_endpoint_auth_method: "private_key_jwt",
      metadata: { jwks: key.jwks },
    });
    const fields = assertionFields(await requestObject(server, by, key));
    const answer = await post(server, "/oauth/token", { grant_type: "client_credentials", ...fields });
    expect(answer.json["error"]).toBe("invalid_client");
    const asRequest = await assertion(server, by, key, { client_id: by.client_id });
    expectOurPage(await ask(server, url({ request: asRequest }, by)), "request_object_invalid");
  });

  test("PR-09 a client that must sign is refused without, also when it pushes (RFC 9101 §10.5)", async () => {
    const strict = await server.addApp({
      metadata: { jwks: key.jwks, require_signed_request_object: true },
    });
    const direct = await ask(server, url(request(strict) as Record<string, string>, strict));
    expectToClient(direct, server, "invalid_request", "pushed-state");
    expect((await push({}, strict)).json["error"]).toBe("invalid_request");
    expectAccepted(await ask(server, url({ request: await requestObject(server, strict, key) }, strict)));
  });

  test("AR-27 an address is never fetched, and who has no key is told that request is not supported", async () => {
    const fields = request(app) as Record<string, string>;
    const remote = await ask(server, url({ ...fields, request_uri: "https://app.example/request" }));
    expectToClient(remote, server, "request_uri_not_supported", "pushed-state");
    const keyless = await ask(server, url({ ...fields, request: await object() }));
    expectToClient(keyless, server, "request_not_supported", "pushed-state");
  });
});
