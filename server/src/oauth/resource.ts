/** RFC 8707 §2 — a protected API: its identifier and its catalogue of scopes. */
import type { AccessTokenProfile } from "./words.ts";

export interface Scope {
  /** A scope-token (RFC 6749 §3.3), e.g. `bookings:read`. */
  name: string;
  /** What it allows, in words, by language; `en` is always there. */
  words: Readonly<Record<string, string>>;
  /** True when it only makes sense with a person: dropped from machine tokens. */
  person: boolean;
}

export interface Resource {
  id: string;
  /** Absolute URI without fragment: the `aud` of its tokens. */
  identifier: string;
  name: string;
  scopes: readonly Scope[];
  /** Null means the server's setting decides. */
  access_token_profile: AccessTokenProfile | null;
  /** Keyed digest of the secret with which the API introspects; its name there is `id`. */
  introspectionSecretHash: string | null;
}
