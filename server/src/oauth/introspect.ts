/** RFC 7662 — introspection: what a token means now, told only to the API it is for, or to the app that owns it. */
import { seconds } from "../lib/clock.ts";
import { authenticateApi } from "./checks/api-authentication.ts";
import { authenticateClient, credentialParameters, readCredentials } from "./checks/client-authentication.ts";
import { refuseDuplicates, type Parameters } from "./checks/parameters.ts";
import { tokenType } from "./checks/sender.ts";
import type { Client } from "./clients/client.ts";
import type { Actor } from "./exchange/actor.ts";
import type { Ports, TokenMore } from "./ports.ts";
import type { Confirmation } from "./proof-ports.ts";
import { Refusal } from "./refusals.ts";
import type { Resource } from "./resource.ts";
import { readBody, type EndpointRequest } from "./token/read-body.ts";
import { audienceOf } from "./tokens/access-token.ts";
import { provesRefresh, readRefreshToken } from "./tokens/refresh-token.ts";
import { isSecret, secretHash } from "./tokens/secret-token.ts";
import { familyOf } from "./tokens/token-id.ts";

/** RFC 7662 §2.2; times are whole seconds. An inactive token says nothing else. */
export type Introspection = { active: false } | ({ active: true } & Record<string, unknown>);

/** Who asks: the API, by the id and secret that it got, or an app about its own tokens. */
type Caller = { api: Resource } | { client: Client };

const known: ReadonlySet<string> = new Set(["token", "token_type_hint", ...credentialParameters]);
const inactive: Introspection = { active: false };

/** Tokens that do not exist, which one caller may ask for in a minute (RFC 7662 §4, token scanning). */
const missLimit = { count: 600, windowMs: 60_000 };

/** The whole of POST /oauth/introspect. */
export async function introspect(request: EndpointRequest, ports: Ports): Promise<Introspection> {
  const parameters = readBody(request, ports);
  refuseDuplicates(parameters, known);
  const caller = await authenticateCaller(request, parameters, ports);
  const token = parameters.get("token");
  if (token === null) throw new Refusal("missing_token");
  // The hint is only a hint (RFC 7662 §2.1): our tokens say themselves what they are.
  const found = (await opaque(token, ports)) ?? (await refresh(token, ports)) ?? (await jwt(token, ports));
  if (found !== null && mayKnow(caller, found)) return found.says;
  const who = "api" in caller ? caller.api.id : caller.client.client_id;
  const wait = await ports.throttle.fail(`introspect:${who}`, missLimit, ports.clock.now());
  if (wait > 0) throw new Refusal("too_many_misses", wait);
  return inactive;
}

interface Found {
  client_id: string;
  /** The API that it is for; null for a refresh token, which is nobody's but the app's. */
  resource: string | null;
  says: Introspection;
}

function mayKnow(caller: Caller, found: Found): boolean {
  if ("client" in caller) return caller.client.client_id === found.client_id;
  return found.resource !== null && caller.api.identifier === found.resource;
}

async function authenticateCaller(
  request: EndpointRequest,
  parameters: Parameters,
  ports: Ports,
): Promise<Caller> {
  const presented = { ...request, parameters };
  const credentials = readCredentials(presented);
  const api = await authenticateApi(credentials, request.address, ports);
  if (api === null) {
    const client = await authenticateClient(presented, ports);
    // A public client cannot prove that it is the one whose token this is (RFC 7662 §2.1).
    if (client.token_endpoint_auth_method === "none") throw new Refusal("unknown_client");
    return { client };
  }
  request.watch?.provenApi(api.id);
  return { api };
}

/** What an access token means to one API of our own, which asks without a network between. */
export async function introspectFor(resource: string, token: string, ports: Ports): Promise<Introspection> {
  const found = (await opaque(token, ports)) ?? (await jwt(token, ports));
  return found?.resource === resource ? found.says : inactive;
}

/** What a live access token allows, whoever asks: for our own endpoints that take bearer tokens. */
export interface LiveAccess {
  client_id: string;
  /** Null for a machine token. */
  subject: string | null;
  scope: readonly string[];
  /** Its `jti`. */
  tokenId: string;
  familyId: string | null;
  /** The API that it is for: its identifier. */
  resource: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** Who acts for the subject (RFC 8693 §4.1). */
  act: Actor | null;
  /** The key that it is bound to: whoever presents it must hold that key too. */
  cnf: Confirmation | null;
  /** When and how the person signed in (RFC 9068 §2.2.1), and what its calls are counted under. */
  more: Pick<TokenMore, "auth_time" | "acr" | "budget" | "activity">;
}

/** Null when the token is no access token, has ended or was revoked. */
export async function liveAccess(token: string, ports: Ports): Promise<LiveAccess | null> {
  const found = (await opaque(token, ports)) ?? (await jwt(token, ports));
  if (found === null || !found.says.active || found.resource === null) return null;
  const { sub, sub_type, scope, jti, exp, act, cnf, auth_time, acr, budget, activity } = found.says;
  return {
    client_id: found.client_id,
    subject: sub_type === "person" ? String(sub) : null,
    scope: String(scope).split(" "),
    tokenId: String(jti),
    familyId: familyOf(String(jti)),
    resource: found.resource,
    expiresAt: Number(exp) * 1000,
    act: (act as Actor | undefined) ?? null,
    cnf: (cnf ?? null) as Confirmation | null,
    more: {
      ...(typeof auth_time === "number" ? { auth_time } : {}),
      ...(typeof acr === "string" ? { acr } : {}),
      ...(typeof budget === "string" ? { budget } : {}),
      ...(typeof activity === "string" ? { activity } : {}),
    },
  };
}

async function opaque(token: string, ports: Ports): Promise<Found | null> {
  if (!isSecret("gha", token)) return null;
  const row = await ports.accessTokens.findOpaque(secretHash(token));
  const now = ports.clock.now();
  if (row === null || row.revokedAt !== null || row.expiresAt <= now) return null;
  // Whatever ends a token (its family, consent, person or client) ends its row in the same transaction: nothing else
  // needs to be asked. That spares three of four queries.
  const client = await ports.clients.find(row.client_id);
  if (client === null || client.status === "disabled") return null;
  const resource = await ports.resources.find(row.resource);
  if (resource === null) return null;
  return {
    client_id: row.client_id,
    resource: row.resource,
    says: {
      ...row.more,
      active: true,
      scope: row.scope.join(" "),
      client_id: row.client_id,
      token_type: tokenType(row.cnf),
      ...(row.cnf === null ? {} : { cnf: row.cnf }),
      exp: seconds(row.expiresAt),
      iat: seconds(row.issuedAt),
      sub: row.subject ?? row.client_id,
      sub_type: row.subject === null ? "client" : "person",
      aud: audienceOf(resource, row.environment),
      iss: ports.issuer,
      jti: row.id,
      env: row.environment,
      org: row.organisation,
      ...(row.act === null ? {} : { act: row.act }),
      ...(client.apiVersion === null ? {} : { api_version: client.apiVersion }),
    },
  };
}

async function refresh(token: string, ports: Ports): Promise<Found | null> {
  const presented = readRefreshToken(token);
  const family = presented === null ? null : await ports.families.find(presented.familyId);
  if (presented === null || family === null || !provesRefresh(family, presented, ports)) return null;
  const now = ports.clock.now();
  const end = Math.min(family.idleExpiresAt, family.expiresAt);
  if (family.revokedAt !== null || presented.generation !== family.generation || end <= now) return null;
  if (!(await actorsActive(family.client_id, family.subject, ports))) return null;
  return {
    client_id: family.client_id,
    resource: null,
    says: {
      active: true,
      scope: family.scope.join(" "),
      client_id: family.client_id,
      token_type: "refresh_token",
      ...(family.cnf === null ? {} : { cnf: family.cnf }),
      exp: seconds(end),
      iat: seconds(family.rotatedAt),
      sub: family.subject,
      iss: ports.issuer,
      env: family.environment,
      ...(family.authorization_details.length === 0
        ? {}
        : { authorization_details: family.authorization_details }),
    },
  };
}

async function jwt(token: string, ports: Ports): Promise<Found | null> {
  const verified = await ports.keys.verify(token, ports.clock.now());
  if (verified === null) return null;
  const { claims } = verified;
  const { jti, client_id, sub } = claims;
  if (claims["iss"] !== ports.issuer || typeof jti !== "string" || typeof client_id !== "string") return null;
  const client = await ports.clients.find(client_id);
  if (client === null) return null;
  const passport = verified.typ === "JWT";
  // A token for another audience than the client's API of today is nobody's here (RFC 7662 §4).
  const resource = await ports.resources.find(client.resource);
  if (resource === null) return null;
  if (!passport && claims["aud"] !== audienceOf(resource, client.environment)) return null;
  const person = passport ? sub !== "" : claims["sub_type"] === "person";
  if (!(await stillGood(jti, client_id, person ? String(sub) : null, ports))) return null;
  return {
    client_id,
    resource: resource.identifier,
    says: {
      ...claims,
      active: true,
      token_type: tokenType((claims["cnf"] ?? null) as Confirmation | null),
      sub_type: person ? "person" : "client",
    },
  };
}

async function stillGood(
  tokenId: string,
  client_id: string,
  subject: string | null,
  ports: Ports,
): Promise<boolean> {
  if (await ports.accessTokens.isRevoked(tokenId, familyOf(tokenId))) return false;
  return actorsActive(client_id, subject, ports);
}

async function actorsActive(client_id: string, subject: string | null, ports: Ports): Promise<boolean> {
  const client = await ports.clients.find(client_id);
  if (client === null || client.status === "disabled") return false;
  return subject === null || (await ports.people.isActive(subject));
}
