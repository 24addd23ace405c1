/** What an access token says: the claims of RFC 9068, the Passport shape, and the one reading (`Access`) that both become. */

/** The two worlds that an app's credentials belong to. A live API never takes a test token. */
export type Environment = "live" | "test";

/** How an access token is written down. */
export type AccessTokenProfile = "rfc9068" | "passport" | "opaque";

/** RFC 9068 §2.2 claims, and ours: `env`, `sub_type`, `org`, `api_version`. Times are integer seconds since the epoch. */
export interface Rfc9068Claims {
  iss: string;
  /** The API's identifier; a test token names the API's test identifier (`testAudience`). */
  aud: string;
  /** A person's id, or the client_id when no person is involved (RFC 9068 §2.2, RFC 6749 §4.4). */
  sub: string;
  /** Says which of the two `sub` is, so that a client can never pass as a person. */
  sub_type: "person" | "client";
  client_id: string;
  iat: number;
  exp: number;
  jti: string;
  /** Space-separated scopes (RFC 8693 §4.2). */
  scope: string;
  env: Environment;
  /** The organisation that owns the app. */
  org: string;
  /** The API version that the app is pinned to, when it is. */
  api_version?: string;
}

/** The claims of a Laravel Passport token as API companies document it, and `iss`, `client_id`, `scope` for safety. */
export interface PassportClaims {
  iss: string;
  /** The client_id: Passport has no audience of its own. */
  aud: string;
  /** 80 hexadecimal characters. */
  jti: string;
  iat: number;
  nbf: number;
  exp: number;
  /** A person's id, or "" when no person is involved. */
  sub: string;
  scopes: string[];
  /** The person's id, or the app's service account when no person is involved; never read as a person by the guard. */
  user_id: string;
  partner_id: string;
  is_test: boolean;
  client_id: string;
  scope: string;
}

/** RFC 9068 §2.1: the `typ` header of each JWT profile. */
export const TYP: { readonly rfc9068: "at+jwt"; readonly passport: "JWT" } = {
  rfc9068: "at+jwt",
  passport: "JWT",
};

/** The test twin of an API's identifier: a verifier that knows nothing of `env` still refuses a test token. */
export function testAudience(audience: string): string {
  return `${audience.replace(/\/$/, "")}/test`;
}

/** What a verified token means to an API, whichever profile it was written in. */
export interface Access {
  issuer: string;
  client_id: string;
  /** The person who allowed this, or null for a machine token. Identity is `issuer` + `person`. */
  person: string | null;
  organisation: string | null;
  scopes: readonly string[];
  environment: Environment;
  profile: AccessTokenProfile;
  /** Integer seconds since the epoch. */
  expiresAt: number;
  tokenId: string | null;
  /** The API version the app is pinned to. */
  apiVersion: string | null;
}
