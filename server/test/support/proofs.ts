/** What a client signs: assertions (RFC 7523), DPoP proofs (RFC 9449), request objects (RFC 9101); every claim can be bent. */
import { createHash, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import type { JWK } from "jose";
import type { TestApp, TestServer } from "./server.ts";

export interface ClientKey {
  alg: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
  privateJwk: JWK;
  /** RFC 7638. */
  jkt: string;
  /** For `metadata.jwks`. */
  jwks: { keys: readonly Record<string, unknown>[] };
}

/** A key pair of its own. */
export async function clientKey(alg: string = "ES256", kid: string = "client-key"): Promise<ClientKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return {
    alg,
    privateKey,
    publicJwk,
    privateJwk: await exportJWK(privateKey),
    jkt: await calculateJwkThumbprint(publicJwk),
    jwks: { keys: [{ ...publicJwk, kid, alg, use: "sig" }] },
  };
}

type Json = Record<string, unknown>;
type Timed = Pick<TestServer, "clock" | "issuer">;

export const secondsOf = ({ clock }: Pick<TestServer, "clock">): number => Math.floor(clock.now() / 1000);

/** Signs any claims; a claim that is `undefined` is left out. */
export async function signed(claims: Json, header: Json & { alg: string }, key: ClientKey): Promise<string> {
  const sent = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  return new SignJWT(sent).setProtectedHeader(header).sign(key.privateKey);
}

/** RFC 7523 §3 — a good assertion with these claims and header members changed. */
export function assertion(
  server: Timed,
  app: Pick<TestApp, "client_id">,
  key: ClientKey,
  changes: Json = {},
  header: Json = {},
): Promise<string> {
  const now = secondsOf(server);
  const claims = { iss: app.client_id, sub: app.client_id, aud: server.issuer, jti: randomUUID() };
  return signed(
    { ...claims, iat: now, exp: now + 60, ...changes },
    { alg: key.alg, kid: "client-key", ...header },
    key,
  );
}

/** The form fields of an assertion (RFC 7521 §4.2). */
export function assertionFields(client_assertion: string): Record<string, string> {
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion,
  };
}

/** RFC 9449 §4.2 — a good proof for a POST at the token endpoint, with these claims and header members changed. */
export function proof(server: Timed, key: ClientKey, changes: Json = {}, header: Json = {}): Promise<string> {
  const claims = { jti: randomUUID(), htm: "POST", htu: `${server.issuer}/oauth/token` };
  return signed(
    { ...claims, iat: secondsOf(server), ...changes },
    { typ: "dpop+jwt", alg: key.alg, jwk: key.publicJwk, ...header },
    key,
  );
}

/** RFC 9449 §4.2, `ath`. */
export function ath(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** RFC 9101 §4 — an authorization request as a signed request object. */
export function requestObject(
  server: Timed,
  app: Pick<TestApp, "client_id" | "redirect_uri">,
  key: ClientKey,
  changes: Json = {},
  header: Json = {},
): Promise<string> {
  const now = secondsOf(server);
  const { client_id, redirect_uri } = app;
  const claims = {
    iss: client_id,
    aud: server.issuer,
    exp: now + 60,
    client_id,
    redirect_uri,
    response_type: "code",
    scope: "bookings:read",
    state: "signed-state",
  };
  return signed(
    { ...claims, ...changes },
    { typ: "oauth-authz-req+jwt", alg: key.alg, kid: "client-key", ...header },
    key,
  );
}
