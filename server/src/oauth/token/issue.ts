/** RFC 6749 §5.1 — turns a decision into tokens. Nothing else mints, and nothing leaves before the store has it. */
import { secretText, uuid7 } from "../../lib/random.ts";
import { rotates } from "../clients/fapi.ts";
import { refreshKey, tokenType } from "../checks/sender.ts";
import type { AuthorizationDetail } from "../details/detail.ts";
import type { Issuance } from "../grants/grant.ts";
import { idToken } from "../openid/id-token.ts";
import { OPENID } from "../openid/scopes.ts";
import type { Family, OpaqueToken, Ports, StoredToken, ExchangedToken } from "../ports.ts";
import type { Confirmation } from "../proof-ports.ts";
import type { PlacedToken } from "../status/ports.ts";
import { isOpaque } from "../records.ts";
import { Refusal } from "../refusals.ts";
import { ACCESS_TOKEN_TYPE } from "../words.ts";
import { passportClaims, rfc9068Claims, type AccessTokenContent } from "../tokens/access-token.ts";
import { refreshTokenText } from "../tokens/refresh-token.ts";
import { newSecret, secretHash } from "../tokens/secret-token.ts";
import { familyOf, newTokenId } from "../tokens/token-id.ts";
import { moreOf, withAdded } from "./more.ts";

export interface Issued {
  access_token: string;
  token_type: "Bearer" | "DPoP";
  /** Whole seconds; `exp - iat` of the token. */
  expires_in: number;
  scope: readonly string[];
  refresh_token: string | null;
  /** OpenID Connect Core §3.1.3.3; null without the scope `openid`. */
  id_token: string | null;
  /** RFC 8693 §2.2.1; null outside token exchange. */
  issued_token_type: string | null;
  /** RFC 9396 §7; empty when there are none. */
  authorization_details: readonly AuthorizationDetail[];
}

/**
 * How often the same successor is given again while it is unused (RFC 9700 §4.14.2 leaves it open). It stops a client
 * that runs wild, no thief: one repeat would be enough for him. So it must be far above what honest workers do together.
 */
const maxRepeats = 10_000;

/** Mints and stores in one step of the store, bound to `key`; throws the refusal of whoever came second. */
export async function issue(issuance: Issuance, key: Confirmation | null, ports: Ports): Promise<Issued> {
  const now = ports.clock.now();
  const family = familyFor(issuance, key, now, ports);
  const content = {
    ...contentOf(issuance, family, key, now, ports),
    place: await placeFor(issuance, now, ports),
  };
  if (ports.extensions.claims !== undefined) content.more = await withAdded(issuance, content.more, ports);
  const opaqueText =
    issuance.client.policy.access_token_profile === "opaque"
      ? newSecret("gha", issuance.client.environment, ports)
      : null;
  const token = opaqueText === null ? placedToken(content) : opaqueRow(opaqueText, content);
  const refresh_token = await commit(issuance, family, content, token, now, ports);
  const access_token = opaqueText ?? (await writeJwt(content, ports));
  return {
    access_token,
    token_type: tokenType(key),
    expires_in: content.lifetime,
    scope: issuance.scope,
    refresh_token,
    id_token: await idTokenFor(issuance, family, access_token, content.lifetime, ports),
    issued_token_type: issuance.source.kind === "exchange" ? ACCESS_TOKEN_TYPE : null,
    authorization_details: issuance.details ?? [],
  };
}

/** Only what descends from a sign-in with `openid`, and still has that scope, says who signed in. */
async function idTokenFor(
  { client, source, scope, subject }: Issuance,
  family: Family | null,
  access_token: string,
  lifetime: number,
  ports: Ports,
): Promise<string | null> {
  const authentication = family?.authentication ?? null;
  if (family === null || authentication === null || subject === null || !scope.includes(OPENID)) return null;
  const { authTime } = family;
  const refreshed = source.kind === "refresh";
  return idToken(
    { client, subject, scope, authTime, authentication, refreshed, access_token, lifetime },
    ports,
  );
}

/** The verb that makes it true, and the refresh token that follows from it. */
async function commit(
  issuance: Issuance,
  family: Family | null,
  content: AccessTokenContent,
  token: StoredToken | null,
  now: number,
  ports: Ports,
): Promise<string | null> {
  const { source, client } = issuance;
  if (source.kind === "exchange") {
    if ((await ports.accessTokens.exchange(exchangedFrom(source.parentId, content), token)) === "gone")
      throw new Refusal("subject_token_invalid");
    return null;
  }
  if (source.kind === "direct" || family === null) {
    if (token !== null && isOpaque(token)) await ports.accessTokens.put(token);
    return null;
  }
  if (source.kind === "assertion") {
    if ((await ports.trusts.begin(family, token)) === "gone") throw new Refusal("grant_withdrawn");
    return null;
  }
  if (source.kind === "code") {
    const redemption = await ports.codes.redeem(source.code.hash, now, { family, token });
    if (redemption.outcome === "already_spent") {
      if (redemption.familyId !== null)
        await ports.families.revoke(redemption.familyId, now, "code_replayed", ports.via);
      throw new Refusal("code_already_spent");
    }
    if (redemption.outcome === "gone") throw new Refusal("grant_withdrawn");
    if (source.code.code_challenge_method === "S256" && client.s256SeenAt === null)
      await ports.clients.sawS256(client.client_id, now);
    return family.seed === null ? null : refreshTokenText(family, family.generation, ports);
  }
  if (source.kind === "device") {
    const redemption = await ports.devices.redeem(source.device.hash, now, { family, token });
    if (redemption.outcome === "already_spent") {
      if (redemption.familyId !== null)
        await ports.families.revoke(redemption.familyId, now, "code_replayed", ports.via);
      throw new Refusal("device_code_spent");
    }
    if (redemption.outcome === "gone") throw new Refusal("grant_withdrawn");
    return family.seed === null ? null : refreshTokenText(family, family.generation, ports);
  }
  const idleMs = client.policy.refresh_idle_seconds * 1000;
  if (!rotates(client)) {
    const outcome = await ports.families.keep(family.id, source.presented, now, idleMs, token);
    if (outcome === "gone") throw new Refusal("unknown_refresh_token");
    return refreshTokenText(family, source.presented, ports);
  }
  const rotation = await ports.families.rotate(
    family.id,
    source.presented,
    now,
    {
      overlapMs: client.policy.refresh_overlap_seconds * 1000,
      repeats: maxRepeats,
      idleMs,
    },
    token,
    ports.via,
  );
  if (rotation.outcome === "reused") {
    ports.report({ name: "refresh_reused", client_id: client.client_id, familyId: family.id });
    throw new Refusal("refresh_reused");
  }
  if (rotation.outcome === "gone") throw new Refusal("unknown_refresh_token");
  if (rotation.outcome === "repeated")
    ports.report({ name: "refresh_repeated", client_id: client.client_id, familyId: family.id });
  return refreshTokenText(family, rotation.generation, ports);
}

/** Where this token's bit will be; null when its kind carries none. Throws for a client that was disabled meanwhile. */
async function placeFor({ client }: Issuance, now: number, ports: Ports): Promise<number | null> {
  const { status_list, access_token_profile } = client.policy;
  const carries = status_list === "on" || (status_list === "rfc9068" && access_token_profile === "rfc9068");
  if (!carries || access_token_profile === "opaque") return null;
  const place = await ports.status.place(client, now);
  if (place === null) throw new Refusal("unknown_client");
  return place;
}

/** What is kept of a JWT; nothing, when it has no place or no family: then it dies with its client only. */
function placedToken({ place, tokenId, issuedAt, lifetime }: AccessTokenContent): PlacedToken | null {
  const familyId = familyOf(tokenId);
  if (place === null || familyId === null) return null;
  return { place, familyId, expiresAt: issuedAt + lifetime * 1000 };
}

/** RFC 8693: it ends when that token is revoked. */
function exchangedFrom(parentId: string, content: AccessTokenContent): ExchangedToken {
  const { tokenId, place, issuedAt, lifetime } = content;
  return { tokenId, parentId, place, expiresAt: issuedAt + lifetime * 1000 };
}

function familyFor(issuance: Issuance, key: Confirmation | null, now: number, ports: Ports): Family | null {
  const { source, client } = issuance;
  if (source.kind === "direct" || source.kind === "exchange") return null;
  if (source.kind === "refresh") return source.family;
  // What the person allowed, however the app heard of it.
  const allowed = allowedBy(source, issuance.subject ?? "", now);
  const { policy } = client;
  const policyEnd =
    now + 1000 * (source.refresh ? policy.refresh_absolute_seconds : policy.access_token_seconds);
  const absolute = Math.min(policyEnd, allowed.limits?.until ?? policyEnd);
  return {
    id: uuid7(ports.clock, ports.random),
    client_id: client.client_id,
    subject: allowed.subject,
    consentId: allowed.consentId,
    scope: issuance.scope,
    resource: issuance.resource.identifier,
    environment: client.environment,
    seed: source.refresh ? secretText(ports.random, 32) : null,
    generation: 1,
    rotatedAt: now,
    repeats: 0,
    authTime: allowed.authTime,
    authentication: allowed.authentication,
    cnf: refreshKey(client, key),
    authorization_details: allowed.authorization_details,
    limits: allowed.limits ?? null,
    createdAt: now,
    idleExpiresAt: source.refresh ? Math.min(absolute, now + policy.refresh_idle_seconds * 1000) : absolute,
    expiresAt: absolute,
    revokedAt: null,
  };
}

/** An assertion says who somebody is, and nothing of how or when they signed in. */
function allowedBy(
  source: Extract<Issuance["source"], { kind: "code" | "device" | "assertion" }>,
  subject: string,
  now: number,
): Pick<
  Family,
  "subject" | "consentId" | "authTime" | "authentication" | "authorization_details" | "limits"
> {
  if (source.kind === "code") return source.code;
  if (source.kind === "device") return source.approval;
  return {
    subject,
    consentId: source.consentId,
    authTime: now,
    authentication: null,
    authorization_details: [],
    limits: source.limits ?? null,
  };
}

function contentOf(
  issuance: Issuance,
  family: Family | null,
  key: Confirmation | null,
  now: number,
  ports: Ports,
): Omit<AccessTokenContent, "place"> {
  const { client } = issuance;
  // No token outlives the family that could still revoke it.
  const exchanged = issuance.source.kind === "exchange" ? issuance.source : null;
  const end = exchanged?.expiresAt ?? family?.expiresAt ?? Number.POSITIVE_INFINITY;
  const left = Math.max(0, Math.floor((end - now) / 1000));
  return {
    tokenId: newTokenId(exchanged?.familyId ?? family?.id ?? null, ports.clock, ports.random),
    issuer: ports.issuer,
    client,
    resource: issuance.resource,
    subject: issuance.subject,
    scope: issuance.scope,
    act: exchanged?.act ?? null,
    cnf: key,
    more: moreOf(issuance, family),
    issuedAt: now,
    lifetime: Math.min(client.policy.access_token_seconds, left),
  };
}

function opaqueRow(text: string, content: AccessTokenContent): OpaqueToken {
  return {
    hash: secretHash(text),
    id: content.tokenId,
    client_id: content.client.client_id,
    subject: content.subject,
    organisation: content.client.organisation.id,
    scope: content.scope,
    resource: content.resource.identifier,
    environment: content.client.environment,
    familyId: familyOf(content.tokenId),
    act: content.act,
    issuedAt: content.issuedAt,
    expiresAt: content.issuedAt + content.lifetime * 1000,
    revokedAt: null,
    cnf: content.cnf,
    more: content.more,
  };
}

async function writeJwt(content: AccessTokenContent, ports: Ports): Promise<string> {
  const { policy, environment } = content.client;
  const { typ, claims } =
    policy.access_token_profile === "passport" ? passportClaims(content) : rfc9068Claims(content);
  return ports.keys.sign({ alg: policy.signing_alg, rsa_bits: policy.rsa_bits, environment }, typ, claims);
}
