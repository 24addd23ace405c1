/** The protocol's own vocabulary: values of RFC 6749, 7591 and 7636 as types, spelled as on the wire. */
import type { AccessTokenProfile, Environment } from "@gatehouse/guard";

export type { AccessTokenProfile, Environment };

/** RFC 7591 §2, RFC 8705 §2.1.1, §2.2.1, `token_endpoint_auth_method`. */
export type TokenEndpointAuthMethod =
  | "client_secret_basic"
  | "client_secret_post"
  | "private_key_jwt"
  | "tls_client_auth"
  | "self_signed_tls_client_auth"
  | "none";

/** What clients may sign with: assertions, request objects, DPoP proofs. Ed25519 is EdDSA's newer name (RFC 9864 §2.2). */
export type ClientSigningAlg = "RS256" | "PS256" | "ES256" | "EdDSA" | "Ed25519";

/** RFC 7636 §4.3. */
export type CodeChallengeMethod = "S256" | "plain";

/** What a client must prove with PKCE. */
export type PkcePolicy = "s256_required" | "plain_allowed" | "optional";

/** When a refresh token is issued with the authorization code grant. */
export type RefreshPolicy = "offline_access" | "always" | "never";

export type SigningAlg = "RS256" | "PS256" | "ES256" | "EdDSA";

/** What this server signs with. */
export const signingAlgs: readonly SigningAlg[] = ["RS256", "PS256", "ES256", "EdDSA"];

/** RFC 8628 §3.4. */
export const DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

/** RFC 8693 §2.1, §3. */
export const TOKEN_EXCHANGE_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
export const ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";

/** RFC 7523 §2.1. */
export const JWT_BEARER_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** The scope that asks for lasting access; it belongs to no API. */
export const OFFLINE_ACCESS = "offline_access";

/** The id of our own API for management: no app can be given a token for it by asking, only by staff. */
export const MANAGEMENT_API = "api_gatehouse";
