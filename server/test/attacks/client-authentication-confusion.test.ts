/** Two identities in one request, or one that is only claimed: the proven one counts, or nobody does (Doorkeeper #1841, 5.9.6; workers #276). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getCode, redeem, s256, verifier } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic, post } from "../support/wire.ts";

let server: TestServer;
let victim: TestApp;
let attacker: TestApp;
let open: TestApp;

beforeAll(async () => {
  server = await startServer();
  victim = await server.addApp({ settings: { refresh_token: "always" } });
  attacker = await server.addApp({ settings: { refresh_token: "always" } });
  open = await server.addApp({
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
    settings: { refresh_token: "always" },
  });
});
afterAll(() => server.close());

type Request = [Record<string, string>, Record<string, string>];

/** Every mixture in which somebody tries to act as `target` with no more than the attacker's secret. */
function mixtures(target: TestApp, fields: Record<string, string>): Record<(typeof names)[number], Request> {
  const { client_id, client_secret } = attacker;
  const mine = { authorization: basic(client_id, client_secret) };
  return {
    "header mine, body theirs": [{ ...fields, client_id: target.client_id }, mine],
    "header mine, body theirs with my secret": [
      { ...fields, client_id: target.client_id, client_secret },
      mine,
    ],
    "header theirs without a secret, body mine": [
      { ...fields, client_id, client_secret },
      { authorization: basic(target.client_id, "") },
    ],
    "their id, my secret": [{ ...fields, client_id: target.client_id, client_secret }, {}],
    "their id alone": [{ ...fields, client_id: target.client_id }, {}],
    "an empty secret": [{ ...fields, client_id: target.client_id, client_secret: "" }, {}],
    "their id in another spelling": [
      { ...fields, client_id: target.client_id.toUpperCase(), client_secret },
      {},
    ],
    "an assertion that nobody reads": [
      {
        ...fields,
        client_id: target.client_id,
        client_assertion: "a.b.c",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      },
      {},
    ],
  };
}

const names = [
  "header mine, body theirs",
  "header mine, body theirs with my secret",
  "header theirs without a secret, body mine",
  "their id, my secret",
  "their id alone",
  "an empty secret",
  "their id in another spelling",
  "an assertion that nobody reads",
] as const;

describe("somebody else's code and tokens", () => {
  test.each(names)(
    "TK-06 TK-07 TK-10 TK-11 %s: neither code, nor refresh, nor machine token, nor revocation",
    async (name) => {
      const code = await getCode(server, victim);
      const { refresh_token = "" } = await redeem(server, victim, await getCode(server, victim));
      const attempts: [string, Record<string, string>][] = [
        ["/oauth/token", { grant_type: "authorization_code", code, redirect_uri: victim.redirect_uri }],
        ["/oauth/token", { grant_type: "refresh_token", refresh_token }],
        ["/oauth/token", { grant_type: "client_credentials" }],
        ["/oauth/revoke", { token: refresh_token }],
        ["/oauth/introspect", { token: refresh_token }],
      ];
      for (const [path, fields] of attempts) {
        const [body, headers] = mixtures(victim, fields)[name];
        const answer = await post(server, path, body, headers);
        expect(answer.status, path).toBeGreaterThanOrEqual(400);
        expect(answer.json).not.toHaveProperty("access_token");
        expect(answer.json).not.toHaveProperty("active");
      }
      // Everything is still theirs.
      expect(await redeem(server, victim, code)).toHaveProperty("access_token");
    },
  );

  test("TK-11 the code of a public app needs its verifier, whatever else is sent along", async () => {
    const code = await getCode(server, open, { code_challenge: s256(), code_challenge_method: "S256" });
    const fields = { grant_type: "authorization_code", code, redirect_uri: open.redirect_uri };
    for (const [name, [body, headers]] of Object.entries(mixtures(open, fields))) {
      const answer = await post(server, "/oauth/token", body, headers);
      expect(answer.status, name).toBeGreaterThanOrEqual(400);
    }
    expect(await redeem(server, open, code, { code_verifier: verifier })).toHaveProperty("access_token");
  });
});

test("TK-10 an app's secret is no API's, and an API's is no app's", async () => {
  const grant = { grant_type: "client_credentials" };
  const { api } = server;
  expect(
    (
      await post(server, "/oauth/token", {
        ...grant,
        client_id: api.client_id,
        client_secret: api.client_secret,
      })
    ).status,
  ).toBe(401);
  expect(
    (
      await post(server, "/oauth/revoke", {
        token: "x",
        client_id: api.client_id,
        client_secret: api.client_secret,
      })
    ).status,
  ).toBe(401);
  const { client_secret } = victim;
  expect(
    (await post(server, "/oauth/introspect", { token: "x", client_id: api.client_id, client_secret })).status,
  ).toBe(401);
});
