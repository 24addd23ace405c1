/** Mistakes that developers make at our endpoints: each is in the inspector at once, with its cause and its fix. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorizeUrl, getCode, redeem, refresh, s256, verifier, walk } from "../support/flow.ts";
import { clientKey, proof } from "../support/proofs.ts";
import { startServer, type AppOptions, type TestApp, type TestServer } from "../support/server.ts";
import { form, FORM, JSON_TYPE, post, wire, type Answer } from "../support/wire.ts";
import { eventsOf, seen } from "./watching.ts";

let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server.close());

const newApp = (options: AppOptions = {}): Promise<TestApp> => server.addApp(options);
const as = ({ client_id, client_secret }: TestApp) => ({ client_id, client_secret });
const machine = { grant_type: "client_credentials" };
const token = (
  fields: Record<string, string | null>,
  headers: Record<string, string> = {},
): Promise<Answer> => post(server, "/oauth/token", fields, headers);
const authorize = (app: TestApp, changes: Record<string, string | null>): Promise<Response> =>
  fetch(authorizeUrl(server, app, changes), { redirect: "manual" });
const exchange = (app: TestApp, code: string, more: Record<string, string | null> = {}): Promise<Answer> =>
  token({ ...as(app), grant_type: "authorization_code", redirect_uri: app.redirect_uri, code, ...more });

/** Makes the mistake and answers what the inspector says about it. */
type Mistake = readonly [
  what: string,
  refusal: string,
  words: RegExp,
  make: (app: TestApp) => Promise<unknown>,
  options?: AppOptions,
];

const uri = (redirect_uri: string) => (app: TestApp) => authorize(app, { redirect_uri });
const local: AppOptions = { redirect_uris: ["https://app.example:8443/cb", "http://127.0.0.1/cb"] };
const challenge = { code_challenge: s256(), code_challenge_method: "S256" };

const mistakes: readonly Mistake[] = [
  ["a slash at the end", "redirect_uri_unregistered", /ends in a slash/, uri("https://app.example/cb/")],
  ["http for https", "redirect_uri_unregistered", /http and https/, uri("http://app.example/cb")],
  ["another port", "redirect_uri_unregistered", /port differs/, uri("https://app.example:9443/cb"), local],
  ["another letter case", "redirect_uri_unregistered", /upper and lower case/, uri("https://app.example/CB")],
  ["another path", "redirect_uri_unregistered", /path differs/, uri("https://app.example/callback")],
  [
    "localhost for 127.0.0.1",
    "redirect_uri_unregistered",
    /different names/,
    uri("http://localhost/cb"),
    local,
  ],
  [
    "another redirect URI at the exchange",
    "redirect_uri_differs",
    /path differs/,
    async (app) => {
      await exchange(app, await getCode(server, app), { redirect_uri: "https://app.example/other" });
    },
  ],
  [
    "a code used twice",
    "code_already_spent",
    /exchanged before/,
    async (app) => {
      const code = await getCode(server, app);
      await redeem(server, app, code);
      await exchange(app, code);
    },
  ],
  [
    "a code that is too old",
    "code_expired",
    /too late/,
    async (app) => {
      const code = await getCode(server, app);
      server.clock.advance(120_000);
      await exchange(app, code);
    },
  ],
  [
    "a code of another app",
    "code_of_another_client",
    /another app/,
    async (app) => exchange(app, await getCode(server, await newApp())),
  ],
  [
    "no verifier",
    "verifier_missing",
    /verifier was not sent/,
    async (app) => exchange(app, await getCode(server, app, challenge)),
  ],
  [
    "the wrong verifier",
    "verifier_wrong",
    /not the one that the challenge/,
    async (app) =>
      exchange(app, await getCode(server, app, challenge), { code_verifier: `x${verifier.slice(1)}` }),
  ],
  [
    "plain where S256 is asked for",
    "plain_not_allowed",
    /is plain/,
    (app) => authorize(app, { code_challenge: verifier, code_challenge_method: "plain" }),
    { settings: { pkce: "s256_required" } },
  ],
  [
    "no method",
    "plain_not_allowed",
    /method is missing/,
    (app) => authorize(app, { code_challenge: s256() }),
    { settings: { pkce: "s256_required" } },
  ],
  [
    "no challenge where one is needed",
    "challenge_missing",
    /must use PKCE/,
    (app) => authorize(app, {}),
    { settings: { pkce: "s256_required" } },
  ],
  [
    "standard base64",
    "challenge_base64",
    /standard base64/,
    (app) => authorize(app, { code_challenge: `${s256().slice(0, 40)}+/A=`, code_challenge_method: "S256" }),
  ],
  [
    "the secret of test for live",
    "unknown_client",
    /secret of the test environment/,
    async (app) => {
      const { client_secret } = await newApp({ environment: "test" });
      await token({ ...machine, client_id: app.client_id, client_secret });
    },
  ],
  [
    "a secret that is cut off",
    "unknown_client",
    /cut off/,
    (app) => token({ ...machine, ...as(app), client_secret: app.client_secret.slice(9, 40) }),
  ],
  [
    "no secret",
    "unknown_client",
    /without the secret/,
    (app) => token({ ...machine, client_id: app.client_id }),
  ],
  [
    "JSON that is not flat",
    "json_not_flat",
    /not one flat object/,
    (app) =>
      wire(server, {
        headers: { "content-type": JSON_TYPE },
        body: JSON.stringify({ ...machine, ...as(app), scope: ["a"] }),
      }),
  ],
  [
    "JSON sent as a form",
    "missing_client",
    /body is JSON/,
    (app) =>
      wire(server, { headers: { "content-type": FORM }, body: JSON.stringify({ ...machine, ...as(app) }) }),
  ],
  [
    "a form sent as JSON",
    "malformed_json",
    /body is a form/,
    (app) => wire(server, { headers: { "content-type": JSON_TYPE }, body: form({ ...machine, ...as(app) }) }),
  ],
  [
    "a secret in the address",
    "secret_in_query",
    /sent in the address/,
    (app) => wire(server, { path: `/oauth/token?${form({ ...machine, ...as(app) })}` }),
  ],
  [
    "a secret from a web page",
    "secret_in_browser",
    /web page/,
    (app) => token({ ...machine, ...as(app) }, { origin: "https://app.example" }),
  ],
  ["no grant_type", "missing_grant_type", /grant_type is missing/, (app) => token(as(app))],
  [
    "grant_type in the address",
    "missing_grant_type",
    /in the address/,
    (app) => post(server, "/oauth/token?grant_type=client_credentials", as(app)),
  ],
  [
    "a grant that does not exist",
    "unsupported_grant_type",
    /misspelt/,
    (app) => token({ ...as(app), grant_type: "clientcredentials" }),
  ],
  [
    "a grant that the app has not",
    "grant_not_allowed",
    /not registered/,
    (app) => token({ ...as(app), ...machine }),
    { grant_types: ["authorization_code"] },
  ],
  [
    "a scope that does not exist",
    "scope_unknown",
    /not assigned bookings:reed/,
    (app) => token({ ...machine, ...as(app), scope: "bookings:reed" }),
  ],
  [
    "an old refresh token",
    "refresh_reused",
    /after its successor/,
    async (app) => {
      const { refresh_token = "" } = await redeem(server, app, await getCode(server, app));
      const next = await refresh(server, app, refresh_token);
      await refresh(server, app, String(next.json["refresh_token"]));
      server.clock.advance(120_000);
      await refresh(server, app, refresh_token);
    },
    { settings: { refresh_token: "always" } },
  ],
  [
    "the refresh token of another app",
    "refresh_of_another_client",
    /another app/,
    async (app) => {
      const other = await newApp({ settings: { refresh_token: "always" } });
      const { refresh_token = "" } = await redeem(server, other, await getCode(server, other));
      await refresh(server, app, refresh_token);
    },
  ],
  [
    "prompt=none without a session",
    "sign_in_needed",
    /prompt=none/,
    async (app) =>
      walk(server, authorizeUrl(server, app, { prompt: "none", scope: "openid" }), server.person),
    { scopes: ["openid", "bookings:read"] },
  ],
  [
    "a person who says no",
    "person_denied",
    /pressed Deny/,
    (app) => walk(server, authorizeUrl(server, app), server.person, "deny"),
  ],
  [
    "an app out of service",
    "unknown_client",
    /out of service/,
    async (app) => {
      await server.gatehouse.store.registry.disableClient(app.client_id, server.clock.now());
      await token({ ...machine, ...as(app) });
    },
  ],
];

describe("the inspector says what went wrong, and how to mend it", () => {
  test.for(mistakes)("%s: %s", async ([, refusal, words, make, options]) => {
    const app = await newApp(options);
    await make(app);
    const event = await seen(server, app, refusal);
    expect(event.diagnosis?.cause).toMatch(words);
    expect(event.diagnosis?.fix.length).toBeGreaterThan(10);
    expect(event).toMatchObject({ outcome: "refused", client_id: app.client_id, environment: "live" });
  });

  test("no state: the request works, and the facts say that it was missing", async () => {
    const app = await newApp();
    await walk(server, authorizeUrl(server, app, { state: null }), server.person);
    const events = [await seen(server, app, null)];
    expect(events[0]).toMatchObject({ kind: "authorize", outcome: "ok" });
    const all = await eventsOf(server, app);
    expect(all.some(({ facts }) => facts.state === false)).toBe(true);
  });

  test("a scope for people in a machine token is dropped: asked and given differ", async () => {
    const app = await newApp();
    await token({ ...machine, ...as(app), scope: "bookings:read profile:read" });
    const { facts } = await seen(server, app, null);
    expect(facts).toMatchObject({ scope_asked: "bookings:read profile:read", scope_given: "bookings:read" });
  });

  test("a proof without the nonce that is asked for", async () => {
    const strict = await startServer({ settings: { dpop_nonce: "required" } });
    const app = await strict.addApp();
    await post(
      strict,
      "/oauth/token",
      { ...machine, ...as(app) },
      { dpop: await proof(strict, await clientKey()) },
    );
    expect((await seen(strict, app, "dpop_nonce")).diagnosis?.cause).toMatch(/lacks the nonce/);
    await strict.close();
  });
});
