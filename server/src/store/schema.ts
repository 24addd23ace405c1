/** The tables as types, one line per column. Times are milliseconds since the epoch; `*Json` is JSON in text. */
import type { Staff } from "../accounts/ports.ts";
import type { Actor } from "../lib/actor.ts";
import type { AccessTokenProfile, CodeChallengeMethod, Environment, SigningAlg } from "../oauth/words.ts";
import type { TokenEndpointAuthMethod } from "../oauth/words.ts";
import type { AccountTables } from "./schema-accounts.ts";
import type { ScopeAccess } from "../oauth/resource.ts";
import type { Client } from "../oauth/clients/client.ts";
import type { DeskTables } from "./schema-desk.ts";
import type { LaterTables } from "./schema-later.ts";

type Json = string;
type Time = number;
/** A SHA-256 or HMAC-SHA-256 digest, base64url, 43 characters. */
type Digest = string;

export interface Schema extends DeskTables, AccountTables, LaterTables {
  organisations: { id: string; name: string; verified_at: Time | null; created_at: Time };
  apps: {
    id: string;
    organisation_id: string;
    name: string;
    application_type: Client["application_type"];
    service_account: string;
    created_at: Time;
    suspended_at: Time | null;
    suspended_why: string | null;
    deleted_at: Time | null;
  };
  clients: {
    client_id: string;
    app_id: string;
    environment: Environment;
    disabled_at: Time | null;
    token_endpoint_auth_method: TokenEndpointAuthMethod;
    grant_types: Json;
    redirect_uris: Json;
    scopes: Json;
    resource_identifier: string;
    preset: string | null;
    api_version: string | null;
    /** The client's own values of policy settings. */
    settings: Json;
    s256_seen_at: Time | null;
    consent_version: string;
    created_at: Time;
    metadata: Json | null;
    registration: Json | null;
  };
  initial_access_tokens: {
    hash: Digest;
    id: string;
    organisation_id: string;
    label: string;
    created_at: Time;
    expires_at: Time | null;
    uses: number | null;
  };
  client_origins: { client_id: string; origin: string };
  client_secrets: {
    id: string;
    client_id: string;
    hash: Digest;
    last4: string;
    label: string;
    created_at: Time;
    last_used_at: Time | null;
    expires_at: Time | null;
  };
  resources: {
    id: string;
    identifier: string;
    name: string;
    access_token_profile: AccessTokenProfile | null;
    introspection_secret_hash: Digest | null;
    created_at: Time;
  };
  scopes: {
    resource_id: string;
    name: string;
    words: Json;
    person: 0 | 1;
    access: ScopeAccess | null;
  };
  api_documents: { resource_id: string; document: Json; imported_at: Time };
  people: {
    id: string;
    username: string;
    name: string;
    password_hash: string;
    locale: string | null;
    created_at: Time;
    disabled_at: Time | null;
    claims: Json | null;
    /** The app whose tests it is for; null for everybody who is somebody. */
    simulated_for: string | null;
    email: string | null;
    email_verified_at: Time | null;
    staff: Staff | null;
  };
  sessions: {
    hash: Digest;
    subject: string | null;
    auth_time: Time | null;
    created_at: Time;
    last_seen_at: Time;
    expires_at: Time;
    /** RFC 8176. */
    amr: Json | null;
    device: string | null;
    address: string | null;
    /** Its name in ID tokens and logout tokens; stays when the same person signs in again. */
    sid: string | null;
  };
  pendings: {
    id: string;
    client_id: string;
    redirect_uri: string | null;
    redirect_target: string;
    scope: Json;
    state: string | null;
    code_challenge: string | null;
    code_challenge_method: CodeChallengeMethod | null;
    resource: string;
    ui_locales: string | null;
    login_hint: string | null;
    browser: Digest;
    created_at: Time;
    expires_at: Time;
    openid: Json | null;
    response_mode: "query" | "form_post" | null;
    device: Digest | null;
    /** The pushed request (RFC 9126) that it came from. */
    pushed: Digest | null;
    dpop_jkt: string | null;
    authorization_details: Json | null;
  };
  consents: {
    id: string;
    subject: string;
    client_id: string;
    resource: string;
    scope: Json;
    consent_version: string;
    created_at: Time;
    updated_at: Time;
    last_used_at: Time | null;
    /** What the person limited it to; null for a client that somebody here registered. */
    limits: Json | null;
  };
  codes: {
    hash: Digest;
    client_id: string;
    subject: string;
    consent_id: string;
    redirect_uri: string | null;
    scope: Json;
    resource: string;
    environment: Environment;
    code_challenge: string | null;
    code_challenge_method: CodeChallengeMethod | null;
    auth_time: Time;
    created_at: Time;
    expires_at: Time;
    redeemed_at: Time | null;
    /** Killed before it was redeemed: wrong verifiers, or the consent was withdrawn. */
    burned_at: Time | null;
    family_id: string | null;
    misses: number;
    authentication: Json | null;
    dpop_jkt: string | null;
    authorization_details: Json | null;
    limits: Json | null;
  };
  families: {
    id: string;
    client_id: string;
    subject: string;
    consent_id: string;
    scope: Json;
    resource: string;
    environment: Environment;
    seed_sealed: string | null;
    generation: number;
    rotated_at: Time;
    repeats: number;
    auth_time: Time;
    created_at: Time;
    idle_expires_at: Time;
    expires_at: Time;
    revoked_at: Time | null;
    revoked_why: string | null;
    authentication: Json | null;
    /** The key that its refresh token is bound to. */
    cnf: Json | null;
    authorization_details: Json | null;
    limits: Json | null;
  };
  devices: {
    hash: Digest;
    /** Keyed. */
    user_code: Digest;
    client_id: string;
    scope: Json;
    resource: string;
    environment: Environment;
    /** Seconds. */
    poll_interval: number;
    polled_at: Time | null;
    decision: "allowed" | "denied" | null;
    subject: string | null;
    consent_id: string | null;
    auth_time: Time | null;
    authentication: Json | null;
    created_at: Time;
    expires_at: Time;
    redeemed_at: Time | null;
    family_id: string | null;
    authorization_details: Json | null;
    limits: Json | null;
  };
  opaque_tokens: {
    hash: Digest;
    id: string;
    client_id: string;
    subject: string | null;
    organisation: string;
    scope: Json;
    resource: string;
    environment: Environment;
    family_id: string | null;
    act: Json | null;
    issued_at: Time;
    expires_at: Time;
    revoked_at: Time | null;
    cnf: Json | null;
    /** What few tokens say beside the rest. */
    more: Json | null;
  };
  revoked_tokens: { token_id: string; revoked_at: Time; expires_at: Time };
  /** What works once: client assertions and DPoP proofs by the digest of kind and id. */
  replays: { hash: Digest; expires_at: Time };
  pushed_requests: {
    hash: Digest;
    client_id: string;
    parameters: Json;
    created_at: Time;
    expires_at: Time;
    used_at: Time | null;
  };
  throttles: { key: string; failures: number; expires_at: Time };
  signing_keys: {
    kid: string;
    alg: SigningAlg;
    rsa_bits: number;
    environment: Environment;
    state: "active" | "revoked";
    public_jwk: Json;
    /** Sealed by the keys room, which alone can open it. */
    private_sealed: string;
    created_at: Time;
    activates_at: Time;
    retires_at: Time | null;
  };
  /** When what nodes keep in memory changed last: `all`, or `client:` and a client_id. Numbers grow in the order of commits. */
  versions: { kind: string; version: number };
  /** Who may do a job that one node at a time does. */
  leases: { name: string; expires_at: Time };
  /** What is true of the database as a whole; never copied to another one. */
  facts: { name: "restored" | "moved" | "moving" | "arriving"; value: Json; at: Time };
  /** Every change of what is safe or allowed, written in the transaction of the change. Never updated, never deleted. */
  audit_log: {
    /** A UUIDv7. */
    id: string;
    at: Time;
    actor_type: Actor["type"];
    actor_id: string;
    action: string;
    target_type: string;
    target_id: string;
    organisation: string | null;
    before: Json | null;
    after: Json | null;
    request_id: string | null;
    address: string | null;
  };
  /** Entries that are not in the chain yet. */
  audit_waiting: { entry: string };
  /** The order of the entries, each sealed with the one before. Never updated, never deleted. */
  audit_chain: { seq: number; entry: string; prev_hash: string; hash: Digest };
  /** One row, `head`: the end of the chain; whoever seals locks it. */
  audit_head: { name: string; seq: number; hash: string; sealed_at: Time };
}
