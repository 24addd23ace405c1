/** FAPI 2.0 modules about the whole way: discovery, the happy flow, a person who says no, codes and refresh tokens of others. */
import * as oauth from "oauth4webapi";
import { expect } from "vitest";
import { Browser } from "../support/browser.ts";
import { claimsOfAda } from "./people.ts";
import {
  authorize,
  call,
  held,
  obtain,
  push,
  redeem,
  send,
  visit,
  visitor,
  type Bend,
  type FapiParty,
  type Held,
} from "./fapi-party.ts";
import type { FapiWorld, Getting } from "./fapi-dpop.ts";
import { discover, errorIn, finish } from "./party.ts";
import type { fapi, fapiMachine, fapiOpenId, Modules } from "./plans.ts";
import { refused } from "./tokens.ts";

/** §5.4.1 — what is announced holds an algorithm that the profile allows. */
const strong = ["PS256", "ES256", "EdDSA"];

/** §5.3.2 of the profile, in RFC 8414 metadata. */
async function discovered(of: FapiParty): Promise<void> {
  const issuer = new URL(of.server.issuer);
  const { as } = of;
  const request = await oauth.discoveryRequest(issuer, {
    algorithm: "oauth2",
    [oauth.allowInsecureRequests]: true,
  });
  expect(await oauth.processDiscoveryResponse(issuer, request)).toEqual(await discover(of.server));
  for (const list of [
    as.dpop_signing_alg_values_supported,
    as.id_token_signing_alg_values_supported,
    as.token_endpoint_auth_signing_alg_values_supported,
    as.userinfo_signing_alg_values_supported,
  ])
    expect(strong.some((alg) => list?.includes(alg))).toBe(true);
  expect(as.token_endpoint_auth_methods_supported).toContain("private_key_jwt");
  expect(as.code_challenge_methods_supported).toContain("S256");
  expect(as.pushed_authorization_request_endpoint).toBe(`${of.server.issuer}/oauth/par`);
  expect(as.authorization_response_iss_parameter_supported).toBe(true);
  expect(as.token_endpoint).toBe(`${of.server.issuer}/oauth/token`);
}

type Both = Extract<(typeof fapiMachine)[number], "discovery-end-point-verification" | "happy-flow">;

/** Two clients; each one's token is worth nothing under the other's key, nor in the address. */
export const happyModules = (world: FapiWorld, get: Getting): Modules<Both> => ({
  "discovery-end-point-verification": async () => discovered(await world()),
  "happy-flow": async () => {
    const [first, second] = [await world(), await world()];
    const mine = await get(first);
    const theirs = await get(second);
    expect((await call(first, mine)).status).toBe(200);
    expect((await call(second, theirs)).status).toBe(200);
    expect((await call(first, theirs)).status).toBe(401);
    const inQuery = await fetch(`${first.server.origin}/oauth/userinfo?access_token=${mine}`);
    expect([400, 401]).toContain(inQuery.status);
  },
});

/** §5.3.2.1 item 9, RFC 6749 §6. */
async function refresh(of: FapiParty, token: string | undefined, bend: Bend = {}): Promise<Response> {
  const fields = { grant_type: "refresh_token", refresh_token: token ?? "", scope: of.scope };
  return send(of, "/oauth/token", fields, bend);
}

async function refreshes(of: FapiParty): Promise<Held> {
  const first = await obtain(of, { prompt: "consent" });
  expect(first.tokens.refresh_token).toMatch(/^[\x20-\x7e]{30,}$/);
  of.server.clock.advance(1000);
  const response = await refresh(of, first.tokens.refresh_token);
  const next = await oauth.processRefreshTokenResponse(of.as, of.client, response);
  expect(next.token_type).toBe("dpop");
  expect((await call(of, next.access_token)).status).toBe(200);
  const claims = oauth.getValidatedIdTokenClaims(next);
  if (first.id_token === undefined) expect(next).not.toHaveProperty("id_token");
  else {
    const { iss, sub, aud, auth_time } = first.id_token;
    expect(claims).toMatchObject({ iss, sub, aud, auth_time });
  }
  // The same one works again: a lost answer loses nothing.
  of.server.clock.advance(30_000);
  expect((await refresh(of, first.tokens.refresh_token)).status).toBe(200);
  return first;
}

type Person = Extract<
  (typeof fapi)[number],
  `user-rejects${string}` | "refresh-token" | `attempt-reuse${string}` | `${string}code-is-bound${string}`
>;

export const personModules = (world: FapiWorld): Modules<Person> => ({
  "user-rejects-authentication": async () => {
    const of = await world();
    const { sent, request_uri } = await push(of);
    const answer = await finish(of, await visit(of, request_uri), { decision: "deny" });
    expect(errorIn(of, sent, answer)).toBe("access_denied");
  },

  "ensure-authorization-code-is-bound-to-client": async () => {
    const [of, other] = [await world(), await world()];
    const got = await authorize(of);
    expect(await refused(await redeem(other, got))).toEqual({ status: 400, error: "invalid_grant" });
  },

  "attempt-reuse-authorization-code-after-one-second": async () => {
    const of = await world();
    const got = await authorize(of);
    const { tokens } = await held(of, got, await redeem(of, got));
    of.server.clock.advance(1000);
    expect(await refused(await redeem(of, got))).toEqual({ status: 400, error: "invalid_grant" });
    // At the server itself the token is dead at once; an API that checks offline hears of it by the status feed.
    if (of.openid) expect((await call(of, tokens.access_token)).status).toBe(401);
  },

  "refresh-token": async () => {
    const of = await world();
    const { tokens } = await refreshes(of);
    const errors = ["invalid_client", "invalid_grant", "invalid_request"];
    const unauthenticated = await refused(await refresh(of, tokens.refresh_token, { assertion: null }));
    expect(errors).toContain(unauthenticated.error);
    const unbound = await refused(await refresh(of, tokens.refresh_token, { dpop: null }));
    expect(unbound.status).toBe(400);
    expect(errors, "without a proof of the key").toContain(unbound.error);
    const other = { ...(await world()), browser: new Browser(of.server.origin) };
    const theirs = await refreshes(other);
    expect((await call(of, theirs.tokens.access_token)).status).toBe(401);
    const stolen = await refused(await refresh(of, theirs.tokens.refresh_token));
    expect(stolen).toEqual({ status: 400, error: "invalid_grant" });
  },
});

type Claims = Extract<(typeof fapiOpenId)[number], `test-claims${string}`>;

/** OpenID Connect Core §5.5: each claim that is announced, asked for in each way that there is. */
export const claimsModules = (world: FapiWorld): Modules<Claims> => ({
  "test-claims-parameter-identity-claims": async () => {
    const of = visitor(await world(), new Browser((await world()).server.origin));
    expect(of.as.claims_parameter_supported).toBe(true);
    const all = Object.assign({}, ...Object.values(claimsOfAda)) as Record<string, unknown>;
    const forms = [null, { essential: true }, { essential: false }];
    const asked = Object.fromEntries([
      ...Object.keys(all).map((name, index) => [name, forms[index % forms.length]]),
      ["unknown_claim", { value: "x", values: ["x"] }],
    ]) as object;
    for (const name of Object.keys(all)) expect(of.as.claims_supported).toContain(name);
    const { tokens, id_token } = await obtain(of, {
      claims: JSON.stringify({ id_token: asked, userinfo: asked }),
    });
    const info = await call(of, tokens.access_token);
    const told = await oauth.processUserInfoResponse(of.as, of.client, id_token?.sub ?? "", info);
    for (const answer of [told, id_token]) {
      expect(answer).toMatchObject(all);
      expect(answer).not.toHaveProperty("unknown_claim");
    }
  },
});
