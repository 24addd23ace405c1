/** RFC 9068 — what is in an access token: the claims of each profile. The guard's package says how they are read. */
import { testAudience, TYP, type PassportClaims, type Rfc9068Claims } from "@gatehouse/guard";
import { seconds } from "../../lib/clock.ts";
import type { Actor } from "../exchange/actor.ts";
import type { Client } from "../clients/client.ts";
import type { Confirmation } from "../proof-ports.ts";
import type { TokenMore } from "../records.ts";
import type { Resource } from "../resource.ts";
import { statusClaim } from "../status/places.ts";

/** All that an access token says, before it is written down. Times in milliseconds since the epoch. */
export interface AccessTokenContent {
  tokenId: string;
  issuer: string;
  client: Client;
  resource: Resource;
  /** Null for a machine token. */
  subject: string | null;
  scope: readonly string[];
  /** Who acts for the subject (RFC 8693 §4.1); null when it acts itself. */
  act: Actor | null;
  /** The key that it is bound to. */
  cnf: Confirmation | null;
  /** Claims that few tokens have. */
  more: TokenMore;
  /** Of its bit in a status list; null when it carries none. */
  place: number | null;
  issuedAt: number;
  /** Whole seconds. */
  lifetime: number;
}

/** The audience of a token: the API's identifier, or its test twin. */
export function audienceOf(resource: Resource, environment: Client["environment"]): string {
  return environment === "test" ? testAudience(resource.identifier) : resource.identifier;
}

/** RFC 9068 §2.2. `exp - iat` is exactly the lifetime. */
export function rfc9068Claims(content: AccessTokenContent): { typ: string; claims: Rfc9068Claims } {
  const { client, subject } = content;
  const iat = seconds(content.issuedAt);
  return {
    typ: TYP.rfc9068,
    claims: {
      ...content.more,
      iss: content.issuer,
      aud: audienceOf(content.resource, client.environment),
      sub: subject ?? client.client_id,
      sub_type: subject === null ? "client" : "person",
      client_id: client.client_id,
      iat,
      exp: iat + content.lifetime,
      jti: content.tokenId,
      scope: content.scope.join(" "),
      env: client.environment,
      org: client.organisation.id,
      ...(content.act === null ? {} : { act: content.act }),
      ...(client.apiVersion === null ? {} : { api_version: client.apiVersion }),
      ...(content.cnf === null ? {} : { cnf: content.cnf }),
      ...(content.place === null ? {} : { status: statusClaim(content.issuer, content.place) }),
    },
  };
}

/**
 * The Passport shape, plus `iss`, `client_id`, `scope`. Times are integers: a fractional `nbf` is refused by strict
 * readers in its first second, so the opt-in for fractions dates `nbf` back by a second.
 */
export function passportClaims(content: AccessTokenContent): { typ: string; claims: PassportClaims } {
  const { client, subject } = content;
  const fractional = client.policy.fractional_times;
  const iat = fractional ? content.issuedAt / 1000 : seconds(content.issuedAt);
  // Such a token says what Passport's says; when and how somebody signed in is told by the other forms.
  const { auth_time: _, acr: __, ...more } = content.more;
  return {
    typ: TYP.passport,
    claims: {
      ...more,
      aud: client.client_id,
      jti: content.tokenId,
      iat,
      nbf: fractional ? iat - 1 : iat,
      exp: iat + content.lifetime,
      sub: subject ?? "",
      scopes: [...content.scope],
      user_id: subject ?? client.serviceAccount,
      partner_id: client.organisation.id,
      is_test: client.environment === "test",
      iss: content.issuer,
      client_id: client.client_id,
      scope: content.scope.join(" "),
      ...(content.act === null ? {} : { act: content.act }),
      ...(content.cnf === null ? {} : { cnf: content.cnf }),
      ...(content.place === null ? {} : { status: statusClaim(content.issuer, content.place) }),
    },
  };
}
