/** OpenID Connect Dynamic Client Registration 1.0, "Dynamic OP": the modules of the conformance suite. */
import { decodeProtectedHeader } from "jose";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requestObject, clientKey } from "../support/proofs.ts";
import { startServer } from "../support/server.ts";
import { unsigned } from "./basic-flow.ts";
import { sessionModules } from "./basic-session.ts";
import { expectDiscovery, expectPublicKeys } from "./discovery.ts";
import { ask, begin, errorIn, finish, fresh, insecure, request, shows, type Fields } from "./party.ts";
import type { dynamic, Modules } from "./plans.ts";
import {
  byKey,
  callback,
  expectUnregistrable,
  registered,
  startRegistering,
  type Metadata,
  type RegisteredParty,
  type Registering,
} from "./registered.ts";
import { signIn, userInfo, validated, verified, exchange } from "./tokens.ts";

let world: Registering;
beforeAll(async () => {
  world = await startRegistering();
});
afterAll(() => world.server.close());

const whoRegisters = (metadata: Metadata = {}): Promise<RegisteredParty> => registered(world, metadata);

/** Everything works for a client of this metadata. */
const works = (metadata: () => Metadata) => async (): Promise<void> => {
  const of = await whoRegisters(metadata());
  await userInfo(of, await signIn(of));
};

/** The request ends on our own page, and never at an address of anybody's. */
const errorPage = (metadata: Metadata, sent: (of: RegisteredParty) => Fields) => async (): Promise<void> => {
  const of = await whoRegisters(metadata);
  const page = await begin(of, request(of, sent(of)));
  expect([page.status, page.leaves, shows(page)]).toEqual([400, null, "error"]);
};

/** Core §6.2: what is not supported is said by its own name (docs/conformance). */
const byReference = (request_uri: string) => async (): Promise<void> => {
  const of = await whoRegisters({ request_uris: [request_uri] });
  expect(of.as.request_uri_parameter_supported).toBe(false);
  const { sent, answer } = await ask(of, { request_uri });
  expect(errorIn(of, sent, answer)).toBe("request_uri_not_supported");
};

/** Registration §2: the sign-in page shows what the client says of itself. */
const onSignIn = (member: string, uri: string, shown: (html: string) => void) => async (): Promise<void> => {
  const of = await whoRegisters({ [member]: uri });
  const page = await begin(of, request(of));
  expect(shows(page)).toBe("sign_in");
  shown(page.html);
};

const refreshing = (): Promise<RegisteredParty> =>
  whoRegisters({ grant_types: ["authorization_code", "refresh_token"] });

const withQuery = `${callback}?foo=bar`;
const sectorUri = "https://app.example/redirect_uris.json";
const sector = { subject_type: "pairwise", sector_identifier_uri: sectorUri };

const modules: Modules<(typeof dynamic)[number]> = {
  "oidcc-idtoken-rs256": async () => {
    const of = await whoRegisters({ id_token_signed_response_alg: "RS256" });
    expect(decodeProtectedHeader((await signIn(of)).jwt)).toMatchObject({ alg: "RS256" });
  },
  "oidcc-idtoken-unsigned": async () => {
    await expectUnregistrable(world, { id_token_signed_response_alg: "none" }, "invalid_client_metadata");
  },
  "oidcc-userinfo-rs256": async () => {
    const of = await whoRegisters({ userinfo_signed_response_alg: "RS256" });
    expect(of.as.userinfo_signing_alg_values_supported).toContain("RS256");
    const { tokens, id_token } = await signIn(of);
    const response = await oauth.userInfoRequest(of.as, of.client, tokens.access_token, insecure);
    expect(response.headers.get("content-type")).toBe("application/jwt");
    const told = await oauth.processUserInfoResponse(of.as, of.client, id_token.sub, response);
    await oauth.validateApplicationLevelSignature(of.as, response, insecure);
    expect(told).toMatchObject({ iss: of.as.issuer, aud: of.client.client_id });
    expect(told).not.toHaveProperty("nonce");
  },
  "oidcc-ensure-redirect-uri-in-authorization-request": errorPage(
    { redirect_uris: [callback, `${callback}/second`] },
    () => ({ redirect_uri: null }),
  ),
  "oidcc-redirect-uri-query-OK": works(() => ({ redirect_uris: [withQuery] })),
  "oidcc-redirect-uri-query-mismatch": errorPage({ redirect_uris: [withQuery] }, () => ({
    redirect_uri: `${callback}?bar=foo`,
  })),
  "oidcc-redirect-uri-query-added": errorPage({}, () => ({ redirect_uri: withQuery })),
  "oidcc-redirect-uri-regfrag": async () => {
    await expectUnregistrable(world, { redirect_uris: [`${callback}#foobar`] }, "invalid_redirect_uri");
  },
  "oidcc-discovery-endpoint-verification": async () => {
    const settings = { registration: "token" as const };
    const server = await startServer({ issuer: "https://login.bookings.example", settings });
    await expectDiscovery(server);
    await server.close();
    expect((await whoRegisters()).as.registration_endpoint).toBe(`${world.server.issuer}/oauth/register`);
  },
  "oidcc-server": works(() => ({})),
  "oidcc-registration-logo-uri": onSignIn("logo_uri", "https://app.example/logo.png", (html) => {
    // Nothing of an app is loaded into our pages: a picture that anybody may choose proves nobody (decision on the README).
    expect(html).not.toContain("logo.png");
    expect(html).toContain("Conformance");
  }),
  "oidcc-registration-policy-uri": onSignIn("policy_uri", "https://app.example/policy", (html) =>
    expect(html).toContain('href="https://app.example/policy"'),
  ),
  "oidcc-registration-tos-uri": onSignIn("tos_uri", "https://app.example/tos", (html) =>
    expect(html).toContain('href="https://app.example/tos"'),
  ),
  "oidcc-registration-jwks-uri": async () => {
    const jwks_uri = `https://app.example/${fresh("jwks")}`;
    const of = await whoRegisters({ jwks_uri });
    world.site.set(jwks_uri, of.key.jwks);
    await userInfo(of, await signIn(of));
  },
  "oidcc-registration-sector-uri": async () => {
    world.site.set(sectorUri, [callback]);
    const of = await whoRegisters(sector);
    const other = await whoRegisters(sector);
    const { sub } = (await signIn(of)).id_token;
    expect(sub).not.toBe(world.server.person.id);
    // Core §8.1: one sector, one name.
    expect((await signIn(other)).id_token.sub).toBe(sub);
  },
  "oidcc-registration-sector-bad": async () => {
    const sector_identifier_uri = "https://app.example/others.json";
    world.site.set(sector_identifier_uri, ["https://app.example/not-registered"]);
    await expectUnregistrable(world, { ...sector, sector_identifier_uri }, "invalid_client_metadata");
  },
  "oidcc-server-rotate-keys": async () => {
    await signIn(await whoRegisters());
    const before = await expectPublicKeys(world.server);
    await world.server.gatehouse.ring.rotate();
    const after = await expectPublicKeys(world.server);
    expect(after).toEqual(expect.arrayContaining([...before]));
    expect(after.length).toBeGreaterThan(before.length);
    await userInfo(await whoRegisters(), await signIn(await whoRegisters()));
  },
  "oidcc-refresh-token-rp-key-rotation": async () => {
    const jwks_uri = `https://app.example/${fresh("jwks")}`;
    const of = await whoRegisters({ jwks_uri, grant_types: ["authorization_code", "refresh_token"] });
    world.site.set(jwks_uri, of.key.jwks);
    const { tokens } = await signIn(of, { scope: "openid offline_access", prompt: "consent" });
    const next = await clientKey("RS256", "rotated");
    world.site.set(jwks_uri, next.jwks);
    world.server.clock.advance(60_000);
    const authentication = byKey(of, next, (as) => as.token_endpoint, "rotated");
    const { refresh_token = "" } = tokens;
    const answer = await oauth.refreshTokenGrantRequest(
      of.as,
      of.client,
      authentication,
      refresh_token,
      insecure,
    );
    const refreshed = await oauth.processRefreshTokenResponse(of.as, of.client, answer);
    expect(refreshed.access_token).not.toBe(tokens.access_token);
  },
  "oidcc-request-uri-unsigned": byReference("https://app.example/unsigned"),
  "oidcc-request-uri-signed-rs256": byReference("https://app.example/signed"),
  "oidcc-ensure-request-object-with-redirect-uri": async () => {
    const outside = "https://app.example/invalid";
    await unsigned(whoRegisters, { redirect_uri: outside })();
    const of = await whoRegisters();
    const sent = request(of);
    const object = await requestObject(world.server, of.app, of.key, sent);
    const page = await begin(of, { ...sent, redirect_uri: outside, request: object });
    const answer = validated(of, sent, await finish(of, page));
    await verified(of, sent, answer, await exchange(of, answer));
  },
  "oidcc-refresh-token": async () => {
    await sessionModules(refreshing, refreshing)["oidcc-refresh-token"]();
  },
  "oidcc-ensure-client-assertion-with-iss-aud-succeeds": async () => {
    await signIn(await registered(world, {}, (as) => as.issuer));
  },
};
for (const [name, module] of Object.entries(modules)) test(name, module);
