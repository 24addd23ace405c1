/** What the relying party does with a code: exchanges it, has oauth4webapi verify the ID token with the published keys, asks who it is. */
import { decodeProtectedHeader } from "jose";
import * as oauth from "oauth4webapi";
import { expect } from "vitest";
import { ask, insecure, type Fields, type Party } from "./party.ts";

export interface SignedIn {
  sent: Record<string, string>;
  callback: URLSearchParams;
  tokens: oauth.TokenEndpointResponse;
  id_token: oauth.IDToken;
  /** The ID token as it came. */
  jwt: string;
}

/** The token endpoint's raw answer to this callback. */
export function exchange(
  of: Party,
  callback: URLSearchParams,
  code_verifier: string | typeof oauth.nopkce = oauth.nopkce,
): Promise<Response> {
  const { as, client, authentication, app } = of;
  return oauth.authorizationCodeGrantRequest(
    as,
    client,
    authentication,
    callback,
    app.redirect_uri,
    code_verifier,
    insecure,
  );
}

/** State, `iss` and one code (RFC 9207 §2.4). */
export function validated(of: Party, sent: Record<string, string>, answer: URLSearchParams): URLSearchParams {
  return oauth.validateAuthResponse(of.as, of.client, answer, sent["state"] ?? oauth.expectNoState);
}

/** OpenID Connect Core §3.1.3.7: signature by a published key that `kid` names, claims, nonce, auth_time. */
export async function verified(
  of: Party,
  sent: Record<string, string>,
  callback: URLSearchParams,
  response: Response,
): Promise<SignedIn> {
  expect(response.headers.get("cache-control")).toContain("no-store");
  expect(response.headers.get("pragma")).toBe("no-cache");
  const tokens = await oauth.processAuthorizationCodeResponse(of.as, of.client, response, {
    expectedNonce: sent["nonce"] ?? oauth.expectNoNonce,
    maxAge: sent["max_age"] === undefined ? oauth.skipAuthTimeCheck : Number(sent["max_age"]),
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(of.as, response, insecure);
  const id_token = oauth.getValidatedIdTokenClaims(tokens);
  if (id_token === undefined) throw new Error("no ID token");
  const jwt = String(tokens.id_token);
  expect(decodeProtectedHeader(jwt).kid).toBeTypeOf("string");
  return { sent, callback, tokens, id_token, jwt };
}

/** The whole way of a sign-in, judged at every step. */
export async function signIn(
  of: Party,
  changes: Fields = {},
  method: "GET" | "POST" = "GET",
): Promise<SignedIn> {
  const { sent, answer } = await ask(of, changes, method);
  const callback = validated(of, sent, answer);
  return verified(of, sent, callback, await exchange(of, callback));
}

/** OpenID Connect Core §5.3.2: the claims of this person, and of nobody else. */
export async function userInfo(of: Party, { tokens, id_token }: SignedIn): Promise<oauth.UserInfoResponse> {
  const response = await oauth.userInfoRequest(of.as, of.client, tokens.access_token, insecure);
  return oauth.processUserInfoResponse(of.as, of.client, id_token.sub, response);
}

/** A "no" of the token endpoint as RFC 6749 §5.2 has it. */
export async function refused(response: Response): Promise<{ status: number; error: unknown }> {
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  expect(response.headers.get("cache-control")).toContain("no-store");
  const body = (await response.json()) as Record<string, unknown>;
  expect(body["error_description"] ?? "").toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/);
  expect(body).not.toHaveProperty("access_token");
  return { status: response.status, error: body["error"] };
}
