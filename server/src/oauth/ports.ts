/** What the protocol needs from the world. Verbs say who won; no caller can find first and change later. */
import type { AuthorizationDetail } from "./details/detail.ts";
import type { By, Via } from "../lib/actor.ts";
import type { Clock } from "../lib/clock.ts";
import type { Random } from "../lib/random.ts";
import type { Client } from "./clients/client.ts";
import type { Permit, PermitsPort } from "./agents/port.ts";
import type { DevicesPort } from "./device/ports.ts";
import type { Extensions } from "./extensions.ts";
import type { ExchangePolicy } from "./exchange/policy.ts";
import type { LogoutsPort } from "./openid/backchannel.ts";
import type { FetchJson, JosePort, NoncesPort, PushedPort, ReplayPort, ServerRules } from "./proof-ports.ts";
import type {
  CodeRecord,
  Consent,
  Family,
  OpaqueToken,
  Pending,
  StoredCode,
  StoredToken,
} from "./records.ts";
import type { RegistrationPolicy, RegistrationsPort } from "./registration/port.ts";
import type { ApiDocument, Resource } from "./resource.ts";
import type { StatusPort } from "./status/ports.ts";
import type { TrustsPort } from "./trust/port.ts";
import type { Environment, SigningAlg } from "./words.ts";

export type {
  CodeRecord,
  Consent,
  Family,
  OpaqueToken,
  Pending,
  StoredCode,
  StoredToken,
  TokenMore,
} from "./records.ts";

export type Redemption =
  | { outcome: "redeemed" }
  /** Somebody was first; `familyId` is what the first one got. */
  | { outcome: "already_spent"; familyId: string | null }
  /** Burned by wrong verifiers, expired, or never there; or the consent was withdrawn. */
  | { outcome: "gone" };

export type Rotation =
  /** The head was presented: `generation` is the successor's. */
  | { outcome: "rotated"; generation: number }
  /** The one before the head, in time and with the head unused: the same successor again. */
  | { outcome: "repeated"; generation: number }
  /** Too old, too late, or too often: the family was revoked in the same transaction. */
  | { outcome: "reused" }
  /** Revoked or expired before. */
  | { outcome: "gone" };

export interface ClientsPort {
  /**
   * As it is stored, or was half a second ago. One that is not `enough` is asked for again: so nobody is refused for a
   * secret that was made a moment ago on another node.
   */
  find(client_id: string, enough?: (kept: Client) => boolean): Promise<Client | null>;
  /** Remembers that the client has used S256. */
  sawS256(client_id: string, now: number): Promise<void>;
  /** Remembers when a secret last worked; at most once a minute is written, a moment later. */
  secretUsed(secretId: string, now: number): void;
  /** Whether a public browser client registered this origin (scheme, host, port). */
  originRegistered(origin: string): Promise<boolean>;
  /** Whether some client may use PKCE with plain: metadata says so then, and only then. */
  plainServed(): Promise<boolean>;
}

export interface ResourcesPort {
  find(identifier: string): Promise<Resource | null>;
  /** By id, for introspection by the API itself. One that is not `enough` is asked for again. */
  findById(id: string, enough?: (kept: Resource) => boolean): Promise<Resource | null>;
  /** The company's APIs; our own for management is not among them. */
  list(): Promise<readonly Resource[]>;
  /** What its imported OpenAPI document says; null when none was imported. */
  document(id: string): Promise<ApiDocument | null>;
}

/** What the end of the browser's session means to the app (OpenID Connect Back-Channel Logout 1.0). */
export interface SessionTie {
  sid: string;
  /** Whether it is sent a logout token. */
  notified: boolean;
  /** Whether what is not `offline_access` ends. */
  endsTokens: boolean;
  /** When it may be forgotten: the session has ended by then. Milliseconds. */
  expiresAt: number;
}

export interface PendingPort {
  put(pending: Pending): Promise<void>;
  find(id: string, now: number): Promise<Pending | null>;
  /** Hands all requests of one cookie to the one that replaces it: a browser may wait in several tabs. */
  rebind(from: string, to: string): Promise<void>;
  /** Ends it; who gets `taken` decides the answer, exactly once. With `allowed`, consent and code are stored in the same transaction; the consent joins what stands for the same app as it was then. */
  take(
    id: string,
    browser: string,
    now: number,
    allowed: {
      consent: Consent;
      code: CodeRecord;
      session?: SessionTie | null;
      permit?: Permit | null;
      /** Who decided, when it was not the person. */
      by?: By;
    } | null,
    via?: Via,
  ): Promise<"taken" | "gone">;
}

export interface ListedConsent extends Consent {
  lastUsedAt: number | null;
  /** What the app still holds of permissions with values (RFC 9396), each once. */
  details: readonly AuthorizationDetail[];
  damaged: boolean;
}

export interface ConsentsPort {
  find(subject: string, client_id: string, resource: string): Promise<Consent | null>;
  /** The newest first. One whose row is damaged has no scope and says so: its person can still withdraw it. */
  list(subject: string): Promise<readonly ListedConsent[]>;
  /** Withdraws it and revokes all that descends from it. False when it is not this subject's. */
  withdraw(id: string, subject: string, now: number, via?: Via): Promise<boolean>;
}

export interface CodesPort {
  find(hash: string): Promise<StoredCode | null>;
  /** Counts a wrong verifier; burns the code at `limit`. Answers the count. */
  miss(hash: string, limit: number, now: number, via?: Via): Promise<number>;
  /** RFC 6749 §4.1.2 — the one statement that makes a code single-use; family and access token are stored with it or not at all. */
  redeem(
    hash: string,
    now: number,
    issued: { family: Family; token: StoredToken | null },
  ): Promise<Redemption>;
}

export interface FamiliesPort {
  find(id: string): Promise<Family | null>;
  /** RFC 9700 §4.14.2 — advances, repeats, or revokes; the access token is stored with it or not at all. */
  rotate(
    id: string,
    presented: number,
    now: number,
    limits: { overlapMs: number; repeats: number; idleMs: number },
    token: StoredToken | null,
    via?: Via,
  ): Promise<Rotation>;
  /** FAPI 2.0 §5.3.2.1 item 9 — the same refresh token again: it only lives on. The access token is stored with it or not at all. */
  keep(
    id: string,
    presented: number,
    now: number,
    idleMs: number,
    token: StoredToken | null,
  ): Promise<"kept" | "gone">;
  /** Revokes the family and its access tokens. Idempotent. */
  revoke(id: string, now: number, why: FamilyEnd, via?: Via): Promise<void>;
}

/** Why a family ends by a verb of its own. */
export type FamilyEnd = "code_replayed" | "revoked_by_app";

/** Where an exchanged token comes from. */
export interface ExchangedToken {
  tokenId: string;
  parentId: string;
  /** Its place on a status list, if it has one. */
  place: number | null;
  expiresAt: number;
}

export interface AccessTokensPort {
  /** An opaque token that came from no code, no refresh token, and no other token. */
  put(token: OpaqueToken): Promise<void>;
  /** RFC 8693: notes that a token came from another, and stores it; `gone` when that one was revoked meanwhile. */
  exchange(exchanged: ExchangedToken, token: StoredToken | null): Promise<"stored" | "gone">;
  findOpaque(hash: string): Promise<OpaqueToken | null>;
  /** Puts one token on the list of the revoked until it has expired; an opaque one dies by its id. `place` is that of a JWT; `by` is the app that holds it. */
  revoke(tokenId: string, expiresAt: number, now: number, by?: By, place?: number | null): Promise<void>;
  /** Whether this token's id, or the family it descends from, is revoked. */
  isRevoked(tokenId: string, familyId: string | null): Promise<boolean>;
}

export interface KeysPort {
  /** Signs header and claims as a compact JWS (RFC 7515 §7.1) with the current key of that kind; adds `alg` and `kid`. */
  sign(
    kind: { alg: SigningAlg; rsa_bits: number; environment: Environment },
    typ: string,
    claims: object,
  ): Promise<string>;
  /** The claims of a JWT that one of our own keys signed and that has not expired (unless `expiredToo`); null otherwise. */
  verify(
    token: string,
    now: number,
    options?: { expiredToo: boolean },
  ): Promise<{ typ: string; claims: Record<string, unknown> } | null>;
}

export interface PeoplePort {
  /** Whether this person exists and may act. */
  isActive(subject: string): Promise<boolean>;
  /** Standard claims about an active person (OpenID Connect Core §5.1), without `sub`; null when there is none. */
  claims(subject: string): Promise<Readonly<Record<string, unknown>> | null>;
}

export interface ThrottlePort {
  /** Counts one failure against `key`; answers seconds to wait, 0 when below the limit. */
  fail(key: string, limit: { count: number; windowMs: number }, now: number): Promise<number>;
  /** Seconds to wait before `key` may try again; 0 when it may now. */
  wait(key: string, limit: { count: number; windowMs: number }, now: number): Promise<number>;
}

/** What an outsider's address gave: the document and how long it may be kept (milliseconds; null when not said), or a word for the log. */
export type FetchedDocument =
  | { outcome: "fetched"; json: unknown; maxAgeMs: number | null }
  | { outcome: "refused"; why: string };

export interface OutboundPort {
  /** One GET of a JSON document at an address that an outsider chose, of at most `maxBytes`. Never throws. */
  json(url: string, maxBytes: number): Promise<FetchedDocument>;
  /** One POST of a form to such an address; its status is all that is read of the answer. Never throws. */
  post(url: string, fields: Readonly<Record<string, string>>): Promise<Delivery>;
}

/** What became of a POST to an outsider: the answer's status, or a word for the log. */
export type Delivery = { outcome: "answered"; status: number } | { outcome: "refused"; why: string };

/** What happened, for the log, the audit trail and the app's inspector. Never carries a secret, a code or a token. */
export interface ProtocolEvent {
  name: string;
  client_id?: string;
  subject?: string;
  refusal?: string;
  familyId?: string;
  detail?: string;
}

export interface Ports {
  issuer: string;
  /** The request that these ports serve, for the audit log; absent outside of one. */
  via?: Via;
  clock: Clock;
  random: Random;
  /** Keyed digest for client secrets, under the pepper. */
  secretDigest(secret: string): string;
  /** Keyed digest for pairwise subjects (OpenID Connect Core §8.1). */
  pairwiseDigest(text: string): string;
  /** Keyed digest for refresh tokens. */
  refreshDigest(text: string): string;
  clients: ClientsPort;
  resources: ResourcesPort;
  pending: PendingPort;
  consents: ConsentsPort;
  codes: CodesPort;
  devices: DevicesPort;
  families: FamiliesPort;
  accessTokens: AccessTokensPort;
  status: StatusPort;
  keys: KeysPort;
  people: PeoplePort;
  throttle: ThrottlePort;
  /** RFC 8693: who may exchange whose token. */
  exchangePolicy: ExchangePolicy;
  outbound: OutboundPort;
  registration: RegistrationPolicy;
  registrations: RegistrationsPort;
  replay: ReplayPort;
  pushed: PushedPort;
  jose: JosePort;
  nonces: NoncesPort;
  fetchJson: FetchJson;
  rules: ServerRules;
  logouts: LogoutsPort;
  trusts: TrustsPort;
  extensions: Extensions;
  permits: PermitsPort;
  report(event: ProtocolEvent): void;
}
