/** Tables of what came after the core: ends of sessions, details of permissions, exchanged tokens, status lists. Written as in schema.ts. */

import type { ImageType } from "../desk/branding/look.ts";
import type { Kind, Outcome } from "../desk/inspector/event.ts";
import type { Count, Milestone } from "../desk/inspector/ports.ts";
import type { Environment } from "../oauth/words.ts";
import type { SubjectName } from "../oauth/trust/port.ts";

type Json = string;
type Time = number;

export interface LaterTables {
  /** The apps that a person signed in to from a session, and what becomes of them at its end. */
  session_clients: {
    sid: string;
    client_id: string;
    subject: string;
    /** Whether the app is sent a logout token. */
    notified: 0 | 1;
    /** The consent whose tokens end with the session; null when they outlive it. */
    consent_id: string | null;
    expires_at: Time;
  };
  /** Logout tokens to be sent (OpenID Connect Back-Channel Logout 1.0). */
  logout_notices: {
    id: string;
    client_id: string;
    subject: string;
    sid: string;
    attempts: number;
    next_at: Time;
    expires_at: Time;
  };
  /** Types of authorization details (RFC 9396) that an API understands. */
  detail_types: { resource_id: string; type: string; definition: Json; created_at: Time };
  /** Issuers whose assertions are accepted (RFC 7523 §2.1). */
  trusted_issuers: {
    id: string;
    issuer: string;
    jwks: Json | null;
    jwks_uri: string | null;
    audience: string | null;
    subject: SubjectName;
    clients: Json;
    consent: "required" | "waived";
    created_at: Time;
  };
  /** Which token an exchanged one came from, and so ends with. */
  exchanged_tokens: { token_id: string; parent_id: string; place: number | null; expires_at: Time };
  /** What an agent's calls are counted under; `handed` to guards in slices, of which `slice` was the last. */
  permits: {
    id: string;
    consent_id: string;
    resource: string;
    calls: number | null;
    handed: number;
    slice: number;
    used: number;
    created_at: Time;
    expires_at: Time;
  };
  /** Calls of one route on one day, by the digest of consent, day and route. */
  permit_calls: {
    hash: string;
    consent_id: string;
    day: Time;
    method: string;
    path: string;
    scope: Json;
    calls: number;
    last_at: Time;
    expires_at: Time;
  };
  /** One row, `head`: the number of the last withdrawal, the next free place, and the place below which all are withdrawn. */
  status_head: { name: string; epoch: number; seq: number; next: number; floor: number };
  /** Places that a node has for JWTs of one client. */
  status_blocks: { first: number; count: number; client_id: string; expires_at: Time };
  /** Places of JWTs that die with a family. */
  status_entries: { place: number; family_id: string; expires_at: Time };
  /** Numbers grow in the order of commits. */
  status_withdrawn: { first: number; count: number; seq: number; expires_at: Time };
  /** What happened at an endpoint or an API; the facts are redacted before they come here. */
  events: {
    /** A UUIDv7. */
    id: string;
    app_id: string;
    client_id: string;
    environment: Environment;
    kind: Kind;
    outcome: Outcome;
    refusal: string | null;
    grant_type: string | null;
    route: string | null;
    facts: Json;
    request_id: string | null;
    /** Keyed digest of client and code_challenge; the challenge itself is not kept. */
    challenge: string | null;
    at: Time;
    expires_at: Time;
  };
  usage_hours: {
    client_id: string;
    hour: Time;
    kind: Count["kind"];
    name: string;
    version: string;
    count: number;
    last_at: Time;
    expires_at: Time;
  };
  /** Digests of keys and requests; the answer is sealed, and null while the request is worked on. */
  idempotency_keys: { hash: string; request: string; answer: string | null; expires_at: Time };
  /** Letters that wait, and those that were given up: they have no `sealed` and no `next_at` any more, but a `failure`. */
  letters: {
    /** A UUIDv7. */
    id: string;
    /** Address, subject and text. */
    sealed: string | null;
    attempts: number;
    next_at: Time | null;
    /** From then on nobody wants it any more. */
    useless_at: Time;
    /** A code, never what the mail server said. */
    failure: string | null;
    created_at: Time;
    expires_at: Time;
  };
  /** One row, `company`. */
  branding: {
    id: string;
    name: string | null;
    accent: string | null;
    accent_dark: string | null;
    logo: string | null;
    changed_at: Time;
  };
  /** Pictures by the digest of their bytes; `body` is base64, and the end is null for the logo. */
  brand_images: {
    id: string;
    type: ImageType;
    width: number;
    height: number;
    body: string;
    expires_at: Time | null;
  };
  /** Runs of the playground; what they know is sealed. */
  playground_runs: {
    id: string;
    app_id: string;
    person_id: string;
    sid: string;
    /** SHA-256 of the state that the browser is to bring back. */
    state_hash: string | null;
    /** The secret that was made for this run, and goes with it. */
    secret_id: string | null;
    version: number;
    sealed: string;
    expires_at: Time;
  };
  milestones: { app_id: string; milestone: Milestone["milestone"]; at: Time };
}
