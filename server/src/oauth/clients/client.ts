/** RFC 6749 §2 — a client: one environment's credentials of one app, and what they may do. */
import type { Jwk } from "../proof-ports.ts";
import type {
  AccessTokenProfile,
  ClientSigningAlg,
  Environment,
  PkcePolicy,
  RefreshPolicy,
  SigningAlg,
  TokenEndpointAuthMethod,
} from "../words.ts";

/** What the settings decide for one client: its own values where it has any, else the server's. Times in seconds. */
export interface ClientPolicy {
  pkce: PkcePolicy;
  refresh_token: RefreshPolicy;
  access_token_profile: AccessTokenProfile;
  signing_alg: SigningAlg;
  /** Modulus length of an RS256 key: 2048, 3072 or 4096. */
  rsa_bits: number;
  /** Whether GET at the token endpoint serves client_credentials with HTTP Basic. */
  token_endpoint_get: "off" | "basic_only";
  /** Whether iat, nbf and exp carry a fraction, as Passport writes them. */
  status_list: "rfc9068" | "on" | "off";
  fractional_times: boolean;
  /** What an authorization request without `scope` asks for: all the app was assigned, or it is refused (RFC 6749 §3.3). */
  scope_when_absent: "assigned" | "refuse";
  access_token_seconds: number;
  code_seconds: number;
  /** A refresh token that is not used for so long dies. */
  refresh_idle_seconds: number;
  /** A family of tokens dies so long after its consent. */
  refresh_absolute_seconds: number;
  /** How long the refresh token before the newest still gets the same successor. */
  refresh_overlap_seconds: number;
  /** Whether tokens without offline_access end when the person signs out (Back-Channel Logout §2.7). */
  tokens_end_with_session: boolean;
  /** 0 means any number. */
  client_requests_per_minute: number;
}

export interface ClientSecret {
  id: string;
  /** Keyed digest of the secret (HMAC-SHA-256 under the pepper), base64url. */
  hash: string;
  /** Milliseconds since the epoch; null means it does not expire. */
  expiresAt: number | null;
}

/** RFC 7591 §2 and OpenID Connect Registration §2 members that few clients have; absent means the default. */
export interface ClientMore {
  id_token_signed_response_alg?: SigningAlg;
  userinfo_signed_response_alg?: SigningAlg;
  subject_type?: "public" | "pairwise";
  sector_identifier_uri?: string;
  post_logout_redirect_uris?: readonly string[];
  /** OpenID Connect Back-Channel Logout §2.2: where it is told of the end of a session; it is told which one either way. */
  backchannel_logout_uri?: string;
  backchannel_logout_session_required?: boolean;
  default_max_age?: number;
  require_auth_time?: boolean;
  /** RFC 7591 §2 — the client's public keys, or where they are; never both. */
  jwks?: { keys: readonly Jwk[] };
  jwks_uri?: string;
  /** The one algorithm of its assertions (RFC 7523) and of its request objects (RFC 9101); absent means what its keys allow. */
  token_endpoint_auth_signing_alg?: ClientSigningAlg;
  request_object_signing_alg?: ClientSigningAlg;
  /** RFC 9101 §10.5, RFC 9126 §6, RFC 9449 §5.2 — what its requests must be. */
  require_signed_request_object?: boolean;
  require_pushed_authorization_requests?: boolean;
  dpop_bound_access_tokens?: boolean;
  /** RFC 8705 §3.4 — its tokens are bound to the certificate of its TLS connection. */
  tls_client_certificate_bound_access_tokens?: boolean;
  /** RFC 8705 §2.1.2 — the one name that a certificate of tls_client_auth must hold. */
  tls_client_auth_subject_dn?: string;
  tls_client_auth_san_dns?: string;
  tls_client_auth_san_uri?: string;
  tls_client_auth_san_ip?: string;
  tls_client_auth_san_email?: string;
  /** RFC 9396 §10 — the types of authorization details that it may ask for; absent means none. */
  authorization_details_types?: readonly string[];
  /** FAPI 2.0 Security Profile: one switch for all that it asks of a client. */
  fapi?: "2.0";
}

/** RFC 7591 — how a client came that nobody here registered. Times in milliseconds since the epoch. */
export interface Registration {
  /** With an initial access token, by anybody, or known by its metadata document. */
  kind: "token" | "open" | "document";
  /** Keyed digest of the registration access token (RFC 7592); null when there is none. */
  accessTokenHash: string | null;
  issuedAt: number;
  /** RFC 7591 §2 members that are only given back. */
  members: Readonly<Record<string, unknown>>;
  /** Until when a document need not be fetched again. */
  freshUntil: number | null;
}

export interface Client {
  client_id: string;
  client_name: string;
  appId: string;
  /** The app's machine account, a UUID: stands in `user_id` of Passport machine tokens, and is never a person. */
  serviceAccount: string;
  organisation: { id: string; name: string; verified: boolean };
  environment: Environment;
  status: "active" | "disabled";
  application_type: "web" | "native" | "browser" | "machine";
  token_endpoint_auth_method: TokenEndpointAuthMethod;
  grant_types: readonly string[];
  redirect_uris: readonly string[];
  /** Every scope this client may ask for, `offline_access` included when it may have it. */
  scopes: readonly string[];
  /** The API that its tokens are for: the `identifier` of a resource. */
  resource: string;
  metadata: ClientMore;
  /** Null when somebody here registered it. */
  registration: Registration | null;
  /** The preset it was seeded from, if any. */
  preset: string | null;
  /** The API version that its calls mean when they name none. */
  apiVersion: string | null;
  /** Set once it has redeemed a code with S256: from then on plain and absent are refused (RFC 9700 §2.1.1). */
  s256SeenAt: number | null;
  /** Changes whenever name, redirect URIs or scopes change: a remembered consent is for this value only. */
  consentVersion: string;
  secrets: readonly ClientSecret[];
  policy: ClientPolicy;
}

/** RFC 6749 §2.1 — a public client cannot keep a secret. */
export function isPublic(client: Client): boolean {
  return client.token_endpoint_auth_method === "none";
}

/** Whether anybody at all can have made it: it asks every time, and leads nobody away unannounced (RFC 9700 §4.11.2). */
export function inQuarantine({ registration }: Pick<Client, "registration">): boolean {
  return registration?.kind === "open" || registration?.kind === "document";
}
