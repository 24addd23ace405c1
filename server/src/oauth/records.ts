/** What the protocol keeps: pending requests, consents, codes, families of tokens, opaque tokens. */
import type { Limits } from "./agents/limits.ts";
import type { AuthorizationDetail } from "./details/detail.ts";
import type { Actor } from "./exchange/actor.ts";
import type { Authentication } from "./openid/id-token.ts";
import type { OpenIdRequest, ResponseMode } from "./openid/request.ts";
import type { Confirmation } from "./proof-ports.ts";
import type { PlacedToken } from "./status/ports.ts";
import type { CodeChallengeMethod, Environment } from "./words.ts";

/** An authorization request that waits for a person. Times in milliseconds since the epoch. */
export interface Pending {
  id: string;
  client_id: string;
  /** The matched registered URI, exactly as it was sent; null when it was omitted (one is registered). */
  redirect_uri: string | null;
  /** Where the answer goes: the matched target in full. */
  redirectTarget: string;
  /** The digest of the device code that waits for this decision (RFC 8628); null when an app waits in the browser. */
  device: string | null;
  scope: readonly string[];
  state: string | null;
  code_challenge: string | null;
  code_challenge_method: CodeChallengeMethod | null;
  resource: string;
  ui_locales: string | null;
  login_hint: string | null;
  openid: OpenIdRequest;
  response_mode: ResponseMode;
  /** Digest of the pushed request (RFC 9126) that it came from; null when it came by itself. */
  pushed: string | null;
  /** RFC 9449 §10 — the only key that may redeem the code; null when any may. */
  dpop_jkt: string | null;
  /** What it asks for beside scopes (RFC 9396). */
  authorization_details: readonly AuthorizationDetail[];
  /** Digest of the browser cookie it was begun with: another browser cannot continue it. */
  browser: string;
  createdAt: number;
  expiresAt: number;
}

export interface Consent {
  id: string;
  subject: string;
  client_id: string;
  resource: string;
  scope: readonly string[];
  /** The client's `consentVersion` that the person saw. */
  consentVersion: string;
  /** What the person limited it to when they last allowed it; absent for a client that somebody here registered. */
  limits?: Limits | null;
  createdAt: number;
  updatedAt: number;
}

/** All that an authorization code is bound to (RFC 6749 §4.1.2, RFC 7636 §4.4). */
export interface CodeRecord {
  /** SHA-256 of the code, base64url. */
  hash: string;
  client_id: string;
  subject: string;
  consentId: string;
  /** As sent at authorize; null when it was omitted. */
  redirect_uri: string | null;
  scope: readonly string[];
  resource: string;
  environment: Environment;
  code_challenge: string | null;
  code_challenge_method: CodeChallengeMethod | null;
  /** When the person proved who they are. */
  authTime: number;
  /** What an ID token must say of it; null without `openid`. */
  authentication: Authentication | null;
  dpop_jkt: string | null;
  authorization_details: readonly AuthorizationDetail[];
  limits?: Limits | null;
  createdAt: number;
  expiresAt: number;
}

export interface StoredCode extends CodeRecord {
  /** Set by the redemption that won. */
  redeemedAt: number | null;
  familyId: string | null;
  /** How often a wrong verifier was presented. */
  misses: number;
}

/** All tokens that descend from one redemption of one code. */
export interface Family {
  id: string;
  client_id: string;
  subject: string;
  consentId: string;
  scope: readonly string[];
  resource: string;
  environment: Environment;
  /** 32 random bytes, base64url; sealed at rest. Null when no refresh token was issued. */
  seed: string | null;
  /** The newest refresh token's generation, 1 at first. */
  generation: number;
  /** When the newest generation was made. */
  rotatedAt: number;
  /** How often the newest generation was handed out again to a holder of the one before. */
  repeats: number;
  authTime: number;
  authentication: Authentication | null;
  /** The key that its refresh token is bound to (RFC 9449 §5); null when client authentication binds it. */
  cnf: Confirmation | null;
  authorization_details: readonly AuthorizationDetail[];
  /** What the person limited it to. */
  limits?: Limits | null;
  createdAt: number;
  /** The end of the refresh token unless it is used before. */
  idleExpiresAt: number;
  /** The end of the family. */
  expiresAt: number;
  revokedAt: number | null;
}

/** An opaque access token at rest. */
export interface OpaqueToken {
  /** SHA-256 of the token, base64url. */
  hash: string;
  id: string;
  client_id: string;
  /** Null for a machine token. */
  subject: string | null;
  organisation: string;
  scope: readonly string[];
  resource: string;
  environment: Environment;
  familyId: string | null;
  /** Who acts for the subject (RFC 8693 §4.1). */
  act: Actor | null;
  issuedAt: number;
  expiresAt: number;
  revokedAt: number | null;
  cnf: Confirmation | null;
  /** Claims that few tokens have. */
  more: TokenMore;
}

/** RFC 9068 §2.2.1, RFC 9396 §9.1 — claims that few tokens have, as they are written; times in seconds. */
export interface TokenMore {
  readonly auth_time?: number;
  readonly acr?: string;
  readonly authorization_details?: readonly AuthorizationDetail[];
  /** What an agent's calls are counted under: where there is a number of calls, and where there is none. */
  readonly budget?: string;
  readonly activity?: string;
  readonly [claim: string]: unknown;
}

/** What is kept of an access token: all of an opaque one; of a JWT only where its bit is and with which family it dies. */
export type StoredToken = OpaqueToken | PlacedToken;

export function isOpaque(token: StoredToken): token is OpaqueToken {
  return "hash" in token;
}
