/** A FAPI 2.0 client: proves itself with a key, binds its tokens to another, pushes its requests, and can bend each of these in one place. */
import { createServer, type Server } from "node:http";
import { createGuard } from "@gatehouse/guard";
import { guarded } from "@gatehouse/guard/node";
import { importJWK } from "jose";
import * as oauth from "oauth4webapi";
import { expect } from "vitest";
import type { Browser, Page } from "../support/browser.ts";
import { s256, verifier } from "../support/flow.ts";
import { freePort } from "../support/port.ts";
import { assertion, assertionFields, ath, clientKey, proof, type ClientKey } from "../support/proofs.ts";
import type { AppOptions, TestServer } from "../support/server.ts";
import { begin, finish, party, request, type Fields, type Party } from "./party.ts";
import { validated } from "./tokens.ts";

type Json = Record<string, unknown>;

/** What is wrong with one request; nothing, unless it says so. `null` leaves a thing out. */
export interface Bend {
  assertion?: Json | null;
  /** Header members of the assertion. */
  header?: Json;
  /** Who signs the assertion, instead of the client. */
  by?: ClientKey;
  /** Another client's name on an assertion by this one's key. */
  as?: Pick<Party["app"], "client_id">;
  dpop?: Json | null;
  dpopHeader?: Json;
  dpopKey?: ClientKey;
  /** The last change to the proof as it is sent. */
  proof?: (jwt: string) => string;
  /** What the client assertion has become when it is sent. */
  sent?: (jwt: string) => string;
}

export interface FapiParty extends Party {
  key: ClientKey;
  dpop: ClientKey;
  /** With `openid` an ID token comes, and userinfo is the API; else it is the guarded one. */
  openid: boolean;
  scope: string;
  api: Api;
}

/** One key of RSA that signs as PS256 when it is asked properly, and as RS256 when not. */
export async function rsaKey(): Promise<{ right: ClientKey; wrong: ClientKey }> {
  const right = await clientKey("PS256");
  const wrong = (await importJWK({ ...right.privateJwk, alg: "RS256" }, "RS256")) as CryptoKey;
  return { right, wrong: { ...right, alg: "RS256", privateKey: wrong } };
}

/** An API of the company, behind the guard. */
export interface Api {
  origin: string;
  close(): void;
}

export async function startApi(server: TestServer): Promise<Api> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const guard = createGuard({
    issuer: server.issuer,
    audience: server.api.identifier,
    routes: [{ method: "GET", path: "/bookings", scopes: ["bookings:read"] }],
    // FAPI 2.0 §5.4.1: the profile is for APIs too.
    dpop: { origin, algorithms: ["PS256", "ES256", "EdDSA"] },
    now: () => server.clock.now(),
  });
  const api: Server = createServer(
    guarded(guard, (_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end("[]");
    }),
  );
  await new Promise<void>((resolve) => void api.listen(port, "127.0.0.1", resolve));
  return { origin, close: () => void api.close() };
}

/** A client of the profile, made as an administrator would make it. */
export async function fapiParty(
  server: TestServer,
  api: Api,
  openid: boolean,
  key?: ClientKey,
  more: AppOptions = {},
): Promise<FapiParty> {
  const own = key ?? (await clientKey("ES256"));
  const scopes = [...(openid ? ["openid"] : []), "bookings:read", "offline_access"];
  const app = await server.addApp({
    token_endpoint_auth_method: "private_key_jwt",
    scopes,
    metadata: { jwks: own.jwks, fapi: "2.0" },
    ...more,
  });
  const of = await party(server, app, { metadata: { id_token_signed_response_alg: "PS256" } });
  return { ...of, key: own, dpop: await clientKey("ES256"), openid, scope: scopes.join(" "), api };
}

/** Sends a form to an endpoint of the server with assertion and proof, as bent. */
export async function send(
  of: FapiParty,
  path: "/oauth/par" | "/oauth/token",
  fields: Fields,
  bend: Bend = {},
): Promise<Response> {
  const body = new URLSearchParams();
  const proving = bend.assertion === null ? { client_id: of.app.client_id } : await assertionOf(of, bend);
  for (const [name, value] of Object.entries({ ...fields, ...proving }))
    if (value !== null) body.append(name, value);
  const headers =
    bend.dpop === null ? {} : { dpop: await proofOf(of, "POST", of.server.issuer + path, null, bend) };
  return fetch(of.server.origin + path, { method: "POST", body, headers });
}

async function assertionOf({ server, app, key }: FapiParty, bend: Bend): Promise<Record<string, string>> {
  const jwt = await assertion(server, bend.as ?? app, bend.by ?? key, bend.assertion ?? {}, bend.header);
  return assertionFields(bend.sent?.(jwt) ?? jwt);
}

async function proofOf(
  of: FapiParty,
  htm: string,
  htu: string,
  token: string | null,
  bend: Bend,
): Promise<string> {
  const claims = { htm, htu, ...(token === null ? {} : { ath: ath(token) }), ...bend.dpop };
  const jwt = await proof(of.server, bend.dpopKey ?? of.dpop, claims, bend.dpopHeader);
  return bend.proof?.(jwt) ?? jwt;
}

/** The request as it is pushed. */
export function pushable(of: FapiParty, changes: Fields = {}): Record<string, string> {
  return request(of, {
    scope: of.scope,
    code_challenge: s256(),
    code_challenge_method: "S256",
    ...(of.openid ? {} : { nonce: null }),
    ...changes,
  });
}

/** PAR without a proof of the key, as most of the suite's modules send it. */
export const plainPush: Bend = { dpop: null };

/** RFC 9126 §2.2, judged by oauth4webapi. */
export async function push(
  of: FapiParty,
  changes: Fields = {},
  bend: Bend = plainPush,
): Promise<{ sent: Record<string, string>; request_uri: string }> {
  const sent = pushable(of, changes);
  const response = await send(of, "/oauth/par", sent, bend);
  const { request_uri, expires_in } = await oauth.processPushedAuthorizationResponse(
    of.as,
    of.client,
    response,
  );
  expect(request_uri.length).toBeGreaterThan(40);
  expect(expires_in).toBeLessThan(600);
  return { sent, request_uri };
}

/** The browser at the authorization endpoint with nothing but the name of what was pushed. */
export function visit(
  of: FapiParty,
  request_uri: string,
  beside: Record<string, string> = {},
): Promise<Page> {
  return begin(of, { client_id: of.app.client_id, request_uri, ...beside });
}

export interface Authorized {
  sent: Record<string, string>;
  callback: URLSearchParams;
}

/** Pushed, allowed, and answered with a code, state and `iss`. */
export async function authorize(
  of: FapiParty,
  changes: Fields = {},
  bend: Bend = plainPush,
  beside: Record<string, string> = {},
): Promise<Authorized> {
  const { sent, request_uri } = await push(of, changes, bend);
  const answer = await finish(of, await visit(of, request_uri, beside));
  const callback = validated(of, sent, answer);
  expect((callback.get("code") ?? "").length).toBeGreaterThan(30);
  return { sent, callback };
}

/** The code at the token endpoint. */
export function redeem(
  of: FapiParty,
  { callback }: Authorized,
  bend: Bend = {},
  fields: Fields = {},
): Promise<Response> {
  const { redirect_uri } = of.app;
  const code = callback.get("code");
  const usual = { grant_type: "authorization_code", code, redirect_uri, code_verifier: verifier };
  return send(of, "/oauth/token", { ...usual, ...fields }, bend);
}

export interface Held {
  tokens: oauth.TokenEndpointResponse;
  id_token: oauth.IDToken | undefined;
}

/** A good answer to it: bound tokens, and an ID token exactly when one was asked for. */
export async function held(of: FapiParty, { sent }: Authorized, response: Response): Promise<Held> {
  const tokens = await oauth.processAuthorizationCodeResponse(of.as, of.client, response, {
    expectedNonce: sent["nonce"] ?? oauth.expectNoNonce,
    requireIdToken: of.openid,
  });
  expect(tokens.token_type).toBe("dpop");
  expect(tokens.expires_in).toBeGreaterThan(0);
  if (!of.openid) {
    expect(tokens).not.toHaveProperty("id_token");
    return { tokens, id_token: undefined };
  }
  await oauth.validateApplicationLevelSignature(of.as, response, { [oauth.allowInsecureRequests]: true });
  return { tokens, id_token: oauth.getValidatedIdTokenClaims(tokens) };
}

/** The whole way. */
export async function obtain(of: FapiParty, changes: Fields = {}, bend: Bend = {}): Promise<Held> {
  const got = await authorize(of, changes, { ...plainPush, ...bend });
  return held(of, got, await redeem(of, got, bend));
}

/** A machine's token (RFC 6749 §4.4). */
export async function machine(of: FapiParty, bend: Bend = {}): Promise<Response> {
  return send(of, "/oauth/token", { grant_type: "client_credentials", scope: "bookings:read" }, bend);
}

/** A call of the API with this token and a proof, as bent. */
export async function call(
  of: FapiParty,
  token: string,
  bend: Bend = {},
  scheme: string = "DPoP",
): Promise<Response> {
  const at = of.openid
    ? { url: `${of.server.origin}/oauth/userinfo`, htu: `${of.server.issuer}/oauth/userinfo` }
    : { url: `${of.api.origin}/bookings`, htu: `${of.api.origin}/bookings` };
  const headers = new Headers({ authorization: `${scheme} ${token}`, accept: "application/json" });
  if (bend.dpop !== null) headers.set("dpop", await proofOf(of, "GET", at.htu, token, bend));
  return fetch(at.url, { headers });
}

/** Another visitor at the same client. */
export function visitor(of: FapiParty, browser: Browser): FapiParty {
  return { ...of, browser };
}
