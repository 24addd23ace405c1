/** What an access token says: the claims of RFC 9068, the Passport shape, and the one reading (`Access`) that both become. */

import { readMoreClaims } from "./more-claims.ts";
import type { Actor, AuthorizationDetail, MoreClaims } from "./more-claims.ts";

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
  /** The key that the token is bound to (RFC 9449 §6.1, RFC 8705 §3.1). */
  cnf?: Readonly<Record<string, string>>;
  /** When and how strongly the person signed in (RFC 9068 §2.2.1). */
  auth_time?: number;
  acr?: string;
  /** Who acts for the subject (RFC 8693 §4.1). */
  act?: Actor;
  /** RFC 9396 §9.1. */
  authorization_details?: readonly AuthorizationDetail[];
  status?: StatusClaim;
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
  cnf?: Readonly<Record<string, string>>;
  act?: Actor;
  authorization_details?: readonly AuthorizationDetail[];
  status?: StatusClaim;
}

/** Token Status List §6.2 — where the bit is that says whether a token was withdrawn. */
export interface StatusClaim {
  status_list: { idx: number; uri: string };
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
export interface Access extends MoreClaims {
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
  /** RFC 9449 §6 — thumbprint of the key that the token is bound to; null for a plain bearer token. */
  jkt: string | null;
  /** RFC 8705 §3.1 — thumbprint of the TLS client certificate that it is bound to; null when it is bound to none. */
  "x5t#S256": string | null;
  /** Where its bit is (Token Status List §6.2); null when it carries none. */
  status: StatusClaim["status_list"] | null;
}

/** What a reader of claims must know. `now` is in seconds and may have a fraction. */
export interface ReadingContext {
  issuer: string;
  /** The API's identifier. */
  audience: string;
  environment: Environment | "any";
  now: number;
  /** Seconds that `nbf` may lie ahead. `exp` has no tolerance. */
  clockTolerance: number;
  /** Whether the caller will ask for a proof of `Access.jkt`. Without that a bound token is refused (RFC 9449 §7.2). */
  provesKeys?: boolean;
  /** The same for the certificate of `Access["x5t#S256"]` (RFC 8705 §3). */
  provesCertificates?: boolean;
}

/** Why claims are not an access token for this API. */
export type ClaimsFault =
  | "bad_claims"
  | "wrong_issuer"
  | "wrong_audience"
  | "wrong_environment"
  | "token_expired"
  | "token_not_yet_valid"
  | "sender_constrained";

/** Claims as they come out of JSON. */
export type RawClaims = Readonly<Record<string, unknown>>;

/** A non-empty string. */
function text(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

const UNBOUND = { jkt: null, "x5t#S256": null };

/** RFC 9449 §6.1, RFC 8705 §3.1 — what `cnf` binds the token to; null for what can be proven in no way here. */
function boundTo({ cnf }: RawClaims): Pick<Access, "jkt" | "x5t#S256"> | null {
  if (cnf === undefined) return UNBOUND;
  if (typeof cnf !== "object" || cnf === null || Object.keys(cnf).length !== 1) return null;
  if ("jkt" in cnf && text(cnf.jkt)) return { ...UNBOUND, jkt: cnf.jkt };
  return "x5t#S256" in cnf && text(cnf["x5t#S256"]) ? { ...UNBOUND, "x5t#S256": cnf["x5t#S256"] } : null;
}

/** Whether what the token is bound to will be asked for: to let it pass unasked would make it a bearer token. */
function canBeProven(claims: RawClaims, context: ReadingContext): boolean {
  const bound = boundTo(claims);
  if (bound === null) return false;
  if (bound.jkt !== null) return context.provesKeys === true;
  return bound["x5t#S256"] === null || context.provesCertificates === true;
}

/** Null when there is none, or none of a form that could be looked up. */
function statusOf({ status }: RawClaims): Access["status"] {
  const { idx, uri } = (status as Partial<StatusClaim> | null | undefined)?.status_list ?? {};
  return text(uri) && Number.isSafeInteger(idx) && Number(idx) >= 0 ? { idx: Number(idx), uri } : null;
}

/** What both profiles ask of time and binding. A bound token is no bearer token (RFC 9449 §7.2, RFC 8705 §3). */
function timeFault(claims: RawClaims, context: ReadingContext, integers: boolean): ClaimsFault | null {
  const { exp, nbf } = claims;
  const isTime = (value: unknown): value is number =>
    typeof value === "number" && value >= 0 && Number.isSafeInteger(integers ? value : Math.floor(value));
  if (!isTime(exp) || (nbf !== undefined && !isTime(nbf))) return "bad_claims";
  if (exp <= context.now) return "token_expired";
  if (nbf !== undefined && nbf > context.now + context.clockTolerance) return "token_not_yet_valid";
  return canBeProven(claims, context) ? null : "sender_constrained";
}

/** A cached reading is shared between calls: freezing keeps one handler from widening another's access. */
function freeze(access: Access): Access {
  Object.freeze(access.scopes);
  Object.freeze(access.status);
  return Object.freeze(access);
}

/** The claims that RFC 9068 and an introspection answer share; `aud` and `env` must agree with each other and with the API. */
export function readShared(
  claims: RawClaims,
  context: ReadingContext,
  profile: "rfc9068" | "opaque",
): Access | ClaimsFault {
  const { aud, env, sub, sub_type, client_id, exp, jti, scope, org, api_version } = claims;
  if (env !== "live" && env !== "test") return "bad_claims";
  if (sub_type !== "person" && sub_type !== "client") return "bad_claims";
  if (!text(client_id) || !text(sub) || typeof scope !== "string") return "bad_claims";
  // A machine token whose subject is not the client itself could be taken for a person.
  if (sub_type === "client" && sub !== client_id) return "bad_claims";
  const only: unknown = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
  const test = testAudience(context.audience);
  if (only !== context.audience && only !== test) return "wrong_audience";
  if ((only === test) !== (env === "test")) return "wrong_environment";
  if (context.environment !== "any" && env !== context.environment) return "wrong_environment";
  const fault = timeFault(claims, context, true);
  if (fault !== null) return fault;
  const more = readMoreClaims(claims);
  if (more === null) return "bad_claims";
  return freeze({
    issuer: context.issuer,
    client_id,
    person: sub_type === "person" ? sub : null,
    organisation: text(org) ? org : null,
    scopes: scope.split(" ").filter((token) => token !== ""),
    environment: env,
    profile,
    expiresAt: exp as number,
    tokenId: text(jti) ? jti : null,
    apiVersion: text(api_version) ? api_version : null,
    ...(boundTo(claims) ?? UNBOUND),
    ...more,
    status: statusOf(claims),
  });
}

/** Reads verified claims as RFC 9068 §2.2 and §4 ask. Never call it before the signature was checked. */
export function readRfc9068(claims: RawClaims, context: ReadingContext): Access | ClaimsFault {
  if (claims["iss"] !== context.issuer) return "wrong_issuer";
  if (!Number.isSafeInteger(claims["iat"]) || !text(claims["jti"])) return "bad_claims";
  return readShared(claims, context, "rfc9068");
}

/**
 * Reads verified claims in the Passport shape. `aud` is the client, so such a token is for every API of its issuer;
 * `user_id` is never read as a person: for a machine token it names the app's service account.
 */
export function readPassport(claims: RawClaims, context: ReadingContext): Access | ClaimsFault {
  const { iss, aud, sub, client_id, scopes, is_test, exp, jti, partner_id } = claims;
  if (iss !== context.issuer) return "wrong_issuer";
  if (!text(client_id) || !text(jti) || typeof sub !== "string" || typeof is_test !== "boolean")
    return "bad_claims";
  // An ID token has a client as its audience too; it has neither client_id nor scopes.
  if (aud !== client_id) return "wrong_audience";
  if (!Array.isArray(scopes) || !scopes.every(text)) return "bad_claims";
  const environment = is_test ? "test" : "live";
  if (context.environment !== "any" && environment !== context.environment) return "wrong_environment";
  const fault = timeFault(claims, context, false);
  if (fault !== null) return fault;
  const more = readMoreClaims(claims);
  if (more === null) return "bad_claims";
  return freeze({
    issuer: context.issuer,
    client_id,
    person: sub === "" ? null : sub,
    organisation: text(partner_id) ? partner_id : null,
    scopes: [...scopes],
    environment,
    profile: "passport",
    expiresAt: Math.floor(exp as number),
    tokenId: jti,
    apiVersion: null,
    ...(boundTo(claims) ?? UNBOUND),
    ...more,
    status: statusOf(claims),
  });
}
